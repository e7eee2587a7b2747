#include "tools/whistled/recovery.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "engine/state.h"
#include "storage/memory_store.h"
#include "storage/rocksdb_directory.h"
#include "storage/rocksdb_store.h"
#include "tests/support/sample_files.h"
#include "tests/whistled/engine_in_process.h"
#include "tests/whistled/file_requests.h"
#include "tests/whistled/gated_store.h"
#include "tools/whistled/founding.h"
#include "tools/whistled/rebuild.h"

namespace whistle::tools::whistled {
namespace {

using engine::Sequence;

constexpr const char* kHandler = "f-xiangrui-handler-1";

// Every row of every family, as it lies in the database; by family.
using Rows = std::map<std::string, std::map<std::string, std::string>>;

Rows rows_of(const std::filesystem::path& directory) {
  Rows rows;
  auto opened = storage::open_directory(directory, /*create_if_missing=*/false, 1 << 20);
  REQUIRE_MESSAGE(opened.has_value(), opened.error().what);
  for (std::size_t i = 0; i < storage::kFamilyNames.size(); ++i) {
    const std::unique_ptr<rocksdb::Iterator> at(opened->db->NewIterator({}, opened->handles[i]));
    for (at->SeekToFirst(); at->Valid(); at->Next())
      rows[storage::kFamilyNames[i]][at->key().ToString()] = at->value().ToString();
    CHECK(at->status().ok());
  }
  storage::close_directory(*opened, /*flush=*/false);
  return rows;
}

// Open, closed, acknowledged and missed ones, identities and a revocation.
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
  REQUIRE(engine.stop().has_value());
}

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

// What `live` leaves out: a lead that changes and more keys than a ticket keeps, an assistant that is released, silence
// that confirms, withdrawals, reminders, two people who agree on new rules.
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
  const auto rules = changed_rules();
  REQUIRE(told(engine.client(engine.admin_keys())->act("propose", rules)) == "accepted");
  REQUIRE(told(engine.member("supervisor-1")->act("agree", rules)) == "accepted");
  v1::Command rebase;
  rebase.mutable_rebase_ticket()->set_ticket(worked);
  REQUIRE(told(engine.client(engine.admin_keys())->act("rebase", rebase)) == "accepted");
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

// Every kind of event that the language has.
void check_every_kind_of_event(EngineInProcess& engine) {
  std::set<int> seen;
  for (const auto& entry : engine.journal()) {
    for (const auto& event : entry.events())
      seen.insert(event.body_case());
  }
  const auto* body = v1::Event::descriptor()->FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i)
    CHECK_MESSAGE(seen.contains(body->field(i)->number()), "no " << body->field(i)->name() << " in the journal");
}

// An engine on RocksDB whose journal has everything, stopped.
struct Lived {
  std::filesystem::path directory;
  EngineInProcess engine;

  Lived() : engine(options()) {
    live(engine);
    live_on(engine);
  }

  EngineInProcess::Options options() {
    EngineInProcess::Options options;
    options.open_store = [this](const std::filesystem::path& path) {
      directory = path;
      auto store = storage::open_rocksdb_store(path, {});
      REQUIRE_MESSAGE(store.has_value(), store.error().what);
      return std::move(*store);
    };
    return options;
  }
};

TEST_CASE_FIXTURE(Lived, "tables that are missing are rebuilt from the journal, byte for byte, in every family") {
  check_every_kind_of_event(engine);
  engine.close_store();
  const auto before = rows_of(directory);
  for (const auto family : storage::kDerivedFamilies)
    CHECK_MESSAGE(before.contains(storage::name_of(family)), storage::name_of(family) << " has no row");
  REQUIRE(storage::drop_rocksdb_tables(directory).has_value());
  const auto dropped = rows_of(directory);
  for (const auto family : storage::kDerivedFamilies)
    CHECK_FALSE(dropped.contains(storage::name_of(family)));
  {
    const auto store = options().open_store(directory);
    const auto recovered = recover(*store);
    REQUIRE_MESSAGE(recovered.has_value(), recovered.error().what);
    CHECK(recovered->replayed == before.at("journal").size());
    CHECK(recover(*store)->replayed == 0);
  }
  CHECK(rows_of(directory) == before);
  engine.start();
  const auto first = engine.member("intake-app")->act("w-0", whistle("P01", (kFounded + engine::minutes(40)).us));
  CHECK(told(first) == "accepted");
  CHECK(first.accepted().sequence() < before.at("journal").size());
}

