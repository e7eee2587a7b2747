#include "adapters/zeromq/request_codec.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <utility>

#include "adapters/datum.h"
#include "adapters/zeromq/message_form.h"
#include "adapters/zeromq/request_limits.h"

namespace whistle::adapters::zeromq {

namespace {

v1::Refusal too_large(std::size_t limit) {
  return refusal(v1::REFUSAL_CODE_TOO_LARGE, {{"field", "request"}, {"limit", std::to_string(limit)}});
}

std::size_t bytes_max(const v1::Request& request) {
  const bool brings_rules = request.command().has_publish_ruleset() || request.command().has_submit_ruleset();
  if (request.has_command() && brings_rules) return kPublishBytesMax;
  return request.has_put_chunk() ? kChunkRequestBytesMax : kRequestBytesMax;
}

v1::Refusal unreadable(std::string_view frame) {
  if (const auto field = find_broken_text(frame, v1::Request::descriptor())) {
    return refusal(v1::REFUSAL_CODE_INVALID_TEXT, {{"field", *field}, {"why", "not UTF-8"}});
  }
  return refusal(v1::REFUSAL_CODE_MALFORMED, {{"what", "not a Request"}});
}

// Where the request speaks of a place; nullptr: it does not.
v1::Location* location_in(v1::Request& request) {
  if (!request.has_command()) return nullptr;
  auto& command = *request.mutable_command();
  if (command.has_blow_whistle() && command.blow_whistle().has_location()) {
    return command.mutable_blow_whistle()->mutable_location();
  }
  if (command.has_amend_ticket() && command.amend_ticket().has_location()) {
    return command.mutable_amend_ticket()->mutable_location();
  }
  if (command.has_split_ticket() && command.split_ticket().has_location()) {
    return command.mutable_split_ticket()->mutable_location();
  }
  return nullptr;
}

// The edge is where points of Chinese maps become WGS84; the original is kept beside.
void convert_point(v1::Request& request) {
  auto* said = location_in(request);
  if (said == nullptr) return;
  auto& location = *said;
  if (!location.has_point() || !needs_conversion(location.datum())) return;
  *location.mutable_original_point() = location.point();
  const auto point = to_wgs84(location.datum(), {location.point().lat_e7(), location.point().lon_e7()});
  location.mutable_point()->set_lat_e7(point.lat_e7);
  location.mutable_point()->set_lon_e7(point.lon_e7);
}

}  // namespace

std::uint64_t correlation_of(std::string_view frame) {
  using google::protobuf::internal::WireFormatLite;
  google::protobuf::io::CodedInputStream in(reinterpret_cast<const std::uint8_t*>(frame.data()),
                                            static_cast<int>(frame.size()));
  constexpr auto kTag = WireFormatLite::MakeTag(v1::Request::kCorrelationFieldNumber, WireFormatLite::WIRETYPE_VARINT);
  while (const auto tag = in.ReadTag()) {
    std::uint64_t correlation = 0;
    if (tag == kTag) return in.ReadVarint64(&correlation) ? correlation : 0;
    if (!WireFormatLite::SkipField(&in, tag)) break;
  }
  return 0;
}

tl::expected<v1::Request, BadRequest> decode_request(std::string_view frame) {
  if (frame.size() > kPublishBytesMax) return tl::unexpected(BadRequest{0, too_large(kPublishBytesMax)});
  v1::Request request;
  const bool parsed = request.ParseFromArray(frame.data(), static_cast<int>(frame.size()));
  const auto correlation = request.correlation();
  if (!parsed) return tl::unexpected(BadRequest{correlation, unreadable(frame)});
  const auto limit = bytes_max(request);
  if (frame.size() > limit) return tl::unexpected(BadRequest{correlation, too_large(limit)});
  auto fault = check_form(frame, v1::Request::descriptor());
  if (!fault) fault = check_limits(request);
  if (fault) return tl::unexpected(BadRequest{correlation, *std::move(fault)});
  convert_point(request);
  return request;
}

}  // namespace whistle::adapters::zeromq
