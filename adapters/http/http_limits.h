// What a server takes from its clients at most: how long it waits for them, and how much it holds of theirs.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace whistle::adapters::http {

struct HttpLimits {
  std::uint32_t header_bytes = 8U << 10;  // request line and fields; more is told 431
  std::uint32_t header_fields = 64;
  std::uint64_t body_bytes = 64U << 10;  // where no function says otherwise; more is told 413
  // Of a new connection, its TLS handshake and each request's header, from its first byte to its last.
  std::chrono::milliseconds header_time{10'000};
  // What a body (or an answer that is written) has beside the time that `rate` gives it for each byte that went
  // through.
  std::chrono::milliseconds body_time{10'000};
  std::uint32_t rate = 4U << 10;                  // bytes per second that a body or an answer must at least make
  std::chrono::milliseconds idle_time{60'000};    // between an answer and the next request's first byte
  std::chrono::milliseconds answer_time{30'000};  // of the function; then 503, and the connection ends
  std::size_t connections = 64;                   // one more is told 503 where it can be told, and closed
  std::size_t connections_per_address = 0;        // of one IPv4 address or IPv6 /64; 0: no limit of its own
  std::size_t stream_bytes = 256U << 10;          // that a stream's reader may let pile up
  std::chrono::milliseconds stream_time{20'000};  // for what a stream writes to go out, and anything to be acknowledged
  std::chrono::milliseconds end_time{0};          // after the server's end, for requests that are being answered
  int socket_bytes = 128U << 10;                  // of the system's buffers of a connection, each way
};

}  // namespace whistle::adapters::http
