// Entries of a journal, read and parsed on another thread while the caller works on those before.
//
//   ReadAhead ahead(source, /*from=*/0, end);
//   while (const auto batch = ahead.next()) { for (const auto& read : batch->entries) ... }
//
// One consumer. The source outlives the object and belongs to it: what else is asked of the source is asked of
// `source()`, which waits until nothing is being read.
#pragma once

#include <google/protobuf/arena.h>

#include <cstdint>
#include <future>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/ids.h"
#include "tools/whistle/audit/journal_source.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::tools {

struct ReadEntry {
  engine::Sequence sequence;
  std::string_view bytes;
  const v1::Entry* entry = nullptr;  // nullptr: the bytes are no entry that this program can read
};

struct ReadBatch {
  google::protobuf::Arena arena;     // where bytes and entries lie
  std::vector<ReadEntry> entries;    // in the order of the journal
  std::optional<SourceFault> fault;  // why there are no more after these, where there ought to be
};

class ReadAhead {
 public:
  // The entries from `from` on, before `end`.
  ReadAhead(JournalSource& source, std::uint64_t from, std::uint64_t end);

  // nullptr: there are no more.
  [[nodiscard]] std::unique_ptr<ReadBatch> next();
  [[nodiscard]] JournalSource& source();

 private:
  void read_from(std::uint64_t from);

  JournalSource& source_;
  const std::uint64_t end_;
  std::future<std::unique_ptr<ReadBatch>> reading_;  // not valid: all has been read
};

}  // namespace whistle::tools
