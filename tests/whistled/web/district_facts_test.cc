#include "tools/whistled/web/district_facts.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/whistled/web/played_core.h"

namespace whistle::tools::whistled::web {
namespace {

using Facts = std::shared_ptr<const DistrictFacts>;

// An engine whose rules are the `rules`th that were published, by entry 10 times that.
v1::Reply reply_to(const EdgeRequest& request, int rules, std::int64_t now_us = 0) {
  const std::string hash(32, static_cast<char>('a' + rules));
  v1::Reply reply;
  if (request.request.has_get_status()) {
    auto& status = *reply.mutable_get_status();
    status.set_ruleset(static_cast<std::uint64_t>(rules) * 10);
    status.set_ruleset_sha256(hash);
    status.set_civil_time_us(now_us);
    status.set_time_zone("Asia/Shanghai");
  } else if (request.request.has_get_district()) {
    reply.mutable_get_district()->set_ruleset_sha256(hash);
  } else {
    auto& entry = *reply.mutable_fetch_entries()->add_entries();
    entry.set_sequence(request.request.fetch_entries().from());
    entry.set_time_us(rules * 1'000);
  }
  return reply;
}

struct Told {
  std::vector<Facts> facts;
  std::vector<v1::RefusalCode> refusals;

  DistrictCache::Told to() {
    return [this](Facts told, const v1::Refusal& refusal) {
      facts.push_back(std::move(told));
      refusals.push_back(refusal.code());
    };
  }
};

}  // namespace

TEST_CASE("what the rules say is asked once, shared by all answers, and asked anew when the rules have changed") {
  PlayedCore played;
  DistrictCache cache(played.core);
  Told told;
  const auto rules = [&](int number, std::int64_t now_us = 0) {
    return [number, now_us](const EdgeRequest& request) { return reply_to(request, number, now_us); };
  };
  cache.get("a", /*with_now=*/false, told.to());
  played.answer_all(rules(1));
  REQUIRE(told.facts.size() == 1);
  CHECK(told.facts[0]->rules->in_force_us == 1'000);
  CHECK(told.facts[0]->utc_offset(0) == 8 * 3'600);
  CHECK(played.questions == 3);

  cache.get("a", /*with_now=*/false, told.to());  // nothing is asked
  CHECK(told.facts.at(1) == told.facts[0]);
  cache.get("a", /*with_now=*/true, told.to());
  played.answer_all(rules(1, 77));
  CHECK(played.questions == 4);
  CHECK(told.facts.at(2)->status.civil_time_us() == 77);
  CHECK(told.facts.at(2)->rules == told.facts[0]->rules);  // not a copy

  cache.rules_changed();
  cache.get("a", /*with_now=*/false, told.to());
  played.answer_all(rules(2));
  CHECK(told.facts.at(3)->rules->in_force_us == 2'000);
  CHECK(told.facts[0]->rules->in_force_us == 1'000);  // of whoever still words an answer
}

TEST_CASE("rules that change while they are asked about are not kept") {
  PlayedCore played;
  DistrictCache cache(played.core);
  Told told;
  cache.get("a", /*with_now=*/false, told.to());
  const auto first = [](const EdgeRequest& request) { return reply_to(request, 1); };
  const auto second = [](const EdgeRequest& request) { return reply_to(request, 2); };
  REQUIRE(played.answer_one(first));
  cache.rules_changed();
  played.answer_all(first);
  REQUIRE(told.facts.size() == 1);
  cache.get("a", /*with_now=*/false, told.to());
  played.answer_all(second);
  CHECK(told.facts.at(1)->rules->in_force_us == 2'000);

  // Also where nobody has said so yet: whoever asks for the time as well sees it by the ruleset's number.
  const auto third = [](const EdgeRequest& request) { return reply_to(request, 3); };
  cache.get("a", /*with_now=*/true, told.to());
  played.answer_all(third);
  CHECK(told.facts.at(2)->rules->in_force_us == 3'000);
}

TEST_CASE("a core that refuses is told so, and asked again by the next") {
  PlayedCore played;
  DistrictCache cache(played.core);
  Told told;
  cache.get("a", /*with_now=*/false, told.to());
  played.answer_all([](const EdgeRequest&) {
    v1::Reply busy;
    busy.mutable_refusal()->set_code(v1::REFUSAL_CODE_BUSY);
    return busy;
  });
  REQUIRE(told.facts.size() == 1);
  CHECK(told.facts[0] == nullptr);
  CHECK(told.refusals[0] == v1::REFUSAL_CODE_BUSY);
  cache.get("a", /*with_now=*/false, told.to());
  played.answer_all([](const EdgeRequest& request) { return reply_to(request, 1); });
  CHECK(told.facts.at(1) != nullptr);
}

}  // namespace whistle::tools::whistled::web
