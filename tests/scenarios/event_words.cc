#include "tests/scenarios/event_words.h"

#include <array>
#include <cstdio>

#include "engine/kind.h"
#include "engine/ticket.h"
#include "tests/scenarios/appeal_words.h"
#include "tests/scenarios/holdings_words.h"
#include "tests/scenarios/privacy_words.h"
#include "tests/scenarios/recurrence_words.h"

namespace whistle::tests {

namespace {

using engine::Calendar;
using engine::Instant;

std::string clock_words(const v1::ClockName& name) {
  auto words = short_name(v1::ClockKind_Name(name.kind()), "CLOCK_KIND_") + " clock";
  if (name.part() != 0) words += " of part " + std::to_string(name.part());
  return words;
}

std::string list(const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::string words;
  for (const auto& code : codes)
    words += (words.empty() ? "" : ", ") + code;
  return words;
}

std::string blown(const v1::WhistleBlown& event) {
  const auto& place = event.place();
  auto words = "blown as " + engine::ticket_number(event.local_day(), event.day_counter());
  words += place.estate().empty() ? "" : " at estate " + place.estate();
  words += place.area().empty() ? "" : " in " + place.area();
  words += ", found by " + short_name(v1::LocatedBy_Name(place.how()), "LOCATED_BY_") + ", " + event.urgency() + ", " +
           short_name(v1::HourClass_Name(event.hours()), "HOUR_CLASS_") + " hours";
  for (const auto flag : place.flags()) {
    words += ", flag " + short_name(v1::RouteFlag_Name(static_cast<v1::RouteFlag>(flag)), "ROUTE_FLAG_");
  }
  return words;
}

std::string dispatched(const v1::TicketDispatched& event) {
  auto words = "dispatched to " + event.lead();
  if (event.cause() == v1::DISPATCH_CAUSE_LADDER) words += " by its ladder";
  if (event.cause() == v1::DISPATCH_CAUSE_REASSIGNED) words += " by a dispatcher";
  if (event.cause() == v1::DISPATCH_CAUSE_AMENDED) words += " again";
  if (event.cause() == v1::DISPATCH_CAUSE_RETURNED) words += " by a granted return";
  if (event.cause() == v1::DISPATCH_CAUSE_RULED) words += " by a final ruling";
  if (event.cause() == v1::DISPATCH_CAUSE_WHISTLED_UP) words += " as a community whistle";
  if (event.cause() == v1::DISPATCH_CAUSE_APPROVED) words += " as approved";
  if (!event.rule().empty()) words += " by rule " + event.rule();
  if (!event.former().empty()) words += ", " + event.former() + " has no part in it any more";
  if (event.fallback() != v1::LEAD_FALLBACK_UNSPECIFIED) {
    words += ", falling back to the " + short_name(v1::LeadFallback_Name(event.fallback()), "LEAD_FALLBACK_");
  }
  for (const auto& part : event.assist())
    words += ", part " + std::to_string(part.part()) + " assists: " + part.party();
  if (event.inform_size() > 0) words += ", informed: " + list(event.inform());
  if (!event.against().empty()) words += ", against " + event.against();
  if (!event.hand_off().empty()) words += ", hand off to " + event.hand_off();
  if (!event.ladder().empty()) words += ", ladder " + event.ladder();
  if (!event.venue().empty()) words += ", mediation can be held at " + event.venue();
  if (event.assist_unfound() > 0) words += ", " + std::to_string(event.assist_unfound()) + " assistant found nobody";
  return words;
}

std::string place_words(const v1::LocatedPlace& place) {
  std::string words = place.estate().empty() ? "" : " at estate " + place.estate();
  words += place.area().empty() ? "" : " in " + place.area();
  words += ", found by " + short_name(v1::LocatedBy_Name(place.how()), "LOCATED_BY_");
  for (const auto flag : place.flags()) {
    words += ", flag " + short_name(v1::RouteFlag_Name(static_cast<v1::RouteFlag>(flag)), "ROUTE_FLAG_");
  }
  return words;
}

std::string contacted(const v1::ReporterContacted& event) {
  if (!event.reached()) return event.party() + " called the reporter: no answer";
  return event.party() + " reached the reporter" + (event.first() ? ", for the first time" : ", again");
}

std::string about_act(const Calendar& calendar, const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kProgressReported:
      return "progress reported by " + event.progress_reported().party();
    case Body::kResolutionDisputed:
      return "disputed: rework " + std::to_string(event.resolution_disputed().reworks()) + " for " +
             event.resolution_disputed().party();
    case Body::kTicketAmended:
      return "amended to " + event.ticket_amended().category() + place_words(event.ticket_amended().place()) + ", " +
             event.ticket_amended().urgency();
    case Body::kTicketSplitOff: {
      const auto& split = event.ticket_split_off();
      return "split off ticket " + std::to_string(split.from()) + " as " +
             engine::ticket_number(split.local_day(), split.day_counter()) + ", " + split.category() +
             place_words(split.place()) + ", " + split.urgency() + ", blown by " + split.blower() + ", accepted " +
             local_time(calendar, Instant{split.accepted_us()});
    }
    case Body::kTicketSplit:
      return "a second matter left as ticket " + std::to_string(event.ticket_split().into());
    case Body::kTicketUrged:
      return event.ticket_urged().party() + " is urged, time " + std::to_string(event.ticket_urged().times());
    case Body::kReporterContacted:
      return contacted(event.reporter_contacted());
    default:
      return event.ShortDebugString();
  }
}

std::string request_words(v1::RequestKind kind) {
  return short_name(v1::RequestKind_Name(kind), "REQUEST_KIND_");
}

std::string made(const Calendar& calendar, const v1::RequestMade& event) {
  if (event.kind() == v1::REQUEST_KIND_APPROVAL) return "waits for the approval of " + event.arbiter();
  auto words = event.party() + " asks " + event.arbiter() + ": " + request_words(event.kind());
  if (event.reason() != 0) words += ", " + short_name(v1::ReturnReason_Name(event.reason()), "RETURN_REASON_");
  if (!event.suggested_party().empty()) words += ", suggests " + event.suggested_party();
  if (event.cause() != 0) words += ", " + short_name(v1::HoldCause_Name(event.cause()), "HOLD_CAUSE_");
  if (event.until_us() != 0) words += ", until " + local_time(calendar, Instant{event.until_us()});
  if (event.count() != 0) words += " of " + std::to_string(event.count());
  if (event.parties_size() > 0) words += ", called: " + list(event.parties());
  return words;
}

std::string about_arbitration(const Calendar& calendar, const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kRequestMade:
      return made(calendar, event.request_made());
    case Body::kRequestGranted:
      return event.request_granted().arbiter() + " grants the " + request_words(event.request_granted().kind());
    case Body::kRequestRefused:
      return event.request_refused().arbiter() + " refuses the " + request_words(event.request_refused().kind());
    case Body::kRequestLapsed:
      return "the " + request_words(event.request_lapsed().kind()) + " lapses, " + event.request_lapsed().arbiter() +
             " need not decide it";
    case Body::kArbiterReplaced:
      return event.arbiter_replaced().arbiter() + " decides in the place of " + event.arbiter_replaced().former();
    case Body::kHoldStarted:
      return "on hold until " + local_time(calendar, Instant{event.hold_started().until_us()}) + ", " +
             short_name(v1::HoldCause_Name(event.hold_started().cause()), "HOLD_CAUSE_");
    case Body::kHoldEnded:
      return event.hold_ended().by_date() ? "the hold ends on its date" : "the hold is ended before its date";
    case Body::kClockPaused:
      return clock_words(event.clock_paused().clock()) + " rests";
    case Body::kClockResumed:
      return clock_words(event.clock_resumed().clock()) + " goes on, due " +
             local_time(calendar, Instant{event.clock_resumed().due_us()});
    case Body::kClockExtended:
      return clock_words(event.clock_extended().clock()) + " extended, time " +
             std::to_string(event.clock_extended().times()) + ", due " +
             local_time(calendar, Instant{event.clock_extended().due_us()});
    default:
      return event.ShortDebugString();
  }
}

