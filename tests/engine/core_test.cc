#include "engine/core.h"

#include <doctest/doctest.h>

#include <string>

#include "engine/permission.h"
#include "tests/engine/started_core.h"

namespace whistle::engine {

namespace {

Decided<v1::Entry> say(Core& core, const v1::Command& command, Instant at, const std::string& key,
                       const std::string& member = "") {
  Input input{{}, key, 0, command, {}};
  input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  input.actor.set_member(member);
  return core.handle(input, at);
}

}  // namespace

TEST_CASE("journal time is strictly ascending, even when the clock steps back") {
  auto core = started_core();
  const auto first = say(core, whistle("A", "E1"), kMonday, "1");
  const auto second = say(core, whistle("A", "E1"), kMonday, "2");
  const auto third = say(core, whistle("A", "E1"), kMonday - hours(5), "3");
  REQUIRE(third);
  CHECK(first->time_us() == kMonday.us);
  CHECK(second->time_us() == kMonday.us + 1);
  CHECK(third->time_us() == kMonday.us + 2);
}

TEST_CASE("a clock never fires early: at its very instant it does nothing, a microsecond later it acts") {
  auto core = started_core();
  REQUIRE(say(core, whistle("A", "E1"), kMonday, "1"));
  const auto due = core.next_due();
  REQUIRE(due);
  CHECK(core.fire_due(*due, 10) == 0);
  CHECK(core.fire_due(*due + microseconds(1), 10) == 1);
  CHECK(*core.next_due() > *due);
}

TEST_CASE("before a command touches a ticket, that ticket's due clocks fire, and no other's") {
  auto core = started_core();
  const auto first = say(core, whistle("B", "E1"), kMonday, "1");
  const auto other = say(core, whistle("B", "E1"), kMonday, "2");
  REQUIRE(other);
  const auto late = kMonday + hours(26);
  const auto before = core.state().next_sequence.value;
  REQUIRE(say(core, acknowledge(first->ticket()), late, "3", "M1"));
  std::size_t fired = 0;
  for (const auto& stored : core.untaken_entries()) {
    const auto entry = parse_entry(stored.bytes).value();
    if (entry.sequence() < before || !entry.command().has_fire_clock()) continue;
    CHECK(entry.ticket() == first->ticket());
    ++fired;
  }
  CHECK(fired > 0);
  CHECK(core.next_due().value() < late);  // the other ticket's
}

TEST_CASE("at most N clocks fire per turn, so that a storm of due clocks never blocks commands") {
  auto core = started_core();
  for (int i = 0; i < 20; ++i)
    REQUIRE(say(core, whistle("A", "E1"), kMonday, std::to_string(i)));
  const auto later = kMonday + hours(24 * 30);
  CHECK(core.fire_due(later, 7) == 7);
  CHECK(core.fire_due(later, 7) == 7);
}

TEST_CASE("a ticket's id is the sequence number of its first entry, and its entries are chained") {
  auto core = started_core();
  const auto blown = say(core, whistle("B", "E1"), kMonday, "1");
  REQUIRE(blown);
  CHECK(blown->ticket() == blown->sequence());
  CHECK_FALSE(blown->has_previous());
  const auto taken = say(core, acknowledge(blown->ticket()), kMonday + minutes(1), "2", "M1");
  REQUIRE(taken);
  CHECK(taken->previous() == blown->sequence());
}

TEST_CASE("the day's counter begins again with the local date") {
  auto core = started_core();
  const auto counter = [](const Decided<v1::Entry>& entry) { return entry->events(0).whistle_blown().day_counter(); };
  CHECK(counter(say(core, whistle("A", "E1"), kMonday, "1")) == 1);
  CHECK(counter(say(core, whistle("A", "E1"), kMonday + hours(1), "2")) == 2);
  CHECK(counter(say(core, whistle("A", "E1"), kMonday + hours(24), "3")) == 1);
}

TEST_CASE("a refusal changes nothing") {
  auto core = started_core();
  const auto before = header_record(core.state()).SerializeAsString();
  CHECK_FALSE(say(core, whistle("no such", "E1"), kMonday, "1"));
  CHECK_FALSE(say(core, acknowledge(77), kMonday, "2", "M1"));
  CHECK(header_record(core.state()).SerializeAsString() == before);
}

TEST_CASE("considering a command says what handling it would, and changes nothing") {
  auto core = started_core();
  const auto command = whistle("A", "E1");
  Input input{{}, "1", 0, command, {}};
  input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  const auto considered = core.consider(input, kMonday);
  REQUIRE(considered);
  CHECK(core.state().open.empty());
  CHECK(core.handle(input, kMonday)->SerializeAsString() == considered->SerializeAsString());
}

TEST_CASE("a ticket keeps its last eight keys, older ones go to the table of keys, and closing sends the rest") {
  auto core = started_core();
  const auto blown = say(core, whistle("B", "E1"), kMonday, "first");
  REQUIRE(blown);
  CHECK(core.state().find_key("@plain", "first") == Sequence{blown->sequence()});
  (void)core.take_batch();
  REQUIRE(say(core, acknowledge(blown->ticket()), kMonday, "second", "M1"));
  v1::Command withdraw;
  withdraw.mutable_withdraw_whistle()->set_ticket(blown->ticket());
  REQUIRE(say(core, withdraw, kMonday, "third"));
  const auto batch = core.take_batch();
  REQUIRE(batch.closed_tickets.size() == 1);
  CHECK(batch.open_tickets.empty());
  CHECK(batch.keys.size() == 3);
  CHECK_FALSE(core.state().find_key("@plain", "first"));
}

TEST_CASE("stored bytes are one format byte and the entry, and nothing else is an entry") {
  auto core = started_core();
  const auto entry = say(core, whistle("A", "E1"), kMonday, "1");
  REQUIRE(entry);
  const auto bytes = entry_bytes(*entry);
  CHECK(bytes.front() == 1);
  CHECK(parse_entry(bytes)->SerializeAsString() == entry->SerializeAsString());
  CHECK_FALSE(parse_entry(""));
  CHECK_FALSE(parse_entry("\2" + bytes.substr(1)));
  CHECK_FALSE(parse_entry(bytes.substr(0, bytes.size() - 1)));
}

TEST_CASE("replaying the journal gives the same tables as deciding it did") {
  auto core = started_core();
  const auto blown = say(core, whistle("B", "E1"), kMonday, "1");
  REQUIRE(say(core, whistle("G", "E2"), kMonday, "2"));
  core.fire_due(kMonday + hours(2), 3);
  REQUIRE(say(core, acknowledge(blown->ticket()), kMonday + hours(2), "3", "M1"));
  Core again{State{}};
  again.install(kSampleHash, core.state().rulesets.at(kSampleHash));
  for (const auto& stored : core.untaken_entries())
    again.replay(parse_entry(stored.bytes).value());
  const auto decided = core.take_batch();
  const auto replayed = again.take_batch();
  REQUIRE(replayed.open_tickets.size() == decided.open_tickets.size());
  for (std::size_t i = 0; i < decided.open_tickets.size(); ++i)
    CHECK(replayed.open_tickets[i].row == decided.open_tickets[i].row);
  CHECK(replayed.meta.back().row == decided.meta.back().row);
  CHECK(replayed.entries.empty());
}

TEST_CASE("personal data never reaches the journal") {
  auto core = started_core();
  auto command = whistle("A", "E1");
  auto& personal = *command.mutable_blow_whistle()->mutable_personal();
  personal.set_text("secret-text");
  personal.set_address("secret-address");
  personal.mutable_reporter()->set_name("secret-name");
  personal.mutable_reporter()->set_phone("secret-phone");
  const auto sealed = split_personal(core.state().in_force(), command);
  REQUIRE(sealed);
  CHECK(sealed->text() == "secret-text");
  REQUIRE(say(core, command, kMonday, "1"));
  const auto batch = core.take_batch();
  for (const auto& entry : batch.entries)
    CHECK(entry.bytes.find("secret") == std::string::npos);
  for (const auto& ticket : batch.open_tickets)
    CHECK(ticket.row.find("secret") == std::string::npos);
}

}  // namespace whistle::engine
