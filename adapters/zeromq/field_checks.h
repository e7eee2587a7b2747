// Checks that stop at the first fault: each is a sentence about one field.
//
//   FieldChecks check;
//   check.text("category", blow.category(), 64);
//   check.hash("ruleset_sha256", publish.ruleset_sha256());
//   return check.fault();
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/zeromq/message_form.h"
#include "engine/time.h"
#include "whistle/v1/common.pb.h"

namespace whistle::adapters::zeromq {

inline constexpr std::size_t kCodeBytesMax = 64;  // of a member, a party, an area, a category

class FieldChecks {
 public:
  void at_most(const char* field, std::size_t size, std::size_t limit) {
    if (size > limit) fail(v1::REFUSAL_CODE_TOO_LARGE, {{"field", field}, {"limit", std::to_string(limit)}});
  }
  void given(const char* field, bool is_given) {
    if (!is_given) fail(v1::REFUSAL_CODE_MISSING, {{"field", field}});
  }
  void valid(const char* field, bool is_valid, const char* why) {
    if (!is_valid) fail(v1::REFUSAL_CODE_INVALID, {{"field", field}, {"why", why}});
  }
  // 32 bytes, or none.
  void hash(const char* field, std::string_view bytes) {
    constexpr std::size_t kHashBytes = 32;
    valid(field, bytes.empty() || bytes.size() == kHashBytes, "32 bytes");
  }
  // 0 stands for the present.
  void time(const char* field, std::int64_t us) {
    if (us == 0 || (us > engine::kInstantMin.us && us <= engine::kInstantMax.us)) return;
    fail(v1::REFUSAL_CODE_TIME_IMPOSSIBLE, {{"field", field}, {"time", std::to_string(us)}});
  }
  void point(const v1::Position& position) {
    constexpr std::int32_t kLatMax = 900'000'000;
    constexpr std::int32_t kLonMax = 1'800'000'000;
    const auto lat = position.lat_e7();
    const auto lon = position.lon_e7();
    if (lat >= -kLatMax && lat <= kLatMax && lon >= -kLonMax && lon <= kLonMax) return;
    fail(v1::REFUSAL_CODE_POINT_IMPOSSIBLE, {{"lat_e7", std::to_string(lat)}, {"lon_e7", std::to_string(lon)}});
  }
  void fail(v1::RefusalCode code, std::initializer_list<std::pair<const char*, std::string>> arguments) {
    if (!fault_) fault_ = refusal(code, arguments);
  }

  // The first that failed.
  [[nodiscard]] std::optional<v1::Refusal> fault() const { return fault_; }

 private:
  std::optional<v1::Refusal> fault_;
};

}  // namespace whistle::adapters::zeromq