std::string about_oversight(const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kCheckFailed:
      return "check " + std::to_string(event.check_failed().failed_checks()) + " failed, by " +
             event.check_failed().verifier() + ": rework " + std::to_string(event.check_failed().reworks()) + " for " +
             event.check_failed().party();
    case Body::kFalseClosureFound:
      return "false closure by " + event.false_closure_found().party() + ", supervised by " +
             event.false_closure_found().supervised_by();
    case Body::kTicketSupervised:
      return "supervised by " + event.ticket_supervised().party();
    case Body::kTicketWhistledUp:
      return event.ticket_whistled_up().party() + " blows for departments: " + event.ticket_whistled_up().category() +
             ", " + event.ticket_whistled_up().urgency();
    case Body::kPartyScored:
      return event.party_scored().scorer() + " scores " + event.party_scored().party() + ": " +
             std::to_string(event.party_scored().score());
    case Body::kTicketRejected:
      return "rejected by " + event.ticket_rejected().arbiter() + ": " +
             short_name(v1::RejectReason_Name(event.ticket_rejected().reason()), "REJECT_REASON_");
    default:
      return event.ShortDebugString();
  }
}

// What became of a list of parties.
std::string replaced(const char* what, const google::protobuf::RepeatedPtrField<v1::PartyReplaced>& list) {
  std::string words;
  for (const auto& one : list)
    words +=
        std::string(" ") + what + " " + one.former() + " to " + (one.party().empty() ? "nobody" : one.party()) + ",";
  return words;
}

