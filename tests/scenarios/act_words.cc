#include "tests/scenarios/act_words.h"

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <vector>

#include "tests/scenarios/holdings_words.h"
#include "tests/scenarios/privacy_words.h"

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
  if (given.contains("file")) command.mutable_report_progress()->add_attachment_sha256(file_hash(get(given, "file")));
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

// Codes apart at commas.
std::vector<std::string> codes_in(const std::string& text) {
  std::vector<std::string> codes;
  for (std::size_t start = 0; start < text.size();) {
    const auto end = std::min(text.find(',', start), text.size());
    codes.push_back(text.substr(start, end - start));
    start = end + 1;
  }
  return codes;
}

template <typename Enum>
Enum word_of(const std::string& prefix, std::string word, bool (*parse)(const std::string&, Enum*)) {
  for (auto& letter : word)
    letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
  Enum value{};
  if (!word.empty() && !parse(prefix + word, &value)) throw std::runtime_error("no such word: " + word);
  return value;
}

std::uint32_t count_in(const Given& given) {
  return given.contains("count") ? static_cast<std::uint32_t>(std::stoul(get(given, "count"))) : 0;
}

std::int64_t until_in(const Given& given) {
  return given.contains("until_us") ? std::stoll(get(given, "until_us")) : 0;
}