TEST_CASE_FIXTURE(Lived, "damage in a table that follows from the journal is named, and a rebuild mends it") {
  engine.close_store();
  const auto before = rows_of(directory);
  std::string table;
  {
    auto opened = storage::open_directory(directory, /*create_if_missing=*/false, 1 << 20);
    REQUIRE(opened.has_value());
    rocksdb::ColumnFamilyMetaData files;
    opened->db->GetColumnFamilyMetaData(opened->family(storage::Family::Open), &files);
    for (const auto& level : files.levels) {
      if (!level.files.empty()) table = level.files.front().name;
    }
    storage::close_directory(*opened, /*flush=*/false);
  }
  REQUIRE_FALSE(table.empty());
  {
    std::fstream file(directory.string() + table, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(20);  // in its first block
    file << "damage";
    REQUIRE(file.flush().good());
  }
  {
    const auto store = options().open_store(directory);
    const auto refused = recover(*store);
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().code == ExitCode::BadData);
    CHECK_MESSAGE(refused.error().what.find(table) != std::string::npos, refused.error().what);
  }
  const auto rebuilt = rebuild(directory.parent_path());
  REQUIRE_MESSAGE(rebuilt.has_value(), rebuilt.error().what);
  CHECK(rows_of(directory) == before);
  CHECK(rebuild(directory / "elsewhere").error().code == ExitCode::BadData);
}

TEST_CASE("what is loaded is what was there: identities, open tickets, the next clock, the day's counter") {
  EngineInProcess engine;
  live(engine);
  const auto recovered = recover(engine.store());
  REQUIRE(recovered.has_value());
  const auto& state = recovered->core->state();
  CHECK(state.identities.size() == 5);
  CHECK(state.find_identity(engine.admin_keys().public_key) != nullptr);
  CHECK(recovered->open_tickets == state.open_ids.size());
  CHECK(state.open_ids.size() == 18);
  CHECK(state.due.size() > 0);
  CHECK(state.in_force() != nullptr);
  CHECK(state.day_counter == 20);
  CHECK(state.lived_on_driven_time);
}

TEST_CASE("a journal that nobody founded is no journal") {
  storage::MemoryStore store;
  const auto recovered = recover(store);
  REQUIRE_FALSE(recovered.has_value());
  CHECK(recovered.error().code == ExitCode::BadData);
}

// A disk that gives back other bytes than it was given.
class WrongBlobs final : public GatedStore {
 public:
  engine::Stored<std::optional<std::string>> blob(std::string_view) const override { return "not what was written"; }
};

void found(engine::Store& store) {
  REQUIRE(found_journal(store, {.journal_id = std::string(16, 'j'),
                                .checkpoint_public_key = std::string(32, 'c'),
                                .rules = demonstration_rules(),
                                .admin_member = "@admin",
                                .admin_public_key = std::string(32, 'a'),
                                .at = kFounded})
              .has_value());
}

TEST_CASE("rows and blobs that are not what was written are damage, not data") {
  const auto spoilt = [](const engine::Batch& batch) {
    storage::MemoryStore store;
    found(store);
    REQUIRE(recover(store).has_value());
    REQUIRE(store.commit(batch).has_value());
    const auto recovered = recover(store);
    return recovered ? ExitCode::Ok : recovered.error().code;
  };
  engine::Batch batch;
  batch.meta = {{"header", "\xff\xff"}};
  CHECK(spoilt(batch) == ExitCode::BadData);
  batch.meta = {{"identity/" + std::string(32, 'b'), "\xff"}};
  CHECK(spoilt(batch) == ExitCode::BadData);
  batch.meta.clear();
  batch.open_tickets = {{engine::TicketId{1}, "\xff", {}}};
  CHECK(spoilt(batch) == ExitCode::BadData);
  v1::TicketRecord another;
  another.set_id(2);
  another.add_parts()->set_party("DESK");
  batch.open_tickets = {{engine::TicketId{1}, another.SerializeAsString(), {}}};
  CHECK(spoilt(batch) == ExitCode::BadData);

  WrongBlobs store;
  found(store);
  CHECK(recover(store).error().code == ExitCode::BadData);
}

TEST_CASE("the first administrator is a member with that role, or the engine's own word") {
  const auto outcome = [](const std::string& member) {
    storage::MemoryStore store;
    const auto founded = found_journal(store, {.journal_id = std::string(16, 'j'),
                                               .checkpoint_public_key = std::string(32, 'c'),
                                               .rules = demonstration_rules(),
                                               .admin_member = member,
                                               .admin_public_key = std::string(32, 'a'),
                                               .at = kFounded});
    return founded ? "founded" : founded.error().what;
  };
  CHECK(outcome("@admin") == "founded");
  CHECK(outcome("admin-1") == "founded");
  CHECK(outcome("nobody") == "members.csv has no member 'nobody'");
  CHECK(outcome("auditor-1") == "members.csv gives 'auditor-1' no role admin");
}

}  // namespace
}  // namespace whistle::tools::whistled
