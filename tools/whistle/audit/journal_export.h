// A journal into a portable file: entries, the rulesets that they publish, the tree over them and what was signed.
//
//   auto writer = JournalFileWriter::open(path, export_header(*source, selection));
//   export_journal(*source, selection, *writer, progress);
//
// One thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "tools/whistle/audit/journal_file.h"
#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/audit/subject.h"

namespace whistle::tools {

// From an entry on, or of one ticket. From 0 on it is a journal from which everything can be decided again; else a
// part, whose bytes can be proven and no more.
struct ExportSelection {
  std::uint64_t from = 0;
  std::uint64_t until = 0;  // before this entry
  std::optional<Subject> ticket;

  [[nodiscard]] bool is_part() const { return from != 0 || ticket.has_value(); }
};

[[nodiscard]] v1::JournalFileHeader export_header(const JournalIdentity& journal, const ExportSelection& selection);

enum class ExportEnd { Done, Interrupted, Unwritable };
// Goes on after the writer's last entry. `go_on` is told the number of entries written so far; false interrupts, and
// the same call goes on another time.
[[nodiscard]] Read<ExportEnd> export_journal(JournalSource& source, const ExportSelection& selection,
                                             JournalFileWriter& writer,
                                             const std::function<bool(std::uint64_t)>& go_on);

}  // namespace whistle::tools