v1::Command request_return(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& request = *command.mutable_request_return();
  request.set_ticket(ticket);
  request.set_reason(word_of<v1::ReturnReason>(
      "RETURN_REASON_", get(given, "reason"),
      [](const std::string& name, v1::ReturnReason* value) { return v1::ReturnReason_Parse(name, value); }));
  request.set_suggested_party(get(given, "to"));
  request.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command decide_return(std::uint64_t ticket, const Given& given, bool granted) {
  v1::Command command;
  auto& decision = *command.mutable_decide_return();
  decision.set_ticket(ticket);
  decision.set_granted(granted);
  decision.set_party(get(given, "to"));
  decision.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command open_consult(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& consult = *command.mutable_open_consult();
  consult.set_ticket(ticket);
  for (auto& code : codes_in(get(given, "with")))
    consult.add_parties(std::move(code));
  consult.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command rule_consult(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& ruling = *command.mutable_rule_consult();
  ruling.set_ticket(ticket);
  ruling.set_lead(get(given, "lead"));
  for (auto& code : codes_in(get(given, "assist")))
    ruling.add_assist(std::move(code));
  ruling.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command finish(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_finish_part()->set_ticket(ticket);
  if (given.contains("note")) command.mutable_finish_part()->mutable_personal()->set_text(get(given, "note"));
  return command;
}

v1::Command release(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_release_assistant()->set_ticket(ticket);
  command.mutable_release_assistant()->set_party(get(given, "party"));
  command.mutable_release_assistant()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command request_hold(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& request = *command.mutable_request_hold();
  request.set_ticket(ticket);
  request.set_cause(word_of<v1::HoldCause>(
      "HOLD_CAUSE_", get(given, "cause"),
      [](const std::string& name, v1::HoldCause* value) { return v1::HoldCause_Parse(name, value); }));
  request.set_until_us(until_in(given));
  request.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command decide_hold(std::uint64_t ticket, const Given& given, bool approved) {
  v1::Command command;
  auto& decision = *command.mutable_decide_hold();
  decision.set_ticket(ticket);
  decision.set_approved(approved);
  decision.set_until_us(until_in(given));
  decision.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command resume(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_resume_ticket()->set_ticket(ticket);
  command.mutable_resume_ticket()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command request_extension(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_request_extension()->set_ticket(ticket);
  command.mutable_request_extension()->set_count(count_in(given));
  command.mutable_request_extension()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command decide_extension(std::uint64_t ticket, const Given& given, bool granted) {
  v1::Command command;
  auto& decision = *command.mutable_decide_extension();
  decision.set_ticket(ticket);
  decision.set_granted(granted);
  decision.set_count(count_in(given));
  decision.mutable_personal()->set_text(get(given, "why"));
  return command;
}

std::optional<v1::Command> arbitration_named(const std::string& verb, std::uint64_t ticket, const Given& given) {
  if (verb == "return") return request_return(ticket, given);
  if (verb == "grant-return") return decide_return(ticket, given, true);
  if (verb == "refuse-return") return decide_return(ticket, given, false);
  if (verb == "consult") return open_consult(ticket, given);
  if (verb == "rule") return rule_consult(ticket, given);
  if (verb == "finish") return finish(ticket, given);
  if (verb == "release") return release(ticket, given);
  if (verb == "hold") return request_hold(ticket, given);
  if (verb == "approve-hold") return decide_hold(ticket, given, true);
  if (verb == "refuse-hold") return decide_hold(ticket, given, false);
  if (verb == "resume") return resume(ticket, given);
  if (verb == "extend") return request_extension(ticket, given);
  if (verb == "grant-extension") return decide_extension(ticket, given, true);
  if (verb == "refuse-extension") return decide_extension(ticket, given, false);
  return std::nullopt;
}

v1::Command verify(std::uint64_t ticket, const Given& given, bool passed) {
  v1::Command command;
  auto& check = *command.mutable_verify_resolution();
  check.set_ticket(ticket);
  check.set_passed(passed);
  if (given.contains("why")) check.mutable_personal()->set_text(get(given, "why"));
  if (given.contains("file")) check.add_attachment_sha256(file_hash(get(given, "file")));
  return command;
}

v1::Command supervise(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_supervise_ticket()->set_ticket(ticket);
  command.mutable_supervise_ticket()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command force_close(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_force_close_ticket()->set_ticket(ticket);
  command.mutable_force_close_ticket()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command whistle_up(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& up = *command.mutable_whistle_up();
  up.set_ticket(ticket);
  up.set_category(get(given, "category"));
  up.set_urgency(get(given, "urgency"));
  up.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command score(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& scored = *command.mutable_score_party();
  scored.set_ticket(ticket);
  scored.set_party(get(given, "party"));
  scored.set_score(given.contains("score") ? static_cast<std::uint32_t>(std::stoul(get(given, "score"))) : 0);
  return command;
}

v1::Command decide_approval(std::uint64_t ticket, const Given& given, bool approved) {
  v1::Command command;
  auto& decision = *command.mutable_decide_approval();
  decision.set_ticket(ticket);
  decision.set_approved(approved);
  if (given.contains("reason")) {
    decision.set_reason(word_of<v1::RejectReason>(
        "REJECT_REASON_", get(given, "reason"),
        [](const std::string& name, v1::RejectReason* value) { return v1::RejectReason_Parse(name, value); }));
  }
  decision.mutable_personal()->set_text(get(given, "why"));
  return command;
}

std::optional<v1::Command> oversight_named(const std::string& verb, std::uint64_t ticket, const Given& given) {
  if (verb == "pass-check") return verify(ticket, given, true);
  if (verb == "fail-check") return verify(ticket, given, false);
  if (verb == "supervise") return supervise(ticket, given);
  if (verb == "force-close") return force_close(ticket, given);
  if (verb == "whistle-up") return whistle_up(ticket, given);
  if (verb == "score") return score(ticket, given);
  if (verb == "approve") return decide_approval(ticket, given, true);
  if (verb == "reject") return decide_approval(ticket, given, false);
  return std::nullopt;
}

v1::Command reopen(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_reopen_ticket()->set_ticket(ticket);
  command.mutable_reopen_ticket()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command link(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_link_tickets()->set_ticket(ticket);
  command.mutable_link_tickets()->set_lead_ticket(std::stoull("0" + get(given, "lead-ticket")));
  return command;
}

v1::Command unlink(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_unlink_tickets()->set_ticket(ticket);
  command.mutable_unlink_tickets()->mutable_personal()->set_text(get(given, "why"));
  return command;
}

std::optional<v1::Command> recurrence_named(const std::string& verb, std::uint64_t ticket, const Given& given) {
  if (verb == "reopen") return reopen(ticket, given);
  if (verb == "link") return link(ticket, given);
  if (verb == "unlink") return unlink(ticket, given);
  return std::nullopt;
}

v1::AppealSubject subject_in(const Given& given) {
  return word_of<v1::AppealSubject>(
      "APPEAL_SUBJECT_", get(given, "subject"),
      [](const std::string& name, v1::AppealSubject* value) { return v1::AppealSubject_Parse(name, value); });
}

v1::Command appeal(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  auto& lodged = *command.mutable_lodge_appeal();
  lodged.set_ticket(ticket);
  lodged.set_subject(subject_in(given));
  lodged.set_ground(word_of<v1::AppealGround>(
      "APPEAL_GROUND_", get(given, "ground"),
      [](const std::string& name, v1::AppealGround* value) { return v1::AppealGround_Parse(name, value); }));
  lodged.mutable_personal()->set_text(get(given, "why"));
  return command;
}

v1::Command review(std::uint64_t ticket, const Given& given, bool granted) {
  v1::Command command;
  auto& reviewed = *command.mutable_review_appeal();
  reviewed.set_ticket(ticket);
  reviewed.set_party(get(given, "party"));
  reviewed.set_subject(subject_in(given));
  reviewed.set_granted(granted);
  reviewed.mutable_personal()->set_text(get(given, "why"));
  return command;
}

std::optional<v1::Command> appeal_named(const std::string& verb, std::uint64_t ticket, const Given& given) {
  if (verb == "appeal") return appeal(ticket, given);
  if (verb == "grant-appeal") return review(ticket, given, true);
  if (verb == "refuse-appeal") return review(ticket, given, false);
  return std::nullopt;
}

v1::Command hand_over_duty(std::uint64_t ticket, const Given& given) {
  v1::Command command;
  command.mutable_hand_over_duty()->set_ticket(ticket);
  command.mutable_hand_over_duty()->set_member(get(given, "to"));
  if (given.contains("note")) command.mutable_hand_over_duty()->mutable_personal()->set_text(get(given, "note"));
  return command;
}

v1::Command report_absence(const Given& given) {
  v1::Command command;
  auto& absence = *command.mutable_report_absence();
  absence.set_member(get(given, "member"));
  if (given.contains("from_us")) absence.set_from_us(std::stoll(get(given, "from_us")));
  absence.set_until_us(until_in(given));
  return command;
}

v1::Command end_absence(const Given& given) {
  v1::Command command;
  command.mutable_end_absence()->set_member(get(given, "member"));
  return command;
}

std::optional<v1::Command> duty_named(const std::string& verb, std::uint64_t ticket, const Given& given) {
  if (verb == "hand-over") return hand_over_duty(ticket, given);
  if (verb == "absent") return report_absence(given);
  if (verb == "back") return end_absence(given);
  return std::nullopt;
}

// As the edge gives it to the core: sealed already. The name says the type, and stands for the content.
v1::Command attach(std::uint64_t ticket, const Given& given) {
  const auto name = get(given, "file");
  v1::Command command;
  auto& put = *command.mutable_put_attachment();
  put.set_ticket(ticket);
  put.set_sha256(file_hash(name));
  put.set_type(name.ends_with(".jpg")   ? v1::ATTACHMENT_TYPE_JPEG
               : name.ends_with(".pdf") ? v1::ATTACHMENT_TYPE_PDF
               : name.ends_with(".amr") ? v1::ATTACHMENT_TYPE_AMR
                                        : v1::ATTACHMENT_TYPE_UNSPECIFIED);
  put.set_size(200'000);
  put.set_sealed_sha256(file_hash("sealed " + std::to_string(ticket) + name));
  return command;
}

v1::Command rebase(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_rebase_ticket()->set_ticket(ticket);
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
  if (verb == "rebase") return rebase(ticket);
  if (auto recurrence = recurrence_named(verb, ticket, given)) return recurrence;
  if (auto about_appeal = appeal_named(verb, ticket, given)) return about_appeal;
  if (auto duty = duty_named(verb, ticket, given)) return duty;
  if (verb == "attach") return attach(ticket, given);
  if (auto about_privacy = privacy_named(verb, ticket, given)) return about_privacy;
  auto arbitration = arbitration_named(verb, ticket, given);
  return arbitration ? arbitration : oversight_named(verb, ticket, given);
}

std::int32_t degrees_e7(const std::string& text) {
  return static_cast<std::int32_t>(std::stod(text) * 1e7 + 0.5);
}

}  // namespace whistle::tests
