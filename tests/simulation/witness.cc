#include "tests/simulation/witness.h"

#include <algorithm>
#include <array>

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

// What is nobody's to send stands in the journal as the engine's own word or the operator's.
void require_own_word(const v1::Entry& entry) {
  const auto& command = entry.command();
  const auto name = "entry " + std::to_string(entry.sequence());
  if (command.has_fire_clock() || is_consequence(command) || command.has_record_refusal() ||
      command.has_put_ruleset_in_force() || command.has_hand_over_ticket() || command.has_record_reading()) {
    require(entry.actor().authentication() == v1::AUTHENTICATION_ENGINE, "the engine's own is nobody's: " + name);
  } else if (command.has_create_journal() || command.has_start_engine() || command.has_rotate_master_key()) {
    require(entry.actor().authentication() == v1::AUTHENTICATION_OPERATOR, "the operator's is nobody's: " + name);
  }
}

// tools/whistled/README.md, "Recorded refusals": these, and of whom a key stands behind.
void require_recorded(const engine::State& state, const v1::Entry& entry) {
  static constexpr std::array kMatter = {v1::REFUSAL_CODE_UNKNOWN_IDENTITY, v1::REFUSAL_CODE_NOT_PERMITTED,
                                         v1::REFUSAL_CODE_OWN_WORK, v1::REFUSAL_CODE_WRONG_TOKEN,
                                         v1::REFUSAL_CODE_LAST_ADMIN};
  const auto& record = entry.command().record_refusal();
  const auto name = ": entry " + std::to_string(entry.sequence());
  require(std::ranges::find(kMatter, static_cast<v1::RefusalCode>(record.code())) != kMatter.end(),
          "a refusal is recorded that matters to nobody" + name);
  require(record.sender().authentication() == v1::AUTHENTICATION_CURVE, "a claim is no evidence" + name);
  const auto known = state.identities.find(record.sender().credential());
  const auto member = known == state.identities.end() ? std::string() : known->second.member;
  require(record.sender().member() == member, "a refusal is charged to whom the key stands for" + name);
  require(entry.events_size() == 1 && entry.events(0).refusal_recorded().code() == record.code() &&
              entry.events(0).refusal_recorded().member() == member,
          "a recorded refusal says what its command says" + name);
}

// Only who may read the journal as it is, and what is recorded is what is read.
void require_reading(const engine::State& state, const v1::Entry& entry) {
  const auto& reading = entry.command().record_reading();
  const auto name = ": entry " + std::to_string(entry.sequence());
  const auto* rules = state.in_force();
  const auto member = rules == nullptr ? std::nullopt : rules->find_member(reading.reader().member());
  require(member && (rules->member(*member).has(v1::ROLE_AUDITOR) || rules->member(*member).has(v1::ROLE_SUPERVISOR)),
          "an auditor or a supervisor reads what others may not" + name);
  require(reading.until_us() > entry.time_us(), "a reading is recorded for a while to come" + name);
  require(entry.events_size() == 1 && entry.events(0).reading_recorded().member() == reading.reader().member() &&
              entry.events(0).reading_recorded().kind() == reading.kind(),
          "a recorded reading says what its command says" + name);
}

// An administrator's or the operator's, and only ever a newer one that there is.
void require_adoption(const engine::State& state, const v1::Entry& entry) {
  const auto name = ": entry " + std::to_string(entry.sequence());
  const auto logic = entry.command().adopt_logic().logic();
  require(logic > entry.logic() && logic <= engine::kNewestLogic, "a newer logic is adopted, that there is" + name);
  require(entry.events_size() == 1 && entry.events(0).logic_adopted().logic() == logic,
          "an adoption says what its command says" + name);
  if (entry.actor().authentication() == v1::AUTHENTICATION_OPERATOR) return;
  const auto* rules = state.in_force();
  const auto member = rules == nullptr ? std::nullopt : rules->find_member(entry.actor().member());
  require(member && rules->member(*member).has(v1::ROLE_ADMIN), "an administrator or the operator adopts" + name);
}

