#include "tests/engine/evaluated_journal.h"

namespace whistle::engine {

RulesetParts peopled() {
  auto parts = sample_district();
  add_member(parts, "M2-DESK", "DESK", {v1::ROLE_HANDLER, v1::ROLE_DISPATCHER, v1::ROLE_ARBITER, v1::ROLE_INTAKE});
  add_member(parts, "M3-CM11", "CM11", {v1::ROLE_HANDLER, v1::ROLE_GRID_MEMBER, v1::ROLE_DISPATCHER, v1::ROLE_ARBITER});
  add_member(parts, "M4-DEP-S1", "DEP-S1", {v1::ROLE_HANDLER});
  add_member(parts, "M5-GROUP", "GROUP", {v1::ROLE_HANDLER});
  add_member(parts, "M6-ST1", "ST1", {v1::ROLE_DISPATCHER, v1::ROLE_ARBITER});
  add_member(parts, "M7-DEP", "DEP", {v1::ROLE_HANDLER});
  add_member(parts, "M8-FALLBACK", "FALLBACK", {v1::ROLE_HANDLER});
  add_member(parts, "M9-DESK", "DESK", {v1::ROLE_SUPERVISOR});
  add_member(parts, "N1-ST1", "ST1", {v1::ROLE_SUPERVISOR});
  return parts;
}

v1::Command at_grid(const char* category, const char* grid) {
  auto command = whistle(category, "");
  command.mutable_blow_whistle()->mutable_location()->set_grid(grid);
  return command;
}

v1::Command community_whistle(const char* category, const char* grid) {
  auto command = at_grid(category, grid);
  command.mutable_blow_whistle()->set_kind(v1::WHISTLE_KIND_COMMUNITY);
  command.mutable_blow_whistle()->set_source(v1::SOURCE_COMMUNITY);
  return command;
}

v1::Command arrive(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_arrive_on_site()->set_ticket(ticket);
  return command;
}

v1::Command confirm(std::uint64_t ticket, std::uint32_t rating) {
  v1::Command command;
  command.mutable_confirm_resolution()->set_ticket(ticket);
  command.mutable_confirm_resolution()->set_rating(rating);
  return command;
}

v1::Command fail_check(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_verify_resolution()->set_ticket(ticket);
  command.mutable_verify_resolution()->mutable_personal()->set_text("not done");
  return command;
}

v1::Command contact(std::uint64_t ticket, bool reached) {
  v1::Command command;
  command.mutable_contact_reporter()->set_ticket(ticket);
  command.mutable_contact_reporter()->set_reached(reached);
  return command;
}

v1::Command return_wanted(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_request_return()->set_ticket(ticket);
  command.mutable_request_return()->set_reason(v1::RETURN_REASON_NOT_COMPETENT);
  command.mutable_request_return()->mutable_personal()->set_text("not ours");
  return command;
}

v1::Command return_granted(std::uint64_t ticket, const char* party) {
  v1::Command command;
  command.mutable_decide_return()->set_ticket(ticket);
  command.mutable_decide_return()->set_granted(true);
  command.mutable_decide_return()->set_party(party);
  command.mutable_decide_return()->mutable_personal()->set_text("theirs");
  return command;
}

v1::Command reassigned(std::uint64_t ticket, const char* party) {
  v1::Command command;
  command.mutable_reassign_ticket()->set_ticket(ticket);
  command.mutable_reassign_ticket()->set_party(party);
  command.mutable_reassign_ticket()->mutable_personal()->set_text("why");
  return command;
}

v1::Command appeal(std::uint64_t ticket, v1::AppealSubject subject) {
  v1::Command command;
  command.mutable_lodge_appeal()->set_ticket(ticket);
  command.mutable_lodge_appeal()->set_subject(subject);
  command.mutable_lodge_appeal()->set_ground(v1::APPEAL_GROUND_WRONG_FACTS);
  command.mutable_lodge_appeal()->mutable_personal()->set_text("basis");
  return command;
}

v1::Command review(std::uint64_t ticket, const char* party, v1::AppealSubject subject, bool granted) {
  v1::Command command;
  command.mutable_review_appeal()->set_ticket(ticket);
  command.mutable_review_appeal()->set_party(party);
  command.mutable_review_appeal()->set_subject(subject);
  command.mutable_review_appeal()->set_granted(granted);
  command.mutable_review_appeal()->mutable_personal()->set_text("reason");
  return command;
}

v1::Command score(std::uint64_t ticket, const char* party, std::uint32_t score) {
  v1::Command command;
  command.mutable_score_party()->set_ticket(ticket);
  command.mutable_score_party()->set_party(party);
  command.mutable_score_party()->set_score(score);
  return command;
}

}  // namespace whistle::engine
