// Refusals that the journal keeps: which, of whom, and how many.
#include "tools/whistled/refusal_audit.h"

#include <doctest/doctest.h>

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

using namespace std::chrono_literals;

const RateLimit::Time kStart = RateLimit::Time{} + 24h;

engine::State state() {
  engine::State made;
  made.identities["key"] = {"m-1", "key", "", false, engine::Sequence{2}};
  made.identities["lost"] = {"m-2", "lost", "", true, engine::Sequence{3}};
  return made;
}

v1::Actor with_key(const std::string& credential) {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_CURVE);
  actor.set_credential(credential);
  return actor;
}

v1::Refusal refusal(v1::RefusalCode code = v1::REFUSAL_CODE_NOT_PERMITTED) {
  v1::Refusal made;
  made.set_code(code);
  return made;
}

v1::Request asking(const v1::Command& command) {
  v1::Request request;
  *request.mutable_command() = command;
  return request;
}

TEST_CASE("a record tells who, with which key, what was asked, of which ticket, and why not") {
  RefusalAudit audit;
  const auto request = asking(acknowledge(17));
  const auto record = audit.note(state(), with_key("key"), &request, refusal(), kStart);
  REQUIRE(record.has_value());
  const auto& told = record->record_refusal();
  CHECK(told.sender().member() == "m-1");
  CHECK(told.sender().credential() == "key");
  CHECK(told.request() == "acknowledge_ticket");
  CHECK(told.ticket() == 17);
  CHECK(told.code() == v1::REFUSAL_CODE_NOT_PERMITTED);
  CHECK(told.left_out() == 0);
}

TEST_CASE("questions are recorded by their name, what cannot be read without one") {
  RefusalAudit audit;
  v1::Request question;
  question.mutable_list_identities();
  CHECK(audit.note(state(), with_key("key"), &question, refusal(), kStart)->record_refusal().request() ==
        "list_identities");
  CHECK(audit.note(state(), with_key("key"), nullptr, refusal(), kStart)->record_refusal().request().empty());
}

TEST_CASE("a revoked key is recorded under the member whose it was, an unknown one under nobody") {
  RefusalAudit audit;
  const auto request = asking(acknowledge(1));
  const auto member = [&](const char* key) {
    return audit.note(state(), with_key(key), &request, refusal(v1::REFUSAL_CODE_UNKNOWN_IDENTITY), kStart)
        ->record_refusal()
        .sender()
        .member();
  };
  CHECK(member("lost") == "m-2");
  CHECK(member("other").empty());
}

TEST_CASE("mistakes, load, and claims that prove nothing are not recorded") {
  RefusalAudit audit;
  const auto request = asking(acknowledge(1));
  for (const auto code : {v1::REFUSAL_CODE_MALFORMED, v1::REFUSAL_CODE_WRONG_STATE, v1::REFUSAL_CODE_BUSY,
                          v1::REFUSAL_CODE_RATE_EXCEEDED, v1::REFUSAL_CODE_UNKNOWN_TICKET}) {
    CHECK_FALSE(audit.note(state(), with_key("key"), &request, refusal(code), kStart).has_value());
  }
  v1::Actor claim;
  claim.set_authentication(v1::AUTHENTICATION_PLAIN);
  claim.set_member("m-1");
  CHECK_FALSE(audit.note(state(), claim, &request, refusal(), kStart).has_value());
}

TEST_CASE("nobody can fill the journal: after a burst one a minute, which counts those between") {
  RefusalAudit audit;
  const auto request = asking(acknowledge(1));
  const auto note = [&](const char* key, RateLimit::Time at) {
    return audit.note(state(), with_key(key), &request, refusal(), at);
  };
  int recorded = 0;
  for (int i = 0; i < 1'000; ++i)
    recorded += note("key", kStart).has_value() ? 1 : 0;
  CHECK(recorded == static_cast<int>(RefusalAudit::kRate.burst));
  const auto later = note("key", kStart + 1min);
  REQUIRE(later.has_value());
  CHECK(later->record_refusal().left_out() == 1'000 - RefusalAudit::kRate.burst);
  CHECK(note("key", kStart + 2min)->record_refusal().left_out() == 0);
  CHECK(note("lost", kStart).has_value());
}

TEST_CASE("keys that nobody knows are one sender, however many somebody makes") {
  RefusalAudit audit;
  const auto request = asking(acknowledge(1));
  int recorded = 0;
  for (int i = 0; i < 1'000; ++i) {
    const auto actor = with_key("made up " + std::to_string(i));
    recorded += audit.note(state(), actor, &request, refusal(v1::REFUSAL_CODE_UNKNOWN_IDENTITY), kStart) ? 1 : 0;
  }
  CHECK(recorded == static_cast<int>(RefusalAudit::kRate.burst));
}

}  // namespace
}  // namespace whistle::tools::whistled