// Whatever is submitted, the rules in force and those that wait for their instant stay what they are.
void require_submission(const engine::State& state, const v1::Entry& entry) {
  const auto& submit = entry.command().submit_ruleset();
  const auto name = ": entry " + std::to_string(entry.sequence());
  require(entry.events_size() == 1 && entry.events(0).has_ruleset_submitted(),
          "what is submitted is not in force" + name);
  const auto& submitted = entry.events(0).ruleset_submitted();
  require(submitted.ruleset_sha256() == submit.ruleset_sha256() && submitted.member() == entry.actor().member(),
          "a submission says what its command says" + name);
  require(submit.base_sha256() == state.publications.back().sha256,
          "what is submitted is laid over the rules in force" + name);
  const auto* rules = state.in_force();
  const auto member = rules->find_member(entry.actor().member());
  require(member && (rules->member(*member).has(v1::ROLE_PLATFORM) || rules->member(*member).has(v1::ROLE_ADMIN) ||
                     rules->member(*member).has(v1::ROLE_SUPERVISOR)),
          "a platform, an administrator or a supervisor submits" + name);
}

engine::State begun_by(std::uint32_t logic) {
  engine::State state;
  state.logic = logic;
  return state;
}

// Whose subject may be a ticket that is closed.
bool reaches_closed(const v1::Command& command) {
  return command.has_dispute_resolution() || command.has_reopen_ticket() || command.has_record_repeat() ||
         command.has_score_party() || command.has_lodge_appeal() || command.has_review_appeal() ||
         command.has_reveal_reporter();
}

// A scheduled ruleset is in force at its instant, never before, and before anything that is decided later. What was
// due before is decided before.
void require_in_force_in_time(const engine::State& state, const v1::Entry& entry) {
  const auto name = ": entry " + std::to_string(entry.sequence());
  const auto& command = entry.command();
  const bool comes = command.has_put_ruleset_in_force();
  if (!state.scheduled) return require(!comes, "only what is scheduled comes into force by itself" + name);
  const bool due = Instant{entry.time_us()} >= state.scheduled->from;
  if (comes) return require(due, "a ruleset never comes into force early" + name);
  const bool before = command.has_fire_clock() || command.has_hand_over_ticket() || is_consequence(command);
  require(!due || before, "a ruleset comes into force before what is decided later" + name);
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
  erasures_.foresee(fresh);
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
  require(consequences_.settled(), "an entry and what it leads to become durable together");
  if (!fresh.empty()) erasures_.require_gone(store);
  for (const auto id : touched) {
    const auto ticket = core_.state().find_open(id);
    const auto row = !ticket ? store.closed_ticket(id).value() : open_row(store, id);
    const auto expected = !ticket ? closed_.at(id) : row_of(*ticket);
    require(row == expected, "the row of ticket " + std::to_string(id.value) + " is not what its entries lead to");
  }
  return words;
}

// What the vault has lost is decided again from what the journal holds of it.
void Witness::follow_confided(const engine::Store& store, const v1::Entry& entry, const std::string& bytes) {
  if (erasures_.is_gone(TicketId{entry.ticket()})) {
    require_redecided_from_journal(core_.state(), entry, bytes);
    return confided_.forget(TicketId{entry.ticket()});
  }
  const auto sealed = sealed_with(setting_.vault(), store, entry);
  const auto command = whole_command(entry, sealed);
  require_redecided(command, core_.state(), entry, bytes);
  confided_.follow(entry, command, sealed.value_or(v1::PersonalData()));
}

