#include "tests/simulation/actors.h"

#include <array>
#include <numeric>
#include <string>

#include "tests/simulation/appeals.h"
#include "tests/simulation/arbiters.h"
#include "tests/simulation/daemon.h"
#include "tests/simulation/dispatchers.h"
#include "tests/simulation/duty.h"
#include "tests/simulation/files.h"
#include "tests/simulation/overseers.h"
#include "tests/simulation/people.h"
#include "tests/simulation/places.h"
#include "tests/simulation/privacy.h"
#include "tests/simulation/recurrences.h"

namespace whistle::tests {

namespace {

using engine::Ticket;

constexpr std::size_t kCredentialBytes = 32;
constexpr int kLooksOfActor = 12;

// ---- Whistles -------------------------------------------------------------------------------------------------------

struct Blower {
  const char* member;
  v1::Source source;
  v1::WhistleKind kind;
};

std::optional<Intent> blow_whistle(const View& view, Chance& chance) {
  static constexpr std::array<Blower, 8> kBlowers = {{{"app", v1::SOURCE_RESIDENT, v1::WHISTLE_KIND_RESIDENT},
                                                      {"app", v1::SOURCE_RESIDENT, v1::WHISTLE_KIND_RESIDENT},
                                                      {"hotline", v1::SOURCE_HOTLINE, v1::WHISTLE_KIND_RESIDENT},
                                                      {"platform", v1::SOURCE_SENSOR, v1::WHISTLE_KIND_COMMUNITY},
                                                      {"firm-2", v1::SOURCE_GRID_MEMBER, v1::WHISTLE_KIND_RESIDENT},
                                                      {"co1", v1::SOURCE_GRID_MEMBER, v1::WHISTLE_KIND_RESIDENT},
                                                      {"co2", v1::SOURCE_COMMUNITY, v1::WHISTLE_KIND_COMMUNITY},
                                                      {"st1", v1::SOURCE_COMMUNITY, v1::WHISTLE_KIND_COMMUNITY}}};
  const auto again = chance.one_in(4) ? std::nullopt : blown_again(view, chance);
  auto blower = chance.pick(kBlowers);
  for (int look = 0; look < kLooksOfActor && again && blower.kind != again->kind(); ++look)
    blower = chance.pick(kBlowers);
  Intent intent;
  auto& blow = *intent.command.mutable_blow_whistle();
  blow.set_kind(blower.kind);
  blow.set_source(blower.source);
  blow.set_category(chance.one_in(kSlip) ? "" : chance.pick(view.setting.categories));
  if (chance.one_in(6)) blow.set_urgency(chance.one_in(2) ? "urgent" : "normal");
  if (chance.one_in(5)) blow.set_occurred_at_us((view.now - engine::minutes(chance.between(-15, 600))).us);
  if (chance.one_in(2)) blow.mutable_personal()->set_text("门口的事 " + std::to_string(chance.below(1000)));
  auto said = said_place(view.setting, chance);
  *blow.mutable_location() = std::move(said.location);
  if (!said.address.empty()) blow.mutable_personal()->set_address(said.address);
  if (again && again->kind() == blow.kind()) {
    blow.set_category(again->category());
    *blow.mutable_location() = again->location();
    blow.mutable_personal()->clear_address();
  }
  if (chance.one_in(4)) {
    blow.set_anonymous(true);
  } else if (chance.one_in(2)) {
    blow.mutable_personal()->mutable_reporter()->set_phone("1380000" + std::to_string(chance.below(10000)));
  }
  intent.actor = speaking(view, blower.member, chance);
  intent.words = std::string(blower.member) + " blows " + (blow.category().empty() ? "?" : blow.category());
  return intent;
}

// ---- What parties do with a ticket ----------------------------------------------------------------------------------

// A member of the ticket's parties, who will send the command that the caller fills in.
std::optional<Intent> act_of_party(const View& view, const std::optional<Ticket>& ticket, const char* verb,
                                   Chance& chance) {
  if (!ticket) return std::nullopt;
  const auto member = somebody_of(view, *ticket, v1::ROLE_HANDLER, v1::ROLE_GRID_MEMBER, chance);
  if (!member) return std::nullopt;
  return Intent{speaking(view, *member, chance), {}, *member + " " + verb + " " + named(*ticket)};
}

std::optional<Intent> acknowledge_ticket(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_DISPATCHED, v1::TICKET_STATE_DISPATCHED);
  auto intent = act_of_party(view, ticket, "acknowledges", chance);
  if (intent) intent->command.mutable_acknowledge_ticket()->set_ticket(ticket->id.value);
  return intent;
}

std::optional<Intent> arrive_on_site(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_DISPATCHED, v1::TICKET_STATE_ACKNOWLEDGED);
  auto intent = act_of_party(view, ticket, "arrives for", chance);
  if (intent) intent->command.mutable_arrive_on_site()->set_ticket(ticket->id.value);
  return intent;
}

