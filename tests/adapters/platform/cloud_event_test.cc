#include "adapters/platform/cloud_event.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::platform {

namespace {

CloudEvent closed() {
  return {.id = "4711",
          .source = "whistle/370790/00",
          .type = "whistle.v1.ticket_closed",
          .subject = "20260928-00017-4",
          .time_us = 1'790'575'380'250'000,
          .order = "370791-000123",
          .events = "ticket_closed,clock_stopped",
          .data = R"({"sequence":"4711"})"};
}

}  // namespace

TEST_CASE("structured, everything is one object") {
  const auto message = to_http(closed(), ContentMode::Structured);
  REQUIRE(message.fields.size() == 1);
  CHECK(message.fields[0].value == "application/cloudevents+json; charset=utf-8");
  CHECK(message.body ==
        R"({"specversion":"1.0","id":"4711","source":"whistle/370790/00",)"
        R"("type":"whistle.v1.ticket_closed","time":"2026-09-28T06:03:00.250000Z",)"
        R"("subject":"20260928-00017-4","whistleorder":"370791-000123","whistleevents":"ticket_closed,clock_stopped",)"
        R"("datacontenttype":"application/json","data":{"sequence":"4711"}})");
}

TEST_CASE("binary, attributes are fields and the body is the data") {
  auto event = closed();
  event.subject = "网格 \"1\" 100%";
  event.events.clear();
  event.order.clear();
  const auto message = to_http(event, ContentMode::Binary);
  CHECK(message.body == event.data);
  std::string fields;
  for (const auto& [name, value] : message.fields)
    fields += name + "=" + value + "\n";
  CHECK(fields ==
        "Content-Type=application/json\nce-specversion=1.0\nce-id=4711\nce-source=whistle/370790/00\n"
        "ce-type=whistle.v1.ticket_closed\nce-time=2026-09-28T06:03:00.250000Z\n"
        "ce-subject=%E7%BD%91%E6%A0%BC%20%221%22%20100%25\n");
}

}  // namespace whistle::adapters::platform