// What decides is the journal's own until somebody adopts another, whatever the program.
void Witness::check_logic(const v1::Entry& entry) {
  const auto name = ": entry " + std::to_string(entry.sequence());
  if (entry.sequence() == 0) {
    logic_ = entry.logic();
    core_ = engine::Core(begun_by(logic_));
    for (const auto& variant : setting_.variants)
      core_.install(variant.rules.sha256, variant.rules.ruleset);
  }
  require(entry.logic() == logic_, "an entry is decided by the journal's logic" + name);
  const auto& command = entry.command();
  const bool of_logic_2 = command.has_reveal_reporter() || command.has_erase_ticket() || command.has_record_reading() ||
                          command.has_rotate_master_key();
  const bool of_logic_4 = command.has_submit_ruleset();
  require((logic_ >= 2 || !of_logic_2) && (logic_ >= 4 || !of_logic_4),
          "an older logic does not know the command" + name);
  if (!command.has_adopt_logic()) return;
  require_adoption(core_.state(), entry);
  logic_ = command.adopt_logic().logic();
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
  check_logic(entry);
  require_own_word(entry);
  require_in_force_in_time(state, entry);
  consequences_.follow(state, entry);
  absences_.follow(state, entry);
  if (entry.command().has_record_refusal()) require_recorded(state, entry);
  if (entry.command().has_record_reading()) require_reading(state, entry);
  if (entry.command().has_submit_ruleset()) require_submission(state, entry);
  follow_confided(store, entry, bytes);
  erasures_.follow(state, entry);
  count(entry);

  std::optional<Ticket> before;
  std::optional<Ticket> first;
  if (entry.has_ticket()) {
    before = state.find_ticket(TicketId{entry.ticket()});
    require(!closed_.contains(TicketId{entry.ticket()}) || reaches_closed(entry.command()),
            "rule 12: a closed ticket is final: " + name);
  }
  if (entry.command().has_split_ticket()) first = state.find_open(TicketId{entry.command().split_ticket().ticket()});
  if (entry.command().has_link_tickets())
    first = state.find_open(TicketId{entry.command().link_tickets().lead_ticket()});
  core_.replay(entry);
  absences_.require_remembered(core_.state());
  if (entry.has_ticket()) follow_ticket(entry, before ? &*before : nullptr, first ? &*first : nullptr);
  (void)core_.take_batch();
}

void Witness::follow_ticket(const v1::Entry& entry, const Ticket* before, const Ticket* first) {
  const TicketId id{entry.ticket()};
  const auto open = core_.state().find_open(id);
  const auto& closed = core_.untaken_changes().closed;
  require(open || closed.size() == 1, "an entry leaves its ticket open or closes it");
  const auto& after = open ? *open : closed.begin()->second;
  require((before == nullptr) == (entry.command().has_blow_whistle() || entry.command().has_split_ticket()),
          "rule 2: a whistle or a split begins a ticket");
  const auto* rules = core_.state().ruleset_of(Sequence{entry.ruleset()});
  const auto* pinned = core_.state().ruleset_of(after.ruleset);
  require(rules != nullptr && pinned != nullptr, "an entry and its ticket name their rulesets");
  const Passage passage{entry, before, after, *rules, *pinned, first};
  require_rules(passage);
  debts_.follow(passage);
  appeals_.follow(passage);
  if (before == nullptr) check_number(entry);
  check_file(entry);
  if (!open) {
    closed_.insert_or_assign(id, row_of(after));
    return;
  }
  if (closed_.erase(id) != 0) reopened_.insert(id);
  check_total(after, Instant{entry.time_us()});
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

// A file that lies elsewhere already is flagged with the ticket that had it first.
void Witness::check_file(const v1::Entry& entry) {
  for (const auto& event : entry.events()) {
    if (!event.has_attachment_put()) continue;
    const auto first = files_.try_emplace(event.attachment_put().sha256(), entry.ticket()).first->second;
    require(event.attachment_put().seen_on() == (first == entry.ticket() ? 0 : first),
            "a file names the ticket that had it first: entry " + std::to_string(entry.sequence()));
  }
}

void Witness::check_total(const Ticket& ticket, Instant at) {
  const auto* total = ticket.find_clock(0, v1::CLOCK_KIND_TOTAL);
  const auto name = "ticket " + std::to_string(ticket.id.value);
  if (reopened_.contains(ticket.id)) {
    // One that had been missed is not started again; where nothing else reminds, another one does, from then on.
    auto& known = totals_.at(ticket.id);
    const bool reminds =
        total != nullptr && total->started == at && ticket.find_clock(0, v1::CLOCK_KIND_RESOLVE) == nullptr;
    if (reminds) known.second = total->due;
    require(total == nullptr || total->due == known.second,
            "rule 6: the total clock goes on as if it had never stopped: " + name);
    return;
  }
  require(total != nullptr, "rule 6: the total clock runs until closing: " + name);
  const auto [known, is_new] = totals_.try_emplace(ticket.id, total->started, total->due);
  require(!is_new || total->started == at, "rule 6: the total clock starts with the ticket: " + name);
  // A split was accepted when the first ticket was, and its clocks run from the split on.
  require(ticket.split_from || total->started == ticket.accepted,
          "rule 6: the total clock starts at acceptance: " + name);
  require(known->second == std::pair(total->started, total->due), "rule 6: the total clock never pauses: " + name);
}

}  // namespace whistle::tests
