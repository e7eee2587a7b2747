#include "tools/whistle/audit/rerun.h"

#include <utility>

#include "tools/whistle/audit/table_check.h"

namespace whistle::tools {

namespace {

// Entries between two looks at the tables: what lies between is kept in memory.
constexpr std::uint64_t kLookEvery = 4'096;

// Where a journal begins: nothing is known but the logic that its first entry was decided by.
engine::Core begun_by(std::uint32_t logic) {
  engine::State state;
  state.logic = logic;
  return engine::Core(std::move(state));
}

}  // namespace

Rerun::Rerun(JournalSource& source, Tables tables) : source_(source), core_(engine::State{}) {
  if (tables == Tables::Leave) return;
  if (const auto* rows = source.tables()) tables_ = std::make_unique<TableCheck>(*rows);
}

Rerun::~Rerun() = default;

bool Rerun::found(FindingKind kind, std::uint64_t sequence, std::string what) {
  outcome_.findings.push_back({kind, sequence, sequence, std::move(what)});
  return false;
}

// Whole, with outlines: a whistle is located by them.
bool Rerun::install(std::uint64_t sequence, const std::string& sha256) {
  if (core_.state().rulesets.contains(sha256)) return true;
  std::string fault;
  const auto blob = [&](std::string_view wanted) -> std::optional<std::string> {
    auto bytes = ahead_->source().blob(wanted);
    if (bytes) return *std::move(bytes);
    fault = bytes.error().what;
    return std::nullopt;
  };
  const auto manifest = blob(sha256);
  if (!manifest) return found(FindingKind::RulesetMissing, sequence, fault);
  auto ruleset = engine::Ruleset::load(*manifest, blob, engine::LoadGeometry::Yes);
  if (!ruleset) return found(FindingKind::RulesetMissing, sequence, fault.empty() ? ruleset.error().what : fault);
  core_.install(sha256, *std::move(ruleset));
  return true;
}

// What the engine had compiled before it decided.
bool Rerun::install_rules(const v1::Entry& entry) {
  const auto& command = entry.command();
  if (command.has_publish_ruleset()) return install(entry.sequence(), command.publish_ruleset().ruleset_sha256());
  if (command.has_put_ruleset_in_force())
    return install(entry.sequence(), command.put_ruleset_in_force().ruleset_sha256());
  return true;
}

bool Rerun::decides_alike(const v1::Entry& entry, std::string_view bytes) {
  const auto input = engine::input_of(entry);
  const auto decided = core_.consider(input, engine::Instant{entry.time_us()}, again_);
  ++outcome_.decided;
  if (input.located != nullptr) ++outcome_.places_as_found;
  if (!decided) {
    return found(FindingKind::DecidedOtherwise, entry.sequence(), v1::RefusalCode_Name(decided.error().refusal.code()));
  }
  engine::put_entry_bytes(again_.entry, again_bytes_);
  if (again_bytes_ == bytes) return true;
  return found(FindingKind::DecidedOtherwise, entry.sequence());
}

bool Rerun::take(const ReadEntry& read) {
  const auto sequence = read.sequence.value;
  if (read.entry == nullptr || read.entry->sequence() != sequence) return found(FindingKind::NoEntry, sequence);
  const auto& entry = *read.entry;
  if (sequence > 0 && entry.time_us() <= core_.state().last_time.us) return found(FindingKind::NotLater, sequence);
  if (engine::personal_in(entry.command()) != nullptr) return found(FindingKind::HoldsPersonal, sequence);
  // What another logic decided is not judged: this program cannot decide it again.
  const bool adopts_unknown =
      entry.command().has_adopt_logic() && !engine::is_known_logic(entry.command().adopt_logic().logic());
  if (!engine::is_known_logic(entry.logic()) || adopts_unknown) return found(FindingKind::UnknownLogic, sequence);
  if (sequence == 0) core_ = begun_by(entry.logic());
  if (!install_rules(entry) || !decides_alike(entry, read.bytes)) return false;
  if (seen_) seen_(entry);
  core_.adopt(again_);
  ++outcome_.applied;
  return true;
}

Read<bool> Rerun::live(std::uint64_t end, const std::function<void(std::uint64_t)>& progress) {
  while (const auto batch = ahead_->next()) {
    for (const auto& read : batch->entries) {
      if (!take(read)) return false;
      const auto next = read.sequence.value + 1;
      if (next % kLookEvery != 0 || next == end) continue;
      progress(next);
      if (auto looked = look(); !looked) return tl::unexpected(looked.error());
    }
    if (batch->fault && !batch->fault->damaged) return tl::unexpected(*batch->fault);
    if (batch->fault) return found(FindingKind::Unread, outcome_.applied, batch->fault->what);
  }
  return true;
}

Read<RerunOutcome> Rerun::until(std::uint64_t end, const std::function<void(std::uint64_t)>& progress) {
  ahead_.emplace(source_, outcome_.applied, end);
  const auto alike = live(end, progress);
  ahead_.reset();
  auto looked = alike ? look() : tl::unexpected(alike.error());
  if (auto ended = end_look(); looked) looked = std::move(ended);
  if (!looked) return tl::unexpected(looked.error());
  // From there on nothing can be told.
  if (!*alike && outcome_.findings.back().kind == FindingKind::UnknownLogic) outcome_.findings.back().last = end - 1;
  const auto next = source_.next_sequence();
  if (!next) return tl::unexpected(next.error());
  if (!tables_ || !*alike || end != *next) return outcome_;
  auto rows = tables_->finish(core_.state());
  if (!rows) return tl::unexpected(rows.error());
  outcome_.rows = tables_->rows();
  for (auto& finding : *rows)
    outcome_.findings.push_back(std::move(finding));
  return outcome_;
}

// The rows that the entries since the last look have put are compared beside what follows.
Read<void> Rerun::look() {
  if (!tables_) {
    core_.forget_changes();
    return {};
  }
  if (auto before = end_look(); !before) return before;
  looking_ = std::async(std::launch::async, [this, batch = core_.take_batch(engine::Core::OpenRows::Leave)] {
    return tables_->take(batch);
  });
  return {};
}

Read<void> Rerun::end_look() {
  return looking_.valid() ? looking_.get() : Read<void>{};
}

}  // namespace whistle::tools