// As it should be, with the evidence that every category here is content with.
void put_resolution(const Ticket& ticket, v1::ResolveTicket& resolve, Chance& chance) {
  static constexpr std::array<v1::Outcome, 5> kOutcomes = {v1::OUTCOME_FIXED, v1::OUTCOME_FIXED, v1::OUTCOME_EXPLAINED,
                                                           v1::OUTCOME_NOT_REPRODUCED, v1::OUTCOME_REFERRED_OUT};
  resolve.set_ticket(ticket.id.value);
  resolve.set_outcome(chance.pick(kOutcomes));
  auto& photo = *resolve.add_evidence();
  photo.set_kind(v1::EVIDENCE_PHOTO_AFTER);
  const auto picture = some_picture(ticket, chance);
  photo.set_sha256(picture && !chance.one_in(kSlip) ? *picture : some_named_file(ticket, chance));
  resolve.mutable_personal()->set_text("处理完毕");
}

// Every other time one that did not stand before, if there is one. Who has no picture brings one first.
std::optional<Intent> resolve_ticket(const View& view, Chance& chance) {
  auto ticket = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
  for (int look = 0; look < kLooksOfActor && ticket && ticket->reworks == 0 && chance.one_in(2); ++look) {
    const auto other = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
    if (other->reworks > 0) ticket = other;
  }
  auto intent = act_of_party(view, ticket, "resolves", chance);
  if (!intent) return intent;
  if (ticket->attachments.size() < engine::kAttachmentsPerTicket && !some_picture(*ticket, chance) &&
      !chance.one_in(kSlip)) {
    put_picture(*ticket, *intent->command.mutable_put_attachment(), chance);
    return intent;
  }
  auto& resolve = *intent->command.mutable_resolve_ticket();
  put_resolution(*ticket, resolve, chance);
  if (chance.one_in(kSlip)) resolve.set_outcome(v1::OUTCOME_FORCED);
  if (chance.one_in(kSlip)) resolve.clear_evidence();
  if (chance.one_in(kSlip)) resolve.clear_personal();
  return intent;
}

std::optional<Intent> report_progress(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_ACKNOWLEDGED, v1::TICKET_STATE_ON_SITE);
  auto intent = act_of_party(view, ticket, "reports progress on", chance);
  if (!intent) return intent;
  auto& report = *intent->command.mutable_report_progress();
  report.set_ticket(ticket->id.value);
  if (!chance.one_in(kSlip)) report.mutable_personal()->set_text("进展 " + std::to_string(chance.below(1000)));
  if (chance.one_in(3)) report.add_attachment_sha256(some_named_file(*ticket, chance));
  return intent;
}

std::optional<Intent> contact_reporter(const View& view, Chance& chance) {
  auto ticket = any_ticket(view, chance);
  auto intent = act_of_party(view, ticket, "calls the reporter of", chance);
  if (!intent) return intent;
  auto& contact = *intent->command.mutable_contact_reporter();
  contact.set_ticket(ticket->id.value);
  contact.set_reached(!chance.one_in(3));
  if (chance.one_in(2)) contact.mutable_personal()->set_text("回电 " + std::to_string(chance.below(1000)));
  return intent;
}

