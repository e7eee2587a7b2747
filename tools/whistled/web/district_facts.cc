#include "tools/whistled/web/district_facts.h"

#include <utility>

#include "adapters/district/time_zone.h"

namespace whistle::tools::whistled::web {

namespace {

v1::Actor anybody() {
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_NOBODY);
  return actor;
}

}  // namespace

std::int32_t DistrictFacts::utc_offset(std::int64_t at_us) const {
  return offsets.empty() ? 0 : adapters::district::offset_at(offsets, {at_us});
}

void DistrictCache::get(const std::string& address, Told told) {
  v1::Request request;
  request.mutable_get_status();
  core_.ask({request, anybody(), address}, [this, address, told = std::move(told)](v1::Reply reply) {
    if (reply.has_refusal()) return told(nullptr, reply.refusal());
    auto& status = *reply.mutable_get_status();
    if (!last_ || last_->status.ruleset_sha256() != status.ruleset_sha256())
      return learn_names(address, std::move(status), told);
    auto facts = std::make_shared<DistrictFacts>(*last_);
    facts->status = std::move(status);
    last_ = facts;
    told(facts, {});
  });
}

void DistrictCache::learn_names(const std::string& address, v1::GetStatusReply status, const Told& told) {
  v1::Request request;
  request.mutable_get_district();
  core_.ask({request, anybody(), address}, [this, status = std::move(status), told](v1::Reply reply) {
    if (reply.has_refusal()) return told(nullptr, reply.refusal());
    auto facts = std::make_shared<DistrictFacts>();
    facts->status = status;
    facts->district = std::move(*reply.mutable_get_district());
    facts->rules_seen_us = status.civil_time_us();
    if (auto offsets = adapters::district::zone_offsets(status.time_zone())) facts->offsets = *std::move(offsets);
    last_ = facts;
    told(facts, {});
  });
}

}  // namespace whistle::tools::whistled::web
