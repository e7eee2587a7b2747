#include "engine/core.h"

#include <utility>

#include "engine/apply.h"
#include "engine/assert.h"
#include "engine/decide.h"
#include "engine/permission.h"

namespace whistle::engine {

namespace {

constexpr char kEntryFormat = 1;

v1::Command fire_command(const Ticket& ticket, const Clock& clock) {
  v1::Command command;
  command.mutable_fire_clock()->set_ticket(ticket.id.value);
  command.mutable_fire_clock()->mutable_clock()->set_part(clock.part);
  command.mutable_fire_clock()->mutable_clock()->set_kind(clock.kind);
  return command;
}

Input engine_input(const v1::Command& command) {
  Input input{{}, {}, 0, command, {}};
  input.actor.set_member(std::string(kEngineMember));
  input.actor.set_authentication(v1::AUTHENTICATION_ENGINE);
  return input;
}

TicketRow row_of(const Ticket& ticket, v1::TicketRecord& record) {
  put_record(ticket, record);
  return {ticket.id, record.SerializeAsString(), ticket.closed.value_or(Instant{})};
}

}  // namespace

Core::Core(State state) : state_(std::move(state)) {}

void Core::install(std::string_view sha256, std::shared_ptr<const Ruleset> ruleset) {
  state_.rulesets.insert_or_assign(std::string(sha256), std::move(ruleset));
}

Decided<v1::Entry> Core::consider(const Input& input, Instant now) const {
  return decide(state_, input, now);
}

Decided<v1::Entry> Core::handle(const Input& input, Instant now) {
  if (const auto id = ticket_of(input.command)) fire_ticket(*id, now);
  auto entry = decide(state_, input, now);
  if (entry) commit_to_memory(*entry);
  if (entry && entry->command().has_split_ticket()) link_split(*entry, now);
  return entry;
}

void Core::link_split(const v1::Entry& split, Instant now) {
  v1::Command command;
  command.mutable_link_split_ticket()->set_ticket(split.command().split_ticket().ticket());
  command.mutable_link_split_ticket()->set_into(split.ticket());
  auto entry = decide(state_, engine_input(command), now);
  WHISTLE_ASSERT(entry.has_value());
  commit_to_memory(*entry);
}

void Core::fire_first(const Ticket& ticket, Instant now) {
  const auto* clock = ticket.first_to_act();
  const auto command = fire_command(ticket, *clock);
  auto entry = decide(state_, engine_input(command), now);
  WHISTLE_ASSERT(entry.has_value());
  commit_to_memory(*entry);
}

void Core::fire_ticket(TicketId id, Instant now) {
  while (true) {
    const auto ticket = state_.find_open(id);
    const auto* clock = ticket ? ticket->first_to_act() : nullptr;
    if (clock == nullptr || *clock->next >= entry_time(state_, now)) return;
    fire_first(*ticket, now);
  }
}

std::size_t Core::fire_due(Instant now, std::size_t most) {
  std::size_t fired = 0;
  for (; fired < most; ++fired) {
    const auto due = state_.due.earliest();
    if (!due || due->at >= now) break;
    fire_first(*state_.find_open(due->ticket), now);
  }
  return fired;
}

std::optional<Instant> Core::next_due() const {
  const auto due = state_.due.earliest();
  if (!due) return std::nullopt;
  return due->at;
}

void Core::replay(const v1::Entry& entry) {
  apply(state_, entry, changes_);
}

void Core::commit_to_memory(const v1::Entry& entry) {
  apply(state_, entry, changes_);
  entries_.push_back({Sequence{entry.sequence()}, entry_bytes(entry)});
}

Batch Core::take_batch() {
  Batch batch;
  batch.entries = std::exchange(entries_, {});
  batch.open_tickets.reserve(changes_.open.size());
  for (const auto& [id, ticket] : changes_.open)
    batch.open_tickets.push_back(row_of(ticket, record_));
  for (const auto& ticket : changes_.closed)
    batch.closed_tickets.push_back(row_of(ticket, record_));
  batch.keys = std::move(changes_.keys);
  for (const auto& credential : changes_.identities) {
    batch.meta.push_back(
        {"identity/" + credential, identity_record(state_.identities.at(credential)).SerializeAsString()});
  }
  batch.meta.push_back({"header", header_record(state_).SerializeAsString()});
  changes_ = {};
  return batch;
}

std::string entry_bytes(const v1::Entry& entry) {
  std::string bytes;
  bytes.reserve(1 + entry.ByteSizeLong());
  bytes.push_back(kEntryFormat);
  entry.AppendToString(&bytes);
  return bytes;
}

bool parse_entry(std::string_view bytes, v1::Entry& entry) {
  return !bytes.empty() && bytes.front() == kEntryFormat &&
         entry.ParseFromArray(bytes.data() + 1, static_cast<int>(bytes.size() - 1));
}

std::optional<v1::Entry> parse_entry(std::string_view bytes) {
  v1::Entry entry;
  return parse_entry(bytes, entry) ? std::optional(std::move(entry)) : std::nullopt;
}

}  // namespace whistle::engine
