#include "tools/whistled/reading_audit.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

v1::Request raw_entries() {
  v1::Request request;
  request.mutable_fetch_entries()->set_raw(true);
  return request;
}

v1::Request published_rules() {
  v1::Request request;
  request.mutable_get_published_ruleset()->set_ruleset_sha256(std::string(32, 'x'));
  return request;
}

std::vector<v1::Entry> readings(EngineInProcess& engine) {
  std::vector<v1::Entry> found;
  std::ranges::copy_if(engine.journal(), std::back_inserter(found),
                       [](const auto& entry) { return entry.command().has_record_reading(); });
  return found;
}

TEST_CASE("who reads the raw journal stands in it before it is told anything, once an hour and kind") {
  EngineInProcess engine;
  engine.start();
  const auto auditor = engine.member("auditor-1");
  const auto before = engine.store().next_sequence()->value;
  const auto read = auditor->call(raw_entries());
  REQUIRE_MESSAGE(read.has_fetch_entries(), told(read));
  CHECK(read.fetch_entries().next_sequence() == before + 1);  // its own entry is there already
  REQUIRE(auditor->call(raw_entries()).has_fetch_entries());
  static_cast<void>(auditor->call(published_rules()));
  REQUIRE(engine.member("supervisor-1")->call(raw_entries()).has_fetch_entries());
  REQUIRE(engine.stop().has_value());
  const auto found = readings(engine);
  REQUIRE(found.size() == 3);
  CHECK(found[0].command().record_reading().reader().member() == "auditor-1");
  CHECK(found[0].command().record_reading().kind() == v1::READING_KIND_RAW_ENTRIES);
  CHECK(found[0].command().record_reading().reader().credential() == engine.keys_of("auditor-1").public_key);
  CHECK(found[0].actor().authentication() == v1::AUTHENTICATION_ENGINE);
  CHECK(found[1].events(0).reading_recorded().kind() == v1::READING_KIND_PUBLISHED_RULESET);
  CHECK(found[2].events(0).reading_recorded().member() == "supervisor-1");
}

TEST_CASE("who is refused has read nothing, and what everybody may ask is no reading") {
  EngineInProcess engine;
  engine.start();
  const auto admin = engine.member("admin-1");
  CHECK(told(admin->call(raw_entries())) == "NOT_PERMITTED needs=auditor or supervisor");
  v1::Request worded;
  worded.mutable_fetch_entries();
  REQUIRE(engine.member("auditor-1")->call(worded).has_fetch_entries());
  REQUIRE(engine.stop().has_value());
  CHECK(readings(engine).empty());
}

TEST_CASE("after the hour a reading is recorded again, and a claim is no reading") {
  EngineInProcess engine;
  engine.start();
  static_cast<void>(engine.member("auditor-1"));
  REQUIRE(engine.stop().has_value());
  auto recovered = recover(engine.store());
  REQUIRE(recovered.has_value());
  auto state = std::move(recovered->core);
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_CURVE);
  actor.set_credential(engine.keys_of("auditor-1").public_key);
  const auto now = state->state().last_time;
  ReadingAudit audit;
  CHECK(audit.note(state->state(), actor, raw_entries(), now).has_value());
  const auto last = now + ReadingAudit::kOpen - engine::microseconds(1);
  CHECK_FALSE(audit.note(state->state(), actor, raw_entries(), last).has_value());
  CHECK(audit.note(state->state(), actor, raw_entries(), now + ReadingAudit::kOpen).has_value());
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  ReadingAudit plain;
  CHECK_FALSE(plain.note(state->state(), actor, raw_entries(), now).has_value());
}

}  // namespace
}  // namespace whistle::tools::whistled
