#include "engine/evaluation_facts.h"

#include <algorithm>
#include <array>

#include "engine/assert.h"
#include "engine/ticket.h"

namespace whistle::engine {

namespace {

void add_deed(TicketFacts& ticket, DeedFact deed) {
  if (std::ranges::find(ticket.deeds, deed) == ticket.deeds.end()) ticket.deeds.push_back(deed);
}

// The whistle-blower has the last word, until it has another.
void hear(LastWord word, std::uint32_t rating, TicketFacts& ticket) {
  ticket.last_word = word;
  ticket.rating = static_cast<std::uint8_t>(rating);
  ticket.words += 1;
  ticket.word_excluded = false;
}

// Of the entry that the ticket begins with.
void take_number(const v1::Entry& entry, TicketFacts& ticket) {
  for (const auto& event : entry.events()) {
    const auto number = number_given(event);
    if (!number) continue;
    ticket.local_day = number->local_day;
    ticket.day_counter = number->day_counter;
    return;
  }
}

// The act of a part for which a clock waits, as far as the same entry tells it; nullptr: the clock was stopped by
// something else, a new lead for instance.
const std::string* who_acted(const v1::Entry& entry, const v1::ClockName& clock) {
  for (const auto& event : entry.events()) {
    if (event.has_arrived_on_site() && clock.kind() != v1::CLOCK_KIND_RESOLVE &&
        event.arrived_on_site().part() == clock.part()) {
      return &event.arrived_on_site().party();
    }
    if (event.has_ticket_acknowledged() && clock.kind() == v1::CLOCK_KIND_ACK &&
        event.ticket_acknowledged().part() == clock.part()) {
      return &event.ticket_acknowledged().party();
    }
    if (event.has_ticket_resolved() && clock.kind() == v1::CLOCK_KIND_RESOLVE && clock.part() == 0) {
      return &event.ticket_resolved().party();
    }
    if (event.has_part_finished() && clock.kind() == v1::CLOCK_KIND_RESOLVE &&
        event.part_finished().part() == clock.part()) {
      return &event.part_finished().party();
    }
  }
  return nullptr;
}

LimitFacts* limit_of(TicketFacts& ticket, v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return &ticket.ack;
    case v1::CLOCK_KIND_ON_SITE:
      return &ticket.on_site;
    case v1::CLOCK_KIND_RESOLVE:
      return &ticket.resolve;
    case v1::CLOCK_KIND_TOTAL:
      return &ticket.total;
    default:
      return nullptr;  // an arbiter's, a verifier's, a hold's
  }
}

// ---- What the ledgers count: one line a kind ----------------------------------------------------------------------

// UNSPECIFIED: it earns nothing.
v1::DeedKind deed_of_keeping(v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return v1::DEED_KIND_ACKNOWLEDGED_IN_TIME;
    case v1::CLOCK_KIND_ON_SITE:
      return v1::DEED_KIND_ARRIVED_IN_TIME;
    case v1::CLOCK_KIND_RESOLVE:
      return v1::DEED_KIND_RESOLVED_IN_TIME;
    default:
      return v1::DEED_KIND_UNSPECIFIED;
  }
}

v1::DeedKind deed_of_missing(v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return v1::DEED_KIND_ACK_MISSED;
    case v1::CLOCK_KIND_ON_SITE:
      return v1::DEED_KIND_ON_SITE_MISSED;
    case v1::CLOCK_KIND_RESOLVE:
      return v1::DEED_KIND_RESOLVE_MISSED;
    default:
      return v1::DEED_KIND_UNSPECIFIED;
  }
}

bool is_correction(v1::DispatchCause cause) {
  return cause == v1::DISPATCH_CAUSE_RETURNED || cause == v1::DISPATCH_CAUSE_AMENDED ||
         cause == v1::DISPATCH_CAUSE_RULED;
}

