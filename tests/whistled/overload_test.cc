// More than the engine can take: whistles are sent away early with a time to come back, acts go on, nothing that was
// accepted is lost, and a peer that does not read hurts nobody but itself.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include <zmq.hpp>

#include "adapters/zeromq/curve_key_file.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

using namespace std::chrono_literals;

// Whatever waits behind another whistle waits too long.
EngineInProcess::Options impatient() {
  EngineInProcess::Options options;
  options.admission = {.whistle_wait_max = 0ms, .urgent_wait_max = 60s};
  return options;
}

std::unique_ptr<adapters::CivilClock> running_clock() {
  return std::make_unique<adapters::FastClock>(kFounded, 1, adapters::running_time());
}

std::uint64_t send(TestClient& client, const std::string& key, const v1::Command& command) {
  v1::Request request;
  request.set_key(key);
  *request.mutable_command() = command;
  const auto sent = client.connection().send(request);
  REQUIRE(sent.has_value());
  return *sent;
}

v1::Reply receive(TestClient& client) {
  auto reply = client.connection().receive(kPatience);
  REQUIRE_MESSAGE(reply.has_value(), reply.error().what);
  return *std::move(reply);
}

std::string argument(const v1::Reply& reply, const std::string& name) {
  for (const auto& one : reply.refusal().arguments()) {
    if (one.name() == name) return one.value();
  }
  return {};
}

TEST_CASE("of more whistles than can be done in time some are sent away, and none that was accepted is lost") {
  EngineInProcess engine(impatient());
  engine.start(running_clock());
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  const auto ticket = intake->act("first", whistle()).accepted().ticket();
  constexpr int kWhistles = 3'000;
  std::set<std::string> open;
  std::map<std::uint64_t, std::string> keys;
  for (int i = 0; i < kWhistles; ++i) {
    const auto key = "w-" + std::to_string(i);
    keys[send(*intake, key, whistle())] = key;
  }
  const auto urgent = send(*intake, "urgent", whistle("C0504"));
  CHECK(told(handler->act("a", acknowledge(ticket))) == "accepted");
  std::set<std::string> accepted;
  std::set<std::string> sent_away;
  for (int i = 0; i < kWhistles + 1; ++i) {
    const auto reply = receive(*intake);
    if (reply.correlation() == urgent) {
      CHECK(told(reply) == "accepted");
      continue;
    }
    const auto& key = keys.at(reply.correlation());
    (reply.has_accepted() ? accepted : sent_away).insert(key);
    if (reply.has_accepted()) continue;
    CHECK(reply.refusal().code() == v1::REFUSAL_CODE_BUSY);
    CHECK(std::stoi(argument(reply, "retry_after_ms")) >= Admission::kRetryMin.count());
  }
  CHECK_FALSE(accepted.empty());
  REQUIRE_FALSE(sent_away.empty());
  CHECK(told(intake->act(*sent_away.begin(), whistle())) == "accepted");
  accepted.insert(*sent_away.begin());
  REQUIRE(engine.stop().has_value());
  std::set<std::string> journalled;
  for (const auto& entry : engine.journal()) {
    if (entry.command().has_blow_whistle()) journalled.insert(entry.key());
  }
  journalled.erase("first");
  journalled.erase("urgent");
  CHECK(journalled == accepted);
}

TEST_CASE("where time is what whistles say nobody is sent away") {
  EngineInProcess engine(impatient());
  engine.start();
  auto intake = engine.member("intake-app");
  constexpr int kWhistles = 1'000;
  for (int i = 0; i < kWhistles; ++i)
    (void)send(*intake, "w-" + std::to_string(i), whistle());
  for (int i = 0; i < kWhistles; ++i)
    CHECK(told(receive(*intake)) == "accepted");
}

