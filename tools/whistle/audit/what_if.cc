#include "tools/whistle/audit/what_if.h"

#include <algorithm>
#include <functional>
#include <optional>

#include "engine/decide.h"
#include "engine/permission.h"

namespace whistle::tools {

namespace {

using engine::TicketId;

constexpr std::size_t kBatchEntries = 4'096;

void add_to(std::uint64_t& hash, std::string_view fact) {
  hash = (hash ^ std::hash<std::string_view>{}(fact)) * 0x9E3779B97F4A7C15ULL + 1;
}

std::string name_of(const v1::ClockName& clock) {
  return v1::ClockKind_Name(clock.kind()) + " " + std::to_string(clock.part());
}

// What the engine does of itself, in either world.
bool is_own(const v1::Entry& entry) {
  return entry.actor().authentication() == v1::AUTHENTICATION_ENGINE;
}

// What no other rules would have done otherwise, and what is about the rules that were.
bool is_beside(const v1::Command& command) {
  return command.has_submit_ruleset() || command.has_withdraw_ruleset() || command.has_rebase_ticket() ||
         command.has_adopt_logic() || command.has_erase_ticket() || command.has_rotate_master_key();
}

std::optional<v1::LocatedPlace> place_in(const v1::Event& event) {
  if (event.has_whistle_blown()) return event.whistle_blown().place();
  if (event.has_ticket_split_off()) return event.ticket_split_off().place();
  if (event.has_ticket_amended()) return event.ticket_amended().place();
  return std::nullopt;
}

void begin(const v1::Entry& entry, const v1::Event& event, Course& course) {
  if (event.has_whistle_blown()) {
    course.number = engine::ticket_number(event.whistle_blown().local_day(), event.whistle_blown().day_counter());
    course.category = entry.command().blow_whistle().category();
  } else if (event.has_ticket_split_off()) {
    course.number = engine::ticket_number(event.ticket_split_off().local_day(), event.ticket_split_off().day_counter());
    course.category = event.ticket_split_off().category();
  } else if (event.has_ticket_amended()) {
    course.category = event.ticket_amended().category();
  }
  if (const auto place = place_in(event)) course.area = place->area();
}

void follow(const v1::Entry& entry, const v1::Event& event, Course& course) {
  begin(entry, event, course);
  if (event.has_ticket_dispatched()) {
    course.lead = event.ticket_dispatched().lead();
    ++course.dispatches;
    add_to(course.leads_hash, course.lead);
  } else if (event.has_ticket_handed_over()) {
    for (const auto& part : event.ticket_handed_over().parts()) {
      if (part.part() == 0) course.lead = part.party();
    }
    add_to(course.leads_hash, course.lead);
  } else if (event.has_clock_started()) {
    const auto& clock = event.clock_started();
    const bool is_lead = clock.clock().part() == 0;
    if (is_lead && clock.clock().kind() == v1::CLOCK_KIND_ACK && course.ack_us == 0) course.ack_us = clock.due_us();
    if (is_lead && clock.clock().kind() == v1::CLOCK_KIND_RESOLVE && course.resolve_us == 0)
      course.resolve_us = clock.due_us();
    add_to(course.dues_hash, name_of(clock.clock()) + " " + std::to_string(clock.due_us()));
  } else if (event.has_clock_missed()) {
    ++course.misses;
    add_to(course.misses_hash, name_of(event.clock_missed().clock()) + " " + event.clock_missed().party());
  } else if (event.has_ladder_step_taken()) {
    const auto& step = event.ladder_step_taken();
    ++course.steps;
    add_to(course.steps_hash, name_of(step.clock()) + " " + std::to_string(step.step()) + " " +
                                  v1::StepTaken_Name(step.action()) + " " + step.party());
  }
}

// The first of the party who may do it.
std::string member_of(const engine::Ruleset& rules, const std::string& party, v1::Role role) {
  for (const auto& member : rules.members) {
    if (rules.party(member.party).code == party && member.has(role)) return member.code;
  }
  return {};
}

}  // namespace

WhatIf::WhatIf(JournalSource& source, std::string sha256, std::shared_ptr<const engine::Ruleset> ruleset)
    : source_(source), sha256_(std::move(sha256)), was_(source, Rerun::Tables::Leave), would_(engine::State{}) {
  would_.install(sha256_, std::move(ruleset));
}

void WhatIf::note(const v1::Entry& entry, std::unordered_map<std::uint64_t, Course>& courses,
                  std::uint64_t Both::*side) {
  if (!entry.has_ticket()) return;
  auto& course = courses[entry.ticket()];
  for (const auto& event : entry.events()) {
    follow(entry, event, course);
    if (event.has_ticket_dispatched()) ++(outcome_.dispatches[event.ticket_dispatched().lead()].*side);
    if (event.has_clock_missed()) ++(outcome_.misses[event.clock_missed().party()].*side);
  }
}

// What the other world has made since it was looked at.
void WhatIf::follow_would() {
  const auto& entries = would_.untaken_entries();
  for (; followed_ < entries.size(); ++followed_) {
    const auto entry = engine::parse_entry(entries[followed_].bytes);
    note(*entry, would_courses_, &Both::would);
  }
  if (followed_ < kBatchEntries) return;
  would_.forget_changes();
  followed_ = 0;
}

// The journal shows how far clocks had fired: up to this one, where it was the first that was due. One that was fired
// because somebody came to its ticket says nothing of others, and fires there for the same reason.
void WhatIf::fire_up_to(const v1::Entry& entry) {
  const auto& fired = entry.command().fire_clock();
  const auto ticket = was_.state().find_open(TicketId{fired.ticket()});
  const auto* clock = ticket ? ticket->find_clock(fired.clock().part(), fired.clock().kind()) : nullptr;
  if (clock == nullptr || !clock->next || was_.next_due() != clock->next) return;
  const engine::Instant now{entry.time_us()};
  for (auto next = would_.next_due(); next && *next < *clock->next; next = would_.next_due()) {
    if (would_.fire_due(now, 1) == 0) break;
  }
  if (would_.next_due() == clock->next) would_.fire_due(now, 1);
}

// Names of tickets into those of the other world; false: there is no such ticket there.
bool WhatIf::translate(v1::Command& command) const {
  const auto* oneof =
      command.GetReflection()->GetOneofFieldDescriptor(command, v1::Command::descriptor()->oneof_decl(0));
  if (oneof == nullptr) return false;
  auto* body = command.GetReflection()->MutableMessage(&command, oneof);
  for (const auto* name : {"ticket", "lead_ticket"}) {
    const auto* field = body->GetDescriptor()->FindFieldByName(name);
    if (field == nullptr || field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_UINT64) continue;
    const auto id = would_id_.find(body->GetReflection()->GetUInt64(*body, field));
    if (id == would_id_.end()) return false;
    body->GetReflection()->SetUInt64(body, field, id->second);
  }
  return true;
}

engine::Decided<v1::Entry> WhatIf::handle(const v1::Entry& entry, const v1::Command& command, const v1::Actor& actor) {
  const auto told = engine::input_of(entry);
  const engine::Input input{actor,       told.key, told.acted_at_us, command, told.commitments, /*from_journal=*/true,
                            told.located};
  if (told.located != nullptr) ++outcome_.places_as_found;
  return would_.handle(input, engine::Instant{entry.time_us()});
}

// Whoever has there what the actor's party had here; `member` empty: nobody.
v1::Actor WhatIf::stand_in(const v1::Entry& entry, TicketId would_id) const {
  v1::Actor actor;
  const auto was = was_.state().find_ticket(TicketId{entry.ticket()});
  const auto would = would_.state().find_ticket(would_id);
  const auto* rules = would_.state().in_force();
  const auto standing = engine::standing_of(was_.state(), entry.actor(), engine::Instant{entry.time_us()});
  if (!was || !would || rules == nullptr || !standing || standing->party_code.empty()) return actor;
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  if (was->lead() == standing->party_code) {
    auto member = member_of(*rules, would->lead(), v1::ROLE_HANDLER);
    if (member.empty()) member = member_of(*rules, would->lead(), v1::ROLE_DISPATCHER);
    actor.set_member(member);
  } else if (was->request && was->request->arbiter == standing->party_code && would->request) {
    actor.set_member(member_of(*rules, would->request->arbiter, v1::ROLE_ARBITER));
  }
  return actor;
}

void WhatIf::put(const v1::Entry& entry) {
  auto command = entry.command();
  const bool begins = command.has_blow_whistle();
  if (entry.has_ticket() && !begins && !translate(command)) {
    ++outcome_.left_out["NO_SUCH_TICKET"];
    return;
  }
  if (command.has_publish_ruleset()) {
    if (std::exchange(published_, true)) {
      ++outcome_.rulesets_left_out;
      return;
    }
    command.mutable_publish_ruleset()->set_ruleset_sha256(sha256_);
  }
  ++outcome_.commands;
  auto decided = handle(entry, command, entry.actor());
  if (!decided && entry.has_ticket() && !begins) {
    const auto instead = stand_in(entry, TicketId{would_id_.at(engine::ticket_of(entry.command())->value)});
    if (!instead.member().empty()) {
      auto again = handle(entry, command, instead);
      if (again) {
        ++outcome_.stood_in;
        decided = std::move(again);
      }
    }
  }
  if (!decided) {
    ++outcome_.left_out[v1::RefusalCode_Name(decided.error().refusal.code())];
    return;
  }
  // A whistle's ticket, or one that was split off.
  if (entry.has_ticket() && entry.ticket() == entry.sequence()) would_id_[entry.ticket()] = decided->ticket();
}

void WhatIf::take(const v1::Entry& entry) {
  ++outcome_.entries;
  if (entry.command().has_fire_clock()) {
    fire_up_to(entry);
  } else if (!is_own(entry) && !is_beside(entry.command())) {
    put(entry);
  }
  follow_would();
  note(entry, was_courses_, &Both::was);
}

void WhatIf::compare() {
  std::vector<std::uint64_t> ids;
  ids.reserve(was_courses_.size());
  for (const auto& [id, course] : was_courses_)
    ids.push_back(id);
  std::ranges::sort(ids);
  outcome_.tickets = ids.size();
  for (const auto id : ids) {
    const auto& was = was_courses_.at(id);
    const auto there = would_id_.find(id);
    const auto found = there == would_id_.end() ? would_courses_.end() : would_courses_.find(there->second);
    const Course would = found == would_courses_.end() ? Course{} : found->second;
    Difference difference{id,
                          was,
                          would,
                          was.leads_hash != would.leads_hash,
                          was.dues_hash != would.dues_hash,
                          was.misses_hash != would.misses_hash,
                          was.steps_hash != would.steps_hash};
    if (!difference.lead && !difference.dues && !difference.misses && !difference.steps) continue;
    ++outcome_.by_category[was.category];
    ++outcome_.by_area[was.area];
    outcome_.differences.push_back(std::move(difference));
  }
}

Read<WhatIfOutcome> WhatIf::run(const std::function<void(std::uint64_t)>& progress) {
  const auto next = source_.next_sequence();
  if (!next) return tl::unexpected(next.error());
  was_.watch([this](const v1::Entry& entry) { take(entry); });
  const auto lived = was_.until(*next, progress);
  if (!lived) return tl::unexpected(lived.error());
  if (!lived->findings.empty()) {
    return tl::unexpected(SourceFault{
        true, "entry " + std::to_string(lived->findings.front().sequence) + " is not what deciding it gives"});
  }
  compare();
  return std::move(outcome_);
}

}  // namespace whistle::tools
