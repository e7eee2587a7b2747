// What became of the rows of an import: counts by cause, and every fault in a file.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tools/whistle/aside_file.h"
#include "tools/whistle/command_context.h"
#include "tools/whistle/exchange/import_fault.h"
#include "tools/whistle/failure.h"

namespace whistle::tools {

struct ImportCounts {
  std::uint64_t rows = 0;      // looked at; those that were skipped are not
  std::uint64_t skipped = 0;   // before --resume-from
  std::uint64_t accepted = 0;  // of a dry run: that could be blown
  std::uint64_t before = 0;    // accepted by an earlier run
  std::uint64_t repeated = 0;  // the same row once more in this file
  std::uint64_t refused = 0;   // by the engine
  std::uint64_t unmapped = 0;
};

// Where a row stands.
struct RowPlace {
  std::uint32_t row = 0;
  std::uint32_t line = 0;
};

// Use from one thread.
class ImportReport {
 public:
  // `faults`: absent: no file is wanted. `dry_run` is for the words alone.
  ImportReport(CommandContext& context, std::optional<AsideFile> faults, std::string faults_name, bool dry_run);

  ImportCounts counts;

  // `code`: of a refusal, the engine's.
  void add(RowPlace place, const ImportFault& fault, const std::string& code = {});
  void never_seen(std::vector<std::string> columns) { never_seen_ = std::move(columns); }
  // Prints the report, and keeps the file of faults. `interrupted`: the file is not kept, since it is not whole.
  // `next` is the first row of which nothing is known.
  [[nodiscard]] Result<void> end(bool interrupted, std::uint32_t next);

 private:
  struct Found {
    std::uint64_t count = 0;
    std::uint32_t first_row = 0;
    std::string first;  // in words
  };

  void print(bool interrupted, std::uint32_t next) const;
  void print_json(bool interrupted, std::uint32_t next) const;

  CommandContext& context_;
  std::optional<AsideFile> faults_;
  const std::string faults_name_;
  const bool dry_run_;
  std::map<std::pair<std::string, ImportEffect>, Found> found_;
  std::vector<std::string> never_seen_;
};

}  // namespace whistle::tools
