#include "tools/whistle/explanation.h"

#include <algorithm>
#include <utility>

#include "engine/applicable.h"
#include "engine/apply.h"
#include "engine/arbiter.h"
#include "engine/dispatch.h"
#include "engine/ladder.h"
#include "tools/whistle/district_outline.h"
#include "tools/whistle/explained_routing.h"
#include "tools/whistle/limit_source.h"

namespace whistle::tools {

namespace {

using engine::Ruleset;

std::string or_none(const std::string& code) {
  return code.empty() ? "-" : code;
}

std::string joined(std::vector<std::string> codes) {
  std::ranges::sort(codes);
  std::string text;
  for (const auto& code : codes)
    text += (text.empty() ? "" : ";") + code;
  return or_none(text);
}

v1::LeadFallback recorded_as(engine::Fallback fallback) {
  switch (fallback) {
    case engine::Fallback::None:
      return v1::LEAD_FALLBACK_UNSPECIFIED;
    case engine::Fallback::Community:
      return v1::LEAD_FALLBACK_COMMUNITY;
    case engine::Fallback::Desk:
      return v1::LEAD_FALLBACK_DESK;
  }
  return v1::LEAD_FALLBACK_UNSPECIFIED;
}

v1::StepTaken recorded_as(v1::StepAction action) {
  if (action == v1::STEP_ACTION_SUPERVISE) return v1::STEP_TAKEN_SUPERVISED;
  return action == v1::STEP_ACTION_REASSIGN ? v1::STEP_TAKEN_REASSIGNED : v1::STEP_TAKEN_REMINDED;
}

// What the command of a routing entry asked the router.
struct AskedWhy {
  v1::LocatedPlace place;
  std::string category;
  std::string urgency_said;
  std::string urgency_in_force;  // as recorded
  v1::HourClass hours{};         // as recorded
  v1::WhistleKind kind{};
  v1::Source source{};
  std::string blower_party;
};

class Explainer {
 public:
  explicit Explainer(const RulesetLookup& rulesets) : rulesets_(rulesets) {}

  Explanation run(const std::vector<v1::Entry>& entries) {
    for (const auto& entry : entries) {
      look_at(entry);
      if (!explanation_.disagreements.empty()) break;
    }
    return std::move(explanation_);
  }

 private:
  void look_at(const v1::Entry& entry) {
    entry_ = &entry;
    newest_ = &rulesets_(entry.ruleset());
    routing_.reset();
    carried_.clear();
    turn_ = {};
    turn_.sequence = entry.sequence();
    turn_.at = {entry.time_us()};
    turn_.actor = entry.actor();
    for (const auto& event : entry.events()) {
      look_at(event);
      // What follows stands on it, and an event that the rules do not give may not be applicable at all.
      if (!explanation_.disagreements.empty()) break;
      if (!engine::is_applicable(event, ticket_)) {
        differs("event", std::to_string(event.body_case()), "");
        break;
      }
      engine::apply_to_ticket(entry, event, ticket_);
    }
    const bool tells = turn_.cause != v1::DISPATCH_CAUSE_UNSPECIFIED || !turn_.climbed.empty();
    if (tells) explanation_.turns.push_back(std::move(turn_));
  }

  // Before the event is applied: decisions saw the ticket without it.
  void look_at(const v1::Event& event) {
    switch (event.body_case()) {
      case v1::Event::kWhistleBlown:
        return look_at(event.whistle_blown());
      case v1::Event::kTicketSplitOff:
        return look_at(event.ticket_split_off());
      case v1::Event::kTicketAmended:
        return look_at(event.ticket_amended());
      case v1::Event::kTicketWhistledUp:
        return look_at(event.ticket_whistled_up());
      case v1::Event::kTicketRebased:
        pinned_ = newest_;
        return;
      case v1::Event::kTicketHandedOver:
        return look_at(event.ticket_handed_over());
      case v1::Event::kRequestGranted:
        return look_at_grant();
      case v1::Event::kLadderStepTaken:
        return look_at(event.ladder_step_taken());
      case v1::Event::kTicketDispatched:
        return look_at(event.ticket_dispatched());
      case v1::Event::kClockStarted:
        return look_at(event.clock_started());
      default:
        return;
    }
  }

