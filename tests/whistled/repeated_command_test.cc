// The same key twice: the same content gets the first answer, another content is refused, whatever has happened in
// between.
#include <doctest/doctest.h>

#include "tests/whistled/engine_in_process.h"
#include "tests/whistled/gated_store.h"
#include "tools/whistled/acceptance.h"

namespace whistle::tools::whistled {
namespace {

std::size_t whistles_of(EngineInProcess& engine) {
  std::size_t count = 0;
  for (const auto& entry : engine.journal())
    count += entry.command().has_blow_whistle() ? 1 : 0;
  return count;
}

TEST_CASE("a repeated whistle gets the first answer: at once, after other acts, after closing, after a new start") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  const auto first = intake->act("w-1", whistle());
  REQUIRE(first.has_accepted());
  const auto ticket = first.accepted().ticket();
  const auto same = [&](TestClient& client) {
    return client.act("w-1", whistle()).accepted().SerializeAsString() == first.accepted().SerializeAsString();
  };
  CHECK(same(*intake));
  CHECK(told(handler->act("a", acknowledge(ticket))) == "accepted");
  CHECK(same(*intake));
  CHECK(told(handler->act("r", resolve(ticket, "done"))) == "accepted");
  CHECK(told(intake->act("c", confirm(ticket))) == "accepted");
  CHECK(same(*intake));
  CHECK(told(handler->act("r", resolve(ticket, "done"))) == "accepted");
  REQUIRE(engine.stop().has_value());
  engine.start();
  CHECK(same(*engine.member("intake-app")));
  REQUIRE(engine.stop().has_value());
  CHECK(whistles_of(engine) == 1);
}

TEST_CASE("a key that was used for something else is refused, whichever part differs") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  const auto first = intake->act("w-1", whistle());
  const std::string refused = "KEY_REUSED sequence=" + std::to_string(first.accepted().sequence());
  auto other = whistle("E0110");
  CHECK(told(intake->act("w-1", other)) == refused);
  other = whistle();
  other.mutable_blow_whistle()->mutable_personal()->set_text("另一件事");
  CHECK(told(intake->act("w-1", other)) == refused);
  other = whistle();
  other.mutable_blow_whistle()->mutable_personal()->mutable_reporter()->set_phone("1");
  CHECK(told(intake->act("w-1", other)) == refused);
  other = whistle();
  other.mutable_blow_whistle()->clear_personal();
  CHECK(told(intake->act("w-1", other)) == refused);
  CHECK(told(intake->act("w-1", acknowledge(first.accepted().ticket()))) == refused);
  v1::Request acted;
  acted.set_key("w-1");
  acted.set_acted_at_us(kFounded.us);
  *acted.mutable_command() = whistle();
  CHECK(told(intake->call(acted)) == refused);
}

TEST_CASE("keys are the client's own: another member may use the same") {
  EngineInProcess engine;
  engine.start();
  const auto first = engine.member("intake-app")->act("w-1", whistle());
  const auto second = engine.member("intake-hotline")->act("w-1", whistle());
  REQUIRE(second.has_accepted());
  CHECK(first.accepted().ticket() != second.accepted().ticket());
}

TEST_CASE("refusals are not remembered: the same key may be tried again") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  auto unknown = whistle("NO-SUCH");
  CHECK(told(intake->act("w-1", unknown)) == "UNKNOWN_CATEGORY category=NO-SUCH");
  CHECK(told(intake->act("w-1", whistle())) == "accepted");
}

TEST_CASE("a whistle that says nothing personal can be repeated too") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  auto bare = whistle();
  bare.mutable_blow_whistle()->clear_personal();
  const auto first = intake->act("w-1", bare);
  REQUIRE(first.has_accepted());
  CHECK(intake->act("w-1", bare).accepted().sequence() == first.accepted().sequence());
  CHECK(told(intake->act("w-1", whistle())).starts_with("KEY_REUSED"));
}

// A disk on which the vault has rotted.
class RottenVault final : public GatedStore {
 public:
  engine::Stored<std::optional<std::string>> vault_row(engine::TicketId, engine::Sequence) const override {
    return "rot";
  }
};

