#include "adapters/platform/cloud_event.h"

#include <date/date.h>

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <chrono>
#include <string_view>
#include <utility>
#include <vector>

namespace whistle::adapters::platform {

namespace {

using Attributes = std::vector<std::pair<std::string_view, std::string>>;

Attributes attributes_of(const CloudEvent& event) {
  Attributes attributes{{"specversion", "1.0"},
                        {"id", event.id},
                        {"source", event.source},
                        {"type", event.type},
                        {"time", instant_text(event.time_us)}};
  if (!event.subject.empty()) attributes.emplace_back("subject", event.subject);
  if (!event.order.empty()) attributes.emplace_back("whistleorder", event.order);
  if (!event.events.empty()) attributes.emplace_back("whistleevents", event.events);
  return attributes;
}

// Printable ASCII but for the blank, quotes and the sign of escapes stays as it is.
std::string field_value(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string value;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte < 0x7f && c != '"' && c != '%') {
      value += c;
    } else {
      value += {'%', kDigits[byte >> 4U], kDigits[byte & 15U]};
    }
  }
  return value;
}

std::string in_quotes(std::string_view text) {
  return boost::json::serialize(boost::json::string(text));
}

}  // namespace

EventMessage to_http(const CloudEvent& event, ContentMode mode) {
  EventMessage message;
  if (mode == ContentMode::Binary) {
    message.fields.push_back({"Content-Type", "application/json"});
    for (const auto& [name, value] : attributes_of(event))
      message.fields.push_back({"ce-" + std::string(name), field_value(value)});
    message.body = event.data;
    return message;
  }
  message.fields.push_back({"Content-Type", "application/cloudevents+json; charset=utf-8"});
  message.body = "{";
  for (const auto& [name, value] : attributes_of(event))
    message.body.append("\"").append(name).append("\":").append(in_quotes(value)).append(",");
  message.body.append("\"datacontenttype\":\"application/json\",\"data\":").append(event.data).append("}");
  return message;
}

std::string instant_text(std::int64_t us) {
  const date::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(us)};
  return date::format("%FT%TZ", time);
}

}  // namespace whistle::adapters::platform