  void look_at(const v1::WhistleBlown& blown) {
    const auto& command = entry_->command().blow_whistle();
    route({blown.place(), command.category(), command.urgency(), blown.urgency(), blown.hours(), command.kind(),
           command.source(), blown.blower_party()});
  }

  void look_at(const v1::TicketSplitOff& split) {
    route({split.place(), split.category(), entry_->command().split_ticket().urgency(), split.urgency(), split.hours(),
           split.kind(), split.source(), split.blower_party()});
  }

  void look_at(const v1::TicketAmended& amended) {
    const auto& said = entry_->command().amend_ticket().urgency();
    const bool called = !ticket_.whistled_up_by.empty();
    route({amended.place(), amended.category(), said.empty() ? ticket_.urgency : said, amended.urgency(),
           amended.hours(), ticket_.kind, called ? v1::SOURCE_COMMUNITY : ticket_.source,
           called ? ticket_.whistled_up_by : ticket_.blower_party});
    engine::keep_returned_out(*newest_, ticket_, *routing_);
  }

  void look_at(const v1::TicketWhistledUp& up) {
    const auto& said = entry_->command().whistle_up().urgency();
    route({place_as_it_stands(), up.category(), said.empty() ? ticket_.urgency : said, up.urgency(), up.hours(),
           v1::WHISTLE_KIND_COMMUNITY, v1::SOURCE_COMMUNITY, up.party()});
    engine::keep_returned_out(*newest_, ticket_, *routing_);
  }

  void look_at(const v1::TicketHandedOver& handed) {
    for (const auto& part : handed.parts()) {
      if (part.part() != 0) continue;
      turn_.cause = v1::DISPATCH_CAUSE_SUCCEEDED;
      turn_.lead = part.party();
      turn_.former = part.former();
    }
  }

  // As the rules of the entry know it.
  v1::LocatedPlace place_as_it_stands() const {
    const auto place = engine::place_in(*newest_, ticket_);
    v1::LocatedPlace message;
    message.set_how(ticket_.how);
    message.set_place_class(ticket_.place_class);
    if (place.estate) message.set_estate(newest_->estate(*place.estate).code);
    if (place.area) message.set_area(newest_->area(*place.area).code);
    for (const auto flag : ticket_.flags)
      message.add_flags(flag);
    return message;
  }

  void route(const AskedWhy& asked) {
    pinned_ = newest_;
    const auto place = place_of(*newest_, asked.place);
    engine::RouteQuestion question;
    question.kind = asked.kind;
    question.source = asked.source;
    if (!asked.category.empty()) question.category = newest_->find_category(asked.category);
    if (!asked.urgency_said.empty()) question.urgency = newest_->find_urgency(asked.urgency_said);
    question.blower = newest_->find_party(asked.blower_party);
    question.at = turn_.at;
    routing_ = engine::route(*newest_, place, question);
    turn_.routed = tell_routing(*newest_, place, asked.place, question, *routing_);
    same("urgency", asked.urgency_in_force, newest_->urgency(routing_->urgency).name);
    same("hours", v1::HourClass_Name(asked.hours), v1::HourClass_Name(routing_->hours));
    same("estate", or_none(asked.place.estate()), place.estate ? newest_->estate(*place.estate).code : "-");
    same("area", or_none(asked.place.area()), place.area ? newest_->area(*place.area).code : "-");
  }

  // A consult that took a request up stands in its stead, so what is granted is what waits.
  void look_at_grant() {
    if (!ticket_.request) return;
    auto& was = turn_.was.emplace();
    was.set_kind(ticket_.request->kind);
    was.set_party(ticket_.request->party);
    was.set_arbiter(ticket_.request->arbiter);
    was.set_reason(ticket_.request->reason);
    was.set_suggested_party(ticket_.request->suggested);
    // What needed an approval is routed when it has got it; no event but the dispatch says how.
    if (ticket_.request->kind != v1::REQUEST_KIND_APPROVAL) return;
    route({place_as_it_stands(), ticket_.category, ticket_.urgency, ticket_.urgency,
           newest_->calendar.is_working(turn_.at) ? v1::HOUR_CLASS_WORKING : v1::HOUR_CLASS_OFF, ticket_.kind,
           ticket_.source, ticket_.blower_party});
  }