std::string handed_over(const v1::TicketHandedOver& event) {
  std::string words = "handed over:";
  for (const auto& part : event.parts()) {
    words += (part.part() == 0 ? " " : " part " + std::to_string(part.part()) + " ") + part.former() + " to " +
             part.party() + ",";
  }
  if (!event.arbiter().empty())
    words += " " + event.arbiter() + " decides in the place of " + event.former_arbiter() + ",";
  words += replaced("informed", event.inform()) + replaced("supervised by", event.supervised_by());
  words.pop_back();
  return event.against().empty() ? words : words + ", against " + event.against();
}

std::string started(const Calendar& calendar, const v1::ClockStarted& event) {
  auto words = clock_words(event.clock());
  words += event.party().empty() ? " starts" : " starts for " + event.party();
  words += ", due " + local_time(calendar, Instant{event.due_us()});
  if (event.warn_us() != 0) words += ", warns " + local_time(calendar, Instant{event.warn_us()});
  if (event.past_data_until()) words += ", past the calendar's data";
  return words;
}

std::string step(const v1::LadderStepTaken& event) {
  auto words = clock_words(event.clock()) + ", step " + std::to_string(event.step() + 1) + ": " +
               short_name(v1::StepTaken_Name(event.action()), "STEP_TAKEN_") + " " + event.party();
  if (event.skipped() > 0) words += ", " + std::to_string(event.skipped()) + " step before had nobody to tell";
  return words;
}

std::string about_clock(const Calendar& calendar, const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kClockStarted:
      return started(calendar, event.clock_started());
    case Body::kClockStopped:
      return clock_words(event.clock_stopped().clock()) + " stops, " +
             (event.clock_stopped().kept() ? "kept" : "not kept");
    case Body::kClockWarned:
      return clock_words(event.clock_warned().clock()) + " warns " + event.clock_warned().party();
    case Body::kClockMissed:
      return clock_words(event.clock_missed().clock()) + " missed, charged to " + event.clock_missed().party();
    case Body::kLadderStepTaken:
      return step(event.ladder_step_taken());
    case Body::kDeskReminded:
      return clock_words(event.desk_reminded().clock()) + ": the desk is reminded, " +
             std::to_string(event.desk_reminded().times()) + (event.desk_reminded().times() == 1 ? " time" : " times");
    case Body::kClockSet:
      return clock_words(event.clock_set().clock()) + " acts next " +
             local_time(calendar, Instant{event.clock_set().next_us()});
    default:
      return event.ShortDebugString();
  }
}

}  // namespace

std::string short_name(const std::string& enumerator, const std::string& prefix) {
  auto name = enumerator.substr(enumerator.starts_with(prefix) ? prefix.size() : 0);
  for (auto& letter : name) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return name;
}

std::string local_time(const Calendar& calendar, Instant at) {
  const auto day = calendar.local_day(at);
  const auto date = engine::civil_date(day);
  const auto second = at.us / 1'000'000 + calendar.offset_at(at) - static_cast<std::int64_t>(day) * 86'400;
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u %02d:%02d:%02d", date.year, date.month, date.day,
                static_cast<int>(second / 3600), static_cast<int>(second / 60 % 60), static_cast<int>(second % 60));
  return text.data();
}

