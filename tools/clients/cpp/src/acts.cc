#include "whistle/client/acts.h"

#include <utility>

namespace whistle::client {

namespace {

// Of an act that may have words, which are personal data: sealed, and absent where there are none.
template <typename Act>
void say(Act& act, std::string_view words) {
  if (!words.empty()) act.mutable_personal()->set_text(std::string(words));
}

}  // namespace

v1::Command blow(v1::BlowWhistle whistle) {
  v1::Command command;
  *command.mutable_blow_whistle() = std::move(whistle);
  return command;
}

v1::Command confirm(std::uint64_t ticket, std::uint32_t rating) {
  v1::Command command;
  auto& act = *command.mutable_confirm_resolution();
  act.set_ticket(ticket);
  act.set_rating(rating);
  return command;
}

v1::Command dispute(std::uint64_t ticket, std::string_view reason) {
  v1::Command command;
  auto& act = *command.mutable_dispute_resolution();
  act.set_ticket(ticket);
  say(act, reason);
  return command;
}

v1::Command urge(std::uint64_t ticket, std::string_view note) {
  v1::Command command;
  auto& act = *command.mutable_urge_ticket();
  act.set_ticket(ticket);
  say(act, note);
  return command;
}

v1::Command withdraw(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_withdraw_whistle()->set_ticket(ticket);
  return command;
}

v1::Command acknowledge(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_acknowledge_ticket()->set_ticket(ticket);
  return command;
}

v1::Command arrive(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_arrive_on_site()->set_ticket(ticket);
  return command;
}

v1::Command contact_reporter(std::uint64_t ticket, bool reached, std::string_view note) {
  v1::Command command;
  auto& act = *command.mutable_contact_reporter();
  act.set_ticket(ticket);
  act.set_reached(reached);
  say(act, note);
  return command;
}

v1::Command report_progress(std::uint64_t ticket, std::string_view note) {
  v1::Command command;
  auto& act = *command.mutable_report_progress();
  act.set_ticket(ticket);
  say(act, note);
  return command;
}

v1::Command resolve(std::uint64_t ticket, std::string_view note, std::vector<v1::EvidenceItem> evidence,
                    v1::Outcome outcome) {
  v1::Command command;
  auto& act = *command.mutable_resolve_ticket();
  act.set_ticket(ticket);
  act.set_outcome(outcome);
  for (auto& item : evidence)
    *act.add_evidence() = std::move(item);
  if (!note.empty()) act.add_evidence()->set_kind(v1::EVIDENCE_NOTE);
  say(act, note);
  return command;
}

v1::Command finish_part(std::uint64_t ticket, std::string_view note) {
  v1::Command command;
  auto& act = *command.mutable_finish_part();
  act.set_ticket(ticket);
  say(act, note);
  return command;
}

v1::Command hand_over(std::uint64_t ticket, std::string_view member, std::string_view note) {
  v1::Command command;
  auto& act = *command.mutable_hand_over_duty();
  act.set_ticket(ticket);
  act.set_member(std::string(member));
  say(act, note);
  return command;
}

v1::Command verify(std::uint64_t ticket, bool passed, std::string_view note) {
  v1::Command command;
  auto& act = *command.mutable_verify_resolution();
  act.set_ticket(ticket);
  act.set_passed(passed);
  say(act, note);
  return command;
}

v1::Command reassign(std::uint64_t ticket, std::string_view party, std::string_view reason) {
  v1::Command command;
  auto& act = *command.mutable_reassign_ticket();
  act.set_ticket(ticket);
  act.set_party(std::string(party));
  say(act, reason);
  return command;
}

v1::Command supervise(std::uint64_t ticket, std::string_view reason) {
  v1::Command command;
  auto& act = *command.mutable_supervise_ticket();
  act.set_ticket(ticket);
  say(act, reason);
  return command;
}

v1::Command force_close(std::uint64_t ticket, std::string_view reason) {
  v1::Command command;
  auto& act = *command.mutable_force_close_ticket();
  act.set_ticket(ticket);
  say(act, reason);
  return command;
}

v1::Command reopen(std::uint64_t ticket, std::string_view reason) {
  v1::Command command;
  auto& act = *command.mutable_reopen_ticket();
  act.set_ticket(ticket);
  say(act, reason);
  return command;
}

}  // namespace whistle::client