  void look_at(const v1::LadderStepTaken& taken) {
    Climbed climbed;
    climbed.clock = taken.clock();
    climbed.step = taken.step() + 1;
    climbed.action = taken.action();
    climbed.party = taken.party();
    climbed.skipped = taken.skipped();
    const auto* clock = ticket_.find_clock(taken.clock().part(), taken.clock().kind());
    if (clock == nullptr) {
      differs("clock", std::to_string(taken.clock().kind()), "-");
    } else {
      climbed.charged = clock->party;
      climb(*clock, taken, climbed);
    }
    turn_.climbed.push_back(std::move(climbed));
  }

  void climb(const engine::Clock& clock, const v1::LadderStepTaken& taken, Climbed& climbed) {
    const auto ladder = engine::climb_of(*pinned_, *newest_, ticket_, clock);
    const bool of_lead = clock.party.empty() || clock.kind == v1::CLOCK_KIND_VERIFY;
    const auto& charged = of_lead ? ticket_.lead() : clock.party;
    if (ladder.steps.empty() && clock.kind == v1::CLOCK_KIND_ARBITRATE && ticket_.request) {
      climbed.selector = "head";
      const auto above = engine::arbiter_above(*newest_, ticket_, ticket_.request->arbiter);
      same("arbiter", taken.party(), above.value_or("-"));
      return;
    }
    if (taken.step() >= ladder.steps.size()) {
      return differs("step", std::to_string(taken.step() + 1), std::to_string(ladder.steps.size()));
    }
    const auto& step = ladder.steps[taken.step()];
    climbed.selector = selector_words(*pinned_, step.target);
    climbed.after = engine::to_string(step.after);
    const auto* named = engine::ladder_of(*pinned_, *newest_, ticket_, clock.part, charged);
    if (named != nullptr) climbed.ladder = named->name;
    same("action", v1::StepTaken_Name(taken.action()), v1::StepTaken_Name(recorded_as(step.action)));
    const auto party = engine::step_target(*pinned_, *newest_, ticket_, clock, step);
    same("party of the step", taken.party(), party.value_or("-"));
  }

  void look_at(const v1::TicketDispatched& dispatched) {
    turn_.cause = dispatched.cause();
    turn_.lead = dispatched.lead();
    turn_.former = ticket_.parts.empty() ? "" : ticket_.lead();
    turn_.ladder = dispatched.ladder();
    for (const auto& part : dispatched.assist()) {
      if (part.owed()) carried_.push_back(part.part());
    }
    if (routing_) return compare(dispatched);
    const auto& command = entry_->command();
    if (command.has_reassign_ticket()) same("lead", dispatched.lead(), command.reassign_ticket().party());
    if (command.has_rule_consult()) same("lead", dispatched.lead(), command.rule_consult().lead());
    if (!turn_.climbed.empty()) same("lead", dispatched.lead(), turn_.climbed.back().party);
  }

  void compare(const v1::TicketDispatched& dispatched) {
    const auto& rules = *newest_;
    const auto code = [&](engine::PartyIndex party) { return rules.party(party).code; };
    same("rule", dispatched.rule(), rules.route(routing_->rule).id);
    same("lead", dispatched.lead(), code(routing_->lead));
    same("fallback", v1::LeadFallback_Name(dispatched.fallback()),
         v1::LeadFallback_Name(recorded_as(routing_->fallback)));
    same("assist", joined(recorded_assist(dispatched)), joined(expected_assist()));
    std::vector<std::string> inform;
    for (const auto party : routing_->inform)
      inform.push_back(code(party));
    same("inform", joined({dispatched.inform().begin(), dispatched.inform().end()}), joined(inform));
    auto against = engine::against_of(rules, *routing_);
    // Inherited from the first ticket, or from before the community blew.
    const bool inherits = ticket_.split_from || !ticket_.whistled_up_by.empty() || !ticket_.against.empty();
    if (against.empty() && inherits) against = dispatched.against();
    same("against", or_none(dispatched.against()), or_none(against));
    same("hand_off", or_none(dispatched.hand_off()), or_none(std::string(routing_->hand_off)));
    same("assist_unfound", std::to_string(dispatched.assist_unfound()), std::to_string(routing_->assist_unfound));
    same("ladder", or_none(dispatched.ladder()),
         routing_->ladder ? rules.ladder(*routing_->ladder).name : std::string("-"));
  }

