#include "adapters/api/openapi_examples.h"

#include "adapters/api/json_print.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {

namespace {

struct Example {
  std::string_view command;
  std::string_view body;
};

constexpr Example kExamples[] = {
    {"blow_whistle", R"({"kind": "WHISTLE_KIND_RESIDENT", "source": "SOURCE_RESIDENT", "channel": "app",
      "category": "E0110", "location": {"point": {"latE7": 367035000, "lonE7": 1191421000}},
      "personal": {"text": "Rubbish beside the east gate", "address": "Chenhui Estate, east gate",
                   "reporter": {"name": "Wang", "phone": "000-0000"}}})"},
    {"acknowledge_ticket", "{}"},
    {"arrive_on_site", "{}"},
    {"report_progress", R"({"personal": {"text": "The part is ordered"}})"},
    {"resolve_ticket",
     R"({"outcome": "OUTCOME_FIXED", "evidence": [{"kind": "EVIDENCE_NOTE"}], "personal": {"text": "Taken away"}})"},
    {"confirm_resolution", R"({"rating": 5})"},
    {"dispute_resolution", R"({"personal": {"text": "It is still there"}})"},
    {"request_hold", R"({"cause": "HOLD_CAUSE_MATERIALS", "untilUs": "1791000000000000",
      "personal": {"text": "The motor comes next week"}})"},
    {"report_absence", R"({"untilUs": "1791000000000000"})"},
    {"register_identity", R"({"member": "intake-app", "label": "desk",
      "tokenSha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      "expiresUs": "1791000000000000"})"},
    {"submit_ruleset", R"({"files": [{"path": "catalogue.csv", "content": "Y29kZSxuYW1lCg=="}]})"},
    {"heartbeat", R"({"sentUs": "1791000000000000"})"},
    {"publish_ruleset", R"({"files": [{"path": "district.yaml", "content": "c2NoZW1hOiAxCg=="}]})"},
};

}  // namespace

std::string_view request_example(std::string_view command) {
  for (const auto& example : kExamples)
    if (example.command == command) return example.body;
  return {};
}

std::string accepted_example() {
  constexpr std::uint64_t kTicket = 17;
  v1::Accepted accepted;
  accepted.set_sequence(kTicket);
  accepted.set_time_us(1'790'575'380'000'000);
  accepted.set_ticket(kTicket);
  accepted.set_ticket_number("20260928-00017-4");
  accepted.add_events()->mutable_whistle_blown()->mutable_place()->set_estate("QC-BAOTONG-01");
  return message_json(accepted);
}

}  // namespace whistle::adapters::api
