// Bad input over the real wire: a distinct refusal each, and the engine goes on.
#include <zmq.hpp>

#include <doctest/doctest.h>

#include "adapters/zeromq/request_codec.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

// A bare DEALER socket of a registered member: sends bytes that no honest client would.
class RawClient {
 public:
  RawClient(const std::string& endpoint) : socket_(context_, zmq::socket_type::dealer) {
    socket_.set(zmq::sockopt::linger, 0);
    socket_.set(zmq::sockopt::rcvtimeo, 60'000);
    socket_.connect(endpoint);
  }

  std::string answer(const std::string& frame) {
    (void)socket_.send(zmq::buffer(frame), zmq::send_flags::none);
    zmq::message_t reply_frame;
    REQUIRE(socket_.recv(reply_frame, zmq::recv_flags::none).has_value());
    v1::Reply reply;
    REQUIRE(reply.ParseFromArray(reply_frame.data(), static_cast<int>(reply_frame.size())));
    return told(reply);
  }
  void send_part(const std::string& frame) { (void)socket_.send(zmq::buffer(frame), zmq::send_flags::sndmore); }

 private:
  zmq::context_t context_;
  zmq::socket_t socket_;
};

std::string frame_of(const v1::Command& command, const std::string& key = "k") {
  v1::Request request;
  request.set_key(key);
  request.set_claimed_member("intake-app");
  *request.mutable_command() = command;
  return request.SerializePartialAsString();
}

TEST_CASE("each kind of bad input is refused by its own word, and good input is accepted after it") {
  EngineInProcess::Options options;
  options.curve = false;
  EngineInProcess engine(std::move(options));
  engine.start();
  RawClient client(engine.service().endpoints().commands);
  const auto good = frame_of(whistle());
  const auto spoilt = [](const std::function<void(v1::BlowWhistle&)>& spoil) {
    auto command = whistle();
    spoil(*command.mutable_blow_whistle());
    return frame_of(command, "other");
  };
  struct Case {
    std::string expected;
    std::string frame;
  };
  const std::vector<Case> cases = {
      {"MALFORMED what=not a Request", "nonsense"},
      {"MALFORMED what=not a Request", good.substr(0, good.size() - 3)},
      {"MISSING field=body", ""},
      {"TOO_LARGE field=request limit=65536", spoilt([](auto& blow) {
         blow.mutable_personal()->set_text(std::string(adapters::zeromq::kRequestBytesMax, 'x'));
       })},
      {"UNKNOWN_CATEGORY category=NO-SUCH", spoilt([](auto& blow) { blow.set_category("NO-SUCH"); })},
      {"UNKNOWN_URGENCY urgency=panic", spoilt([](auto& blow) { blow.set_urgency("panic"); })},
      {"POINT_IMPOSSIBLE lat_e7=910000000 lon_e7=0",
       spoilt([](auto& blow) { blow.mutable_location()->mutable_point()->set_lat_e7(910'000'000); })},
      {"TIME_IMPOSSIBLE field=occurred_at time=-1", spoilt([](auto& blow) { blow.set_occurred_at_us(-1); })},
      {"INVALID_TEXT field=personal.text why=control character",
       spoilt([](auto& blow) { blow.mutable_personal()->set_text("\x1b[31mred"); })},
      {"INVALID_TEXT field=personal.text why=not UTF-8",
       spoilt([](auto& blow) { blow.mutable_personal()->set_text("\xff\xfe"); })},
      {"INVALID field=commitments why=journal only",
       spoilt([](auto& blow) { blow.mutable_commitments()->set_text("x"); })},
      {"INVALID field=personal.point why=journal only",
       spoilt([](auto& blow) { blow.mutable_personal()->mutable_point()->set_lat_e7(1); })},
      {"NOT_PERMITTED needs=grid_member", spoilt([](auto& blow) { blow.set_source(v1::SOURCE_GRID_MEMBER); })},
      {"UNKNOWN_TICKET ticket=999999", frame_of(acknowledge(999'999))},
  };
  for (const auto& [expected, frame] : cases) {
    CAPTURE(expected);
    CHECK(client.answer(frame) == expected);
  }
  client.send_part("first");
  CHECK(client.answer("second") == "MALFORMED what=a request is one frame");
  v1::Request stranger;
  stranger.set_claimed_member("nobody");
  stranger.mutable_get_status();
  CHECK(client.answer(stranger.SerializeAsString()) == "UNKNOWN_IDENTITY member=nobody");
  stranger.set_claimed_member("@operator");
  CHECK(client.answer(stranger.SerializeAsString()) == "UNKNOWN_IDENTITY member=@operator");
  CHECK(client.answer(good) == "accepted");
  CHECK(client.answer(good) == "accepted");
  REQUIRE(engine.stop().has_value());
  CHECK(engine.journal().size() == 5);  // three of the founding, the start, one whistle
}

TEST_CASE("an act that is said to lie ahead is an impossible time") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  v1::Request request;
  request.set_key("k");
  *request.mutable_command() = whistle();
  request.set_acted_at_us((kFounded + engine::hours(1)).us);
  CHECK(told(intake->call(request)).starts_with("TIME_IMPOSSIBLE field=acted_at"));
  request.set_acted_at_us((kFounded - engine::hours(1)).us);
  CHECK(told(intake->call(request)) == "accepted");
}

TEST_CASE("a member's claim is not heard where keys say who speaks") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  v1::Request request;
  request.set_claimed_member("admin-1");
  request.mutable_get_status();
  CHECK(told(intake->call(request)) == "INVALID field=claimed_member why=plain mode alone");
}

TEST_CASE("an unknown key is told so, and a revoked one from the moment of its revocation on an open connection") {
  EngineInProcess engine;
  engine.start();
  const auto keys = engine.make_keys();
  auto client = engine.client(keys);
  CHECK(told(client->act("w-1", whistle())).starts_with("UNKNOWN_IDENTITY"));
  auto admin = engine.client(engine.admin_keys());
  v1::Command bind;
  bind.mutable_register_identity()->set_member("intake-app");
  bind.mutable_register_identity()->set_curve_public_key(keys.public_key);
  CHECK(told(admin->act("bind", bind)) == "accepted");
  CHECK(told(client->act("w-1", whistle())) == "accepted");
  CHECK(told(admin->act("bind again", bind)) == "KEY_BOUND member=intake-app");
  v1::Command revoke;
  revoke.mutable_revoke_identity()->set_curve_public_key(keys.public_key);
  CHECK(told(client->act("revoke", revoke)) == "NOT_PERMITTED needs=admin");
  CHECK(told(admin->act("revoke", revoke)) == "accepted");
  CHECK(told(client->act("w-2", whistle())).starts_with("UNKNOWN_IDENTITY"));
  CHECK(told(client->act("w-1", whistle())).starts_with("UNKNOWN_IDENTITY"));
}

TEST_CASE("much at once from somebody who may not publish is not even read") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  v1::Request request;
  request.set_key("k");
  auto& file = *request.mutable_command()->mutable_publish_ruleset()->add_files();
  file.set_path("areas.csv");
  file.set_content(std::string(300'000, 'x'));
  const auto unread = [&](TestClient& client) {
    REQUIRE(client.connection().send(request).has_value());
    const auto reply = client.connection().receive(std::chrono::seconds{60});
    REQUIRE(reply.has_value());
    return told(*reply);
  };
  CHECK(unread(*intake) == "TOO_LARGE field=request limit=263168");  // as large as a piece of a file, which it may send
  file.set_content(std::string(100'000, 'x'));
  CHECK(unread(*engine.client(engine.make_keys())) == "TOO_LARGE field=request limit=65536");  // whom nobody knows
  file.set_content("small");
  CHECK(told(intake->call(request)) == "NOT_PERMITTED needs=admin or supervisor");
}

}  // namespace
}  // namespace whistle::tools::whistled
