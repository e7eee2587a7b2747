#include "tests/simulation/act_rules.h"

#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <initializer_list>
#include <string>

#include "engine/ladder.h"
#include "engine/route.h"
#include "engine/succession.h"
#include "tests/simulation/broken_rule.h"
#include "tests/simulation/recurrence_rules.h"

namespace whistle::tests {

namespace {

using engine::Duration;
using engine::Instant;
using engine::Limit;
using engine::Ruleset;
using engine::Ticket;
using Row = v1::TicketRecord;

// Every entry of a ticket may change these of its row; `also` are fields by number.
void expect_rest_as_it_was(const Passage& passage, std::initializer_list<int> also) {
  google::protobuf::util::MessageDifferencer difference;
  const auto ignore = [&](int number) { difference.IgnoreField(Row::descriptor()->FindFieldByNumber(number)); };
  for (const auto number : {Row::kLastEntryFieldNumber, Row::kKeysFieldNumber, Row::kNotesFieldNumber})
    ignore(number);
  for (const auto number : also)
    ignore(number);
  std::string changed;
  difference.ReportDifferencesToString(&changed);
  const bool same = difference.Compare(engine::to_record(*passage.before), engine::to_record(passage.after));
  expect(passage, same, "an act changes no more than it is for, " + changed);
}

// ---- Who may --------------------------------------------------------------------------------------------------------

// Whether the party's areas lie, all of them, in the dispatcher's. The desk's contain everybody.
bool is_above(const Ruleset& rules, const engine::Party& upper, const std::string& code) {
  if (upper.kind == v1::PARTY_KIND_DESK) return true;
  const auto lower = rules.find_party(code);
  if (!lower || rules.party(*lower).areas.empty()) return false;
  return std::ranges::all_of(rules.party(*lower).areas, [&](engine::AreaIndex inner) {
    return std::ranges::any_of(upper.areas, [&](engine::AreaIndex outer) { return rules.contains(outer, inner); });
  });
}

void require_dispatcher(const Passage& passage, const std::string& former, const std::string& lead,
                        const std::string& against) {
  const auto& rules = passage.rules;
  const auto member = rules.find_member(passage.entry.actor().member());
  expect(passage, member && rules.member(*member).has(v1::ROLE_DISPATCHER), "a dispatcher gives the lead");
  const auto& party = rules.party(rules.member(*member).party);
  expect(passage, is_above(rules, party, former) && is_above(rules, party, lead),
         "a dispatcher's tier contains the lead before and the lead after");
  expect(passage, against.empty() || party.code != against, "rule 10: the party complained about decides nothing");
}

// ---- How a lead begins ----------------------------------------------------------------------------------------------

void require_fresh(const Passage& passage, v1::ClockKind kind, const Limit& limit) {
  const auto* clock = passage.after.find_clock(0, kind);
  const auto name = "all fresh for the new lead, " + v1::ClockKind_Name(kind);
  expect(passage, (clock == nullptr) == limit.none(), name);
  if (clock == nullptr) return;
  expect(passage, clock->started == at(passage) && clock->party == passage.after.lead(), name);
  expect(passage, clock->due == passage.pinned.calendar.deadline(at(passage), limit).at, name);
}

engine::TicketLimits limits_of(const Passage& passage) {
  const auto& rules = passage.pinned;
  const auto urgency = rules.find_urgency(passage.after.urgency).value_or(rules.lowest_urgency());
  return engine::limits_of(rules, rules.find_category(passage.after.category), urgency);
}

void require_fresh_clocks(const Passage& passage) {
  const auto limits = limits_of(passage);
  require_fresh(passage, v1::CLOCK_KIND_ACK, limits.ack);
  require_fresh(passage, v1::CLOCK_KIND_ON_SITE, limits.on_site);
  require_fresh(passage, v1::CLOCK_KIND_RESOLVE, limits.resolve);
}

// But for what the rules in force know no more.
void require_same_place(const Passage& passage, const Ticket& earlier) {
  const auto& rules = passage.rules;
  const auto estate = rules.find_estate(earlier.estate) ? earlier.estate : std::string();
  const auto area = rules.find_area(earlier.area) ? earlier.area : std::string();
  expect(passage,
         passage.after.estate == estate && passage.after.area == area && passage.after.how == earlier.how &&
             passage.after.flags == earlier.flags,
         "nobody has said that it is elsewhere");
}

// Whom the rules in force name. Rule 4: where that is who has returned it, whoever leads goes on; the desk, if the
// complaint is about that.
void expect_lead(const Passage& passage, const engine::Routing& routing) {
  const auto& rules = passage.rules;
  auto lead = rules.party(routing.lead).code;
  if (passage.before != nullptr && engine::was_returned(rules, *passage.before, lead)) {
    const auto former = rules.find_party(passage.before->lead());
    lead = rules.party(former && former != routing.against ? *former : rules.desk).code;
  }
  expect(passage, passage.after.lead() == lead, "the lead is whom the rules in force name, " + lead);
}

// By the rules in force, for what the ticket counts as now.
void require_routed(const Passage& passage) {
  const auto& rules = passage.rules;
  const auto& ticket = passage.after;
  auto place = engine::place_in(rules, ticket);
  place.flags = ticket.flags;
  engine::RouteQuestion question;
  const bool called = !ticket.whistled_up_by.empty();
  question.kind = ticket.kind;
  question.source = called ? v1::SOURCE_COMMUNITY : ticket.source;
  question.category = rules.find_category(ticket.category);
  question.urgency = rules.find_urgency(ticket.urgency);
  question.blower = rules.find_party(called ? ticket.whistled_up_by : ticket.blower_party);
  question.at = at(passage);
  const auto routing = engine::route(rules, place, question);
  expect_lead(passage, routing);
  expect(passage, ticket.rule == rules.route(routing.rule).id, "the rule that won is the ticket's");
  expect(passage, ticket.ruleset.value == passage.entry.ruleset(), "the rules that routed it are pinned");
  const bool accused = routing.against && rules.party(*routing.against).code != ticket.lead();
  if (accused)
    expect(passage, ticket.against == rules.party(*routing.against).code, "rule 10: who is complained about");
  const auto* heir = passage.first != nullptr ? passage.first : passage.before;
  const bool inherits = passage.first != nullptr || called || (heir != nullptr && heir->split_from.has_value());
  expect(passage, accused || ticket.against == (inherits ? heir->against : ""),
         "nobody is complained about but by a rule, or by what a split was split off");
}

// ---- The acts -------------------------------------------------------------------------------------------------------

// Source: DOMAIN, Clocks: the resolve clock goes on with its remainder, at least a fifth of its limit.
void require_rework(const Passage& passage) {
  expect(passage, passage.after.state == v1::TICKET_STATE_ACKNOWLEDGED && passage.before->outcome != 0,
         "a disputed resolution is worked on again");
  expect_rest_as_it_was(
      passage, {Row::kStateFieldNumber, Row::kPartsFieldNumber, Row::kClocksFieldNumber, Row::kOutcomeFieldNumber,
                Row::kReworksFieldNumber, Row::kResolvedUsFieldNumber, Row::kFailedChecksFieldNumber,
                Row::kFalseClosureFieldNumber, Row::kSupervisedByFieldNumber, Row::kChargesFieldNumber});
  expect(passage, passage.after.reworks == passage.before->reworks + 1, "reworks are counted");
  const auto* clock = passage.after.find_clock(0, v1::CLOCK_KIND_RESOLVE);
  const auto& was_due = passage.before->resolve_due;
  expect(passage, (clock == nullptr) == !was_due, "the resolve clock that the resolution stopped goes on");
  if (clock == nullptr) return;
  const auto& calendar = passage.pinned.calendar;
  const auto limit = limits_of(passage).resolve;
  const auto resolved = *passage.before->resolved;
  if (const auto amount = calendar.working_amount(limit)) {
    const auto left = *was_due > resolved ? calendar.working_time(resolved, *was_due) : Duration{};
    expect(passage, calendar.working_time(at(passage), clock->due) == std::max(left, Duration{amount->us / 5}),
           "rework has the working time that was left, at least a fifth of the limit");
  } else {
    const auto whole = calendar.deadline(at(passage), limit).at - at(passage);
    const auto left = *was_due > resolved ? *was_due - resolved : Duration{};
    expect(passage, clock->due - at(passage) == std::max(left, Duration{whole.us / 5}),
           "rework has the time that was left, at least a fifth of the limit");
  }
}

void require_reassigned(const Passage& passage) {
  const auto& before = *passage.before;
  const auto& wanted = passage.entry.command().reassign_ticket().party();
  require_dispatcher(passage, before.lead(), wanted, before.against);
  expect(passage, passage.after.lead() == wanted && wanted != before.lead(), "another lead, the one that was named");
  expect_rest_as_it_was(
      passage, {Row::kStateFieldNumber, Row::kLadderFieldNumber, Row::kFallbackFieldNumber, Row::kPartsFieldNumber,
                Row::kHopsFieldNumber, Row::kClocksFieldNumber, Row::kResolveDueUsFieldNumber, Row::kRequestFieldNumber,
                Row::kRuledFieldNumber, Row::kExtensionsFieldNumber});
  expect(passage, !passage.after.request && !passage.after.ruled && passage.after.extensions == 0,
         "what the former lead had asked for ends with it");
  require_fresh_clocks(passage);
  for (const auto& clock : before.clocks) {
    if (clock.part == 0 || before.parts[clock.part].party == wanted) continue;
    const auto* kept = passage.after.find_clock(clock.part, clock.kind);
    expect(passage, kept != nullptr && kept->due == clock.due, "assistants keep their clocks");
  }
}

void require_amended(const Passage& passage) {
  const auto& before = *passage.before;
  const auto& after = passage.after;
  const auto& amend = passage.entry.command().amend_ticket();
  require_dispatcher(passage, before.lead(), after.lead(), before.against);
  expect(passage, after.category == (amend.category().empty() ? before.category : amend.category()),
         "the category is what it was amended to");
  const bool placed = amend.has_location() || !amend.commitments().address().empty();
  expect(passage, after.place_entry.value == (placed ? passage.entry.sequence() : before.place_entry.value),
         "a ticket knows which entry says where it is");
  if (!placed) require_same_place(passage, before);
  expect(passage, placed || after.category != before.category || after.urgency != before.urgency,
         "an amendment changes something");
  require_routed(passage);
  require_fresh_clocks(passage);
}

// Nobody handles it yet: the approver answers under the arbitrate clock, and the resident's view of time runs.
void require_gated(const Passage& passage) {
  const auto& ticket = passage.after;
  const auto category = passage.rules.find_category(ticket.category);
  expect(passage, category && passage.rules.category(*category).approval != v1::TIER_UNSPECIFIED,
         "only what the catalogue says waits for an approval");
  for (const auto& clock : ticket.clocks) {
    expect(passage, clock.kind == v1::CLOCK_KIND_ARBITRATE || clock.kind == v1::CLOCK_KIND_TOTAL,
           "what waits for an approval runs no clock of work");
  }
}

void require_approval(const Passage& passage) {
  const auto& ticket = passage.after;
  if (ticket.state == v1::TICKET_STATE_REJECTED) {
    expect(passage,
           ticket.reject_reason == passage.entry.command().decide_approval().reason() && ticket.reject_reason != 0,
           "a rejection says why");
    return;
  }
  require_routed(passage);
  require_fresh_clocks(passage);
}

// Rule 6: who reported it has waited since the first was accepted; what was missed there is charged already.
void require_total_of_split(const Passage& passage) {
  const auto* total = passage.after.find_clock(0, v1::CLOCK_KIND_TOTAL);
  const auto* of_first = passage.first->find_clock(0, v1::CLOCK_KIND_TOTAL);
  const bool missed = of_first == nullptr || of_first->phase == v1::CLOCK_PHASE_MISSED;
  const auto due = missed ? passage.pinned.calendar.deadline(at(passage), limits_of(passage).total).at : of_first->due;
  expect(passage, total != nullptr && total->due == due, "rule 6: the total clock of a split goes on with the first's");
}

void require_split(const Passage& passage) {
  const auto& after = passage.after;
  expect(passage, passage.first != nullptr, "what is split is open");
  const auto& first = *passage.first;
  const auto& split = passage.entry.command().split_ticket();
  if (after.state != v1::TICKET_STATE_AWAITING_APPROVAL)
    require_dispatcher(passage, first.lead(), after.lead(), first.against);
  expect(passage,
         after.accepted == first.accepted && after.occurred == first.occurred && after.blower == first.blower &&
             after.blower_party == first.blower_party && after.blower_released == first.blower_released &&
             after.kind == first.kind && after.source == first.source && after.anonymous == first.anonymous,
         "a split keeps what the first ticket's whistle said, and when it was accepted");
  expect(passage, after.split_from == first.id && after.category == split.category() && after.place_entry.value == 0,
         "a split is a matter of its own and names the first");
  if (split.carried_over()) require_same_place(passage, first);
  expect(passage, first.against.empty() || std::ranges::find(after.inform, first.against) == after.inform.end(),
         "rule 10: a split of a complaint reaches nobody that it is about");
  require_total_of_split(passage);
  if (after.state == v1::TICKET_STATE_AWAITING_APPROVAL) return require_gated(passage);
  require_routed(passage);
  require_fresh_clocks(passage);
}

void require_linked(const Passage& passage) {
  expect_rest_as_it_was(passage, {Row::kSplitIntoFieldNumber});
  auto split_into = passage.before->split_into;
  split_into.push_back(engine::TicketId{passage.entry.command().link_split_ticket().into()});
  expect(passage, passage.after.split_into == split_into, "the first ticket names what was split off it");
}

void require_urged(const Passage& passage) {
  const auto& rules = passage.rules;
  const auto& after = passage.after;
  expect_rest_as_it_was(passage, {Row::kUrgesFieldNumber, Row::kLastUrgedUsFieldNumber});
  expect(passage, after.urges == passage.before->urges + 1 && after.last_urged == at(passage), "urges are counted");
  const auto member = rules.find_member(passage.entry.actor().member());
  const bool may =
      member && (rules.member(*member).has(v1::ROLE_SUPERVISOR) || rules.member(*member).has(v1::ROLE_DISPATCHER) ||
                 (passage.entry.actor().member() == after.blower && !after.blower_released));
  expect(passage, may, "the whistle-blower, a dispatcher or a supervisor urges");
  expect(passage, after.against.empty() || rules.party(rules.member(*member).party).code != after.against,
         "rule 10: the party complained about does not urge");
}

void require_progress(const Passage& passage) {
  const auto& after = passage.after;
  expect_rest_as_it_was(passage, {Row::kProgressReportsFieldNumber, Row::kLastProgressUsFieldNumber});
  expect(passage, after.progress_reports == passage.before->progress_reports + 1 && after.last_progress == at(passage),
         "reports are counted");
}

void require_contact(const Passage& passage) {
  const auto& before = *passage.before;
  const auto& after = passage.after;
  expect_rest_as_it_was(passage, {Row::kContactsFieldNumber, Row::kFirstContactUsFieldNumber});
  expect(passage, !after.anonymous, "who asked not to be named is not called");
  expect(passage, after.contacts == before.contacts + 1, "calls are counted");
  const bool first = passage.entry.command().contact_reporter().reached() && !before.first_contact;
  expect(passage, after.first_contact == (first ? std::optional(at(passage)) : before.first_contact),
         "the first call that reached somebody is kept");
}

// Rule 10, under whatever code; and who is told has to call back, or to see to it that somebody does.
void require_revealed(const Passage& passage) {
  const auto& rules = passage.rules;
  const auto& ticket = passage.after;
  expect_rest_as_it_was(passage, {});
  expect(passage, !ticket.anonymous, "of an anonymous whistle nobody is told who blew it");
  const auto member = rules.find_member(passage.entry.actor().member());
  expect(passage, member.has_value(), "who is told is somebody whom the rules know");
  const auto& told = rules.member(*member);
  const auto against = rules.find_party_or_successor(ticket.against);
  expect(passage, ticket.against.empty() || against != told.party,
         "rule 10: the party complained about is never told who complained");
  const bool works = (told.has(v1::ROLE_HANDLER) || told.has(v1::ROLE_GRID_MEMBER)) &&
                     ticket.part_of(rules.party(told.party).code).has_value();
  expect(passage, works || told.has(v1::ROLE_SUPERVISOR), "who works on it is told who reported it, or a supervisor");
}

void require_rebased(const Passage& passage) {
  expect_rest_as_it_was(passage, {Row::kRulesetFieldNumber});
  expect(passage,
         passage.after.ruleset.value == passage.entry.ruleset() && passage.after.ruleset != passage.before->ruleset,
         "a rebase pins a ticket to the rules in force");
  const auto member = passage.rules.find_member(passage.entry.actor().member());
  expect(passage,
         member && (passage.rules.member(*member).has(v1::ROLE_ADMIN) ||
                    passage.rules.member(*member).has(v1::ROLE_SUPERVISOR)),
         "an admin or a supervisor rebases");
}

}  // namespace

void require_act(const Passage& passage) {
  using Body = v1::Command::BodyCase;
  switch (passage.entry.command().body_case()) {
    case Body::kBlowWhistle:
      if (passage.after.state == v1::TICKET_STATE_AWAITING_APPROVAL) return require_gated(passage);
      require_routed(passage);
      return require_fresh_clocks(passage);
    case Body::kDecideApproval:
      return require_approval(passage);
    case Body::kWhistleUp:
      require_routed(passage);
      return require_fresh_clocks(passage);
    case Body::kVerifyResolution:
      if (!passage.entry.command().verify_resolution().passed()) require_rework(passage);
      return;
    case Body::kSuperviseTicket:
      return expect_rest_as_it_was(passage, {Row::kSupervisedByFieldNumber});
    case Body::kScoreParty:
      return expect_rest_as_it_was(passage, {Row::kPartsFieldNumber});
    case Body::kLodgeAppeal:
    case Body::kReviewAppeal:
      return expect_rest_as_it_was(passage, {Row::kAppealsFieldNumber});
    case Body::kPutAttachment:
      return expect_rest_as_it_was(passage, {Row::kAttachmentsFieldNumber});
    case Body::kReportProgress:
      return require_progress(passage);
    case Body::kDisputeResolution:
      return passage.before->closed ? require_reopened(passage) : require_rework(passage);
    case Body::kReopenTicket:
      return require_reopened(passage);
    case Body::kRecordRepeat:
      return require_repeated(passage);
    case Body::kLinkTickets:
      return require_linked_tickets(passage);
    case Body::kUnlinkTickets:
      return require_unlinked_tickets(passage);
    case Body::kRecordFollower:
      return require_recorded_follower(passage);
    case Body::kFollowLeadTicket:
      return require_followed(passage);
    case Body::kReassignTicket:
      return require_reassigned(passage);
    case Body::kAmendTicket:
      return require_amended(passage);
    case Body::kSplitTicket:
      return require_split(passage);
    case Body::kUrgeTicket:
      return require_urged(passage);
    case Body::kContactReporter:
      return require_contact(passage);
    case Body::kRevealReporter:
      return require_revealed(passage);
    case Body::kLinkSplitTicket:
      return require_linked(passage);
    case Body::kRebaseTicket:
      return require_rebased(passage);
    case Body::kHandOverDuty:
      return expect_rest_as_it_was(passage, {Row::kPartsFieldNumber});
    default:
      return;
  }
}

}  // namespace whistle::tests