TEST_CASE("an identity that asks too often is told when to come back; others are not held up") {
  EngineInProcess::Options options;
  options.rates.member = per_second(1, 5);
  EngineInProcess engine(options);
  engine.start();
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  v1::Request question;
  question.mutable_get_status();
  std::set<std::string> seen;
  for (int i = 0; i < 10; ++i) {
    const auto reply = handler->call(question);
    if (reply.has_get_status()) continue;
    CHECK(reply.refusal().code() == v1::REFUSAL_CODE_RATE_EXCEEDED);
    CHECK(argument(reply, "of") == "identity");
    CHECK(std::stoi(argument(reply, "retry_after_ms")) <= 1'000);
    seen.insert("refused");
  }
  CHECK(seen.contains("refused"));
  for (int i = 0; i < 20; ++i)
    CHECK(intake->call(question).has_get_status());
}

TEST_CASE("all who come from one address have one rate, known by the connection") {
  EngineInProcess::Options options;
  options.rates.address = per_second(1, 12);
  options.rates.loopback = true;
  EngineInProcess engine(options);
  engine.start();
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  v1::Request question;
  question.mutable_get_status();
  std::set<std::string> limited;
  for (int i = 0; i < 20; ++i) {
    const auto reply = (i % 2 == 0 ? intake : handler)->call(question);
    if (reply.has_refusal()) limited.insert(argument(reply, "of"));
  }
  CHECK(limited == std::set<std::string>{"address"});
}

TEST_CASE("a reporter with too many open tickets hears it; urgent matters and other reporters go on") {
  EngineInProcess::Options options;
  options.reporter_open_max = 2;
  EngineInProcess engine(options);
  engine.start();
  auto intake = engine.member("intake-app");
  CHECK(told(intake->act("1", whistle())) == "accepted");
  CHECK(told(intake->act("2", whistle())) == "accepted");
  CHECK(told(intake->act("3", whistle())) == "TOO_MANY_OPEN limit=2");
  CHECK(told(intake->act("2", whistle())) == "accepted");
  CHECK(told(intake->act("4", whistle("C0504"))) == "accepted");
  auto other = whistle();
  other.mutable_blow_whistle()->mutable_personal()->mutable_reporter()->set_phone("13900139000");
  CHECK(told(intake->act("5", other)) == "accepted");
}

TEST_CASE("who tries what it may not stands in the journal, a stranger too, each a bounded number of times") {
  EngineInProcess engine;
  engine.start();
  auto handler = engine.member(kHandler);
  auto stranger = engine.client(engine.make_keys());
  v1::Command revoke;
  revoke.mutable_revoke_identity()->set_curve_public_key(engine.admin_keys().public_key);
  for (int i = 0; i < 40; ++i)
    CHECK(told(handler->act("r-" + std::to_string(i), revoke)) == "NOT_PERMITTED needs=admin");
  v1::Request question;
  question.mutable_list_identities();
  CHECK(told(stranger->call(question)).starts_with("UNKNOWN_IDENTITY"));
  v1::Request status;
  status.mutable_get_status();
  auto auditor = engine.member("auditor-1");
  CHECK(auditor->call(status).has_get_status());
  REQUIRE(engine.stop().has_value());
  std::size_t of_handler = 0;
  std::size_t of_strangers = 0;
  for (const auto& entry : engine.journal()) {
    if (!entry.command().has_record_refusal()) continue;
    CHECK(entry.actor().member() == "@engine");
    CHECK_FALSE(entry.has_ticket());
    const auto& record = entry.command().record_refusal();
    if (record.sender().member() == kHandler) {
      ++of_handler;
      CHECK(record.request() == "revoke_identity");
    } else {
      ++of_strangers;
      CHECK(record.request() == "list_identities");
      CHECK(record.sender().credential().size() == 32);
    }
  }
  CHECK(of_handler == RefusalAudit::kRate.burst);
  CHECK(of_strangers == 1);
}

// A connection under an identity's key that asks and never reads, with room for little in its own queues.
class DeafPeer {
 public:
  DeafPeer(const EngineInProcess& engine, const adapters::zeromq::CurveKeys& keys, const Endpoints& endpoints)
      : socket_(context_, zmq::socket_type::dealer) {
    using adapters::zeromq::to_z85;
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvhwm, 10);
    socket_.set(zmq::sockopt::sndhwm, 100'000);
    socket_.set(zmq::sockopt::curve_serverkey, to_z85(engine.server_keys().public_key));
    socket_.set(zmq::sockopt::curve_publickey, to_z85(keys.public_key));
    socket_.set(zmq::sockopt::curve_secretkey, to_z85(keys.secret_key));
    socket_.connect(endpoints.commands);
  }

  void ask(const v1::Request& request) {
    (void)socket_.send(zmq::buffer(request.SerializeAsString()), zmq::send_flags::none);
  }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

TEST_CASE("a peer that does not read is dropped, others are served meanwhile, and it catches up from the journal") {
  EngineInProcess::Options options;
  options.rates.member = per_second(0, 1);
  EngineInProcess engine(options);
  engine.start();
  auto intake = engine.member("intake-app");
  const auto ticket = intake->act("w-1", whistle()).accepted().ticket();
  v1::Request names;
  names.mutable_get_district();
  const auto answer_bytes = engine.member("auditor-1")->call(names).ByteSizeLong();
  DeafPeer deaf(engine, engine.keys_of("auditor-1"), engine.service().endpoints());
  v1::Request status;
  status.mutable_get_status();
  int asked = 0;
  while (engine.service().replies_lost() == 0) {
    for (int i = 0; i < 500; ++i, ++asked)
      deaf.ask(names);
    REQUIRE(intake->call(status).has_get_status());
  }
  MESSAGE(asked << " questions of " << answer_bytes << " bytes an answer until the peer was dropped");
  CHECK(told(intake->act("w-2", whistle())) == "accepted");
  v1::Request fetch;
  fetch.mutable_fetch_entries()->set_from(ticket);
  const auto caught_up = engine.member("auditor-1")->call(fetch).fetch_entries();
  REQUIRE(caught_up.entries_size() == 3);  // its own registration among them
  CHECK(caught_up.entries(0).key() == "w-1");
  CHECK(caught_up.entries(2).key() == "w-2");
}

}  // namespace
}  // namespace whistle::tools::whistled
