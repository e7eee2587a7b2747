// The bytes of an entry, as they come from a store, an exported file or a receipt.
#include "engine/assert.h"
#include "engine/core.h"
#include "storage/record_format.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

void read(std::string_view input) {
  const auto number = storage::entry_number(input);
  if (number) WHISTLE_ASSERT(storage::is_entry(*number, input));
  const auto entry = engine::parse_entry(input);
  if (!entry) return;
  // What is an entry at all begins like one.
  WHISTLE_ASSERT(!input.empty() && (number || input.size() > 1));
  const auto bytes = engine::entry_bytes(*entry);
  WHISTLE_ASSERT(storage::is_entry(engine::Sequence{entry->sequence()}, bytes));
  v1::Entry again;
  WHISTLE_ASSERT(engine::parse_entry(bytes, again));
  WHISTLE_ASSERT(engine::entry_bytes(again) == bytes);
  const auto asked = engine::input_of(*entry);
  WHISTLE_ASSERT(asked.from_journal && &asked.command == &entry->command());
}

}  // namespace whistle::fuzz