  // Who was given a part by the rule, and those that had one and keep it.
  std::vector<std::string> recorded_assist(const v1::TicketDispatched& dispatched) const {
    std::vector<std::string> codes;
    for (const auto& part : dispatched.assist()) {
      if (!part.owed()) codes.push_back(part.party());
    }
    return codes;
  }
  std::vector<std::string> expected_assist() const {
    std::vector<std::string> codes;
    for (const auto party : routing_->assist) {
      const auto& code = newest_->party(party).code;
      const bool keeps = !ticket_.parts.empty() && code != ticket_.lead() && ticket_.part_of(code);
      const bool stays = !ticket_.parts.empty() && code == ticket_.lead() && !carried_.empty();
      if (!keeps && !stays) codes.push_back(code);
    }
    return codes;
  }

  void look_at(const v1::ClockStarted& started) {
    if (turn_.cause == v1::DISPATCH_CAUSE_UNSPECIFIED) return;
    GivenClock given;
    given.clock = started.clock();
    given.party = started.party();
    given.due = {started.due_us()};
    given.past_data_until = started.past_data_until();
    find_source(started, given);
    turn_.clocks.push_back(std::move(given));
  }

  void find_source(const v1::ClockStarted& started, GivenClock& given) {
    const auto kind = started.clock().kind();
    const bool owed = std::ranges::find(carried_, started.clock().part()) != carried_.end();
    given.source = LimitSource::Carried;
    if (owed || turn_.cause == v1::DISPATCH_CAUSE_LADDER) return;
    const auto urgency = pinned_->find_urgency(ticket_.urgency).value_or(pinned_->lowest_urgency());
    auto sourced = limit_of(*pinned_, pinned_->find_category(ticket_.category), urgency, kind);
    if (sourced.limit.none() && kind == v1::CLOCK_KIND_TOTAL) {
      sourced = {{1, v1::LIMIT_UNIT_WORKING_DAYS}, LimitSource::Reminder, ""};
    }
    const auto what = "due of " + v1::ClockKind_Name(kind);
    if (sourced.limit.none()) return differs(what, std::to_string(started.due_us()), "-");
    const auto due = pinned_->calendar.deadline(turn_.at, sourced.limit).at;
    // The total clock of a ticket that was split off goes on from the first ticket's.
    if (due != given.due && kind == v1::CLOCK_KIND_TOTAL && ticket_.split_from) return;
    given.limit = engine::to_string(sourced.limit);
    given.source = sourced.source;
    given.named = sourced.named;
    same(what, std::to_string(started.due_us()), std::to_string(due.us));
  }

  void same(const std::string& what, const std::string& recorded, const std::string& recomputed) {
    if (recorded != recomputed) differs(what, recorded, recomputed);
  }
  void differs(const std::string& what, const std::string& recorded, const std::string& recomputed) {
    explanation_.disagreements.push_back({entry_->sequence(), what, recorded, recomputed});
  }

  const RulesetLookup& rulesets_;
  engine::Ticket ticket_;
  const v1::Entry* entry_ = nullptr;
  const Ruleset* newest_ = nullptr;         // in force at the entry
  const Ruleset* pinned_ = nullptr;         // in force when the ticket was routed last
  std::optional<engine::Routing> routing_;  // of the entry
  std::vector<std::uint32_t> carried_;      // parts of the entry whose clocks go on as they stood
  Turn turn_;
  Explanation explanation_;
};

bool begins_ticket(const v1::Entry& entry) {
  return std::ranges::any_of(
      entry.events(), [](const v1::Event& event) { return event.has_whistle_blown() || event.has_ticket_split_off(); });
}

}  // namespace

Explanation explain(const std::vector<v1::Entry>& entries, const RulesetLookup& rulesets) {
  if (entries.empty()) return {};
  if (!begins_ticket(entries.front())) return {{}, {{entries.front().sequence(), "first entry", "-", "WhistleBlown"}}};
  return Explainer(rulesets).run(entries);
}

}  // namespace whistle::tools
