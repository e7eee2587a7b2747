// What each asker may see of tickets and journal.
#include "tools/whistled/queries.h"

#include <doctest/doctest.h>

#include <set>

#include "storage/sha256.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

v1::Ticket ticket_of(TestClient& client, std::uint64_t ticket) {
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(ticket);
  return client.call(request).get_ticket().ticket();
}

TEST_CASE(
    "those who work on a ticket see text and address, and the reporter masked; others do not see that it is there") {
  EngineInProcess engine;
  engine.start();
  const auto blown = engine.member("intake-app")->act("w-1", whistle()).accepted();
  auto handler = engine.member(kHandler);
  const auto seen = ticket_of(*handler, blown.ticket());
  CHECK(seen.text() == "楼道灯坏了");
  CHECK(seen.address() == "3号楼2单元");
  CHECK(seen.reporter_name() == "张**");
  CHECK(seen.reporter_phone() == "***12");
  CHECK(seen.record().keys_size() == 0);
  CHECK(seen.category_name_zh() == "一般报修");
  CHECK_FALSE(seen.lead_name_zh().empty());
  CHECK_FALSE(seen.place_name_zh().empty());
  CHECK(seen.evidence_size() == 1);
  CHECK(ticket_of(*engine.member("auditor-1"), blown.ticket()).text() == "楼道灯坏了");

  auto other = engine.member(kOtherFirm);
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(blown.ticket());
  CHECK(told(other->call(request)) == "UNKNOWN_TICKET ticket=" + std::to_string(blown.ticket()));
  request.mutable_get_ticket()->set_number(blown.ticket_number());
  CHECK(told(other->call(request)) == "UNKNOWN_TICKET ticket=" + blown.ticket_number());
  CHECK(handler->call(request).get_ticket().ticket().record().id() == blown.ticket());
  CHECK(listed(*other, [](auto&) {}).empty());
}

TEST_CASE("the party complained about is told number and category and nothing else") {
  EngineInProcess engine;
  engine.start();
  const auto blown = engine.member("intake-app")->act("w-1", whistle("P04")).accepted();
  REQUIRE(blown.events(1).ticket_dispatched().against() == "F-XIANGRUI");
  auto firm = engine.member(kHandler);
  const auto seen = ticket_of(*firm, blown.ticket());
  CHECK(seen.number() == blown.ticket_number());
  CHECK(seen.record().category() == "P04");
  auto bare = seen;
  bare.clear_number();
  bare.clear_category_name_zh();
  bare.clear_category_name_en();
  bare.mutable_record()->clear_id();
  bare.mutable_record()->clear_category();
  CHECK_MESSAGE(bare.ByteSizeLong() == bare.record().ByteSizeLong() + 2, bare.ShortDebugString());
  CHECK(bare.record().ByteSizeLong() == 0);
  CHECK(listed(*firm, [](auto&) {}) == std::vector<std::uint64_t>{blown.ticket()});
  CHECK(listed(*firm, [](auto& query) { query.set_grid("HT-115"); }).empty());
  v1::Request fetch;
  fetch.mutable_fetch_entries()->set_from(blown.ticket());
  CHECK(firm->call(fetch).fetch_entries().entries_size() == 0);
}

TEST_CASE("tickets are listed by lead, member, grid and state, page by page, open and closed together") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  auto auditor = engine.member("auditor-1");
  std::vector<std::uint64_t> all;
  for (int i = 0; i < 25; ++i) {
    auto command = whistle();
    if (i % 5 == 0) command.mutable_blow_whistle()->mutable_location()->set_estate("QC-DUANJIA-01");  // F-QINGHE
    all.push_back(intake->act("w-" + std::to_string(i), command).accepted().ticket());
    if (i % 3 != 0) continue;
    REQUIRE(told(intake->act("out-" + std::to_string(i), withdraw(all.back()))) == "accepted");
  }
  const auto every_state = [](auto& query) {
    for (int state = 1; state <= v1::TicketState_MAX; ++state)
      query.add_states(static_cast<v1::TicketState>(state));
  };
  const auto where = [&](const std::function<bool(std::size_t)>& wanted) {
    std::vector<std::uint64_t> ids;
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (wanted(i)) ids.push_back(all[i]);
    }
    return ids;
  };
  for (const std::uint32_t page : {1U, 2U, 7U, 500U}) {
    CAPTURE(page);
    CHECK(listed(*auditor, every_state, page) == all);
    CHECK(listed(
              *auditor, [](auto&) {}, page) == where([](auto i) { return i % 3 != 0; }));
    CHECK(listed(
              *auditor, [](auto& query) { query.add_states(v1::TICKET_STATE_CLOSED); }, page) ==
          where([](auto i) { return i % 3 == 0; }));
    CHECK(listed(
              *auditor, [](auto& query) { query.set_lead("F-QINGHE"); }, page) ==
          where([](auto i) { return i % 5 == 0 && i % 3 != 0; }));
    CHECK(listed(
              *auditor, [](auto& query) { query.set_member(kHandler); }, page) ==
          where([](auto i) { return i % 5 != 0 && i % 3 != 0; }));
    CHECK(listed(
              *auditor, [](auto& query) { query.set_grid("HT-142"); }, page) ==
          where([](auto i) { return i % 5 == 0 && i % 3 != 0; }));
  }
  CHECK(listed(*auditor, [](auto& query) { query.set_member("nobody"); }).empty());
  CHECK(listed(*auditor, [](auto& query) { query.set_lead("NOBODY"); }).empty());
}

