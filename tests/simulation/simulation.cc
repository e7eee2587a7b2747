#include "tests/simulation/simulation.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <limits>
#include <utility>
#include <vector>

#include "engine/group.h"
#include "tests/scenarios/event_words.h"
#include "tests/simulation/actors.h"
#include "tests/simulation/broken_rule.h"
#include "tests/simulation/comparison.h"
#include "tests/simulation/people.h"
#include "tools/whistled/founding.h"

namespace whistle::tests {

namespace {

// A state is not copied in service, so it has no copy constructor.
engine::State copy_of(const engine::State& state) {
  engine::State copy;
  engine::restore_header(copy, engine::header_record(state));
  copy.rulesets = state.rulesets;
  copy.identities = state.identities;
  for (const auto id : state.open_ids)
    engine::restore_ticket(copy, *state.find_open(id));
  for (const auto id : state.recent.ids())
    engine::restore_recent(copy, *state.recent.find(id));
  return copy;
}

using engine::Instant;

constexpr std::size_t kTraceLines = 60;
constexpr std::size_t kFireMax = 256;               // as the service
constexpr Instant kFounded{1'790'557'200'000'000};  // 2026-09-28 09:00 in the district
constexpr int kSilentDays = 60;
constexpr engine::Duration kPatience = engine::hours(72);  // how far ahead a last instant is waited for

// By looking at every clock, apart from the core's index.
std::optional<engine::DueIndex::Due> first_due(const engine::State& state) {
  std::optional<engine::DueIndex::Due> first;
  for (const auto id : state.open_ids) {
    const auto ticket = state.find_open(id);
    for (const auto& clock : ticket->clocks) {
      if (clock.next && (!first || *clock.next < first->at)) first = {*clock.next, id};
    }
  }
  return first;
}

// One course in four begins by the oldest logic, as a program of long ago would have it.
std::uint32_t logic_of(std::uint64_t seed) {
  return seed % 4 == 3 ? engine::kOldestLogic : engine::kNewestLogic;
}

bool begun_by(const tools::whistled::Founding& founding, std::uint32_t logic, engine::Store& store) {
  storage::MemoryStore today;
  if (!tools::whistled::found_journal(today, founding)) return false;
  engine::Core core{engine::State{}};
  core.install(founding.rules.sha256, founding.rules.ruleset);
  std::vector<engine::EntryBytes> entries;
  const auto scanned = today.scan_entries(engine::Sequence{0}, [&](engine::Sequence sequence, std::string_view bytes) {
    auto entry = engine::parse_entry(bytes).value();
    entry.set_logic(logic);
    core.replay(entry);
    entries.push_back({sequence, engine::entry_bytes(entry)});
    return true;
  });
  auto batch = core.take_batch();
  batch.entries = std::move(entries);
  batch.blobs = founding.rules.blobs;
  return scanned && store.commit(batch);
}

// The simulation whose trace is written when an assertion ends the process.
Simulation* running = nullptr;

extern "C" void tell_before_abort(int) {
  std::signal(SIGABRT, SIG_DFL);
  if (running != nullptr) std::fprintf(stderr, "%s\n", running->trace().c_str());
}

}  // namespace

Simulation::Simulation(const Setting& setting, Course course)
    : setting_(setting),
      course_(std::move(course)),
      wall_(kFounded),
      clock_([this] { return wall_; }, [this] { return wall_ - kFounded; }),
      witness_(setting) {
  running = this;
  std::signal(SIGABRT, tell_before_abort);
}

Simulation::~Simulation() {
  running = nullptr;
  std::signal(SIGABRT, SIG_DFL);
}

std::optional<BrokenRun> Simulation::run() {
  try {
    found();
    for (step_ = 1; step_ <= course_.steps; ++step_) {
      if (!course_.without.contains(step_)) take_step(step_);
      check(step_);
    }
    if (course_.long_silence) be_silent();
    require_same_after_restart(store_, witness_);
    require_same_when_rebuilt(store_, witness_);
    clients_.recall_everything(store_);
  } catch (const BrokenRule& broken) {
    return BrokenRun{step_, broken.what(), trace()};
  }
  return std::nullopt;
}

void Simulation::found() {
  tools::whistled::Founding founding;
  founding.journal_id = std::string(16, 'j');
  founding.checkpoint_public_key = course_.checkpoint_public_key;
  founding.rules = setting_.variants.front().rules;
  founding.admin_member = "admin";
  founding.admin_public_key = std::string(32, 'a');
  founding.at = wall_;
  require(begun_by(founding, logic_of(course_.seed), store_), "the journal cannot be founded");
  daemon_ = std::make_unique<Daemon>(store_, setting_, clock_, course_.seed, scratch_.path() / "erasures");
}

void Simulation::take_step(std::uint32_t number) {
  Chance chance(course_.seed, number);
  const auto which = chance.below(204);
  if (which < 78) {
    want(chance, number);
  } else if (which < 144) {
    arrive(chance);
  } else if (which < 154) {
    ask_again(chance);
  } else if (which < 164) {
    move_time(chance);
  } else if (which < 174) {
    fire(chance.one_in(3) ? 1 + static_cast<std::size_t>(chance.below(3)) : kFireMax);
  } else if (which < 196) {
    persist(chance);
  } else if (which < 199) {
    crash(chance);
  } else if (which >= 200) {
    act_in_last_instant(chance);
  } else if (chance.one_in(3)) {
    reload(chance);
  } else {
    read_journal(chance);
  }
}

// ---- Steps ----------------------------------------------------------------------------------------------------------

// An intent of somebody; some clients make a slip and use the key of another command.
void Simulation::want(Chance& chance, std::uint32_t number) {
  auto intent = propose({daemon_->core().state(), setting_, wall_}, chance);
  if (!intent) return;
  auto key = "s" + std::to_string(number);
  if (clients_.size() > 0 && chance.one_in(40)) {
    const auto& other = clients_.asked(static_cast<std::size_t>(chance.below(clients_.size())));
    key = other.key;
    intent->actor = other.intent.actor;
    intent->words += " under the key of: " + other.intent.words;
  }
  std::int64_t acted_at = 0;
  if (chance.one_in(20)) acted_at = (wall_ - engine::minutes(chance.between(-12, 120))).us;
  const auto ask = clients_.ask(*std::move(intent), std::move(key), acted_at, chance);
  say("wants: " + clients_.asked(ask).intent.words + ", key " + clients_.asked(ask).key);
}

void Simulation::arrive(Chance& chance) {
  const auto number = clients_.arrive(chance);
  if (!number) return;
  const auto& ask = clients_.asked(*number);
  say("arrives: " + ask.intent.words + ", key " + ask.key);
  daemon_->receive(ask.frame, ask.intent.actor);
}

void Simulation::ask_again(Chance& chance) {
  if (const auto number = clients_.ask_again(chance)) {
    say("asks again: " + clients_.asked(*number).intent.words + ", key " + clients_.asked(*number).key);
  }
}

// Mostly minutes; sometimes the machine sleeps for days, or somebody sets its clock back.
void Simulation::move_time(Chance& chance) {
  const auto which = chance.below(40);
  if (which < 16) return set_time(wall_ + engine::seconds(chance.between(1, 600)));
  if (which < 31) return set_time(wall_ + engine::minutes(chance.between(5, 120)));
  if (which < 34) return set_time(wall_ + engine::hours(chance.between(2, 16)));
  if (which < 35) return set_time(wall_ + engine::hours(24 * chance.between(1, 12)));
  if (which < 37) return set_time(wall_ - engine::seconds(chance.between(1, 7200)));
  // To the very instant at which a clock is due, or one microsecond past it.
  const auto due = daemon_->core().next_due();
  if (due) set_time(*due + engine::microseconds(static_cast<std::int64_t>(chance.below(2))));
}

void Simulation::set_time(Instant at) {
  say(std::string(at < wall_ ? "the clock is set back to " : "time goes on to ") + time_in_words(at));
  wall_ = at;
}

void Simulation::fire(std::size_t most) {
  const auto before = daemon_->core().untaken_entries().size();
  const auto due = first_due(daemon_->core().state());
  const auto fired = daemon_->fire(most);
  const auto& entries = daemon_->core().untaken_entries();
  require(entries.size() - before == fired, "a turn says how many entries it made");
  constexpr auto kOfTheLast = engine::kFollowersPerTicket + 2;  // its own, and what follows from it
  require(fired <= kOfTheLast || fired - kOfTheLast < most, "a turn makes no more than it may");
  if (fired > 0) {
    const auto first = engine::parse_entry(entries[before].bytes).value();
    if (first.command().has_fire_clock()) {
      require(due && due->at < wall_, "a clock never fires early");
      require(first.ticket() == due->ticket.value, "what is due first fires first");
    }
    say("fires " + std::to_string(fired));
  }
  const auto next = first_due(daemon_->core().state());
  require(fired >= most || !next || next->at >= wall_, "what is due fires");
}

// Somebody does what a clock waits for at the very instant at which it is due, and the message arrives at once.
void Simulation::act_in_last_instant(Chance& chance) {
  const auto looked_at = any_ticket({daemon_->core().state(), setting_, wall_}, chance);
  if (!looked_at || looked_at->clocks.empty()) return;
  const auto waiting = chance.pick(looked_at->clocks);
  if (waiting.phase == v1::CLOCK_PHASE_MISSED || waiting.due < wall_ || waiting.due > wall_ + kPatience) return;
  // Entries ascend in time, so whatever is due before fires before.
  set_time(std::max(wall_, waiting.due - engine::seconds(1)));
  for (auto due = daemon_->core().next_due(); due && *due < wall_; due = daemon_->core().next_due())
    fire(kFireMax);
  const auto ticket = daemon_->core().state().find_open(looked_at->id);
  const auto* clock = ticket ? ticket->find_clock(waiting.part, waiting.kind) : nullptr;
  if (clock == nullptr || clock->due < wall_) return;
  set_time(clock->due);
  auto intent = act_that_stops({daemon_->core().state(), setting_, wall_}, *ticket, *clock, chance);
  if (!intent) return;
  const auto number = clients_.ask(*std::move(intent), "s" + std::to_string(step_), 0, chance);
  const auto& ask = clients_.asked(number);
  say("at once: " + ask.intent.words + ", key " + ask.key);
  daemon_->receive(ask.frame, ask.intent.actor);
}

// A batch departs, lands, or both; between the two more may gather.
void Simulation::persist(Chance& chance) {
  if (!daemon_->in_flight() && daemon_->dirty()) {
    daemon_->depart();
    say("a batch departs");
    if (chance.one_in(2)) return;
  }
  auto replies = daemon_->in_flight() ? daemon_->land() : std::vector<tools::whistled::WaitingReply>();
  if (daemon_->all_durable()) {
    auto free = daemon_->take_replies();
    replies.insert(replies.end(), free.begin(), free.end());
  }
  say("what departed is durable");
  for (const auto& line : clients_.hear(replies, store_, chance))
    say("  " + line);
}

// Everything that was not written is lost, and what was written may not have been told.
void Simulation::crash(Chance& chance) {
  if (!daemon_->in_flight() && daemon_->dirty() && chance.one_in(3)) daemon_->depart();
  const bool written = daemon_->in_flight() && chance.one_in(2);
  if (written) daemon_->write();
  say(written ? "crash after a batch was written and before anybody was told" : "crash");
  ++crashes_;
  daemon_.reset();
  if (chance.one_in(2)) clients_.lose_messages();
  if (chance.one_in(3)) set_time(wall_ + engine::minutes(chance.between(0, 3000)));
  for (const auto& line : witness_.read(store_))
    say(line);
  require_same_after_restart(store_, witness_);
  daemon_ = std::make_unique<Daemon>(store_, setting_, clock_, course_.seed, scratch_.path() / "erasures");
  say("starts again");
}

void Simulation::reload(Chance& chance) {
  const auto& variant = chance.pick(setting_.variants);
  say("the operator publishes " + (variant.name.empty() ? "the first district" : variant.name));
  daemon_->reload(variant);
}

void Simulation::read_journal(Chance& chance) {
  const auto role = chance.one_in(2) ? v1::ROLE_AUDITOR : v1::ROLE_SUPERVISOR;
  const auto member = somebody_with({daemon_->core().state(), setting_, wall_}, role, chance);
  if (!member) return;
  say(*member + " reads the journal");
  daemon_->read(*member, chance.one_in(2) ? v1::READING_KIND_RAW_ENTRIES : v1::READING_KIND_PUBLISHED_RULESET);
}

// ---- Checks ---------------------------------------------------------------------------------------------------------

void Simulation::check(std::uint32_t number) {
  if (store_.next_sequence().value() > witness_.state().next_sequence) {
    for (const auto& line : witness_.read(store_))
      say(line);
  }
  const bool compares = number % course_.compare_every == 0;
  if (compares || daemon_->all_durable()) compare_memory();
  if (compares) require_same_after_restart(store_, witness_);
  if (number % course_.rebuild_every == 0) require_same_when_rebuilt(store_, witness_);
}

// What is in memory is what the durable journal and the entries on their way lead to.
void Simulation::compare_memory() {
  const auto undurable = daemon_->undurable();
  if (undurable.empty()) {
    return require_same_state(daemon_->core().state(), witness_.state(), "memory and replay of the journal");
  }
  engine::Core ahead(copy_of(witness_.state()));
  for (const auto& entry : undurable)
    ahead.replay(entry);
  require_same_state(daemon_->core().state(), ahead.state(), "memory and replay of journal and batches");
}

// Nobody acts any more. Whatever was open is confirmed by silence, or the desk is reminded of it: rule 2's last resort.
void Simulation::be_silent() {
  say("nobody acts any more");
  for (int day = 0; day < kSilentDays; ++day) {
    wall_ = std::max(wall_, witness_.state().last_time) + engine::hours(24);
    while (daemon_->fire(kFireMax) >= kFireMax) {
    }
    const auto next = first_due(daemon_->core().state());
    require(!next || next->at >= wall_, "what is due fires");
    while (!daemon_->all_durable()) {
      if (!daemon_->in_flight()) daemon_->depart();
      (void)daemon_->land();
    }
    (void)daemon_->take_replies();
    (void)witness_.read(store_);
  }
  compare_memory();
  for (const auto id : witness_.state().open_ids) {
    const auto ticket = witness_.state().find_open(id).value();
    const bool reminded =
        std::ranges::any_of(ticket.clocks, [](const engine::Clock& clock) { return clock.reminders > 0; });
    // What follows another is reminded of with that one.
    require(reminded || ticket.lead_ticket,
            "rule 2: the desk is the last resort, of ticket " + std::to_string(id.value));
  }
}

// ---- Words ----------------------------------------------------------------------------------------------------------

void Simulation::say(const std::string& line) {
  lines_.push_back("step " + std::to_string(step_) + ": " + line);
  if (lines_.size() > kTraceLines) lines_.pop_front();
}

std::string Simulation::time_in_words(Instant at) const {
  return local_time(setting_.variants.front().rules.ruleset->calendar, at);
}

std::string Simulation::trace() const {
  auto text = "WHISTLE_SEED=" + std::to_string(course_.seed) + ", step " + std::to_string(step_) + ", " +
              time_in_words(wall_) + " by the machine's clock. The last steps:\n";
  for (const auto& line : lines_)
    text += line + "\n";
  return text;
}

}  // namespace whistle::tests
