#include "tests/whistled/lived.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "tests/support/sample_files.h"
#include "tests/whistled/file_requests.h"

namespace whistle::tools::whistled {
namespace {

// In one file of a directory, or in all of them where no path is given.
void replace_all(std::vector<adapters::district::SourceFileBytes>& files, const std::string& path,
                 const std::string& from, const std::string& to) {
  std::size_t found = 0;
  for (auto& file : files) {
    if (!path.empty() && file.path != path) continue;
    for (auto at = file.bytes.find(from); at != std::string::npos; at = file.bytes.find(from, at + to.size()), ++found)
      file.bytes.replace(at, from.size(), to);
  }
  REQUIRE(found > 0);
}

// The files of the demonstration district with another limit of returns, and with the lift's maintainer under another
// name; later, if not at once.
v1::Command changed_rules(const std::string& in_force_from = {}) {
  auto read = adapters::district::read_directory(demonstration_directory());
  REQUIRE(read.has_value());
  auto& files = *read;
  replace_all(files, "clocks.yaml", "return_limit: 2", "return_limit: 3");
  replace_all(files, "", "D-LIFT", "D-ELEVATOR");
  files.push_back({"successors.csv", "party,successor\nD-LIFT,D-ELEVATOR\n"});
  if (!in_force_from.empty())
    replace_all(files, "district.yaml", "schema: 1", "schema: 1\nin_force_from: " + in_force_from);
  v1::Command command;
  for (const auto& file : files) {
    auto& one = *command.mutable_publish_ruleset()->add_files();
    one.set_path(file.path);
    one.set_content(file.bytes);
  }
  return command;
}

// Each act that moves no lead, in an order in which each may be done.
template <typename Act>
void further_acts(const Act& act, TestClient& intake, TestClient& firm, TestClient& dispatcher, std::uint64_t ticket) {
  act(firm, acknowledge(ticket));
  v1::Command contact;
  contact.mutable_contact_reporter()->set_ticket(ticket);
  contact.mutable_contact_reporter()->set_reached(true);
  act(firm, contact);
  act(firm, report_progress(ticket, "parts come tomorrow"));
  v1::Command urge;
  urge.mutable_urge_ticket()->set_ticket(ticket);
  act(intake, urge);
  act(firm, resolve(ticket, "done"));
  act(intake, dispute(ticket, "it still drips"));
  act(dispatcher, split(ticket, "rubble at the gate"));
  v1::Command amend;
  amend.mutable_amend_ticket()->set_ticket(ticket);
  amend.mutable_amend_ticket()->set_category("P02");
  amend.mutable_amend_ticket()->mutable_personal()->set_text("the water is off");
  act(dispatcher, amend);
}

// What goes by way of an arbiter, each of it granted, refused or lapsed; the last return waits and finds nobody awake.
template <typename Act>
void arbitrated(const Act& act, TestClient& firm, TestClient& arbiter, std::uint64_t worked, std::uint64_t waiting) {
  const auto why = [](auto& command, std::uint64_t ticket) {
    command.set_ticket(ticket);
    command.mutable_personal()->set_text("why");
  };
  v1::Command asked;
  v1::Command answered;
  why(*asked.mutable_request_return(), worked);
  asked.mutable_request_return()->set_reason(v1::RETURN_REASON_NOT_COMPETENT);
  why(*answered.mutable_decide_return(), worked);
  act(firm, asked);
  act(arbiter, answered);
  act(firm, acknowledge(worked));
  asked.Clear();
  answered.Clear();
  why(*asked.mutable_request_hold(), worked);
  asked.mutable_request_hold()->set_cause(v1::HOLD_CAUSE_FUNDS);
  asked.mutable_request_hold()->set_until_us((kFounded + engine::hours(24 * 30)).us);
  why(*answered.mutable_decide_hold(), worked);
  answered.mutable_decide_hold()->set_approved(true);
  act(firm, asked);
  act(arbiter, answered);
  v1::Command resume;
  why(*resume.mutable_resume_ticket(), worked);
  act(firm, resume);
  asked.Clear();
  answered.Clear();
  why(*asked.mutable_request_extension(), worked);
  asked.mutable_request_extension()->set_count(1);
  why(*answered.mutable_decide_extension(), worked);
  answered.mutable_decide_extension()->set_granted(true);
  act(firm, asked);
  act(arbiter, answered);
  act(firm, asked);
  act(firm, resolve(worked, "done"));  // what is asked for lapses
  asked.Clear();
  why(*asked.mutable_request_return(), waiting);
  asked.mutable_request_return()->set_reason(v1::RETURN_REASON_WRONG_PLACE);
  act(firm, asked);
}

// The firm hands a ticket that it has in hand to a colleague; one of them is away, the other back before the time.
template <typename Act>
void shifts(const Act& act, TestClient& firm, TestClient& dispatcher, std::uint64_t in_hand) {
  v1::Command over;
  over.mutable_hand_over_duty()->set_ticket(in_hand);
  over.mutable_hand_over_duty()->set_member(kHandler);
  over.mutable_hand_over_duty()->mutable_personal()->set_text("the key hangs at the gate");
  act(firm, over);
  v1::Command away;
  away.mutable_report_absence()->set_until_us((kFounded + engine::hours(24 * 60)).us);
  act(firm, away);
  away.mutable_report_absence()->set_member(kHandler);
  act(dispatcher, away);
  v1::Command back;
  back.mutable_end_absence()->set_member(kHandler);
  act(dispatcher, back);
}

// What grid members, supervisors and communities do about a ticket, and what needs an approval.
template <typename Act>
void overseen(const Act& act, TestClient& firm, EngineInProcess& engine, std::uint64_t checked, std::uint64_t called,
              std::uint64_t gated) {
  const auto why = [](auto& command, std::uint64_t ticket) {
    command.set_ticket(ticket);
    command.mutable_personal()->set_text("why");
  };
  v1::Command check;
  why(*check.mutable_verify_resolution(), checked);
  auto verifier = engine.member("g-ht-115");
  act(firm, acknowledge(checked));
  shifts(act, firm, *engine.member("f-xiangrui-dispatcher"), checked);
  for (int again = 0; again < 2; ++again) {
    act(firm, resolve(checked, "done"));
    act(*verifier, check);
  }
  v1::Command supervise;
  why(*supervise.mutable_supervise_ticket(), checked);
  act(*engine.member("supervisor-1"), supervise);
  v1::Command up;
  why(*up.mutable_whistle_up(), called);
  up.mutable_whistle_up()->set_category("E0101.2");  // enforcement's, and the firm assists
  auto caller = engine.member("c-baotong-dispatcher");
  act(*caller, up);
  act(firm, acknowledge(called));
  act(firm, finish_part(called));
  v1::Command score;
  score.mutable_score_party()->set_ticket(called);
  score.mutable_score_party()->set_party("F-XIANGRUI");
  score.mutable_score_party()->set_score(4);
  act(*caller, score);
  v1::Command reject;
  why(*reject.mutable_decide_approval(), gated);
  reject.mutable_decide_approval()->set_reason(v1::REJECT_REASON_NOT_VOTED);
  act(*engine.member("c-baotong-arbiter"), reject);
}

// A check that failed is appealed against, and granted; the limits that were missed are too, and a second has to speak.
template <typename Act>
void appealed(const Act& act, EngineInProcess& engine, TestClient& firm, std::uint64_t checked, std::uint64_t late) {
  const auto lodge = [&](std::uint64_t ticket, v1::AppealSubject subject) {
    v1::Command appeal;
    appeal.mutable_lodge_appeal()->set_ticket(ticket);
    appeal.mutable_lodge_appeal()->set_subject(subject);
    appeal.mutable_lodge_appeal()->set_ground(v1::APPEAL_GROUND_WRONG_FACTS);
    appeal.mutable_lodge_appeal()->mutable_personal()->set_text("basis");
    act(firm, appeal);
  };
  const auto grant = [&](const char* member, std::uint64_t ticket, v1::AppealSubject subject) {
    v1::Command review;
    review.mutable_review_appeal()->set_ticket(ticket);
    review.mutable_review_appeal()->set_party("F-XIANGRUI");
    review.mutable_review_appeal()->set_subject(subject);
    review.mutable_review_appeal()->set_granted(true);
    review.mutable_review_appeal()->mutable_personal()->set_text("so it is");
    act(*engine.member(member), review);
  };
  lodge(checked, v1::APPEAL_SUBJECT_REWORK);
  grant("supervisor-1", checked, v1::APPEAL_SUBJECT_REWORK);
  grant("s-xincheng-supervisor", checked, v1::APPEAL_SUBJECT_REWORK);
  lodge(late, v1::APPEAL_SUBJECT_MISSES);
  grant("supervisor-1", late, v1::APPEAL_SUBJECT_MISSES);
}

// Two whistles about one matter, together and apart; closed, taken up again by a supervisor, and blown anew.
template <typename Act>
void recurring(const Act& act, EngineInProcess& engine, TestClient& intake, std::uint64_t first, std::uint64_t second) {
  auto lead = engine.member("s-qingchi-handler-1");
  auto dispatcher = engine.member("desk-dispatcher");
  v1::Command link;
  link.mutable_link_tickets()->set_ticket(second);
  link.mutable_link_tickets()->set_lead_ticket(first);
  v1::Command unlink;
  unlink.mutable_unlink_tickets()->set_ticket(second);
  unlink.mutable_unlink_tickets()->mutable_personal()->set_text("another place");
  v1::Command reopen;
  reopen.mutable_reopen_ticket()->set_ticket(first);
  reopen.mutable_reopen_ticket()->mutable_personal()->set_text("it goes on");
  const auto close = [&] {
    act(*lead, resolve(first, "made safe"));
    act(intake, confirm(first));
  };
  act(*dispatcher, link);
  act(*dispatcher, unlink);
  act(*dispatcher, link);
  act(*lead, acknowledge(first));
  close();
  act(*engine.member("supervisor-1"), reopen);
  close();
  act(intake, whistle("E05"));
}

// Somebody is told who reported it, it is forgotten, and the journal is read.
template <typename Act>
void audited(const Act& act, EngineInProcess& engine, TestClient& firm, TestClient& intake, std::uint64_t ticket) {
  v1::Command reveal;
  reveal.mutable_reveal_reporter()->set_ticket(ticket);
  reveal.mutable_reveal_reporter()->mutable_personal()->set_text("to call back");
  act(firm, acknowledge(ticket));
  act(firm, reveal);
  act(firm, resolve(ticket, "done"));
  act(intake, confirm(ticket));
  v1::Command erase;
  erase.mutable_erase_ticket()->set_ticket(ticket);
  erase.mutable_erase_ticket()->set_ground(v1::ERASE_GROUND_REQUEST);
  erase.mutable_erase_ticket()->set_reference("2026-1");
  act(*engine.member("supervisor-1"), erase);
  v1::Request raw;
  raw.mutable_fetch_entries()->set_raw(true);
  REQUIRE(engine.member("auditor-1")->call(raw).has_fetch_entries());
}

}  // namespace

void live(EngineInProcess& engine) {
  engine.start();
  auto intake = engine.member("intake-app");
  auto handler = engine.member(kHandler);
  auto desk = engine.member("desk-dispatcher");
  auto at = kFounded;
  for (int i = 0; i < 20; ++i) {
    at = at + engine::minutes(40);
    const auto key = std::to_string(i);
    const auto ticket = intake->act("w-" + key, whistle(i % 4 == 0 ? "P01" : "P03", at.us)).accepted().ticket();
    if (i % 3 == 0) REQUIRE(told(handler->act("a-" + key, acknowledge(ticket))) == "accepted");
    if (i % 6 == 0) REQUIRE(told(handler->act("r-" + key, resolve(ticket, "done"))) == "accepted");
    if (i % 12 != 0) continue;
    REQUIRE(told(desk->act("l-" + key, release(ticket, "D-LIFT", "nobody was stuck"))) == "accepted");
    REQUIRE(told(intake->act("c-" + key, confirm(ticket))) == "accepted");
  }
  const auto gone = engine.make_keys();
  auto admin = engine.client(engine.admin_keys());
  v1::Command bind;
  bind.mutable_register_identity()->set_member("intake-hotline");
  bind.mutable_register_identity()->set_curve_public_key(gone.public_key);
  REQUIRE(told(admin->act("bind", bind)) == "accepted");
  v1::Command revoke;
  revoke.mutable_revoke_identity()->set_curve_public_key(gone.public_key);
  REQUIRE(told(admin->act("revoke", revoke)) == "accepted");
  for (const char first : {'t', 'u'}) {
    v1::Command issue;
    issue.mutable_register_identity()->set_member("intake-hotline");
    issue.mutable_register_identity()->set_token_sha256(std::string(32, first));
    issue.mutable_register_identity()->set_expires_us((kFounded + engine::hours(24 * 90)).us);
    REQUIRE(told(admin->act(std::string("issue ") + first, issue)) == "accepted");
  }
  v1::Command withdraw_token;
  withdraw_token.mutable_revoke_identity()->set_token_sha256(std::string(32, 'u'));
  REQUIRE(told(admin->act("revoke a token", withdraw_token)) == "accepted");
  REQUIRE(engine.stop().has_value());
}

void live_on(EngineInProcess& engine) {
  engine.start();
  auto intake = engine.member("intake-hotline");
  auto firm = engine.member("f-xiangrui-handler-2");
  auto lift = engine.member("d-lift-handler-1");
  auto desk = engine.member("desk-handler-1");
  int number = 0;
  const auto act = [&](TestClient& client, const v1::Command& command) {
    const auto reply = client.act("act-" + std::to_string(++number), command);
    REQUIRE_MESSAGE(told(reply) == "accepted", told(reply));
    return reply.accepted().ticket();
  };
  auto at = kFounded + engine::minutes(60 * 24);
  const auto blow = [&](const char* category, std::int64_t minutes) {
    at = at + engine::minutes(minutes);
    return act(*intake, whistle(category, at.us));
  };
  const auto handed_on = blow("P01", 10);
  act(*firm, acknowledge(handed_on));
  act(*firm, arrive(handed_on));
  act(*lift, acknowledge(handed_on));
  act(*lift, arrive(handed_on));
  act(*lift, finish_part(handed_on));
  const auto released = blow("P01", 240);  // the first is missed meanwhile, and led by the desk
  act(*desk, acknowledge(handed_on));
  act(*desk, arrive(handed_on));
  act(*desk, resolve(handed_on, "desk"));
  act(*intake, confirm(handed_on));
  act(*firm, acknowledge(released));
  act(*firm, resolve(released, "firm"));
  act(*engine.member("desk-dispatcher"), release(released, "D-LIFT", "nobody was stuck"));
  act(*intake, withdraw(blow("P03", 10)));
  act(*intake, withdraw(blow("P01", 10)));
  const auto worked = blow("P03", 10);
  further_acts(act, *intake, *firm, *engine.member("desk-dispatcher"), worked);
  arbitrated(act, *firm, *engine.member("c-baotong-arbiter"), blow("P03", 10), blow("P03", 10));
  const auto checked = blow("P03", 10);
  const auto called = blow("P03", 10);
  overseen(act, *firm, engine, checked, called, blow("A01", 10));
  for (const auto ticket : {worked, checked}) {  // the same on both
    REQUIRE(firm->call(chunk_of(ticket, support::jpeg_of("lamp"))).has_put_chunk());
    act(*firm, put_attachment(ticket, support::jpeg_of("lamp")));
  }
  appealed(act, engine, *firm, checked, handed_on);
  const auto incident = blow("E05", 10);
  recurring(act, engine, *intake, incident, blow("E05", 10));
  REQUIRE(told(firm->act("not its own", withdraw(worked))) != "accepted");  // which is recorded
  audited(act, engine, *firm, *intake, blow("P03", 10));
  const auto rules = changed_rules();
  REQUIRE(told(engine.client(engine.admin_keys())->act("propose", rules)) == "accepted");
  REQUIRE(told(engine.member("supervisor-1")->act("agree", rules)) == "accepted");
  v1::Command rebase;
  rebase.mutable_rebase_ticket()->set_ticket(worked);
  REQUIRE(told(engine.client(engine.admin_keys())->act("rebase", rebase)) == "accepted");
  v1::Command submit;
  *submit.mutable_submit_ruleset()->mutable_files() =
      changed_rules("2098-01-01T00:00:00+08:00").publish_ruleset().files();
  REQUIRE(told(engine.member("platform-1")->act("submit", submit)) == "accepted");
  const auto later = changed_rules("2099-01-01T00:00:00+08:00");
  REQUIRE(told(engine.client(engine.admin_keys())->act("propose later", later)) == "accepted");
  const auto scheduled = engine.member("supervisor-1")->act("agree later", later);
  v1::Command withdraw_later;
  for (const auto& event : scheduled.accepted().events())
    withdraw_later.mutable_withdraw_ruleset()->set_ruleset_sha256(event.ruleset_scheduled().ruleset_sha256());
  REQUIRE(told(engine.member("supervisor-1")->act("withdraw", withdraw_later)) == "accepted");
  blow("P03", 60 * 24 * 5);
  REQUIRE(engine.stop().has_value());
}

}  // namespace whistle::tools::whistled