TEST_CASE("every number finds its ticket, among entries of other kinds") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  auto auditor = engine.member("auditor-1");
  std::map<std::string, std::uint64_t> tickets;
  auto at = kFounded;
  for (int i = 0; i < 30; ++i) {
    at = at + engine::hours(5);
    const auto accepted = intake->act("w-" + std::to_string(i), whistle("P03", at.us)).accepted();
    tickets[accepted.ticket_number()] = accepted.ticket();
  }
  CHECK(tickets.size() == 30);
  v1::Request request;
  for (const auto& [number, ticket] : tickets) {
    CAPTURE(number);
    request.mutable_get_ticket()->set_number(number);
    CHECK(auditor->call(request).get_ticket().ticket().record().id() == ticket);
  }
  request.mutable_get_ticket()->set_number("20200101-00001-4");
  CHECK_FALSE(auditor->call(request).has_get_ticket());
}

TEST_CASE(
    "the journal is read as far as the asker may see it, and its stored bytes by auditors and supervisors alone") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  const auto ticket = intake->act("w-1", whistle()).accepted().ticket();
  auto handler = engine.member(kHandler);
  auto other = engine.member(kOtherFirm);
  auto auditor = engine.member("auditor-1");
  const auto fetch = [](TestClient& client, bool raw) {
    v1::Request request;
    request.mutable_fetch_entries()->set_limit(1'000);
    request.mutable_fetch_entries()->set_raw(raw);
    return client.call(request);
  };
  const auto own = fetch(*handler, false).fetch_entries();
  CHECK(own.cursor() == own.next_sequence());
  std::set<std::uint64_t> tickets;
  for (const auto& entry : own.entries()) {
    if (entry.has_ticket()) tickets.insert(entry.ticket());
    CHECK_FALSE(entry.command().has_register_identity());
    CHECK(entry.actor().credential().empty());
    CHECK((entry.key().empty() || entry.actor().member() == kHandler));
  }
  CHECK(tickets == std::set<std::uint64_t>{ticket});
  const auto others = fetch(*other, false);
  for (const auto& entry : others.fetch_entries().entries())
    CHECK_FALSE(entry.has_ticket());
  CHECK(told(fetch(*handler, true)) == "NOT_PERMITTED needs=auditor or supervisor");

  const auto raw = fetch(*auditor, true).fetch_entries();
  REQUIRE(static_cast<std::uint64_t>(raw.raw_size()) == raw.next_sequence());
  const auto stored = engine.store().entry(engine::Sequence{ticket});
  REQUIRE(stored.has_value());
  CHECK(raw.raw(static_cast<int>(ticket)) == **stored);
}

