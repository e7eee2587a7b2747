#include "tests/scenarios/staged_ticket.h"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "engine/permission.h"
#include "tests/scenarios/act_words.h"
#include "tests/scenarios/district.h"
#include "tests/scenarios/privacy_words.h"

namespace whistle::tests {

namespace {

constexpr engine::Instant kMonday{1'790'557'200'000'000};  // 2026-09-28 09:00 of the district, working time

const std::map<std::string, std::string> kGiven = {{"reason", "not_competent"},
                                                   {"cause", "funds"},
                                                   {"until_us", std::to_string((kMonday + engine::hours(240)).us)},
                                                   {"count", "1"},
                                                   {"why", "w"}};

const std::map<std::string, std::string> kAppeal = {{"subject", "misses"}, {"ground", "wrong_facts"}, {"why", "w"}};

const LoadedDistrict& district() {
  static const auto kDistrict = [] {
    const auto* source = std::getenv("WHISTLE_SOURCE_DIR");  // set by CTest
    return load_district(
        (std::filesystem::path(source == nullptr ? "." : source) / "tests" / "scenarios" / "district").string());
  }();
  return kDistrict;
}

engine::State begun_by(StagedLogic logic) {
  engine::State state;
  state.logic = logic == StagedLogic::Oldest ? engine::kOldestLogic : engine::kNewestLogic;
  return state;
}

const LoadedDistrict& other_rules() {
  static const auto kRules = load_variant("shorter");
  return kRules;
}

const LoadedDistrict& later_rules() {
  static const auto kRules = load_variant("from-october");
  return kRules;
}

}  // namespace

StagedTicket::StagedTicket(v1::TicketState state, v1::RequestKind waits, v1::Source source, StagedRules rules,
                           StagedGroup group, StagedCharge charge, StagedLogic logic)
    : core_(std::make_unique<engine::Core>(begun_by(logic))), now_(kMonday) {
  core_->install(district().sha256, district().ruleset);
  core_->install(other_rules().sha256, other_rules().ruleset);
  core_->install(later_rules().sha256, later_rules().ruleset);
  const auto create = create_journal();
  const auto start = start_engine();
  v1::Command publish;
  publish.mutable_publish_ruleset()->set_ruleset_sha256(district().sha256);
  const auto must = [this](const v1::Command& command, const std::string& member) {
    auto entry = say(command, member);
    if (!entry) throw std::runtime_error("the stage could not be set: " + entry.error().refusal.ShortDebugString());
    return *std::move(entry);
  };
  must(create, "@operator");
  must(publish, "@operator");
  must(start, "@operator");
  must(register_key('k'), "admin");
  must(act_named("absent", 0, kGiven).value(), "co1");
  const auto* blower = source == v1::SOURCE_COMMUNITY ? "co1" : "app";
  const auto* category = state == v1::TICKET_STATE_AWAITING_APPROVAL ? "FUND" : "ILLEGAL";
  ticket_ = must(whistle(category, source), blower).ticket();
  other_ = must(whistle("ILLEGAL", v1::SOURCE_RESIDENT), "app").ticket();
  if (charge != StagedCharge::Nothing && state != v1::TICKET_STATE_AWAITING_APPROVAL) {
    now_ = kMonday + engine::minutes(20);
    while (core_->fire_due(now_, 1) > 0) {
    }
    if (charge == StagedCharge::Appealed) must(act_named("appeal", ticket_, kAppeal).value(), "squad-1");
  }
  const auto both = [&](const v1::Command& command) {
    must(command, "squad-1");
    must(command, "firm-1");
  };
  if (state >= v1::TICKET_STATE_ACKNOWLEDGED) both(acknowledge());
  if (state >= v1::TICKET_STATE_ON_SITE && state != v1::TICKET_STATE_RETURN_REQUESTED) both(arrive());
  const auto act = [&](const char* verb, const std::string& member) {
    must(act_named(verb, ticket_, kGiven).value(), member);
  };
  if (state == v1::TICKET_STATE_RETURN_REQUESTED) act("return", "squad-1");
  if (state == v1::TICKET_STATE_IN_CONSULT) act("consult", "st1");
  if (state == v1::TICKET_STATE_ON_HOLD) {
    act("hold", "squad-1");
    act("approve-hold", "st1");
  }
  const bool handled = state >= v1::TICKET_STATE_DISPATCHED && state <= v1::TICKET_STATE_ON_SITE;
  if (waits == v1::REQUEST_KIND_HOLD && handled && state != v1::TICKET_STATE_DISPATCHED) act("hold", "squad-1");
  if (waits == v1::REQUEST_KIND_EXTENSION && handled) act("extend", "squad-1");
  if (group == StagedGroup::Follower && handled)
    must(act_named("link", ticket_, {{"lead-ticket", std::to_string(other_)}}).value(), "st1");
  if (state >= v1::TICKET_STATE_VERIFYING) {
    act("finish", "firm-1");
    must(resolve(), "squad-1");
  }
  if (state >= v1::TICKET_STATE_CLOSED) must(confirm(), blower);
  if (rules == StagedRules::AsDispatched) return;
  const auto& named = rules == StagedRules::Newer ? other_rules() : later_rules();
  publish.mutable_publish_ruleset()->set_ruleset_sha256(named.sha256);
  must(publish, "@operator");
}

engine::Instant StagedTicket::in_days(int days) {
  return kMonday + engine::hours(24 * days);
}

engine::Decided<v1::Entry> StagedTicket::say(const v1::Command& command, const std::string& member) {
  engine::Input input{{}, "k" + std::to_string(++keys_), 0, command, {}};
  input.actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  if (member == engine::kEngineMember) input.actor.set_authentication(v1::AUTHENTICATION_ENGINE);
  if (member == engine::kOperatorMember) input.actor.set_authentication(v1::AUTHENTICATION_OPERATOR);
  input.actor.set_member(member);
  return core_->handle(input, now_);
}

v1::Command StagedTicket::whistle(const std::string& category, v1::Source source) {
  v1::Command command;
  auto& blow = *command.mutable_blow_whistle();
  blow.set_kind(source == v1::SOURCE_COMMUNITY ? v1::WHISTLE_KIND_COMMUNITY : v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(source);
  blow.set_category(category);
  blow.mutable_location()->set_estate("E-GARDEN");
  return command;
}

v1::Command StagedTicket::acknowledge() const {
  v1::Command command;
  command.mutable_acknowledge_ticket()->set_ticket(ticket_);
  return command;
}

v1::Command StagedTicket::arrive() const {
  v1::Command command;
  command.mutable_arrive_on_site()->set_ticket(ticket_);
  return command;
}

v1::Command StagedTicket::resolve() const {
  v1::Command command;
  command.mutable_resolve_ticket()->set_ticket(ticket_);
  command.mutable_resolve_ticket()->set_outcome(v1::OUTCOME_FIXED);
  command.mutable_resolve_ticket()->mutable_personal()->set_text("已拆除");
  return command;
}

v1::Command StagedTicket::confirm() const {
  v1::Command command;
  command.mutable_confirm_resolution()->set_ticket(ticket_);
  return command;
}

v1::Command StagedTicket::withdraw() const {
  v1::Command command;
  command.mutable_withdraw_whistle()->set_ticket(ticket_);
  return command;
}

v1::Command StagedTicket::fire() const {
  v1::Command command;
  command.mutable_fire_clock()->set_ticket(ticket_);
  command.mutable_fire_clock()->mutable_clock()->set_kind(v1::CLOCK_KIND_ACK);
  return command;
}

v1::Command StagedTicket::link_split() const {
  v1::Command command;
  command.mutable_link_split_ticket()->set_ticket(ticket_);
  command.mutable_link_split_ticket()->set_into(ticket_ + 1);
  return command;
}

v1::Command StagedTicket::record_follower() const {
  v1::Command command;
  command.mutable_record_follower()->set_ticket(ticket_);
  command.mutable_record_follower()->set_follower(other_);
  return command;
}

v1::Command StagedTicket::record_repeat() const {
  v1::Command command;
  command.mutable_record_repeat()->set_ticket(ticket_);
  command.mutable_record_repeat()->set_repeat(other_);
  return command;
}

v1::Command StagedTicket::follow_lead_ticket() const {
  v1::Command command;
  command.mutable_follow_lead_ticket()->set_ticket(ticket_);
  command.mutable_follow_lead_ticket()->set_outcome(v1::OUTCOME_FIXED);
  return command;
}

v1::Command StagedTicket::erase(v1::EraseGround ground) const {
  return erasing(ticket_, ground, "file 7");
}

v1::Command StagedTicket::record_reading() {
  v1::Command command;
  command.mutable_record_reading()->mutable_reader()->set_member("auditor");
  command.mutable_record_reading()->set_kind(v1::READING_KIND_RAW_ENTRIES);
  return command;
}

v1::Command StagedTicket::rotate_master_key() {
  v1::Command command;
  command.mutable_rotate_master_key()->set_former_id(std::string(8, 'f'));
  command.mutable_rotate_master_key()->set_id(std::string(8, 'i'));
  return command;
}

v1::Command StagedTicket::adopt_logic() {
  v1::Command command;
  command.mutable_adopt_logic()->set_logic(engine::kNewestLogic);
  return command;
}

v1::Command StagedTicket::create_journal() {
  v1::Command command;
  command.mutable_create_journal()->set_journal_id(std::string(16, 'j'));
  command.mutable_create_journal()->set_district_code(district().ruleset->manifest.district_code());
  return command;
}

v1::Command StagedTicket::start_engine() {
  v1::Command command;
  command.mutable_start_engine()->set_clock_mode(v1::CLOCK_MODE_FOLLOW);
  return command;
}

v1::Command StagedTicket::record_refusal() {
  v1::Command command;
  command.mutable_record_refusal()->set_request("revoke_identity");
  command.mutable_record_refusal()->set_code(v1::REFUSAL_CODE_NOT_PERMITTED);
  return command;
}

v1::Command StagedTicket::publish() const {
  v1::Command command;
  command.mutable_publish_ruleset()->set_ruleset_sha256(other_rules().sha256);
  return command;
}

v1::Command StagedTicket::submit_rules() const {
  v1::Command command;
  command.mutable_submit_ruleset()->set_base_sha256(district().sha256);
  command.mutable_submit_ruleset()->set_ruleset_sha256(other_rules().sha256);
  command.mutable_submit_ruleset()->add_paths("catalogue.csv");
  return command;
}

v1::Command StagedTicket::withdraw_rules() {
  v1::Command command;
  command.mutable_withdraw_ruleset()->set_ruleset_sha256(later_rules().sha256);
  return command;
}

v1::Command StagedTicket::put_in_force() {
  v1::Command command;
  command.mutable_put_ruleset_in_force()->set_ruleset_sha256(later_rules().sha256);
  return command;
}

v1::Command StagedTicket::rebase() const {
  v1::Command command;
  command.mutable_rebase_ticket()->set_ticket(ticket_);
  return command;
}

v1::Command StagedTicket::hand_over() const {
  v1::Command command;
  command.mutable_hand_over_ticket()->set_ticket(ticket_);
  return command;
}

v1::Command StagedTicket::register_key(char letter) {
  v1::Command command;
  command.mutable_register_identity()->set_member("firm-1");
  command.mutable_register_identity()->set_curve_public_key(std::string(32, letter));
  return command;
}

v1::Command StagedTicket::revoke_key() {
  v1::Command command;
  command.mutable_revoke_identity()->set_curve_public_key(std::string(32, 'k'));
  return command;
}

}  // namespace whistle::tests