// ---- What whistle-blowers do ----------------------------------------------------------------------------------------

std::optional<Intent> act_of_blower(const View& view, const std::optional<Ticket>& ticket, const char* verb,
                                    Chance& chance) {
  if (!ticket) return std::nullopt;
  const auto& member = chance.one_in(kSlip) ? chance.pick(view.setting.members) : ticket->blower;
  return Intent{speaking(view, member, chance), {}, member + " " + verb + " " + named(*ticket)};
}

std::optional<Intent> confirm_resolution(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance, v1::TICKET_STATE_VERIFYING, v1::TICKET_STATE_VERIFYING);
  auto intent = act_of_blower(view, ticket, "confirms", chance);
  if (!intent) return intent;
  intent->command.mutable_confirm_resolution()->set_ticket(ticket->id.value);
  intent->command.mutable_confirm_resolution()->set_rating(static_cast<std::uint32_t>(chance.below(6)));
  return intent;
}

std::optional<Intent> dispute_resolution(const View& view, Chance& chance) {
  const auto ticket = chance.one_in(4)
                          ? recent_ticket(view, chance)
                          : any_ticket(view, chance, v1::TICKET_STATE_VERIFYING, v1::TICKET_STATE_VERIFYING);
  auto intent = act_of_blower(view, ticket, "disputes", chance);
  if (!intent) return intent;
  auto& dispute = *intent->command.mutable_dispute_resolution();
  dispute.set_ticket(ticket->id.value);
  if (!chance.one_in(kSlip)) dispute.mutable_personal()->set_text("没有好 " + std::to_string(chance.below(1000)));
  return intent;
}

// The whistle-blower, a supervisor, or a dispatcher, who may where the place is in its territory.
std::optional<Intent> urge_ticket(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance);
  if (!ticket) return std::nullopt;
  std::optional<std::string> member = ticket->blower;
  if (chance.one_in(2))
    member = somebody_with(view, chance.one_in(3) ? v1::ROLE_SUPERVISOR : v1::ROLE_DISPATCHER, chance);
  if (chance.one_in(kSlip)) member = chance.pick(view.setting.members);
  if (!member) return std::nullopt;
  Intent intent{speaking(view, *member, chance), {}, *member + " urges " + named(*ticket)};
  auto& urge = *intent.command.mutable_urge_ticket();
  urge.set_ticket(ticket->id.value);
  if (chance.one_in(2)) urge.mutable_personal()->set_text("快一点 " + std::to_string(chance.below(1000)));
  return intent;
}

std::optional<Intent> withdraw_whistle(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance);
  auto intent = act_of_blower(view, ticket, "withdraws", chance);
  if (intent) intent->command.mutable_withdraw_whistle()->set_ticket(ticket->id.value);
  return intent;
}

// ---- Rules and identities -------------------------------------------------------------------------------------------

// Two must agree: whoever comes later mostly names what was proposed. With files the edge compiles them anew; the
// simulation has them compiled.
std::optional<Intent> publish_ruleset(const View& view, Chance& chance) {
  const auto& proposal = view.state.proposal;
  const auto* variant = &chance.pick(view.setting.variants);
  if (proposal && !chance.one_in(4)) variant = &view.setting.variant_of(proposal->sha256);
  Intent intent;
  auto& publish = *intent.command.mutable_publish_ruleset();
  publish.set_ruleset_sha256(variant->rules.sha256);
  const bool with_files = chance.one_in(2);
  if (with_files) publish.add_files()->set_path("district.yaml");
  std::string who = chance.one_in(2) ? "admin" : "desk-chief";
  if (chance.one_in(kSlip)) who = chance.pick(view.setting.members);
  intent.actor = speaking(view, who, chance);
  intent.words = who + (with_files ? " brings rules: " : " names rules: ") +
                 (variant->name.empty() ? "the first district" : variant->name);
  return intent;
}