TEST_CASE("the rules of an entry are told to who sees its ticket, without members") {
  EngineInProcess engine;
  engine.start();
  const auto ticket = engine.member("intake-app")->act("w-1", whistle()).accepted().ticket();
  const auto ask = [](TestClient& client, std::uint64_t entry, v1::RulesetPartKind part) {
    v1::Request request;
    request.mutable_get_ruleset()->set_entry(entry);
    request.mutable_get_ruleset()->set_part(part);
    return client.call(request);
  };
  auto handler = engine.member(kHandler);
  const auto told_manifest = ask(*handler, ticket, v1::RULESET_PART_KIND_UNSPECIFIED).get_ruleset();
  CHECK(told_manifest.ruleset_sha256() == demonstration_rules().sha256);
  CHECK(storage::sha256(told_manifest.content()) == told_manifest.ruleset_sha256());
  v1::CompiledRuleset manifest;
  REQUIRE(manifest.ParseFromString(told_manifest.content()));
  for (const auto& part : manifest.parts()) {
    CAPTURE(v1::RulesetPartKind_Name(part.kind()));
    if (part.kind() == v1::RULESET_PART_KIND_GEOMETRY) continue;
    const auto content = ask(*handler, ticket, part.kind()).get_ruleset().content();
    const bool whole = part.kind() != v1::RULESET_PART_KIND_PEOPLE;
    CHECK((storage::sha256(content) == part.sha256()) == whole);
  }
  v1::People people;
  REQUIRE(people.ParseFromString(ask(*handler, ticket, v1::RULESET_PART_KIND_PEOPLE).get_ruleset().content()));
  CHECK(people.members_size() == 0);
  CHECK(people.parties_size() == static_cast<int>(demonstration_rules().ruleset->parties.size()));
  CHECK(told(ask(*handler, ticket, v1::RULESET_PART_KIND_GEOMETRY)) == "INVALID field=part why=outlines are not told");

  const std::string unseen = "INVALID field=entry why=no entry of a ticket in sight";
  auto other = engine.member(kOtherFirm);
  CHECK(told(ask(*other, ticket, v1::RULESET_PART_KIND_ROUTES)) == unseen);
  CHECK(told(ask(*handler, 0, v1::RULESET_PART_KIND_ROUTES)) == unseen);  // of no ticket
  CHECK(told(ask(*handler, 999, v1::RULESET_PART_KIND_ROUTES)) == unseen);
  // The party complained about is told that there is a ticket, and nothing of how it was dealt with.
  const auto complaint = engine.member("intake-app")->act("w-2", whistle("P04")).accepted().ticket();
  CHECK(told(ask(*handler, complaint, v1::RULESET_PART_KIND_ROUTES)) == unseen);
}

TEST_CASE("status, identities and district answer who asks") {
  EngineInProcess engine;
  engine.start();
  auto handler = engine.member(kHandler);
  v1::Request request;
  request.mutable_get_status();
  const auto status = handler->call(request).get_status();
  CHECK(status.member() == kHandler);
  CHECK(status.party() == "F-XIANGRUI");
  CHECK(status.district_code() == "370790");
  CHECK(status.utc_offset_seconds() == 8 * 3'600);
  CHECK(status.clock_mode() == v1::CLOCK_MODE_FOLLOW);
  CHECK(status.ruleset_sha256() == demonstration_rules().sha256);
  REQUIRE(status.roles_size() == 1);
  CHECK(status.roles(0) == v1::ROLE_HANDLER);
  request.mutable_list_identities();
  CHECK(told(handler->call(request)) == "NOT_PERMITTED needs=admin or auditor");
  const auto identities = engine.client(engine.admin_keys())->call(request).list_identities();
  REQUIRE(identities.identities_size() == 2);
  CHECK(identities.identities(0).member() == "admin-1");
  CHECK(identities.identities(1).member() == kHandler);
  request.mutable_get_district();
  const auto district = handler->call(request).get_district();
  CHECK(district.areas_size() == static_cast<int>(demonstration_rules().ruleset->areas.size()));
  CHECK(district.estates_size() > 100);
  request.mutable_get_district()->set_known_ruleset_sha256(district.ruleset_sha256());
  CHECK(handler->call(request).get_district().areas_size() == 0);
}

TEST_CASE("a preview of a rebase is for those who may publish and for auditors, page by page, and changes nothing") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  for (int i = 0; i < 3; ++i)
    REQUIRE(told(intake->act("w-" + std::to_string(i), whistle("P03"))) == "accepted");
  v1::Request request;
  request.mutable_preview_rebase();
  CHECK(told(intake->call(request)) == "NOT_PERMITTED needs=admin, supervisor or auditor");
  auto admin = engine.client(engine.admin_keys());
  const auto same = admin->call(request).preview_rebase();
  CHECK(same.tickets_size() == 0);  // all of them are under the rules in force
  CHECK_FALSE(same.more());
  request.mutable_preview_rebase()->set_limit(2);
  const auto page = admin->call(request).preview_rebase();
  CHECK(page.more());
  request.mutable_preview_rebase()->set_after(page.cursor());
  CHECK_FALSE(admin->call(request).preview_rebase().more());
  request.mutable_preview_rebase()->set_limit(501);
  CHECK(told(admin->call(request)) == "TOO_LARGE field=limit limit=500");
}

}  // namespace
}  // namespace whistle::tools::whistled
