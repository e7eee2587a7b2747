#include "tests/scenarios/life_rows.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "tests/scenarios/act_words.h"
#include "tests/scenarios/event_words.h"

namespace whistle::tests {

namespace {

using Rows = std::map<std::string, Row>;  // by the command's field

Rows ticket_rows() {
  using Stage = const StagedTicket&;
  return {
      {"acknowledge_ticket",
       {"AcknowledgeTicket", v1::TICKET_STATE_DISPATCHED, [](Stage s) { return s.acknowledge(); }}},
      {"arrive_on_site", {"ArriveOnSite", v1::TICKET_STATE_ACKNOWLEDGED, [](Stage s) { return s.arrive(); }}},
      {"resolve_ticket", {"ResolveTicket", v1::TICKET_STATE_ON_SITE, [](Stage s) { return s.resolve(); }}},
      {"confirm_resolution", {"ConfirmResolution", v1::TICKET_STATE_VERIFYING, [](Stage s) { return s.confirm(); }}},
      {"withdraw_whistle", {"WithdrawWhistle", v1::TICKET_STATE_DISPATCHED, [](Stage s) { return s.withdraw(); }}},
      {"fire_clock", {"FireClock", v1::TICKET_STATE_DISPATCHED, [](Stage s) { return s.fire(); }}},
      {"link_split_ticket", {"LinkSplitTicket", v1::TICKET_STATE_DISPATCHED, [](Stage s) { return s.link_split(); }}},
  };
}

// Those whose words a transcript has too.
struct Act {
  const char* field;
  const char* name;
  v1::TicketState asked_in;
  const char* verb;
  std::map<std::string, std::string> given;
  v1::RequestKind waits = v1::REQUEST_KIND_UNSPECIFIED;
  v1::Source source = v1::SOURCE_RESIDENT;
};

std::vector<Act> acts_of_parties() {
  const auto in_ten_days = std::to_string(StagedTicket::in_days(10).us);
  return {
      {"report_progress", "ReportProgress", v1::TICKET_STATE_ACKNOWLEDGED, "progress", {{"note", "n"}}},
      {"dispute_resolution", "DisputeResolution", v1::TICKET_STATE_VERIFYING, "dispute", {{"why", "w"}}},
      {"reassign_ticket", "ReassignTicket", v1::TICKET_STATE_DISPATCHED, "reassign", {{"to", "ST1"}, {"why", "w"}}},
      {"amend_ticket", "AmendTicket", v1::TICKET_STATE_DISPATCHED, "amend", {{"category", "RUBBLE"}, {"why", "w"}}},
      {"split_ticket", "SplitTicket", v1::TICKET_STATE_DISPATCHED, "split", {{"category", "RUBBLE"}, {"text", "t"}}},
      {"urge_ticket", "UrgeTicket", v1::TICKET_STATE_DISPATCHED, "urge", {}},
      {"put_attachment", "PutAttachment", v1::TICKET_STATE_DISPATCHED, "attach", {{"file", "before.jpg"}}},
      {"contact_reporter", "ContactReporter", v1::TICKET_STATE_DISPATCHED, "contact", {}},
      {"request_return",
       "RequestReturn",
       v1::TICKET_STATE_ACKNOWLEDGED,
       "return",
       {{"reason", "not_competent"}, {"why", "w"}}},
      {"decide_return",
       "DecideReturn",
       v1::TICKET_STATE_RETURN_REQUESTED,
       "grant-return",
       {{"to", "ST1"}, {"why", "w"}}},
      {"open_consult", "OpenConsult", v1::TICKET_STATE_DISPATCHED, "consult", {{"why", "w"}}},
      {"rule_consult", "RuleConsult", v1::TICKET_STATE_IN_CONSULT, "rule", {{"lead", "ST1"}, {"why", "w"}}},
      {"finish_part", "FinishPart", v1::TICKET_STATE_ACKNOWLEDGED, "finish", {}},
      {"release_assistant",
       "ReleaseAssistant",
       v1::TICKET_STATE_ACKNOWLEDGED,
       "release",
       {{"party", "FIRM"}, {"why", "w"}}},
      {"request_hold",
       "RequestHold",
       v1::TICKET_STATE_ACKNOWLEDGED,
       "hold",
       {{"cause", "funds"}, {"until_us", in_ten_days}, {"why", "w"}}},
      {"decide_hold",
       "DecideHold",
       v1::TICKET_STATE_ACKNOWLEDGED,
       "approve-hold",
       {{"why", "w"}},
       v1::REQUEST_KIND_HOLD},
      {"resume_ticket", "ResumeTicket", v1::TICKET_STATE_ON_HOLD, "resume", {{"why", "w"}}},
      {"request_extension",
       "RequestExtension",
       v1::TICKET_STATE_ACKNOWLEDGED,
       "extend",
       {{"count", "1"}, {"why", "w"}}},
      {"decide_extension",
       "DecideExtension",
       v1::TICKET_STATE_ACKNOWLEDGED,
       "grant-extension",
       {{"why", "w"}},
       v1::REQUEST_KIND_EXTENSION},
  };
}

std::vector<Act> acts_of_overseers() {
  return {
      {"verify_resolution", "VerifyResolution", v1::TICKET_STATE_VERIFYING, "pass-check", {}},
      {"supervise_ticket", "SuperviseTicket", v1::TICKET_STATE_DISPATCHED, "supervise", {{"why", "w"}}},
      {"force_close_ticket", "ForceCloseTicket", v1::TICKET_STATE_DISPATCHED, "force-close", {{"why", "w"}}},
      {"whistle_up", "WhistleUp", v1::TICKET_STATE_DISPATCHED, "whistle-up", {{"category", "RUBBLE"}, {"why", "w"}}},
      {"score_party",
       "ScoreParty",
       v1::TICKET_STATE_VERIFYING,
       "score",
       {{"party", "ENFORCE-1"}, {"score", "4"}},
       v1::REQUEST_KIND_UNSPECIFIED,
       v1::SOURCE_COMMUNITY},
      {"decide_approval", "DecideApproval", v1::TICKET_STATE_AWAITING_APPROVAL, "approve", {{"why", "w"}}},
  };
}

// Who has it in hand.
std::vector<Act> acts_of_duty() {
  return {{"hand_over_duty", "HandOverDuty", v1::TICKET_STATE_ACKNOWLEDGED, "hand-over", {{"to", "firm-2"}}}};
}

Rows act_rows() {
  auto acts = acts_of_parties();
  std::ranges::move(acts_of_overseers(), std::back_inserter(acts));
  std::ranges::move(acts_of_duty(), std::back_inserter(acts));
  Rows rows;
  for (const auto& act : acts) {
    rows[act.field] = {
        act.name,
        act.asked_in,
        [act](const StagedTicket& stage) { return act_named(act.verb, stage.ticket(), act.given).value(); },
        /*of_ticket=*/true,
        act.waits,
        act.source};
  }
  return rows;
}

// Each of itself. One of them is away when the stage is set.
Rows absence_rows() {
  using Stage = const StagedTicket&;
  constexpr auto kAny = v1::TICKET_STATE_DISPATCHED;
  const auto in_ten_days = std::to_string(StagedTicket::in_days(10).us);
  return {
      {"report_absence",
       {"ReportAbsence", kAny,
        [in_ten_days](Stage) {
          return act_named("absent", 0, {{"until_us", in_ten_days}}).value();
        },
        false}},
      {"end_absence", {"EndAbsence", kAny, [](Stage) { return act_named("back", 0, {}).value(); }, false}},
  };
}

Rows house_rows() {
  using Stage = const StagedTicket&;
  constexpr auto kAny = v1::TICKET_STATE_DISPATCHED;
  return {
      {"publish_ruleset", {"PublishRuleset", kAny, [](Stage s) { return s.publish(); }, false}},
      {"register_identity", {"RegisterIdentity", kAny, [](Stage s) { return s.register_key('n'); }, false}},
      {"revoke_identity", {"RevokeIdentity", kAny, [](Stage s) { return s.revoke_key(); }, false}},
      {"create_journal", {"CreateJournal", kAny, [](Stage) { return StagedTicket::create_journal(); }, false}},
      {"start_engine", {"StartEngine", kAny, [](Stage) { return StagedTicket::start_engine(); }, false}},
      {"record_refusal", {"RecordRefusal", kAny, [](Stage) { return StagedTicket::record_refusal(); }, false}},
  };
}

// What rulesets over time bring.
Rows ruleset_rows() {
  using Stage = const StagedTicket&;
  constexpr auto kAny = v1::TICKET_STATE_DISPATCHED;
  constexpr auto kNothing = v1::REQUEST_KIND_UNSPECIFIED;
  constexpr auto kResident = v1::SOURCE_RESIDENT;
  constexpr auto kScheduled = StagedRules::Scheduled;
  return {
      {"withdraw_ruleset",
       {"WithdrawRuleset", kAny, [](Stage) { return StagedTicket::withdraw_rules(); }, false, kNothing, kResident,
        kScheduled}},
      {"submit_ruleset", {"SubmitRuleset", kAny, [](Stage s) { return s.submit_rules(); }, false, kNothing, kResident}},
      {"put_ruleset_in_force",
       {"PutRulesetInForce", kAny, [](Stage) { return StagedTicket::put_in_force(); }, false, kNothing, kResident,
        kScheduled}},
      {"rebase_ticket",
       {"RebaseTicket", kAny, [](Stage s) { return s.rebase(); }, true, kNothing, kResident, StagedRules::Newer}},
      {"hand_over_ticket", {"HandOverTicket", kAny, [](Stage s) { return s.hand_over(); }}},
  };
}

// Of what the lead has missed.
Rows appeal_rows() {
  using Stage = const StagedTicket&;
  constexpr auto kAny = v1::TICKET_STATE_DISPATCHED;
  const auto act = [](const char* verb, const std::map<std::string, std::string>& given) {
    return [verb, given](Stage s) { return act_named(verb, s.ticket(), given).value(); };
  };
  Rows rows = {
      {"lodge_appeal",
       {"LodgeAppeal", kAny, act("appeal", {{"subject", "misses"}, {"ground", "wrong_facts"}, {"why", "w"}})}},
      {"review_appeal",
       {"ReviewAppeal", kAny, act("grant-appeal", {{"party", "ENFORCE-1"}, {"subject", "misses"}, {"why", "w"}})}}};
  rows["lodge_appeal"].charge = StagedCharge::Missed;
  rows["review_appeal"].charge = StagedCharge::Appealed;
  return rows;
}

// What is done after the closing, and with several tickets of one matter.
Rows recurrence_rows() {
  using Stage = const StagedTicket&;
  constexpr auto kClosed = v1::TICKET_STATE_CLOSED;
  constexpr auto kDispatched = v1::TICKET_STATE_DISPATCHED;
  const auto link = [](Stage s) {
    return act_named("link", s.ticket(), {{"lead-ticket", std::to_string(s.other())}}).value();
  };
  const auto act = [](const char* verb) {
    return [verb](Stage s) { return act_named(verb, s.ticket(), {{"why", "w"}}).value(); };
  };
  Rows rows = {
      {"reopen_ticket", {"ReopenTicket", kClosed, act("reopen")}},
      {"link_tickets", {"LinkTickets", kDispatched, link}},
      {"unlink_tickets", {"UnlinkTickets", kDispatched, act("unlink")}},
      {"record_follower", {"RecordFollower", kDispatched, [](Stage s) { return s.record_follower(); }}},
      {"follow_lead_ticket", {"FollowLeadTicket", kDispatched, [](Stage s) { return s.follow_lead_ticket(); }}},
      {"record_repeat", {"RecordRepeat", kClosed, [](Stage s) { return s.record_repeat(); }}},
  };
  rows["unlink_tickets"].group = StagedGroup::Follower;
  rows["follow_lead_ticket"].group = StagedGroup::Follower;
  return rows;
}

std::vector<Row> whistle_rows() {
  std::vector<Row> rows;
  for (const auto source : {v1::SOURCE_RESIDENT, v1::SOURCE_GRID_MEMBER, v1::SOURCE_COMMUNITY, v1::SOURCE_HOTLINE,
                            v1::SOURCE_PLATFORM, v1::SOURCE_SENSOR}) {
    rows.push_back({"BlowWhistle, " + short_name(v1::Source_Name(source), "SOURCE_"), v1::TICKET_STATE_DISPATCHED,
                    [source](const StagedTicket&) { return StagedTicket::whistle("RUBBISH", source); },
                    /*of_ticket=*/false});
  }
  return rows;
}

// Beside the command for each of its grounds; of these the engine alone may give two.
std::vector<Row> erase_rows() {
  std::vector<Row> rows;
  for (const auto ground : {v1::ERASE_GROUND_REQUEST, v1::ERASE_GROUND_RETENTION, v1::ERASE_GROUND_RESTORED}) {
    rows.push_back({"EraseTicket, " + short_name(v1::EraseGround_Name(ground), "ERASE_GROUND_"),
                    v1::TICKET_STATE_CLOSED, [ground](const StagedTicket& stage) { return stage.erase(ground); }});
  }
  return rows;
}

// Personal data, and the logic of a journal that an older one began.
Rows privacy_rows() {
  using Stage = const StagedTicket&;
  constexpr auto kAny = v1::TICKET_STATE_DISPATCHED;
  Rows rows = {
      {"reveal_reporter",
       {"RevealReporter", kAny,
        [](Stage s) {
          return act_named("reveal", s.ticket(), {{"why", "w"}}).value();
        }}},
      {"record_reading", {"RecordReading", kAny, [](Stage) { return StagedTicket::record_reading(); }, false}},
      {"rotate_master_key", {"RotateMasterKey", kAny, [](Stage) { return StagedTicket::rotate_master_key(); }, false}},
      {"adopt_logic", {"AdoptLogic", kAny, [](Stage) { return StagedTicket::adopt_logic(); }, false}},
  };
  rows["adopt_logic"].logic = StagedLogic::Oldest;
  return rows;
}

}  // namespace

std::vector<Row> rows_of(const std::string& field) {
  if (field == "blow_whistle") return whistle_rows();
  if (field == "erase_ticket") return erase_rows();
  for (const auto& rows : {ticket_rows(), act_rows(), absence_rows(), house_rows(), ruleset_rows(), recurrence_rows(),
                           appeal_rows(), privacy_rows()}) {
    if (const auto found = rows.find(field); found != rows.end()) return {found->second};
  }
  return {};
}

}  // namespace whistle::tests
