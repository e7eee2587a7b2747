// The tables of engine/LIFE.md, each cell played against the real core. WHISTLE_REWRITE=1 writes what holds now: read
// the difference before you commit it, it is the reviewed table of who may do what.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "tests/scenarios/act_words.h"
#include "tests/scenarios/event_words.h"
#include "tests/scenarios/staged_ticket.h"

namespace whistle::tests {

namespace {

namespace fs = std::filesystem;
using engine::Decided;

struct Column {
  const char* head;
  const char* member;
};

// One actor of every role, in every relation to the ticket; see LIFE.md for who they are.
constexpr std::array<Column, 16> kCast = {{{"blower", "app"},
                                           {"other intake", "hotline"},
                                           {"lead", "squad-1"},
                                           {"assistant", "firm-1"},
                                           {"part-time grid member", "firm-2"},
                                           {"other party", "sanitation-1"},
                                           {"its community", "co1"},
                                           {"its street", "st1"},
                                           {"other street", "st2"},
                                           {"desk", "desk-1"},
                                           {"supervisor", "desk-chief"},
                                           {"auditor", "auditor"},
                                           {"admin", "admin"},
                                           {"platform", "platform"},
                                           {"operator", "@operator"},
                                           {"engine", "@engine"}}};

constexpr std::array kStates = {
    v1::TICKET_STATE_AWAITING_APPROVAL, v1::TICKET_STATE_DISPATCHED,       v1::TICKET_STATE_ACKNOWLEDGED,
    v1::TICKET_STATE_ON_SITE,           v1::TICKET_STATE_RETURN_REQUESTED, v1::TICKET_STATE_IN_CONSULT,
    v1::TICKET_STATE_ON_HOLD,           v1::TICKET_STATE_VERIFYING,        v1::TICKET_STATE_CLOSED};

struct Row {
  std::string name;
  v1::TicketState asked_in = v1::TICKET_STATE_DISPATCHED;
  std::function<v1::Command(const StagedTicket&)> command;
  bool of_ticket = true;
  v1::RequestKind waits = v1::REQUEST_KIND_UNSPECIFIED;  // for an arbiter, when it is asked
  v1::Source source = v1::SOURCE_RESIDENT;               // from which the ticket was blown
  StagedRules rules = StagedRules::AsDispatched;
  StagedGroup group = StagedGroup::Alone;
  StagedCharge charge = StagedCharge::Nothing;

  [[nodiscard]] StagedTicket staged(v1::TicketState state) const {
    return StagedTicket(state, waits, source, rules, group, charge);
  }
};

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

// Of one command; empty: nobody has written its row yet, and the tests below fail.
std::vector<Row> rows_of(const std::string& field) {
  if (field == "blow_whistle") return whistle_rows();
  for (const auto& rows :
       {ticket_rows(), act_rows(), absence_rows(), house_rows(), ruleset_rows(), recurrence_rows(), appeal_rows()}) {
    if (const auto found = rows.find(field); found != rows.end()) return {found->second};
  }
  return {};
}

std::vector<Row> all_rows() {
  std::vector<Row> rows;
  const auto* body = v1::Command::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i) {
    const auto of_field = rows_of(body->field(i)->name());
    INFO("LIFE.md's tables have no row for the command " << body->field(i)->name());
    REQUIRE_FALSE(of_field.empty());
    rows.insert(rows.end(), of_field.begin(), of_field.end());
  }
  return rows;
}

// ---- cells ----

std::string needs_of(const v1::Refusal& refusal) {
  for (const auto& argument : refusal.arguments()) {
    if (argument.name() == "needs") return argument.value();
  }
  return {};
}

// A refusal for want of a role or relation says which; any other its code.
std::string cell(const Decided<v1::Entry>& outcome) {
  if (outcome) return "**yes**";
  const auto& refusal = outcome.error().refusal;
  if (refusal.code() == v1::REFUSAL_CODE_NOT_PERMITTED) return "needs " + needs_of(refusal);
  return "`" + short_name(v1::RefusalCode_Name(refusal.code()), "REFUSAL_CODE_") + "`";
}

// The table is too wide for sentences: they are numbered as they come, and listed below it.
class Footnotes {
 public:
  std::string mark(const std::string& sentence) {
    if (sentence == "**yes**") return sentence;
    auto found = std::find(sentences_.begin(), sentences_.end(), sentence);
    if (found == sentences_.end()) found = sentences_.insert(sentences_.end(), sentence);
    return std::to_string(found - sentences_.begin() + 1);
  }
  [[nodiscard]] std::string text() const {
    std::string lines = "\n";
    for (std::size_t i = 0; i < sentences_.size(); ++i)
      lines += "- " + std::to_string(i + 1) + ": " + sentences_[i] + "\n";
    return lines;
  }

