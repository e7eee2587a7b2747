// A journal lived through again: every command decided anew in the state before it, every entry applied, and what
// follows from them compared with the tables.
//
//   Rerun rerun(*source);
//   const auto lived = rerun.until(check.authentic, progress);   // no further than the bytes are the engine's own
//   lived->findings
//
// One thread, beside which others read on and compare tables.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "engine/core.h"
#include "tools/whistle/audit/finding.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/read_ahead.h"

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
  // False: from there on nothing can be told.
  [[nodiscard]] Read<bool> live(std::uint64_t end, const std::function<void(std::uint64_t)>& progress);
  [[nodiscard]] bool take(const ReadEntry& read);
  [[nodiscard]] bool install_rules(const v1::Entry& entry);
  [[nodiscard]] bool install(std::uint64_t sequence, const std::string& sha256);
  [[nodiscard]] bool decides_alike(const v1::Entry& entry, std::string_view bytes);
  [[nodiscard]] Read<void> look();
  [[nodiscard]] Read<void> end_look();
  bool found(FindingKind kind, std::uint64_t sequence, std::string what = {});

  JournalSource& source_;
  engine::Core core_;
  engine::Decision again_;          // kept for its allocations
  std::string again_bytes_;         // of its entry, likewise
  std::optional<ReadAhead> ahead_;  // while entries are lived through
  RerunOutcome outcome_;
  std::function<void(const v1::Entry&)> seen_;
  std::unique_ptr<TableCheck> tables_;  // nullptr: the source has none
  std::future<Read<void>> looking_;     // what has changed is compared; until then the tables are left to it
};

}  // namespace whistle::tools
