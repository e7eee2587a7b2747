#include "adapters/api/required_fields.h"

#include <algorithm>
#include <iterator>

namespace whistle::adapters::api {

namespace {

struct Row {
  std::string_view command;
  std::string_view fields;
};

constexpr Row kRows[] = {
    {"blow_whistle", "kind source"},
    {"resolve_ticket", "outcome"},
    {"report_progress", "personal.text"},
    {"hand_over_duty", "member"},
    {"dispute_resolution", "personal.text"},
    {"reveal_reporter", "personal.text"},
    {"request_return", "reason personal.text"},
    {"decide_return", "personal.text"},
    {"open_consult", "personal.text"},
    {"rule_consult", "lead personal.text"},
    {"request_hold", "cause until_us personal.text"},
    {"decide_hold", "personal.text"},
    {"resume_ticket", "personal.text"},
    {"request_extension", "count personal.text"},
    {"decide_extension", "personal.text"},
    {"decide_approval", "personal.text"},
    {"release_assistant", "party personal.text"},
    {"reassign_ticket", "party personal.text"},
    {"amend_ticket", "personal.text"},
    {"split_ticket", "category personal.text"},
    {"link_tickets", "lead_ticket"},
    {"unlink_tickets", "personal.text"},
    {"whistle_up", "personal.text"},
    {"score_party", "party score"},
    {"supervise_ticket", "personal.text"},
    {"force_close_ticket", "personal.text"},
    {"reopen_ticket", "personal.text"},
    {"lodge_appeal", "subject ground personal.text"},
    {"review_appeal", "party subject personal.text"},
    {"erase_ticket", "ground reference"},
    {"report_absence", "until_us"},
    {"register_identity", "member"},
    {"adopt_logic", "logic"},
    {"heartbeat", "sent_us"},
};

}  // namespace

std::vector<std::string_view> required_fields(std::string_view command) {
  std::vector<std::string_view> fields;
  const auto* row = std::ranges::find(kRows, command, &Row::command);
  if (row == std::end(kRows)) return fields;
  auto rest = row->fields;
  while (!rest.empty()) {
    const auto end = std::min(rest.find(' '), rest.size());
    fields.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return fields;
}

}  // namespace whistle::adapters::api
