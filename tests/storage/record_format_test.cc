#include "storage/record_format.h"

#include <doctest/doctest.h>

#include <limits>

#include "tests/storage/batches.h"

namespace whistle::storage {

using engine::Instant;
using engine::Sequence;
using engine::TicketId;

TEST_CASE("keys sort as their numbers do") {
  std::string before;
  for (const std::uint64_t number : {0UL, 1UL, 127UL, 128UL, 255UL, 256UL, 65'535UL, 65'536UL, 1UL << 32, ~0UL}) {
    const auto key = number_key(number);
    CHECK(key.size() == 8);
    CHECK(parse_number(key) == number);
    CHECK(key > before);
    before = key;
  }
  CHECK(closed_at_key(Instant{1}, TicketId{9}) < closed_at_key(Instant{2}, TicketId{0}));
  CHECK(closed_at_key(Instant{2}, TicketId{0}) < closed_at_key(Instant{2}, TicketId{1}));
  CHECK(vault_key(TicketId{1}, Sequence{255}) < vault_key(TicketId{1}, Sequence{256}));
}

TEST_CASE("bytes of another length are no number") {
  CHECK(parse_number("") == std::nullopt);
  CHECK(parse_number("1234567") == std::nullopt);
  CHECK(parse_number("123456789") == std::nullopt);
}

TEST_CASE("client and key do not run into each other") {
  CHECK(client_key("ab", "c") != client_key("a", "bc"));
  CHECK(client_key("", "a") != client_key("a", ""));
}

TEST_CASE("an entry is known by its format byte and its sequence number") {
  for (const std::uint64_t number :
       {0UL, 1UL, 127UL, 128UL, 300UL, 1UL << 40, std::numeric_limits<std::uint64_t>::max()}) {
    const auto bytes = entry_with(number);
    CHECK(is_entry(Sequence{number}, bytes));
    CHECK_FALSE(is_entry(Sequence{number + 1}, bytes));
    CHECK_FALSE(is_entry(Sequence{number}, '\2' + bytes.substr(1)));
    CHECK_FALSE(is_entry(Sequence{number}, ""));
  }
  CHECK_FALSE(is_entry(Sequence{1}, "\1"));
  CHECK_FALSE(is_entry(Sequence{1}, "\1\x08"));                            // cut off
  CHECK_FALSE(is_entry(Sequence{1}, "\1\x08" + std::string(20, '\x81')));  // no end
}

TEST_CASE("what is about vault and blobs alone does not touch the tables") {
  engine::Batch batch;
  CHECK_FALSE(touches_tables(batch));
  batch.vault.push_back({});
  batch.blobs.push_back({});
  CHECK_FALSE(touches_tables(batch));
  batch.meta.push_back({});
  CHECK(touches_tables(batch));
  CHECK(touches_tables(whistle_batch(0)));
}

}  // namespace whistle::storage