// What the evaluation does not count. An event that is new has to be put somewhere: the tests take every one of them.
constexpr std::array kPassedOver = {
    v1::Event::kJournalCreated,    v1::Event::kEngineStarted,      v1::Event::kRulesetProposed,
    v1::Event::kRulesetPublished,  v1::Event::kIdentityRegistered, v1::Event::kIdentityRevoked,
    v1::Event::kPartFinished,      v1::Event::kAssistantReleased,  v1::Event::kWhistleWithdrawn,
    v1::Event::kBlowerReleased,    v1::Event::kClockStarted,       v1::Event::kClockWarned,
    v1::Event::kLadderStepTaken,   v1::Event::kDeskReminded,       v1::Event::kClockSet,
    v1::Event::kProgressReported,  v1::Event::kTicketSplit,        v1::Event::kTicketUrged,
    v1::Event::kVerificationBegan, v1::Event::kRequestMade,        v1::Event::kRequestRefused,
    v1::Event::kRequestLapsed,     v1::Event::kArbiterReplaced,    v1::Event::kHoldStarted,
    v1::Event::kHoldEnded,         v1::Event::kClockPaused,        v1::Event::kClockResumed,
    v1::Event::kClockExtended,     v1::Event::kRefusalRecorded,    v1::Event::kTicketSupervised,
    v1::Event::kRulesetScheduled,  v1::Event::kRulesetWithdrawn,   v1::Event::kTicketRebased,
    v1::Event::kSimilarFound,      v1::Event::kTicketLinked,       v1::Event::kTicketUnlinked,
    v1::Event::kFollowerJoined,    v1::Event::kFollowerLeft,       v1::Event::kDutyHandedOver,
    v1::Event::kAbsenceReported,   v1::Event::kAbsenceEnded,       v1::Event::kAttachmentPut,
    v1::Event::kReporterRevealed,  v1::Event::kPersonalDataErased, v1::Event::kReadingRecorded,
    v1::Event::kMasterKeyRotated,  v1::Event::kLogicAdopted,       v1::Event::kRulesetSubmitted,
    v1::Event::BODY_NOT_SET};

constexpr auto kPassedOverByNumber = [] {
  std::array<bool, 128> passed_over{};
  for (const auto event : kPassedOver)
    passed_over.at(event) = true;
  return passed_over;
}();

}  // namespace

CodeNumber EvaluationFacts::number_of(const std::string& code) {
  if (code.empty()) return 0;
  const auto [found, is_new] = numbers_.try_emplace(code, static_cast<CodeNumber>(codes_.size()));
  if (is_new) codes_.push_back(code);
  return found->second;
}

void EvaluationFacts::take(const v1::Entry& entry) {
  until_ = Instant{entry.time_us()};
  entries_ += 1;
  if (!entry.has_ticket()) {
    for (const auto& event : entry.events()) {
      if (event.has_ruleset_published()) ruleset_sha256_ = event.ruleset_published().ruleset_sha256();
    }
    return;
  }
  auto place = places_.find(entry.ticket());
  if (place == places_.end()) {
    if (entry.ticket() != entry.sequence()) return;  // begun before the first entry that was taken
    place = places_.emplace(entry.ticket(), static_cast<std::uint32_t>(tickets_.size())).first;
    tickets_.emplace_back();
  }
  auto& ticket = tickets_[place->second];
  if (entry.ticket() == entry.sequence()) take_number(entry, ticket);
  for (const auto& event : entry.events())
    take_event(entry, event, ticket);
}

void EvaluationFacts::take_event(const v1::Entry& entry, const v1::Event& event, TicketFacts& ticket) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kWhistleBlown:
      return blow(entry, event.whistle_blown(), ticket);
    case Body::kTicketSplitOff:
      return split_off(event.ticket_split_off(), ticket);
    case Body::kTicketDispatched:
      return dispatch(entry, event.ticket_dispatched(), ticket);
    case Body::kTicketAcknowledged:
    case Body::kArrivedOnSite:
    case Body::kTicketResolved:
    case Body::kTicketClosed:
    case Body::kTicketRejected:
      return act(Instant{entry.time_us()}, event, ticket);
    case Body::kResolutionDisputed:
    case Body::kCheckFailed:
    case Body::kFalseClosureFound:
    case Body::kResolutionConfirmed:
    case Body::kReporterContacted:
    case Body::kTicketReopened:
      return judge(event, ticket);
    case Body::kAppealLodged:
    case Body::kAppealReviewed:
    case Body::kAppealDecided:
    case Body::kPartyScored:
      return appeal(entry, event, ticket);
    case Body::kTicketAmended:
    case Body::kTicketWhistledUp:
    case Body::kTicketHandedOver:
      return change(event, ticket);
    case Body::kRequestGranted:
      return grant(event.request_granted(), ticket);
    case Body::kClockStopped:
      return stop_clock(entry, event.clock_stopped(), ticket);
    case Body::kClockMissed:
      return miss_clock(event.clock_missed(), ticket);
    default:
      WHISTLE_ASSERT(kPassedOverByNumber.at(event.body_case()));
  }
}