 private:
  std::vector<std::string> sentences_;
};

std::string cell_of(const Row& row, v1::TicketState state, const char* member) {
  auto stage = row.staged(state);
  return cell(stage.say(row.command(stage), member));
}

const char* somebody_who_may(const Row& row) {
  for (const auto& column : kCast) {
    if (cell_of(row, row.asked_in, column.member) == "**yes**") return column.member;
  }
  return nullptr;
}

std::string line(const std::vector<std::string>& cells) {
  std::string text = "|";
  for (const auto& one : cells)
    text += " " + one + " |";
  return text + "\n";
}

std::string rule(std::size_t columns) {
  std::string text = "|";
  for (std::size_t i = 0; i < columns; ++i)
    text += "---|";
  return text + "\n";
}

// ---- the tables ----

std::string who_table() {
  std::vector<std::string> head{"command", "asked while"};
  for (const auto& column : kCast)
    head.emplace_back(column.head);
  auto text = line(head) + rule(head.size());
  Footnotes footnotes;
  for (const auto& row : all_rows()) {
    std::vector<std::string> cells{
        row.name, row.of_ticket ? short_name(v1::TicketState_Name(row.asked_in), "TICKET_STATE_") : "–"};
    for (const auto& column : kCast)
      cells.push_back(footnotes.mark(cell_of(row, row.asked_in, column.member)));
    text += line(cells);
  }
  return text + footnotes.text();
}

std::string state_table() {
  std::vector<std::string> head{"command"};
  for (const auto state : kStates)
    head.push_back(short_name(v1::TicketState_Name(state), "TICKET_STATE_"));
  auto text = line(head) + rule(head.size());
  for (const auto& row : all_rows()) {
    if (!row.of_ticket) continue;
    const auto* member = somebody_who_may(row);
    if (member == nullptr) continue;  // the engine's clocks, when they are due
    std::vector<std::string> cells{row.name};
    for (const auto state : kStates)
      cells.push_back(cell_of(row, state, member));
    text += line(cells);
  }
  return text;
}

std::string clock_word(const v1::ClockName& name) {
  return (name.part() == 0 ? "" : "assistant's ") + short_name(v1::ClockKind_Name(name.kind()), "CLOCK_KIND_");
}

void add_word(std::string& list, const std::string& word) {
  if ((", " + list + ", ").find(", " + word + ", ") != std::string::npos) return;
  list += (list.empty() ? "" : ", ") + word;
}

std::string effect_table() {
  auto text = line({"command", "clocks that stop", "clocks that start", "other events"}) + rule(4);
  for (const auto& row : all_rows()) {
    const auto* member = somebody_who_may(row);
    if (member == nullptr) continue;
    auto stage = row.staged(row.asked_in);
    const auto entry = stage.say(row.command(stage), member);
    std::string stopped;
    std::string started;
    std::string other;
    for (const auto& event : entry->events()) {
      if (event.has_clock_stopped()) {
        add_word(stopped, clock_word(event.clock_stopped().clock()));
      } else if (event.has_clock_started()) {
        add_word(started, clock_word(event.clock_started().clock()));
      } else {
        add_word(other, v1::Event::descriptor()->FindFieldByNumber(event.body_case())->message_type()->name());
      }
    }
    text += line({row.name, stopped.empty() ? "–" : stopped, started.empty() ? "–" : started, other});
  }
  return text;
}

// ---- the file ----

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// What stands between "<!-- table: NAME -->" and "<!-- end -->", to be compared or replaced.
void check_table(const std::string& name, const std::string& table) {
  const auto* source = std::getenv("WHISTLE_SOURCE_DIR");  // set by CTest
  const auto path = fs::path(source == nullptr ? "." : source) / "engine" / "LIFE.md";
  auto text = read(path);
  const auto mark = "<!-- table: " + name + " -->\n";
  const auto at = text.find(mark);
  REQUIRE(at != std::string::npos);
  const auto start = at + mark.size();
  const auto end = text.find("<!-- end -->", start);
  REQUIRE(end != std::string::npos);
  if (std::getenv("WHISTLE_REWRITE") != nullptr) {
    text.replace(start, end - start, table);
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  CHECK(text.substr(start, end - start) == table);
}

}  // namespace

TEST_CASE("LIFE.md tells for every command which role and relation may give it, and what else it needs") {
  check_table("who", who_table());
}

TEST_CASE("LIFE.md tells for every act in which states of the ticket it may be done") {
  check_table("states", state_table());
}

TEST_CASE("LIFE.md tells for every command which clocks it moves and what it lets happen") {
  check_table("effects", effect_table());
}

}  // namespace whistle::tests
