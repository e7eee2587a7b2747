// How a follower goes through the journal: page by page, what was not for it left out, and on from where it stood.
#include "tools/clients/cpp/src/reading.h"

#include <doctest/doctest.h>

namespace whistle::client {
namespace {

v1::FetchEntriesReply page(std::initializer_list<std::uint64_t> sequences, std::uint64_t cursor, std::uint64_t next) {
  v1::FetchEntriesReply reply;
  for (const auto sequence : sequences)
    reply.add_entries()->set_sequence(sequence);
  reply.set_cursor(cursor);
  reply.set_next_sequence(next);
  return reply;
}

TEST_CASE("entries are given in order, and the cursor is the first that was not") {
  Reading reading(3);
  CHECK(reading.question().from() == 3);
  CHECK_FALSE(reading.take());
  reading.add(page({4, 7}, 10, 20));
  CHECK_FALSE(reading.at_end());
  CHECK(reading.cursor() == 4);
  CHECK(reading.take()->sequence() == 4);
  CHECK(reading.cursor() == 7);
  CHECK(reading.take()->sequence() == 7);
  CHECK(reading.cursor() == 10);
  CHECK(reading.question().from() == 10);
}

TEST_CASE("a page of what is not for us moves on, and the journal's end is known") {
  Reading reading(0);
  reading.add(page({}, 100, 150));
  CHECK_FALSE(reading.take());
  CHECK_FALSE(reading.at_end());
  reading.add(page({120}, 150, 150));
  CHECK(reading.at_end());
  CHECK(reading.reached() == 150);
  CHECK(reading.cursor() == 120);
}

}  // namespace
}  // namespace whistle::client
