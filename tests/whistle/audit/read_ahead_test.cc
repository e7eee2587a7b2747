#include "tools/whistle/audit/read_ahead.h"

#include <doctest/doctest.h>

#include <string>
#include <utility>
#include <vector>

#include "engine/core.h"

namespace whistle::tools {
namespace {

// A journal of numbers, which cannot be read from one of them on.
class Numbers final : public JournalSource {
 public:
  explicit Numbers(std::uint64_t entries) : entries_(entries) {}

  std::optional<std::uint64_t> damaged_at;
  std::optional<std::uint64_t> nonsense_at;

  Read<std::uint64_t> next_sequence() override { return entries_; }
  Read<void> scan_entries(std::uint64_t from, const engine::EntryVisitor& visit) override {
    v1::Entry entry;
    for (auto number = from; number < entries_; ++number) {
      if (number == damaged_at) return tl::unexpected(SourceFault{true, "number " + std::to_string(number)});
      entry.set_sequence(number);
      const auto bytes = number == nonsense_at ? std::string("?") : engine::entry_bytes(entry);
      ++scanned_;
      if (!visit(engine::Sequence{number}, bytes)) return {};
    }
    return {};
  }
  Read<std::optional<std::string>> entry(std::uint64_t) override { return std::nullopt; }
  // What a scan writes is read here: only one of them at a time is right.
  Read<std::optional<std::string>> blob(std::string_view) override { return std::to_string(scanned_); }
  Read<std::optional<std::string>> tile(std::uint8_t, std::uint64_t) override { return std::nullopt; }
  Read<void> scan_checkpoints(std::uint64_t, const engine::CheckpointVisitor&) override { return {}; }
  Read<std::optional<engine::CheckpointRow>> last_checkpoint() override { return std::nullopt; }

 private:
  const std::uint64_t entries_;
  std::uint64_t scanned_ = 0;
};

// Each number from `from` on comes once, in order, and is what its bytes say; returns the number after the last.
std::uint64_t read_on(ReadAhead& ahead, std::uint64_t from) {
  while (const auto batch = ahead.next()) {
    for (const auto& read : batch->entries) {
      REQUIRE(read.sequence.value == from);
      REQUIRE(read.entry != nullptr);
      REQUIRE(read.entry->sequence() == from);
      REQUIRE(engine::entry_bytes(*read.entry) == read.bytes);
      ++from;
    }
    REQUIRE_FALSE(batch->fault);
  }
  return from;
}

TEST_CASE("every entry comes once and in order, from anywhere, and none after the end") {
  for (const auto& [from, end] : std::vector<std::pair<std::uint64_t, std::uint64_t>>{
           {0, 5'000}, {0, 1'000}, {0, 1'001}, {4'999, 5'000}, {7, 2'345}, {3, 3}}) {
    CAPTURE(from);
    CAPTURE(end);
    Numbers numbers(5'000);
    ReadAhead ahead(numbers, from, end);
    CHECK(read_on(ahead, from) == end);
  }
}

TEST_CASE("a journal that is shorter than what is asked for ends where it ends") {
  Numbers numbers(2'000);
  ReadAhead ahead(numbers, 0, 9'000);
  CHECK(read_on(ahead, 0) == 2'000);
}

TEST_CASE("what comes before damage is read, then it says so, and there is no more") {
  Numbers numbers(5'000);
  numbers.damaged_at = 1'500;
  ReadAhead ahead(numbers, 0, 5'000);
  REQUIRE(ahead.next()->entries.size() == 1'000);
  const auto last = ahead.next();
  CHECK(last->entries.size() == 500);
  REQUIRE(last->fault);
  CHECK(last->fault->damaged);
  CHECK(ahead.next() == nullptr);
}

TEST_CASE("bytes that are no entry come as they are") {
  Numbers numbers(10);
  numbers.nonsense_at = 4;
  ReadAhead ahead(numbers, 0, 10);
  const auto batch = ahead.next();
  CHECK(batch->entries[3].entry != nullptr);
  CHECK(batch->entries[4].entry == nullptr);
  CHECK(batch->entries[4].bytes == "?");
}

TEST_CASE("who stops in the middle leaves nothing that reads on, and who asks the source waits for what is read") {
  Numbers numbers(50'000);
  {
    ReadAhead ahead(numbers, 0, 50'000);
    (void)ahead.next();
    CHECK(ahead.source().blob({}).value() == "2000");
    (void)ahead.next();
  }
  CHECK(numbers.blob({}).value() == "3000");
}

}  // namespace
}  // namespace whistle::tools