// Mostly laid over the rules in force, by who may.
std::optional<Intent> submit_ruleset(const View& view, Chance& chance) {
  const auto& published = view.state.publications;
  if (published.empty()) return std::nullopt;
  static const std::vector<std::string> kWho = {"platform", "admin", "desk-chief"};
  const auto& who = chance.one_in(kSlip) ? chance.pick(view.setting.members) : chance.pick(kWho);
  const auto& variant = chance.pick(view.setting.variants);
  Intent intent{speaking(view, who, chance), {}, who + " submits rules: " + variant.name};
  auto& submit = *intent.command.mutable_submit_ruleset();
  submit.set_ruleset_sha256(variant.rules.sha256);
  submit.set_base_sha256(chance.one_in(kSlip) ? published.front().sha256 : published.back().sha256);
  submit.add_files()->set_path("catalogue.csv");
  return intent;
}

// Mostly of what waits: for its instant, or for somebody to agree.
std::optional<Intent> withdraw_ruleset(const View& view, Chance& chance) {
  const auto& scheduled = view.state.scheduled;
  const auto& submitted = view.state.submissions;
  if (!scheduled && submitted.empty() && !chance.one_in(4)) return std::nullopt;
  std::string who = chance.one_in(2) ? "admin" : "desk-chief";
  if (!submitted.empty() && chance.one_in(4)) who = submitted.begin()->first;
  if (chance.one_in(kSlip)) who = chance.pick(view.setting.members);
  Intent intent{speaking(view, who, chance), {}, who + " withdraws rules"};
  auto& withdraw = *intent.command.mutable_withdraw_ruleset();
  withdraw.set_ruleset_sha256(chance.pick(view.setting.variants).rules.sha256);
  if (!submitted.empty() && !chance.one_in(kSlip)) withdraw.set_ruleset_sha256(submitted.begin()->second.sha256);
  if (scheduled && !chance.one_in(kSlip)) withdraw.set_ruleset_sha256(scheduled->sha256);
  return intent;
}

std::optional<Intent> rebase_ticket(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance);
  if (!ticket) return std::nullopt;
  std::string who = chance.one_in(2) ? "admin" : "desk-chief";
  if (chance.one_in(kSlip)) who = chance.pick(view.setting.members);
  Intent intent{speaking(view, who, chance), {}, who + " rebases " + named(*ticket)};
  intent.command.mutable_rebase_ticket()->set_ticket(ticket->id.value);
  return intent;
}

std::optional<Intent> register_identity(const View& view, Chance& chance) {
  const auto& member = chance.pick(view.setting.members);
  Intent intent;
  auto& bind = *intent.command.mutable_register_identity();
  bind.set_member(member);
  bind.set_label("device");
  std::string credential;
  while (credential.size() < kCredentialBytes)
    credential.push_back(static_cast<char>('a' + chance.below(26)));
  if (chance.one_in(kSlip) && !view.state.identities.empty()) credential = view.state.identities.begin()->first;
  bind.set_curve_public_key(credential);
  const std::string by = chance.one_in(kSlip) ? "desk-1" : "admin";
  intent.actor = speaking(view, by, chance);
  intent.words = by + " registers a key of " + member;
  return intent;
}

std::optional<Intent> revoke_identity(const View& view, Chance& chance) {
  const auto& identities = view.state.identities;
  if (identities.empty()) return std::nullopt;
  auto at = identities.begin();
  std::advance(at, static_cast<std::ptrdiff_t>(chance.below(identities.size())));
  Intent intent;
  intent.command.mutable_revoke_identity()->set_curve_public_key(at->first);
  intent.actor = speaking(view, "admin", chance);
  intent.words = "admin revokes a key of " + at->second.member;
  return intent;
}

