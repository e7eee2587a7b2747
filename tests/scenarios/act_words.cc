#include "tests/scenarios/act_words.h"

namespace whistle::tests {

namespace {

using Given = std::map<std::string, std::string>;

std::string get(const Given& given, const std::string& key) {
  const auto found = given.find(key);
  return found == given.end() ? std::string{} : found->second;
}

v1::Command progress(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_report_progress()->set_ticket(ticket);
  command.mutable_report_progress()->mutable_personal()->set_text(get(given, "note"));
  return command;
}

v1::Command dispute(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_dispute_resolution()->set_ticket(ticket);
  command.mutable_dispute_resolution()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command reassign(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_reassign_ticket()->set_ticket(ticket);
  command.mutable_reassign_ticket()->set_party(get(given, "to"));
  command.mutable_reassign_ticket()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

// What amending and splitting have in common.
template <typename Act>
void put_correction(const Given& given, Act& act) {
  act.set_category(get(given, "category"));
  act.set_urgency(get(given, "urgency"));
  act.mutable_personal()->set_address(get(given, "address"));
  if (given.contains("estate")) act.mutable_location()->set_estate(get(given, "estate"));
  if (given.contains("grid")) act.mutable_location()->set_grid(get(given, "grid"));
  if (given.contains("lat")) {
    act.mutable_location()->mutable_point()->set_lat_e7(degrees_e7(get(given, "lat")));
    act.mutable_location()->mutable_point()->set_lon_e7(degrees_e7(get(given, "lon")));
  }
}

v1::Command amend(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& amend = *command.mutable_amend_ticket();
  amend.set_ticket(ticket);
  put_correction(given, amend);
  amend.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command split(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& split = *command.mutable_split_ticket();
  split.set_ticket(ticket);
  put_correction(given, split);
  split.mutable_personal()->set_text(get(given, "text"));
  return command;
}

v1::Command urge(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_urge_ticket()->set_ticket(ticket);
  if (given.contains("note")) command.mutable_urge_ticket()->mutable_personal()->set_text(get(given, "note"));
  return command;
}

v1::Command contact(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_contact_reporter()->set_ticket(ticket);
  command.mutable_contact_reporter()->set_reached(!given.contains("no-answer"));
  return command;
}

}  // namespace

std::optional<v1::Command> act_named(const std::string& verb, std::uint64_t ticket, const Given& given) {
  if (verb == "progress") return progress(ticket, given);
  if (verb == "dispute") return dispute(ticket, given);
  if (verb == "reassign") return reassign(ticket, given);
  if (verb == "amend") return amend(ticket, given);
  if (verb == "split") return split(ticket, given);
  if (verb == "urge") return urge(ticket, given);
  if (verb == "contact") return contact(ticket, given);
  return std::nullopt;
}

std::int32_t degrees_e7(const std::string& text) {
  return static_cast<std::int32_t>(std::stod(text) * 1e7 + 0.5);
}

}  // namespace whistle::tests
