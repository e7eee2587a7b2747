#include "tools/whistled/web/district_facts.h"

#include <utility>

#include "adapters/district/time_zone.h"
#include "engine/permission.h"

namespace whistle::tools::whistled::web {

namespace {

v1::Actor anybody() {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_NOBODY);
  return actor;
}

}  // namespace

std::int32_t DistrictFacts::utc_offset(std::int64_t at_us) const {
  return rules->offsets.empty() ? 0 : adapters::district::offset_at(rules->offsets, {at_us});
}

void DistrictCache::rules_changed() {
  kept_.reset();
  ++changed_;
}

struct DistrictCache::Learning {
  std::string address;
  Told told;
  std::uint64_t changed = 0;
  std::shared_ptr<DistrictFacts> facts = std::make_shared<DistrictFacts>();
  std::shared_ptr<RuleFacts> rules = std::make_shared<RuleFacts>();
};

void DistrictCache::get(const std::string& address, bool with_now, Told told) {
  if (kept_ && !with_now) return told(kept_, {});
  v1::Request request;
  request.mutable_get_status();
  core_.ask({request, anybody(), address}, [this, address, told = std::move(told)](v1::Reply reply) {
    if (reply.has_refusal()) return told(nullptr, reply.refusal());
    auto& status = *reply.mutable_get_status();
    if (!kept_ || kept_->status.ruleset() != status.ruleset()) {
      auto learning = std::make_shared<Learning>(Learning{address, told, changed_});
      learning->facts->status = std::move(status);
      learning->facts->rules = learning->rules;
      return learn_names(learning);
    }
    told(std::make_shared<DistrictFacts>(DistrictFacts{std::move(status), kept_->rules}), {});
  });
}

void DistrictCache::learn_names(const std::shared_ptr<Learning>& learning) {
  v1::Request request;
  request.mutable_get_district();
  core_.ask({request, anybody(), learning->address}, [this, learning](v1::Reply reply) {
    if (reply.has_refusal()) return learning->told(nullptr, reply.refusal());
    auto& rules = *learning->rules;
    rules.district = std::move(*reply.mutable_get_district());
    if (auto offsets = adapters::district::zone_offsets(learning->facts->status.time_zone()))
      rules.offsets = *std::move(offsets);
    learn_since(learning);
  });
}

void DistrictCache::learn_since(const std::shared_ptr<Learning>& learning) {
  v1::Request request;
  auto& fetch = *request.mutable_fetch_entries();
  fetch.set_from(learning->facts->status.ruleset());
  fetch.set_limit(1);
  core_.ask({request, engine::engine_actor(), learning->address}, [this, learning](const v1::Reply& reply) {
    if (reply.has_refusal()) return learning->told(nullptr, reply.refusal());
    const auto& status = learning->facts->status;
    auto& rules = *learning->rules;
    const auto& entries = reply.fetch_entries().entries();
    if (!entries.empty() && entries[0].sequence() == status.ruleset()) rules.in_force_us = entries[0].time_us();
    // Rules that came into force between the questions, or are not stored yet, are asked about again.
    const bool is_whole = rules.in_force_us != 0 && rules.district.ruleset_sha256() == status.ruleset_sha256();
    if (learning->changed == changed_ && is_whole) kept_ = learning->facts;
    learning->told(learning->facts, {});
  });
}

}  // namespace whistle::tools::whistled::web