// ---- What is nobody's to send ---------------------------------------------------------------------------------------

// The engine's own commands, from somebody who would like to be it.
std::optional<Intent> forge(const View& view, Chance& chance) {
  const auto ticket = any_ticket(view, chance);
  if (!ticket) return std::nullopt;
  const auto& member = chance.pick(view.setting.members);
  Intent intent{speaking(view, member, chance), {}, member + " speaks for the engine on " + named(*ticket)};
  switch (chance.below(12)) {
    case 9:
      intent.command.mutable_record_reading()->mutable_reader()->set_member(member);
      break;
    case 10:
      intent.command.mutable_rotate_master_key()->set_id(std::string(8, 'k'));
      break;
    case 11:
      intent.command.mutable_erase_ticket()->set_ticket(ticket->id.value);
      intent.command.mutable_erase_ticket()->set_ground(chance.one_in(2) ? v1::ERASE_GROUND_RETENTION
                                                                         : v1::ERASE_GROUND_RESTORED);
      break;
    case 6:
      intent.command.mutable_record_follower()->set_ticket(ticket->id.value);
      break;
    case 7:
      intent.command.mutable_follow_lead_ticket()->set_ticket(ticket->id.value);
      break;
    case 8:
      intent.command.mutable_record_repeat()->set_ticket(ticket->id.value);
      break;
    case 4:
      intent.command.mutable_hand_over_ticket()->set_ticket(ticket->id.value);
      break;
    case 5:
      intent.command.mutable_put_ruleset_in_force()->set_ruleset_sha256(
          chance.pick(view.setting.variants).rules.sha256);
      break;
    case 0:
      intent.command.mutable_record_refusal()->set_ticket(ticket->id.value);
      break;
    case 1:
      intent.command.mutable_link_split_ticket()->set_ticket(ticket->id.value);
      intent.command.mutable_link_split_ticket()->set_into(chance.below(view.state.next_sequence.value));
      break;
    case 2:
      intent.command.mutable_fire_clock()->set_ticket(ticket->id.value);
      intent.command.mutable_fire_clock()->mutable_clock()->set_kind(v1::CLOCK_KIND_RESOLVE);
      break;
    default:
      intent.command.mutable_start_engine()->set_version("forged");
  }
  return intent;
}

}  // namespace

