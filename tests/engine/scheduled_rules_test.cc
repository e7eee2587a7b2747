// Rules that wait for their instant, as the core keeps time with them.
#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "engine/core.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

const std::string kLaterHash(32, 'l');
constexpr Instant kFrom = kMonday + hours(48);

Decided<v1::Entry> say(Core& core, const v1::Command& command, Instant at,
                       v1::Authentication who = v1::AUTHENTICATION_PLAIN) {
  Input input{{}, {}, 0, command, {}};
  input.actor.set_authentication(who);
  return core.handle(input, at);
}

// The drains' limit is a day there, and no longer half of one.
Core scheduled_core() {
  auto core = started_core();
  auto parts = sample_district();
  parts.manifest.set_in_force_from_us(kFrom.us);
  parts.catalogue.mutable_categories(0)->mutable_resolve()->set_count(8);
  core.install(kLaterHash, load(parts).value());
  v1::Command publish;
  publish.mutable_publish_ruleset()->set_ruleset_sha256(kLaterHash);
  REQUIRE(say(core, publish, kMonday, v1::AUTHENTICATION_OPERATOR));
  REQUIRE(core.state().scheduled);
  return core;
}

std::vector<v1::Entry> untaken(const Core& core, std::uint64_t from) {
  std::vector<v1::Entry> entries;
  for (const auto& stored : core.untaken_entries()) {
    auto entry = parse_entry(stored.bytes).value();
    if (entry.sequence() >= from) entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

TEST_CASE("scheduled rules come into force at their very instant, and not a microsecond before") {
  auto core = scheduled_core();
  CHECK(core.next_due() == kFrom - microseconds(1));
  CHECK(core.fire_due(kFrom - microseconds(1), 10) == 0);
  CHECK(core.state().publications.size() == 1);
  CHECK(core.fire_due(kFrom, 10) == 1);
  CHECK(core.state().last_time == kFrom);
  CHECK(core.state().publications.back().sha256 == kLaterHash);
  CHECK_FALSE(core.state().scheduled);
  CHECK(core.fire_due(kFrom + hours(1), 10) == 0);
}

TEST_CASE("a command at a later time is decided by the new rules, even where nothing fired in between") {
  auto core = scheduled_core();
  const auto entry = say(core, whistle("A", "E1"), kFrom + hours(1));
  REQUIRE(entry);
  CHECK(core.state().find_open(TicketId{entry->ticket()})->ruleset == core.state().publications.back().sequence);
  CHECK(entry->ruleset() == entry->sequence() - 1);
}

TEST_CASE("an engine that slept over the instant lets fire first what was due before, as entries before it") {
  auto core = scheduled_core();
  const auto ticket = say(core, whistle("A", "E1"), kMonday)->ticket();
  State again;
  restore_header(again, header_record(core.state()));
  REQUIRE(again.scheduled);
  CHECK(again.scheduled->sha256 == kLaterHash);
  CHECK(again.scheduled->from == kFrom);

  const auto from = core.state().next_sequence.value;
  REQUIRE(say(core, urge(ticket), kFrom + hours(168)));
  const auto entries = untaken(core, from);
  std::size_t published = 0;
  while (published < entries.size() && !entries[published].command().has_put_ruleset_in_force())
    ++published;
  REQUIRE(published + 1 < entries.size());
  CHECK(published > 0);
  for (std::size_t i = 0; i < published; ++i)
    CHECK(entries[i].command().has_fire_clock());
  CHECK(entries.back().command().has_urge_ticket());
}

TEST_CASE("among clocks that are due, scheduled rules come in due order") {
  auto core = scheduled_core();
  REQUIRE(say(core, whistle("A", "E1"), kMonday));
  REQUIRE(say(core, whistle("A", "E1"), kFrom - hours(1)));
  const auto from = core.state().next_sequence.value;
  while (core.fire_due(kFrom + hours(24), 1) == 1) {
  }
  bool in_force = false;
  std::size_t before = 0;
  std::size_t after = 0;
  for (const auto& entry : untaken(core, from)) {
    in_force = in_force || entry.command().has_put_ruleset_in_force();
    (in_force ? after : before) += entry.command().has_fire_clock() ? 1 : 0;
  }
  CHECK(in_force);
  CHECK(before > 0);
  CHECK(after > 0);
}

TEST_CASE("the first rules of a journal wait for no day, because nobody could act without them") {
  auto parts = sample_district();
  parts.manifest.set_in_force_from_us(kFrom.us);
  auto core = started_core(parts);
  CHECK(core.state().in_force() != nullptr);
  CHECK_FALSE(core.state().scheduled);
}

}  // namespace whistle::engine
