// The client against an engine that says what the test wants.
#include "whistle/client/client.h"

#include <doctest/doctest.h>

#include <future>
#include <set>
#include <thread>

#include "tests/clients/cpp/played_engine.h"
#include "whistle/client/acts.h"

namespace whistle::client {
namespace {

using namespace std::chrono_literals;

Client client_of(const std::string& endpoint) {
  auto client = Client::open({.endpoint = endpoint, .claimed_member = "intake-app", .timeout = 60s});
  REQUIRE(client);
  return *std::move(client);
}

v1::Request status_request() {
  return request_of(v1::GetStatus(), {});
}

using Answer = std::future<Result<v1::Reply>>;

Answer started(Client& client, v1::Request request, std::optional<std::chrono::milliseconds> timeout = {},
               std::uint64_t* number = nullptr) {
  const auto told = std::make_shared<std::promise<Result<v1::Reply>>>();
  const auto id =
      client.start(std::move(request), timeout, [told](auto result) { told->set_value(std::move(result)); });
  if (number != nullptr) *number = id;
  return told->get_future();
}

template <typename Fault>
Fault fault_of(Answer answer) {
  const auto result = answer.get();
  REQUIRE_FALSE(result);
  REQUIRE(std::holds_alternative<Fault>(result.error()));
  return std::get<Fault>(result.error());
}

TEST_CASE("many are under way at once, and each hears its own answer in whatever order they come") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  std::vector<Answer> answers;
  for (int i = 0; i < 50; ++i)
    answers.push_back(started(client, request_of(acknowledge(static_cast<std::uint64_t>(i)), {})));
  std::vector<Heard> heard;
  std::set<std::string> keys;
  for (int i = 0; i < 50; ++i) {
    heard.push_back(engine.hear());
    CHECK(heard.back().request.claimed_member() == "intake-app");
    keys.insert(heard.back().request.key());
  }
  CHECK(keys.size() == 50);
  for (auto one = heard.rbegin(); one != heard.rend(); ++one) {
    v1::Reply reply;
    reply.mutable_accepted()->set_sequence(one->request.command().acknowledge_ticket().ticket() + 1'000);
    engine.answer(*one, reply);
  }
  for (std::uint64_t i = 0; i < 50; ++i)
    CHECK(take_accepted(answers[i].get())->sequence() == i + 1'000);
}

TEST_CASE("a connection that is lost between command and answer: the command is sent again under its key") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  v1::Request request;
  *request.mutable_command() = acknowledge(17);
  auto answer = started(client, request);
  const auto first = engine.hear();
  CHECK(first.request.key().size() == 32);
  const auto lost_at = std::chrono::steady_clock::now();
  engine.restart();
  const auto second = engine.hear();
  CHECK(std::chrono::steady_clock::now() - lost_at < 5s);  // for the loss, and not because the first try was over
  CHECK(second.request.key() == first.request.key());
  CHECK(second.request.command().acknowledge_ticket().ticket() == 17);
  v1::Reply reply;
  reply.mutable_accepted()->set_sequence(5);
  engine.answer(second, reply);
  CHECK(take_accepted(answer.get())->sequence() == 5);
}

TEST_CASE("silence ends at the deadline with the key, and an answer that comes late is nobody's") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  auto silent = started(client, request_of(acknowledge(17), How("a-17")), 50ms);
  const auto unanswered = engine.hear();
  CHECK(fault_of<NoAnswer>(std::move(silent)).key == "a-17");
  engine.answer(unanswered, status_reply(1));
  auto other = started(client, status_request());
  engine.answer(engine.hear(), status_reply(2));
  CHECK(other.get()->get_status().next_sequence() == 2);
}

TEST_CASE("nobody there, and no time: no answer, and no key for a question") {
  std::string endpoint;
  {
    PlayedEngine gone;
    endpoint = gone.endpoint();
  }
  auto client = client_of(endpoint);
  CHECK(fault_of<NoAnswer>(started(client, status_request(), 20ms)).key.empty());
  CHECK(fault_of<NoAnswer>(started(client, status_request(), 0ms)).key.empty());
}

TEST_CASE("a busy engine is asked again, a refusal is told with its arguments") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  auto patient = started(client, status_request());
  engine.answer(engine.hear(), refusal_reply(v1::REFUSAL_CODE_BUSY, "retry_after_ms", "1"));
  engine.answer(engine.hear(), status_reply(9));
  CHECK(patient.get()->get_status().next_sequence() == 9);
  auto refused = started(client, request_of(confirm(17), {}));
  engine.answer(engine.hear(), refusal_reply(v1::REFUSAL_CODE_WRONG_STATE, "state", "TICKET_STATE_CLOSED"));
  const auto why = fault_of<Refused>(std::move(refused));
  CHECK(why.refusal.code() == v1::REFUSAL_CODE_WRONG_STATE);
  CHECK(why.argument("state") == "TICKET_STATE_CLOSED");
  CHECK_FALSE(why.argument("ticket"));
}

