#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <set>
#include <span>
#include <vector>

#include "storage/seeded_random.h"
#include "storage/system_random.h"

namespace whistle::storage {

namespace {

std::array<std::uint8_t, 32> draw(engine::RandomSource& random) {
  std::array<std::uint8_t, 32> bytes{};
  random.fill(bytes);
  return bytes;
}

}  // namespace

TEST_CASE("a seed gives the same bytes again; another seed, stream or call gives others") {
  SeededRandom one(1);
  const auto first = draw(one);
  const auto second = draw(one);
  CHECK(first != second);
  SeededRandom again(1);
  CHECK(draw(again) == first);
  CHECK(draw(again) == second);
  SeededRandom other_seed(2);
  CHECK(draw(other_seed) != first);
  SeededRandom other_stream(1, 1);
  CHECK(draw(other_stream) != first);
}

TEST_CASE("what a seed gives does not change between versions") {
  SeededRandom random(42);
  std::array<std::uint8_t, 8> bytes{};
  random.fill(bytes);
  CHECK(bytes == std::array<std::uint8_t, 8>{0x06, 0xec, 0xd5, 0x97, 0xf5, 0xe2, 0x62, 0xa6});
}

TEST_CASE("the system's randomness does not repeat itself") {
  SystemRandom random;
  std::set<std::array<std::uint8_t, 32>> seen;
  for (int i = 0; i < 1'000; ++i)  // many times what it asks the system for at once
    CHECK(seen.insert(draw(random)).second);
}

TEST_CASE("as much of the system's randomness as is asked for, however much that is") {
  SystemRandom random;
  for (const std::size_t size : {1, 4'095, 4'096, 4'097, 100'000}) {
    std::vector<std::uint8_t> bytes(size + 64);  // what lies behind the asked-for bytes stays zero
    random.fill(std::span(bytes).first(size));
    CHECK(std::ranges::count(std::span(bytes).last(64), 0) == 64);
    if (size > 1) CHECK(std::ranges::count(std::span(bytes).first(size), 0) < static_cast<std::ptrdiff_t>(size / 64));
  }
}

}  // namespace whistle::storage
