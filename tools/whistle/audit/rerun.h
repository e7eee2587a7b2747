// A journal lived through again: every command decided anew in the state before it, every entry applied, and what
// follows from them compared with the tables.
//
//   Rerun rerun(*source);
//   const auto lived = rerun.until(check.authentic, progress);   // no further than the bytes are the engine's own
//   lived->findings
//
// One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/core.h"
#include "tools/whistle/audit/finding.h"
#include "tools/whistle/audit/journal_source.h"

namespace whistle::tools {

struct RerunOutcome {
  Findings findings;
  std::uint64_t applied = 0;  // entries
  std::uint64_t decided = 0;  // of these, decided anew
  std::uint64_t places_as_found =
      0;                   // of these, with the place as it was found then, since the vault has what was said
  std::uint64_t rows = 0;  // compared; 0: there are no tables
};

class TableCheck;

class Rerun {
 public:
  // Whether the source's tables are compared, where it has any.
  enum class Tables { Compare, Leave };

  // The source outlives it.
  explicit Rerun(JournalSource& source, Tables tables = Tables::Compare);
  ~Rerun();
  Rerun(const Rerun&) = delete;
  Rerun& operator=(const Rerun&) = delete;

  // Lives the entries before `end` through, on from where it stands, and stops where deciding gives something else.
  // Whole: where `end` is the journal's, the tables are compared too. Fails where the source cannot be read for another
  // reason than damage.
  [[nodiscard]] Read<RerunOutcome> until(std::uint64_t end, const std::function<void(std::uint64_t)>& progress);

  // `seen` is told each entry that decides as it says, before it is applied.
  void watch(std::function<void(const v1::Entry&)> seen) { seen_ = std::move(seen); }

  // When something is due next, as it stands.
  [[nodiscard]] std::optional<engine::Instant> next_due() const { return core_.next_due(); }
  // As it stands after that.
  [[nodiscard]] const engine::State& state() const { return core_.state(); }

 private:
  [[nodiscard]] bool take(std::uint64_t sequence, std::string_view bytes);
  [[nodiscard]] bool install_rules(const v1::Entry& entry);
  [[nodiscard]] bool install(std::uint64_t sequence, const std::string& sha256);
  [[nodiscard]] bool decides_alike(const v1::Entry& entry, std::string_view bytes);
  [[nodiscard]] Read<void> look();
  bool found(FindingKind kind, std::uint64_t sequence, std::string what = {});

  JournalSource& source_;
  engine::Core core_;
  v1::Entry entry_;  // kept for its allocations
  RerunOutcome outcome_;
  std::function<void(const v1::Entry&)> seen_;
  std::unique_ptr<TableCheck> tables_;  // nullptr: the source has none
};

}  // namespace whistle::tools