TEST_CASE("what is no reply is malformed, and the client goes on over a new connection") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  auto answer = started(client, status_request());
  engine.say(engine.hear().peer, "\xff\xff\xff");
  (void)fault_of<Malformed>(std::move(answer));
  auto next = started(client, status_request());
  engine.answer(engine.hear(), status_reply(4));
  CHECK(next.get()->get_status().next_sequence() == 4);
}

TEST_CASE("a reply of another kind is malformed") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  Result<v1::GetDistrictReply> district;
  std::thread asking([&] { district = client.ask(v1::GetDistrict()); });
  engine.answer(engine.hear(), status_reply(4));
  asking.join();
  REQUIRE_FALSE(district);
  CHECK(to_string(district.error()) == "the answer is get_status, not GetDistrictReply");
}

TEST_CASE("a request whose correlation the engine could not read is sent again") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  auto answer = started(client, status_request());
  engine.say(engine.hear().peer, refusal_reply(v1::REFUSAL_CODE_MALFORMED).SerializeAsString());
  engine.answer(engine.hear(), status_reply(4));
  CHECK(answer.get()->get_status().next_sequence() == 4);
}

TEST_CASE("cancelled, and ended with the client: no answer, with the key") {
  PlayedEngine engine;
  std::uint64_t number = 0;
  auto left = Answer();
  {
    auto client = client_of(engine.endpoint());
    auto cancelled = started(client, request_of(acknowledge(1), How("a-1")), {}, &number);
    left = started(client, request_of(acknowledge(2), How("a-2")));
    client.cancel(number);
    client.cancel(number);
    client.cancel(0);
    const auto told = fault_of<NoAnswer>(std::move(cancelled));
    CHECK(told.key == "a-1");
    CHECK(told.reason == "cancelled");
  }
  CHECK(fault_of<NoAnswer>(std::move(left)).key == "a-2");
}

TEST_CASE("what cannot be sent is not sent") {
  for (const auto* endpoint : {"engine", "tcp://engine", "udp-ish://engine:1"}) {
    const auto client = Client::open({.endpoint = endpoint});
    REQUIRE_FALSE(client);
    CHECK(std::get<Misused>(client.error()).what.starts_with(endpoint));
  }
  CHECK_FALSE(Client::open({.endpoint = "tcp://127.0.0.1:1", .login = Login{"short", "k", "k"}}));
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  v1::BlowWhistle whistle;
  whistle.mutable_personal()->set_text(std::string(25 << 20, 'x'));
  const auto refused = client.blow(whistle);
  REQUIRE_FALSE(refused);
  CHECK(std::holds_alternative<Misused>(refused.error()));
}

TEST_CASE("a call from where answers are told would wait for itself, and says so") {
  PlayedEngine engine;
  auto client = client_of(engine.endpoint());
  std::promise<bool> told;
  client.start(status_request(), {}, [&](const auto&) {
    const auto inner = client.call(status_request());
    told.set_value(!inner && std::holds_alternative<Misused>(inner.error()));
  });
  engine.answer(engine.hear(), status_reply(1));
  CHECK(told.get_future().get());
}

TEST_CASE("every question of the language has a typed answer") {
  const auto* asked = v1::Request::descriptor()->FindOneofByName("body");
  const auto* told = v1::Reply::descriptor();
  for (int i = 0; i < asked->field_count(); ++i) {
    const auto* field = asked->field(i);
    if (field->name() == "command") continue;
    const auto* answer = told->FindFieldByName(field->name());
    REQUIRE_MESSAGE(answer != nullptr, field->name());
    CHECK(answer->message_type()->name() == field->message_type()->name() + "Reply");
    const auto* empty = google::protobuf::MessageFactory::generated_factory()->GetPrototype(field->message_type());
    How how;
    how.ticket_token = std::string(16, 't');
    const auto request = request_of(*empty, how);
    CHECK(request.GetReflection()->GetOneofFieldDescriptor(request, asked) == field);
    CHECK(request.acting_for().ticket_token().size() == 16);
  }
}

}  // namespace
}  // namespace whistle::client
