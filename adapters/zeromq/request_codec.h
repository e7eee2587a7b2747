// From the bytes of a request frame to a request that the core may be asked, or to the refusal that says what is wrong
// with it.
//
//   auto request = decode_request(frame);
//   if (!request) return refuse(request.error().correlation, request.error().refusal);
//
// Pure: no socket, no clock, no state. Checks everything that can be judged from the message alone: size, form, text,
// the length of every field, what may travel on the wire at all. Whether a code exists, a time is too far ahead, or the
// sender may, is the core's to say. Fields are named as in the message's body, for instance "personal.reporter.phone".
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <tl/expected.hpp>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

inline constexpr std::size_t kRequestBytesMax = std::size_t{64} << 10;
inline constexpr std::size_t kChunkRequestBytesMax = (std::size_t{256} << 10) + (std::size_t{1} << 10);
inline constexpr std::size_t kPublishBytesMax = std::size_t{24} << 20;

struct BadRequest {
  std::uint64_t correlation = 0;  // as far as it could be read
  v1::Refusal refusal;
};

// The correlation alone, for a refusal that needs nothing else of the request; 0 where it cannot be read. Any bytes are
// safe to pass.
[[nodiscard]] std::uint64_t correlation_of(std::string_view frame);

// Any bytes are safe to pass. Unknown fields are refused, so that nothing unread gets into the journal.
[[nodiscard]] tl::expected<v1::Request, BadRequest> decode_request(std::string_view frame);

}  // namespace whistle::adapters::zeromq
