#include "tests/simulation/witness.h"

#include <optional>

#include "tests/scenarios/event_words.h"
#include "tests/simulation/broken_rule.h"
#include "tests/simulation/entry_rules.h"
#include "tests/simulation/redecide.h"

namespace whistle::tests {

namespace {

using engine::Instant;
using engine::Sequence;
using engine::Ticket;
using engine::TicketId;

std::string row_of(const Ticket& ticket) {
  return engine::to_record(ticket).SerializeAsString();
}

std::optional<std::string> open_row(const engine::Store& store, TicketId id) {
  std::optional<std::string> found;
  const auto scanned = store.scan_open_tickets([&](TicketId ticket, std::string_view row) {
    if (ticket == id) found = std::string(row);
    return ticket < id;
  });
  require(scanned.has_value(), "the open tickets cannot be read");
  return found;
}

std::string entry_in_words(const engine::State& state, const v1::Entry& entry) {
  auto words = "    #" + std::to_string(entry.sequence()) + " by " + entry.actor().member();
  if (entry.has_ticket()) words += " on ticket " + std::to_string(entry.ticket());
  const auto* rules = state.in_force();
  if (rules != nullptr) words += " at " + local_time(rules->calendar, Instant{entry.time_us()});
  words += ": ";
  for (int i = 0; i < entry.events_size(); ++i) {
    words += i == 0 ? "" : "; ";
    words += rules == nullptr ? entry.events(i).ShortDebugString() : in_words(rules->calendar, entry.events(i));
  }
  return words;
}

}  // namespace

Witness::Witness(const Setting& setting) : setting_(setting), core_(engine::State{}) {
  for (const auto& variant : setting.variants)
    core_.install(variant.rules.sha256, variant.rules.ruleset);
}

std::vector<std::string> Witness::read(const engine::Store& store) {
  std::vector<std::string> fresh;
  const auto from = core_.state().next_sequence;
  const auto scanned = store.scan_entries(from, [&](Sequence, std::string_view bytes) {
    fresh.emplace_back(bytes);
    return true;
  });
  require(scanned.has_value(), "the journal cannot be read");
  std::set<TicketId> touched;
  std::vector<std::string> words;
  for (const auto& bytes : fresh) {
    const auto entry = engine::parse_entry(bytes);
    try {
      follow(store, bytes);
    } catch (const BrokenRule& broken) {
      throw BrokenRule(broken.what() + (entry ? "\n" + entry_in_words(core_.state(), *entry) : std::string()));
    }
    if (entry->has_ticket()) touched.insert(TicketId{entry->ticket()});
    words.push_back(entry_in_words(core_.state(), *entry));
  }
  for (const auto id : touched) {
    const auto ticket = core_.state().find_open(id);
    const auto row = !ticket ? store.closed_ticket(id).value() : open_row(store, id);
    const auto expected = !ticket ? closed_.at(id) : row_of(*ticket);
    require(row == expected, "the row of ticket " + std::to_string(id.value) + " is not what its entries lead to");
  }
  return words;
}

void Witness::follow(const engine::Store& store, const std::string& bytes) {
  const auto parsed = engine::parse_entry(bytes);
  const auto& state = core_.state();
  const auto name = "entry " + std::to_string(state.next_sequence.value);
  require(parsed.has_value(), name + " cannot be read");
  const auto& entry = *parsed;
  require(entry.sequence() == state.next_sequence.value, name + " has another's number");
  require(entry.sequence() == 0 || entry.time_us() > state.last_time.us, "time goes backwards: " + name);
  if (!entry.key().empty()) {
    const bool is_new = keys_.try_emplace({entry.actor().member(), entry.key()}, Sequence{entry.sequence()}).second;
    require(is_new, "one command is in the journal twice: " + name + ", key " + entry.key());
  }
  require_redecided(setting_.vault(), store, state, entry, bytes);
  count(entry);

  std::optional<Ticket> before;
  if (entry.has_ticket()) {
    before = state.find_open(TicketId{entry.ticket()});
    require(!closed_.contains(TicketId{entry.ticket()}), "rule 12: a closed ticket is final: " + name);
  }
  core_.replay(entry);
  if (entry.has_ticket()) follow_ticket(entry, before ? &*before : nullptr);
  (void)core_.take_batch();
}

void Witness::follow_ticket(const v1::Entry& entry, const Ticket* before) {
  const TicketId id{entry.ticket()};
  const auto open = core_.state().find_open(id);
  const auto& closed = core_.untaken_changes().closed;
  require(open || closed.size() == 1, "an entry leaves its ticket open or closes it");
  const auto& after = open ? *open : closed.front();
  require((before == nullptr) == (entry.command().has_blow_whistle() || entry.command().has_split_ticket()),
          "rule 2: a whistle or a split begins a ticket");
  const auto* rules = core_.state().ruleset_of(Sequence{entry.ruleset()});
  require(rules != nullptr, "an entry names its ruleset");
  require_rules({entry, before, after, *rules});
  if (before == nullptr) check_number(entry);
  if (!open) {
    closed_.emplace(id, row_of(after));
  } else {
    check_total(after);
  }
}

void Witness::count(const v1::Entry& entry) {
  ++commands_[static_cast<int>(entry.command().body_case())];
  for (const auto& event : entry.events())
    ++events_[static_cast<int>(event.body_case())];
}

// Numbers that people say: 1, 2, 3 … of the local day, no two alike.
void Witness::check_number(const v1::Entry& entry) {
  const auto given = engine::number_given(entry.events(0));
  require(given.has_value(), "a ticket begins with a number: entry " + std::to_string(entry.sequence()));
  const auto day = core_.state().in_force()->calendar.local_day(Instant{entry.time_us()});
  require(given->local_day == day, "a number carries the day of acceptance: entry " + std::to_string(entry.sequence()));
  require(given->day_counter == ++counters_[day],
          "the numbers of a day follow each other: entry " + std::to_string(entry.sequence()));
}

void Witness::check_total(const Ticket& ticket) {
  const auto* total = ticket.find_clock(0, v1::CLOCK_KIND_TOTAL);
  const auto name = "ticket " + std::to_string(ticket.id.value);
  require(total != nullptr, "rule 6: the total clock runs until closing: " + name);
  const auto [known, is_new] = totals_.try_emplace(ticket.id, total->started, total->due);
  require(total->started == ticket.accepted, "rule 6: the total clock starts at acceptance: " + name);
  require(known->second == std::pair(total->started, total->due), "rule 6: the total clock never pauses: " + name);
}

}  // namespace whistle::tests
