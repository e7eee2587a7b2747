// How many open tickets one telephone number may have, without keeping the number.
#include "tools/whistled/reporter_limit.h"

#include <doctest/doctest.h>

#include "storage/seeded_random.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

using engine::TicketId;

v1::BlowWhistle from(const std::string& phone) {
  auto command = whistle();
  command.mutable_blow_whistle()->mutable_personal()->mutable_reporter()->set_phone(phone);
  return command.blow_whistle();
}

void open(engine::State& state, std::uint64_t id) {
  engine::Ticket ticket;
  ticket.id = TicketId{id};
  state.open.put(ticket);
}

TEST_CASE("the same number is the same reporter however it is written, and nobody else is") {
  storage::SeededRandom random(1);
  const ReporterLimit limit(5, random);
  const auto name = limit.name_of(from("13800138012"));
  REQUIRE(name.has_value());
  CHECK(limit.name_of(from("+86 138-0013-8012")) == name);
  CHECK(limit.name_of(from("13800138013")) != name);
}

TEST_CASE("what is remembered says nothing without the process's own key") {
  storage::SeededRandom one(1);
  storage::SeededRandom other(2);
  const ReporterLimit limit(5, one);
  CHECK(limit.name_of(from("13800138012")) != ReporterLimit(5, other).name_of(from("13800138012")));
  CHECK(limit.name_of(from("13800138012"))->find("138") == std::string::npos);
}

TEST_CASE("nobody is counted without a number, or without a limit") {
  storage::SeededRandom random(1);
  CHECK_FALSE(ReporterLimit(5, random).name_of(from("")).has_value());
  CHECK_FALSE(ReporterLimit(5, random).name_of(from("8012")).has_value());
  CHECK_FALSE(ReporterLimit(0, random).name_of(from("13800138012")).has_value());
}

TEST_CASE("a reporter is full with as many open tickets as it may have, until one of them closes") {
  storage::SeededRandom random(1);
  ReporterLimit limit(2, random);
  engine::State state;
  const std::string name = limit.name_of(from("13800138012")).value();
  for (const std::uint64_t id : {10, 11}) {
    CHECK_FALSE(limit.is_full(name, state));
    open(state, id);
    limit.opened(name, TicketId{id}, state);
  }
  CHECK(limit.is_full(name, state));
  CHECK_FALSE(limit.is_full("somebody else", state));
  state.open.erase(TicketId{10});
  CHECK_FALSE(limit.is_full(name, state));
}

TEST_CASE("reporters without open tickets are forgotten") {
  storage::SeededRandom random(1);
  ReporterLimit limit(2, random);
  engine::State state;
  for (std::uint64_t id = 1; id <= 5'000; ++id)
    limit.opened("reporter " + std::to_string(id), TicketId{id}, state);
  CHECK(limit.reporters() < 2'500);
}

}  // namespace
}  // namespace whistle::tools::whistled