namespace {

std::string closed(const v1::TicketClosed& event) {
  const auto named = [](v1::Outcome outcome) { return short_name(v1::Outcome_Name(outcome), "OUTCOME_"); };
  if (event.lead_ticket_outcome() == v1::OUTCOME_UNSPECIFIED) return "closed: " + named(event.outcome());
  return "closed: " + named(event.outcome()) + " of a ticket that ended " + named(event.lead_ticket_outcome());
}

std::string confirmed(const v1::ResolutionConfirmed& event) {
  const auto words = "confirmed by " + short_name(v1::ConfirmedBy_Name(event.by()), "CONFIRMED_BY_");
  return event.rating() == 0 ? words : words + ", rated " + std::to_string(event.rating());
}

std::string resolved(const v1::TicketResolved& event) {
  const auto words = "resolved by " + event.party() + ": " + short_name(v1::Outcome_Name(event.outcome()), "OUTCOME_");
  return event.awaits() == 0 ? words : words + ", assistants to wait for: " + std::to_string(event.awaits());
}

// Of the journal, the identities, the rules and what they do to tickets.
std::string about_house(const Calendar& calendar, const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kJournalCreated:
      return "journal created for district " + event.journal_created().district_code();
    case Body::kEngineStarted:
      return "engine started, clock " +
             short_name(v1::ClockMode_Name(event.engine_started().clock_mode()), "CLOCK_MODE_");
    case Body::kRulesetProposed:
      return "ruleset proposed by " + event.ruleset_proposed().member();
    case Body::kRulesetPublished:
      return "ruleset published";
    case Body::kRulesetSubmitted:
      return "ruleset submitted by " + event.ruleset_submitted().member() + ", not in force";
    case Body::kRulesetScheduled:
      return "ruleset scheduled, in force from " +
             local_time(calendar, Instant{event.ruleset_scheduled().in_force_from_us()});
    case Body::kRulesetWithdrawn:
      if (event.ruleset_withdrawn().in_force_from_us() == 0) return "ruleset withdrawn that was submitted";
      return "ruleset withdrawn that was to be in force from " +
             local_time(calendar, Instant{event.ruleset_withdrawn().in_force_from_us()});
    case Body::kTicketRebased:
      return "rebased from ruleset #" + std::to_string(event.ticket_rebased().former());
    case Body::kTicketHandedOver:
      return handed_over(event.ticket_handed_over());
    case Body::kIdentityRegistered:
      return "identity registered for " + event.identity_registered().member();
    case Body::kIdentityRevoked:
      return "identity of " + event.identity_revoked().member() + " revoked";
    case Body::kRefusalRecorded:
      return "refused " + event.refusal_recorded().member() + " with code " +
             std::to_string(event.refusal_recorded().code());
    default:
      return event.ShortDebugString();
  }
}

// From the whistle to the closing.
std::string about_life(const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kWhistleBlown:
      return blown(event.whistle_blown());
    case Body::kTicketDispatched:
      return dispatched(event.ticket_dispatched());
    case Body::kTicketAcknowledged:
      return "acknowledged by " + event.ticket_acknowledged().party();
    case Body::kArrivedOnSite:
      return event.arrived_on_site().party() + " is on site";
    case Body::kTicketResolved:
      return resolved(event.ticket_resolved());
    case Body::kPartFinished:
      return "part " + std::to_string(event.part_finished().part()) + " finished by " + event.part_finished().party();
    case Body::kAssistantReleased:
      return event.assistant_released().party() + " released from assisting";
    case Body::kResolutionConfirmed:
      return confirmed(event.resolution_confirmed());
    case Body::kWhistleWithdrawn:
      return "whistle withdrawn";
    case Body::kBlowerReleased:
      return "the blower is released, the ticket goes on";
    case Body::kVerificationBegan:
      return "every assistant is done: verification begins";
    case Body::kTicketClosed:
      return closed(event.ticket_closed());
    default:
      return event.ShortDebugString();
  }
}

}  // namespace

std::string in_words(const Calendar& calendar, const v1::Event& event) {
  using engine::Kind;
  if (auto privacy = about_privacy(event)) return *std::move(privacy);
  switch (engine::kind_of(event.body_case())) {
    case Kind::House:
    case Kind::Succession:
      return about_house(calendar, event);
    case Kind::Life:
      return about_life(event);
    case Kind::Act:
      return about_act(calendar, event);
    case Kind::Arbitration:
      return about_arbitration(calendar, event);
    case Kind::Oversight:
      return about_oversight(event);
    case Kind::Clock:
      return about_clock(calendar, event);
    case Kind::Recurrence:
      return about_recurrence(calendar, event);
    case Kind::Appeal:
      return about_appeal(calendar, event);
    case Kind::Absence:
    case Kind::Holdings:
      return about_holdings(calendar, event);
    case Kind::None:
      break;
  }
  return "nothing";
}

}  // namespace whistle::tests