const std::vector<ActorRow>& actors() {
  static const std::vector<ActorRow> kActors = {{v1::Command::kBlowWhistle, 24, blow_whistle},
                                                {v1::Command::kAcknowledgeTicket, 20, acknowledge_ticket},
                                                {v1::Command::kArriveOnSite, 12, arrive_on_site},
                                                {v1::Command::kResolveTicket, 48, resolve_ticket},
                                                {v1::Command::kConfirmResolution, 14, confirm_resolution},
                                                {v1::Command::kWithdrawWhistle, 4, withdraw_whistle},
                                                {v1::Command::kPublishRuleset, 2, publish_ruleset},
                                                {v1::Command::kRegisterIdentity, 3, register_identity},
                                                {v1::Command::kRevokeIdentity, 1, revoke_identity},
                                                {v1::Command::kReportProgress, 8, report_progress},
                                                {v1::Command::kDisputeResolution, 12, dispute_resolution},
                                                {v1::Command::kReassignTicket, 12, reassign_ticket},
                                                {v1::Command::kAmendTicket, 14, amend_ticket},
                                                {v1::Command::kSplitTicket, 6, split_ticket},
                                                {v1::Command::kUrgeTicket, 6, urge_ticket},
                                                {v1::Command::kContactReporter, 8, contact_reporter},
                                                {v1::Command::kRequestReturn, 8, request_return},
                                                {v1::Command::kDecideReturn, 14, decide_return},
                                                {v1::Command::kOpenConsult, 3, open_consult},
                                                {v1::Command::kRuleConsult, 10, rule_consult},
                                                {v1::Command::kFinishPart, 10, finish_part},
                                                {v1::Command::kReleaseAssistant, 6, release_assistant},
                                                {v1::Command::kRequestHold, 8, request_hold},
                                                {v1::Command::kDecideHold, 18, decide_hold},
                                                {v1::Command::kResumeTicket, 12, resume_ticket},
                                                {v1::Command::kRequestExtension, 8, request_extension},
                                                {v1::Command::kDecideExtension, 12, decide_extension},
                                                {v1::Command::kVerifyResolution, 24, verify_resolution},
                                                {v1::Command::kSuperviseTicket, 3, supervise_ticket},
                                                {v1::Command::kForceCloseTicket, 2, force_close_ticket},
                                                {v1::Command::kWhistleUp, 8, whistle_up},
                                                {v1::Command::kScoreParty, 10, score_party},
                                                {v1::Command::kDecideApproval, 14, decide_approval},
                                                {v1::Command::BODY_NOT_SET, 1, forge},
                                                {v1::Command::kWithdrawRuleset, 3, withdraw_ruleset},
                                                {v1::Command::kSubmitRuleset, 2, submit_ruleset},
                                                {v1::Command::kRebaseTicket, 6, rebase_ticket},
                                                {v1::Command::kReopenTicket, 4, reopen_ticket},
                                                {v1::Command::kLinkTickets, 8, link_tickets},
                                                {v1::Command::kUnlinkTickets, 4, unlink_tickets},
                                                {v1::Command::kLodgeAppeal, 12, lodge_appeal},
                                                {v1::Command::kReviewAppeal, 14, review_appeal},
                                                {v1::Command::kHandOverDuty, 12, hand_over_duty},
                                                {v1::Command::kReportAbsence, 4, report_absence},
                                                {v1::Command::kEndAbsence, 2, end_absence},
                                                {v1::Command::kPutAttachment, 24, put_attachment},
                                                {v1::Command::kRevealReporter, 12, reveal_reporter},
                                                {v1::Command::kEraseTicket, 8, erase_ticket},
                                                {v1::Command::kAdoptLogic, 2, adopt_logic}};
  return kActors;
}

std::optional<Intent> propose(const View& view, Chance& chance) {
  const auto& rows = actors();
  const auto whole = std::accumulate(rows.begin(), rows.end(), std::uint64_t{0},
                                     [](std::uint64_t sum, const ActorRow& row) { return sum + row.weight; });
  auto at = chance.below(whole);
  for (const auto& row : rows) {
    if (at < row.weight) return row.propose(view, chance);
    at -= row.weight;
  }
  return std::nullopt;
}

std::optional<Intent> act_that_stops(const View& view, const Ticket& ticket, const engine::Clock& clock,
                                     Chance& chance) {
  if (clock.paused) return std::nullopt;
  const auto member = somebody_working_for(view, ticket.parts[clock.part].party, chance);
  if (!member) return std::nullopt;
  Intent intent{speaking(view, *member, chance), {}, *member + " acts in the last instant on " + named(ticket)};
  const bool signed_for = ticket.parts[clock.part].state != v1::PART_STATE_ASSIGNED;
  if (clock.kind == v1::CLOCK_KIND_ACK && !signed_for) {
    intent.command.mutable_acknowledge_ticket()->set_ticket(ticket.id.value);
  } else if (clock.kind == v1::CLOCK_KIND_ON_SITE) {
    intent.command.mutable_arrive_on_site()->set_ticket(ticket.id.value);
  } else if (clock.kind == v1::CLOCK_KIND_RESOLVE && signed_for && clock.part != 0) {
    intent.command.mutable_finish_part()->set_ticket(ticket.id.value);
  } else if (clock.kind == v1::CLOCK_KIND_RESOLVE && signed_for) {
    put_resolution(ticket, *intent.command.mutable_resolve_ticket(), chance);
  } else {
    return std::nullopt;
  }
  return intent;
}

}  // namespace whistle::tests