TEST_CASE("a vault that cannot be read costs what is sealed in it, not the engine") {
  EngineInProcess::Options options;
  options.open_store = [](const std::filesystem::path&) { return std::make_unique<RottenVault>(); };
  EngineInProcess engine(std::move(options));
  engine.start();
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  const auto first = intake->act("w-1", whistle());
  const auto ticket = first.accepted().ticket();
  CHECK(intake->act("w-1", whistle()).accepted().sequence() == ticket);
  auto fewer = whistle();
  fewer.mutable_blow_whistle()->mutable_personal()->clear_address();
  CHECK(told(intake->act("w-1", fewer)).starts_with("KEY_REUSED"));
  CHECK(told(handler->act("a", acknowledge(ticket))) == "accepted");
  CHECK(told(handler->act("r", resolve(ticket, "done"))).starts_with("INVALID field=personal"));
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(ticket);
  CHECK(handler->call(request).get_ticket().ticket().text().empty());
}

TEST_CASE("a whistle that is repeated before the first is durable makes one ticket and two equal answers") {
  GatedStore* gate = nullptr;
  EngineInProcess::Options options;
  options.open_store = [&gate](const std::filesystem::path&) {
    auto store = std::make_unique<GatedStore>();
    gate = store.get();
    return store;
  };
  EngineInProcess engine(std::move(options));
  engine.start();
  auto intake = engine.member("intake-app");
  gate->close();
  v1::Request blow;
  blow.set_key("w-1");
  *blow.mutable_command() = whistle();
  REQUIRE(intake->connection().send(blow).has_value());
  REQUIRE(intake->connection().send(blow).has_value());
  gate->wait_for_commit();
  REQUIRE(intake->connection().send(blow).has_value());
  gate->open();
  std::set<std::string> answers;
  for (int i = 0; i < 3; ++i) {
    const auto reply = intake->connection().receive(kPatience);
    REQUIRE(reply.has_value());
    REQUIRE(reply->has_accepted());
    answers.insert(reply->accepted().SerializeAsString());
  }
  CHECK(answers.size() == 1);
}

TEST_CASE("the keys of a ticket that closes in the batch at hand are still known") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  const auto ticket = intake->act("w-1", whistle()).accepted().ticket();
  const auto acknowledged = handler->act("a", acknowledge(ticket));
  REQUIRE(engine.stop().has_value());

  // The parts of the daemon without its loop, so that what gathers stays uncommitted.
  auto recovered = recover(engine.store());
  REQUIRE(recovered.has_value());
  auto& core = *recovered->core;
  support::TempDir dir;
  storage::SeededRandom random(9);
  const auto vault = storage::Vault::create(dir.path() / "master.key", random);
  REQUIRE(vault.has_value());
  adapters::FollowClock clock(core.state().last_time);
  Uncommitted uncommitted(core);
  Acceptance acceptance({core, engine.store(), *vault, random, clock, uncommitted, [] { return Result<void>{}; }});
  v1::Actor blower;
  blower.set_authentication(v1::AUTHENTICATION_PLAIN);
  blower.set_member("intake-app");
  v1::Request out;
  out.set_key("out");
  *out.mutable_command() = withdraw(ticket);
  const auto closed = acceptance.accept(out, blower);
  REQUIRE(closed.has_value());
  REQUIRE_MESSAGE(closed->has_accepted(), told(*closed));
  REQUIRE(uncommitted.dirty());

  v1::Actor firm;
  firm.set_authentication(v1::AUTHENTICATION_PLAIN);
  firm.set_member(kHandler);
  v1::Request again;
  again.set_key("a");
  *again.mutable_command() = acknowledge(ticket);
  for (const bool departed : {false, true}) {
    CAPTURE(departed);
    if (departed) (void)uncommitted.depart();
    const auto repeated = acceptance.accept(again, firm);
    REQUIRE(repeated.has_value());
    CHECK(repeated->accepted().SerializeAsString() == acknowledged.accepted().SerializeAsString());
    auto late = again;
    late.set_key("late");
    const auto refused = acceptance.accept(late, firm);
    REQUIRE(refused.has_value());
    CHECK(told(*refused) == "WRONG_STATE ticket=" + std::to_string(ticket) + " state=TICKET_STATE_CLOSED");
  }
}

}  // namespace
}  // namespace whistle::tools::whistled