// What is said of the work by those it was done for, and by those who looked.
void EvaluationFacts::judge(const v1::Event& event, TicketFacts& ticket) {
  if (event.has_resolution_disputed()) {
    dispute(event.resolution_disputed(), ticket);
  } else if (event.has_check_failed()) {
    redo(number_of(event.check_failed().party()), ticket);
  } else if (event.has_false_closure_found()) {
    ticket.charges.push_back(
        {.party = number_of(event.false_closure_found().party()), .deed = v1::DEED_KIND_FALSE_CLOSURE});
  } else if (event.has_resolution_confirmed()) {
    confirm(event.resolution_confirmed(), ticket);
  } else if (event.has_ticket_reopened()) {
    reopen(event.ticket_reopened(), ticket);
  } else {
    ticket.responded = ticket.responded || event.reporter_contacted().reached();
  }
}

// What the ticket is from here on, and whose.
void EvaluationFacts::change(const v1::Event& event, TicketFacts& ticket) {
  if (event.has_ticket_amended()) {
    locate(event.ticket_amended().place(), ticket);
  } else if (event.has_ticket_whistled_up()) {
    whistle_up(event.ticket_whistled_up(), ticket);
  } else {
    hand_over(event.ticket_handed_over(), ticket);
  }
}

void EvaluationFacts::locate(const v1::LocatedPlace& place, TicketFacts& ticket) {
  ticket.area = number_of(place.area());
  ticket.estate = number_of(place.estate());
}

void EvaluationFacts::blow(const v1::Entry& entry, const v1::WhistleBlown& event, TicketFacts& ticket) {
  const auto& command = entry.command().blow_whistle();
  ticket.accepted = Instant{entry.time_us()};
  ticket.kind = command.kind();
  ticket.callable = !command.anonymous() && command.source() != v1::SOURCE_SENSOR;
  ticket.blower_party = number_of(event.blower_party());
  locate(event.place(), ticket);
}

void EvaluationFacts::split_off(const v1::TicketSplitOff& event, TicketFacts& ticket) {
  ticket.split_off = true;
  ticket.accepted = Instant{event.accepted_us()};
  ticket.kind = event.kind();
  ticket.callable = !event.anonymous() && event.source() != v1::SOURCE_SENSOR;
  ticket.blower_party = number_of(event.blower_party());
  locate(event.place(), ticket);
}

void EvaluationFacts::dispatch(const v1::Entry& entry, const v1::TicketDispatched& event, TicketFacts& ticket) {
  const auto former = ticket.lead;
  ticket.lead = number_of(event.lead());
  ticket.hops += 1;
  if (!ticket.dispatched) ticket.dispatched = Instant{entry.time_us()};
  if (former == 0 || former == ticket.lead) return;
  ticket.hand_offs.push_back({former, ticket.lead, event.cause()});
  if (is_correction(event.cause())) ticket.misaimed = true;
}

void EvaluationFacts::act(Instant at, const v1::Event& event, TicketFacts& ticket) {
  if (event.has_ticket_closed()) {
    ticket.closed = at;
  } else if (event.has_ticket_rejected()) {
    ticket.rejected = true;
  } else if (event.has_ticket_resolved()) {
    ticket.resolved = at;
    ticket.ever_resolved = true;
    ticket.resolver = number_of(event.ticket_resolved().party());
  } else if (event.has_ticket_acknowledged()) {
    if (event.ticket_acknowledged().part() == 0 && !ticket.acknowledged) ticket.acknowledged = at;
  } else if (event.arrived_on_site().part() == 0) {
    if (!ticket.acknowledged) ticket.acknowledged = at;
    if (!ticket.arrived) ticket.arrived = at;
  }
}

