#include "engine/core.h"

#include <algorithm>
#include <utility>

#include "engine/apply.h"
#include "engine/assert.h"
#include "engine/decide.h"
#include "engine/permission.h"
#include "engine/succession.h"

namespace whistle::engine {

namespace {

v1::Command fire_command(const Ticket& ticket, const Clock& clock) {
  v1::Command command;
  command.mutable_fire_clock()->set_ticket(ticket.id.value);
  command.mutable_fire_clock()->mutable_clock()->set_part(clock.part);
  command.mutable_fire_clock()->mutable_clock()->set_kind(clock.kind);
  return command;
}

// The closing is the last that happens to a ticket.
bool closes(const v1::Entry& entry) {
  return entry.events_size() > 0 && entry.events(entry.events_size() - 1).has_ticket_closed();
}

TicketRow row_of(const Ticket& ticket, v1::TicketRecord& record) {
  put_record(ticket, record);
  return {ticket.id, record.SerializeAsString(), ticket.closed.value_or(Instant{})};
}

// The point of a private category, and what an address says, are not in the journal.
bool locating_needs_vault(const v1::Commitments& commitments) {
  return !commitments.address().empty() || !commitments.point().empty();
}

const v1::LocatedPlace* place_found(const v1::Entry& entry) {
  for (const auto& event : entry.events()) {
    if (event.has_whistle_blown()) return &event.whistle_blown().place();
    if (event.has_ticket_split_off()) return &event.ticket_split_off().place();
    if (event.has_ticket_amended()) return &event.ticket_amended().place();
  }
  return nullptr;
}

}  // namespace

Input input_of(const v1::Entry& entry) {
  Input input{entry.actor(), entry.key(), entry.acted_at_us(), entry.command(), {}, /*from_journal=*/true, nullptr};
  if (const auto* commitments = commitments_in(entry.command())) input.commitments = *commitments;
  if (locating_needs_vault(input.commitments)) input.located = place_found(entry);
  return input;
}

Core::Core(State state) : state_(std::move(state)) {}

void Core::install(std::string_view sha256, std::shared_ptr<const Ruleset> ruleset) {
  state_.rulesets.insert_or_assign(std::string(sha256), std::move(ruleset));
}

Decided<v1::Entry> Core::consider(const Input& input, Instant now) const {
  return decide(state_, input, now);
}

Decided<void> Core::consider(const Input& input, Instant now, Decision& decision) const {
  return decide(state_, input, now, decision);
}

Decided<v1::Entry> Core::handle(const Input& input, Instant now) {
  catch_up(ticket_of(input.command), now);
  Decision decision;
  if (auto decided = decide(state_, input, now, decision); !decided) return tl::unexpected(std::move(decided).error());
  commit_to_memory(decision, now);
  return std::move(decision.entry);
}

void Core::decide_own(const v1::Command& command, Instant now) {
  Decision decision;
  const auto decided = decide(state_, {engine_actor(), {}, 0, command, {}}, now, decision);
  WHISTLE_ASSERT(decided.has_value());
  commit_to_memory(decision, now);
}

void Core::tell_group(const v1::Entry& entry, const v1::Event& event, Instant now) {
  const TicketId ticket{entry.ticket()};
  if (event.has_ticket_linked()) {
    const TicketId lead_ticket{event.ticket_linked().lead_ticket()};
    if (event.ticket_linked().recurs()) return record_repeat(ticket, lead_ticket, now);
    tell_lead_ticket(lead_ticket, ticket, /*left=*/false, now);
  } else if (event.has_ticket_unlinked()) {
    tell_lead_ticket(TicketId{event.ticket_unlinked().lead_ticket()}, ticket, /*left=*/true, now);
  } else if (event.has_ticket_reopened() && to_hand_over(*state_.in_force(), *state_.find_open(ticket))) {
    hand_over(ticket, now);  // who led it then is gone
  }
}

// One that has closed keeps its list, as a record of whom it stood for.
void Core::tell_lead_ticket(TicketId lead_ticket, TicketId follower, bool left, Instant now) {
  if (!state_.open.contains(lead_ticket)) return;
  v1::Command command;
  command.mutable_record_follower()->set_ticket(lead_ticket.value);
  command.mutable_record_follower()->set_follower(follower.value);
  command.mutable_record_follower()->set_left(left);
  decide_own(command, now);
}

void Core::record_repeat(TicketId repeat, TicketId repeated, Instant now) {
  v1::Command command;
  command.mutable_record_repeat()->set_ticket(repeated.value);
  command.mutable_record_repeat()->set_repeat(repeat.value);
  decide_own(command, now);
}

// A matter whose whistle was withdrawn is still there for the others: the first of them goes its own way, and the rest
// follow that one.
void Core::lead_followers(const Ticket& closing, const v1::Entry& entry, Instant now) {
  if (closing.lead_ticket && !entry.command().has_follow_lead_ticket())
    tell_lead_ticket(*closing.lead_ticket, closing.id, /*left=*/true, now);
  const auto outcome = entry.events(entry.events_size() - 1).ticket_closed().outcome();
  std::optional<TicketId> next;
  for (const auto id : closing.followers) {
    const auto follower = state_.open.find_matter(id);
    if (!follower || follower->lead_ticket != closing.id) continue;
    v1::Command command;
    command.mutable_follow_lead_ticket()->set_ticket(id.value);
    command.mutable_follow_lead_ticket()->set_outcome(outcome);
    command.mutable_follow_lead_ticket()->set_follow(next ? next->value : 0);
    decide_own(command, now);
    if (!next && outcome == v1::OUTCOME_WITHDRAWN) next = id;
  }
}

void Core::link_split(const v1::Entry& split, Instant now) {
  v1::Command command;
  command.mutable_link_split_ticket()->set_ticket(split.command().split_ticket().ticket());
  command.mutable_link_split_ticket()->set_into(split.ticket());
  decide_own(command, now);
}

void Core::catch_up(std::optional<TicketId> id, Instant now) {
  if (is_in_time(now)) {
    // After a sleep: what was due before is decided by whom the rules had then.
    if (id) fire_ticket(*id, now, state_.scheduled->from);
    put_in_force(now);
  }
  if (id) fire_ticket(*id, now, kInstantMax);
}

void Core::fire_first(const Ticket& ticket, Instant now) {
  decide_own(fire_command(ticket, *ticket.first_to_act()), now);
}

void Core::fire_ticket(TicketId id, Instant now, Instant until) {
  if (handing_over()) hand_over(id, now);
  while (true) {
    const auto ticket = state_.find_open(id);
    const auto* clock = ticket ? ticket->first_to_act() : nullptr;
    if (clock == nullptr || *clock->next >= std::min(until, entry_time(state_, now))) return;
    fire_first(*ticket, now);
  }
}

bool Core::is_in_time(Instant now) const {
  return state_.scheduled && entry_time(state_, now) >= state_.scheduled->from;
}

void Core::put_in_force(Instant now) {
  v1::Command command;
  command.mutable_put_ruleset_in_force()->set_ruleset_sha256(state_.scheduled->sha256);
  decide_own(command, now);
}

bool Core::handing_over() const {
  return !state_.publications.empty() && settled_ != state_.publications.back().sequence;
}

bool Core::hand_over(TicketId id, Instant now) {
  const auto ticket = state_.find_open(id);
  if (!ticket || !to_hand_over(*state_.in_force(), *ticket)) return false;
  v1::Command command;
  command.mutable_hand_over_ticket()->set_ticket(id.value);
  decide_own(command, now);
  return true;
}

std::size_t Core::hand_over_some(Instant now, std::size_t most) {
  std::size_t done = 0;
  while (done < most && handing_over()) {
    const auto waiting = tickets_to_hand_over(state_, most - done);
    if (waiting.empty()) settled_ = state_.publications.back().sequence;
    for (const auto id : waiting)
      done += hand_over(id, now) ? 1 : 0;
  }
  return done;
}

std::size_t Core::fire_due(Instant now, std::size_t most) {
  const auto first = state_.next_sequence.value;
  const auto made = [&] { return static_cast<std::size_t>(state_.next_sequence.value - first); };
  (void)hand_over_some(now, most);
  while (made() < most) {
    const auto due = state_.due.earliest();
    const bool acts = due && due->at < now;
    if (is_in_time(now) && (!acts || state_.scheduled->from <= due->at)) {
      put_in_force(now);
      if (made() < most) (void)hand_over_some(now, most - made());
      continue;
    }
    if (!acts) break;
    fire_first(*state_.find_open(due->ticket), now);
  }
  return made();
}

std::optional<Instant> Core::next_due() const {
  // Who is gone has left work that nobody can do.
  if (handing_over() && !tickets_to_hand_over(state_, 1).empty()) return state_.last_time;
  std::optional<Instant> next;
  if (const auto due = state_.due.earliest()) next = due->at;
  if (!state_.scheduled) return next;
  const auto before = state_.scheduled->from - microseconds(1);
  return next ? std::min(*next, before) : before;
}

void Core::replay(const v1::Entry& entry) {
  apply(state_, entry, Telling::Nobody, changes_);
}

void Core::adopt(Decision& decision) {
  apply(state_, decision, Telling::Nobody, changes_);
}

void Core::commit_to_memory(Decision& decision, Instant now) {
  const auto& entry = decision.entry;
  const TicketId id{entry.ticket()};
  const auto closing = closes(entry) ? state_.find_open(id) : std::nullopt;
  apply(state_, decision, Telling::Concerned, changes_);
  entries_.push_back({Sequence{entry.sequence()}, entry_bytes(entry)});
  if (closing) lead_followers(*closing, entry, now);
  if (entry.command().has_split_ticket()) link_split(entry, now);
  for (const auto& event : entry.events())
    tell_group(entry, event, now);
}

void Core::put_open_rows(Batch& batch) {
  auto& ids = changes_.open;
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  batch.open_tickets.reserve(ids.size());
  for (const auto id : ids) {
    if (const auto ticket = state_.find_open(id)) batch.open_tickets.push_back(row_of(*ticket, record_));
  }
}

Batch Core::take_batch(OpenRows open_rows) {
  Batch batch;
  batch.entries = std::exchange(entries_, {});
  if (open_rows == OpenRows::Put) put_open_rows(batch);
  batch.reopened_tickets = std::move(changes_.reopened);
  for (const auto& [id, ticket] : changes_.closed)
    batch.closed_tickets.push_back(row_of(ticket, record_));
  batch.keys = std::move(changes_.keys);
  batch.attachments = std::move(changes_.attachments);
  for (const auto& credential : changes_.identities) {
    batch.meta.push_back({std::string(kIdentityRows) + credential,
                          identity_record(state_.identities.at(credential)).SerializeAsString()});
  }
  for (const auto& record : changes_.erasures) {
    batch.erased.push_back(TicketId{record.ticket()});
    batch.meta.push_back({erasure_name(TicketId{record.ticket()}), record.SerializeAsString()});
  }
  batch.meta.push_back({"header", header_record(state_).SerializeAsString()});
  changes_ = {};
  return batch;
}

void Core::forget_changes() {
  entries_.clear();
  changes_ = {};
}

}  // namespace whistle::engine
