// An event as CloudEvents 1.0 tells it over HTTP, in either content mode.
//
//   const auto message = to_http({.id = "4711", .source = "…", .type = "whistle.v1.ticket_closed", .data = json},
//   mode);
//
// Sources: CloudEvents 1.0.2, its JSON format and its HTTP protocol binding.
#pragma once

#include <cstdint>
#include <string>

#include "adapters/http/http_message.h"

namespace whistle::adapters::platform {

enum class ContentMode : std::uint8_t {
  Structured,  // everything is one JSON object
  Binary,      // the body is the data, everything else stands in the header
};

struct CloudEvent {
  std::string id;
  std::string source;
  std::string type;
  std::string subject;       // empty: none
  std::int64_t time_us = 0;  // UTC
  std::string order;         // the platform's own number of its order. An extension, `whistleorder`; empty: none
  // What all happened at once: names, joined by commas. An extension, `whistleevents`; empty: none.
  std::string events;
  std::string data;  // JSON
};

struct EventMessage {
  http::Fields fields;  // the content type first
  std::string body;
};

[[nodiscard]] EventMessage to_http(const CloudEvent& event, ContentMode mode);

// Microseconds UTC as RFC 3339: "2026-09-28T06:03:00.250000Z".
[[nodiscard]] std::string instant_text(std::int64_t us);

}  // namespace whistle::adapters::platform
