// The list of erasures, which an operator copies from one machine to another.
#include "storage/erasure_list.h"

#include <vector>

#include "engine/assert.h"
#include "tests/fuzz/memory_file.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

using storage::ErasureList;

namespace {

std::vector<storage::Erasure> all(const ErasureList& list) {
  std::vector<storage::Erasure> found;
  const auto read = list.each([&](const storage::Erasure& erasure) { found.push_back(erasure); });
  WHISTLE_ASSERT(read.has_value());
  return found;
}

}  // namespace

void read(std::string_view input) {
  const MemoryFile file(input);
  auto list = ErasureList::open(file.path());
  if (!list) {
    WHISTLE_ASSERT(list.error().fault == engine::StoreFault::Damaged && !list.error().what.empty());
    WHISTLE_ASSERT(file.bytes() == input);
    return;
  }
  // Whole lines stay as they are; what was cut off behind them goes.
  const auto whole = input.substr(0, input.rfind('\n') == std::string_view::npos ? 0 : input.rfind('\n') + 1);
  WHISTLE_ASSERT(file.bytes() == whole);
  auto expected = all(*list);
  const storage::Erasure added{"journal", engine::TicketId{7}, std::string(32, 'h')};
  WHISTLE_ASSERT(list->add(added).has_value());
  expected.push_back(added);
  const auto again = ErasureList::open(file.path());
  WHISTLE_ASSERT(again && all(*again) == expected && all(*list) == expected);
}

}  // namespace whistle::fuzz
