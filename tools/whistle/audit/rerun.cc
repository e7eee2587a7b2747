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
    auto bytes = source_.blob(wanted);
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
  const auto again = core_.consider(input, engine::Instant{entry.time_us()});
  ++outcome_.decided;
  if (input.located != nullptr) ++outcome_.places_as_found;
  if (!again) {
    return found(FindingKind::DecidedOtherwise, entry.sequence(), v1::RefusalCode_Name(again.error().refusal.code()));
  }
  if (engine::entry_bytes(*again) == bytes) return true;
  return found(FindingKind::DecidedOtherwise, entry.sequence());
}

bool Rerun::take(std::uint64_t sequence, std::string_view bytes) {
  if (!engine::parse_entry(bytes, entry_) || entry_.sequence() != sequence)
    return found(FindingKind::NoEntry, sequence);
  if (sequence > 0 && entry_.time_us() <= core_.state().last_time.us) return found(FindingKind::NotLater, sequence);
  if (engine::personal_in(entry_.command()) != nullptr) return found(FindingKind::HoldsPersonal, sequence);
  // What another logic decided is not judged: this program cannot decide it again.
  const bool adopts_unknown =
      entry_.command().has_adopt_logic() && !engine::is_known_logic(entry_.command().adopt_logic().logic());
  if (!engine::is_known_logic(entry_.logic()) || adopts_unknown) return found(FindingKind::UnknownLogic, sequence);
  if (sequence == 0) core_ = begun_by(entry_.logic());
  if (!install_rules(entry_) || !decides_alike(entry_, bytes)) return false;
  if (seen_) seen_(entry_);
  core_.replay(entry_);
  ++outcome_.applied;
  return true;
}

Read<RerunOutcome> Rerun::until(std::uint64_t end, const std::function<void(std::uint64_t)>& progress) {
  std::optional<SourceFault> fault;
  bool alike = true;
  if (end > outcome_.applied) {
    const auto scanned = source_.scan_entries(outcome_.applied, [&](engine::Sequence sequence, std::string_view bytes) {
      alike = take(sequence.value, bytes);
      const auto next = sequence.value + 1;
      if (alike && next % kLookEvery == 0) {
        progress(next);
        if (auto looked = look(); !looked) fault = looked.error();
      }
      return alike && !fault && next < end;
    });
    if (!scanned && !scanned.error().damaged) return tl::unexpected(scanned.error());
    if (!scanned) alike = found(FindingKind::Unread, outcome_.applied, scanned.error().what);
  }
  // From there on nothing can be told.
  if (!alike && outcome_.findings.back().kind == FindingKind::UnknownLogic) outcome_.findings.back().last = end - 1;
  if (!fault) {
    if (auto looked = look(); !looked) fault = looked.error();
  }
  const auto next = source_.next_sequence();
  if (!fault && !next) fault = next.error();
  if (fault) return tl::unexpected(*fault);
  if (!tables_ || !alike || end != *next) return outcome_;
  auto rows = tables_->finish(core_.state());
  if (!rows) return tl::unexpected(rows.error());
  outcome_.rows = tables_->rows();
  for (auto& finding : *rows)
    outcome_.findings.push_back(std::move(finding));
  return outcome_;
}

Read<void> Rerun::look() {
  if (!tables_) {
    core_.forget_changes();
    return {};
  }
  return tables_->take(core_.take_batch());
}

}  // namespace whistle::tools
