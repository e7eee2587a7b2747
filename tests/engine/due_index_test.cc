#include <doctest/doctest.h>

#include <map>
#include <random>

#include "engine/due_index.h"

namespace whistle::engine {

TEST_CASE("the earliest instant comes first, of equals the lowest ticket") {
  DueIndex index;
  index.add(TicketId{9}, Instant{50});
  index.add(TicketId{3}, Instant{70});
  index.add(TicketId{5}, Instant{50});
  REQUIRE(index.earliest());
  CHECK(index.earliest()->ticket == TicketId{5});
  index.remove(TicketId{5}, Instant{50});
  index.add(TicketId{5}, Instant{90});
  CHECK(index.earliest()->ticket == TicketId{9});
  index.remove(TicketId{9}, Instant{50});
  CHECK(index.earliest()->ticket == TicketId{3});
}

TEST_CASE("an empty index has nothing due") {
  const DueIndex index;
  CHECK_FALSE(index.earliest());
  CHECK(index.size() == 0);
}

TEST_CASE("random moves agree with a search over all tickets") {
  const auto seed = std::random_device{}();
  CAPTURE(seed);
  std::mt19937 random(seed);
  DueIndex index;
  std::map<TicketId, Instant> plain;
  for (int step = 0; step < 20'000; ++step) {
    const TicketId ticket{random() % 2'000};
    if (const auto known = plain.find(ticket); known != plain.end()) {
      index.remove(ticket, known->second);
      plain.erase(known);
    }
    if (random() % 4 != 0) {
      const Instant at{static_cast<std::int64_t>(random() % 100)};
      plain[ticket] = at;
      index.add(ticket, at);
    }
    REQUIRE(index.size() == plain.size());
    REQUIRE(index.earliest().has_value() == !plain.empty());
    if (plain.empty()) continue;
    std::pair<TicketId, Instant> first = *plain.begin();
    for (const auto& [id, at] : plain) {
      if (at < first.second) first = {id, at};
    }
    REQUIRE(index.earliest()->at == first.second);
    REQUIRE(index.earliest()->ticket == first.first);
  }
}

}  // namespace whistle::engine