// Silence is no word of the whistle-blower's.
void EvaluationFacts::confirm(const v1::ResolutionConfirmed& event, TicketFacts& ticket) {
  if (event.by() != v1::CONFIRMED_BY_BLOWER) return;
  hear(LastWord::Confirmed, event.rating(), ticket);
}

// Kept by the act that the clock waits for; whatever else stops a clock settles nothing.
void EvaluationFacts::stop_clock(const v1::Entry& entry, const v1::ClockStopped& event, TicketFacts& ticket) {
  const auto kind = event.clock().kind();
  if (!event.kept()) return;
  if (kind == v1::CLOCK_KIND_TOTAL) {
    ticket.total.kept = true;
    return;
  }
  const auto* party = who_acted(entry, event.clock());
  if (party == nullptr) return;
  auto* limit = limit_of(ticket, kind);
  if (limit != nullptr && event.clock().part() == 0) limit->kept = true;
  const auto deed = deed_of_keeping(kind);
  if (deed != v1::DEED_KIND_UNSPECIFIED) add_deed(ticket, {number_of(*party), deed});
}

void EvaluationFacts::miss_clock(const v1::ClockMissed& event, TicketFacts& ticket) {
  const auto party = number_of(event.party());
  const auto kind = event.clock().kind();
  const bool leads = event.clock().part() == 0;
  ticket.charges.push_back({.party = party, .clock = kind, .deed = deed_of_missing(kind), .leads = leads});
  auto* limit = limit_of(ticket, kind);
  if (limit != nullptr && leads) limit->missed = true;
}

void EvaluationFacts::dispute(const v1::ResolutionDisputed& event, TicketFacts& ticket) {
  hear(LastWord::Disputed, 0, ticket);
  redo(number_of(event.party()), ticket);
}

// It is that community's whistle from here on: its quality is the caller's.
void EvaluationFacts::whistle_up(const v1::TicketWhistledUp& event, TicketFacts& ticket) {
  ticket.kind = v1::WHISTLE_KIND_COMMUNITY;
  ticket.blower_party = number_of(event.party());
}

void EvaluationFacts::hand_over(const v1::TicketHandedOver& event, TicketFacts& ticket) {
  for (const auto& part : event.parts()) {
    if (part.part() != 0) continue;
    ticket.lead = number_of(part.party());
    ticket.hand_offs.push_back({number_of(part.former()), ticket.lead, v1::DISPATCH_CAUSE_SUCCEEDED});
  }
}

// The resolution counts no more, nor does what was earned by it.
void EvaluationFacts::redo(CodeNumber party, TicketFacts& ticket) {
  ticket.resolved.reset();
  ticket.reworked = true;
  ticket.resolve.kept = false;
  std::erase(ticket.deeds, DeedFact{party, v1::DEED_KIND_RESOLVED_IN_TIME});
  ticket.charges.push_back({.party = party, .deed = v1::DEED_KIND_REWORKED});
}

// Open again: what closed it counts no more. Whoever reopens it but the whistle-blower leaves it without a last word.
void EvaluationFacts::reopen(const v1::TicketReopened& event, TicketFacts& ticket) {
  hear(event.cause() == v1::REOPEN_CAUSE_DISPUTE ? LastWord::Disputed : LastWord::None, 0, ticket);
  ticket.closed.reset();
  ticket.total.kept = false;
  if (ticket.resolved) redo(number_of(event.party()), ticket);
}

// A ticket that came to the wrong party is neither to its credit nor to its debit; what it missed stays charged.
void EvaluationFacts::grant(const v1::RequestGranted& event, TicketFacts& ticket) {
  if (event.kind() != v1::REQUEST_KIND_RETURN) return;
  ticket.returned = true;
  const auto party = number_of(event.party());
  std::erase_if(ticket.deeds, [&](const DeedFact& deed) { return deed.party == party; });
}

}  // namespace whistle::engine
