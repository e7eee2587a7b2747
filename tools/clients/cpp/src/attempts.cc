#include "tools/clients/cpp/src/attempts.h"

#include <algorithm>
#include <utility>

namespace whistle::client {

Attempts::Attempts(std::string key, Time deadline, engine::RandomSource& random)
    : key_(std::move(key)), deadline_(deadline), random_(random) {}

Attempts::Time Attempts::patience(Time now) {
  const auto until = std::min(now + try_max_, deadline_);
  try_max_ *= 2;
  return until;
}

Attempts::Verdict Attempts::answered(v1::Reply reply, Time now) {
  if (reply.body_case() != v1::Reply::kRefusal) return Result<v1::Reply>(std::move(reply));
  const auto asked = adapters::zeromq::asked_to_wait(reply);
  Refused refused{std::move(*reply.mutable_refusal())};
  if (!asked) return Result<v1::Reply>(tl::unexpected(Error(std::move(refused))));
  const auto pause = pause_.next(*asked, random_);
  if (now + pause < deadline_) return Again{pause};
  // After a try that was lost nobody knows, whatever the engine says of this one.
  if (lost_) return Result<v1::Reply>(tl::unexpected(Error(NoAnswer{to_string(refused), key_})));
  return Result<v1::Reply>(tl::unexpected(Error(std::move(refused))));
}

Attempts::Verdict Attempts::lost(const std::string& reason, Time now) {
  lost_ = reason;
  if (now >= deadline_) return Result<v1::Reply>(tl::unexpected(Error(NoAnswer{reason, key_})));
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline_ - now);
  return Again{std::min(pause_.next(std::chrono::milliseconds{0}, random_), left)};
}

std::optional<NoAnswer> Attempts::given_up(Time now) const {
  if (!lost_ || now < deadline_) return std::nullopt;
  return NoAnswer{*lost_, key_};
}

}  // namespace whistle::client
