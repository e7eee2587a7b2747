// Personal data over the wire: who is told in full, and what is left when they are erased.
#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/district/civil_text.h"
#include "adapters/district/compile.h"
#include "engine/permission.h"
#include "storage/memory_store.h"
#include "storage/merkle.h"
#include "tests/whistled/engine_in_process.h"
#include "tools/whistled/founding.h"

namespace whistle::tools::whistled {
namespace {

constexpr const char* kSupervisor = "supervisor-1";  // of the desk

v1::Command reveal(std::uint64_t ticket, const std::string& reason = "回电核实") {
  v1::Command command;
  command.mutable_reveal_reporter()->set_ticket(ticket);
  if (!reason.empty()) command.mutable_reveal_reporter()->mutable_personal()->set_text(reason);
  return command;
}

v1::Command erase(std::uint64_t ticket) {
  v1::Command command;
  command.mutable_erase_ticket()->set_ticket(ticket);
  command.mutable_erase_ticket()->set_ground(v1::ERASE_GROUND_REQUEST);
  command.mutable_erase_ticket()->set_reference("2026-0117");
  return command;
}

v1::Ticket shown(TestClient& client, std::uint64_t ticket) {
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(ticket);
  return client.call(request).get_ticket().ticket();
}

// One ticket of a resident whose name and number are known, closed if wanted.
struct Blown {
  EngineInProcess engine;
  std::unique_ptr<TestClient> intake;
  std::unique_ptr<TestClient> handler;
  std::unique_ptr<TestClient> supervisor;
  std::uint64_t ticket = 0;

  Blown() {
    engine.start();
    intake = engine.member("intake-app");
    handler = engine.member(kHandler);
    supervisor = engine.member(kSupervisor);
    ticket = intake->act("w", whistle()).accepted().ticket();
  }
  void close() {
    REQUIRE(handler->act("a", acknowledge(ticket)).has_accepted());
    REQUIRE(handler->act("r", resolve(ticket, "换了灯泡")).has_accepted());
    REQUIRE(intake->act("c", confirm(ticket)).has_accepted());
  }
  [[nodiscard]] std::string everything() {
    std::string bytes;
    for (const auto& entry : engine.journal())
      bytes += entry.SerializeAsString();
    return bytes;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Blown,
                  "who has to call back is told who reported it, and the journal keeps who asked, not what was told") {
  CHECK(shown(*handler, ticket).reporter_phone() == "***12");
  const auto reply = handler->act("v", reveal(ticket));
  REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
  CHECK(reply.accepted().reporter().name() == "张三");
  CHECK(reply.accepted().reporter().phone() == "13800138012");
  CHECK(handler->act("v", reveal(ticket)).accepted().SerializeAsString() == reply.accepted().SerializeAsString());
  CHECK(supervisor->act("v", reveal(ticket)).accepted().reporter().name() == "张三");
  const auto notes = shown(*handler, ticket).notes();
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].text() == "回电核实");
  CHECK(notes[0].member() == kHandler);
  REQUIRE(engine.stop().has_value());
  const auto entry = engine.journal().at(reply.accepted().sequence());
  CHECK(entry.events(0).reporter_revealed().member() == kHandler);
  CHECK(entry.events(0).reporter_revealed().party() == "F-XIANGRUI");
  for (const auto* secret : {"张三", "13800138012", "回电核实"})
    CHECK(everything().find(secret) == std::string::npos);
}

TEST_CASE_FIXTURE(Blown, "nobody else is told, and nobody without a reason") {
  CHECK(told(handler->act("v", reveal(ticket, ""))) == "MISSING field=personal.text");
  for (const auto* member : {"admin-1", "auditor-1", "desk-dispatcher", "platform-1", "intake-app"}) {
    CAPTURE(member);
    const auto refused = engine.member(member)->act(member, reveal(ticket));
    CHECK(told(refused).starts_with("NOT_PERMITTED"));
  }
  auto anonymous = whistle();
  anonymous.mutable_blow_whistle()->set_anonymous(true);
  anonymous.mutable_blow_whistle()->mutable_personal()->clear_reporter();
  const auto hidden = intake->act("w-2", anonymous).accepted().ticket();
  CHECK(told(handler->act("v-2", reveal(hidden))).starts_with("NO_REPORTER"));
  auto unknown = whistle();
  unknown.mutable_blow_whistle()->mutable_personal()->clear_reporter();
  const auto unsaid = intake->act("w-3", unknown).accepted().ticket();
  const auto before = engine.store().next_sequence()->value;
  CHECK(told(handler->act("v-3", reveal(unsaid))).starts_with("NO_REPORTER"));
  CHECK(engine.store().next_sequence()->value == before);
}

TEST_CASE_FIXTURE(Blown, "what is erased can be read by nobody any more, and the journal is what it was") {
  close();
  REQUIRE(engine.stop().has_value());
  const auto before = engine.journal();
  engine.start();
  supervisor = engine.member(kSupervisor);
  handler = engine.member(kHandler);
  const auto reply = supervisor->act("e", erase(ticket));
  REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
  CHECK(supervisor->act("e", erase(ticket)).accepted().SerializeAsString() == reply.accepted().SerializeAsString());
  const auto view = shown(*handler, ticket);
  CHECK(view.text().empty());
  CHECK(view.address().empty());
  CHECK(view.reporter_name().empty());
  CHECK(view.notes_size() == 0);
  CHECK(view.erasure().ground() == v1::ERASE_GROUND_REQUEST);
  CHECK(view.erasure().member() == kSupervisor);
  CHECK(view.erasure().sequence() == reply.accepted().sequence());
  CHECK(view.record().state() == v1::TICKET_STATE_CLOSED);
  CHECK(told(supervisor->act("e-2", erase(ticket))).starts_with("ERASED"));
  CHECK(told(handler->act("v", reveal(ticket))).starts_with("ERASED"));
  REQUIRE(engine.stop().has_value());
  REQUIRE(engine.store().scan_vault(engine::TicketId{0}, [&](const engine::VaultRow& row) {
    CHECK(row.ticket.value != ticket);
    return true;
  }));
  CHECK_FALSE(engine.store().needs_scrub());
  const auto after = engine.journal();
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(after[i].SerializeAsString() == before[i].SerializeAsString());
  engine.start();
  CHECK(shown(*engine.member(kHandler), ticket).has_erasure());
}

TEST_CASE_FIXTURE(Blown,
                  "an open ticket is not erased, nor one that is not there, nor by anybody but the desk's supervisor") {
  CHECK(told(supervisor->act("e-1", erase(ticket))).starts_with("WRONG_STATE"));
  CHECK(told(supervisor->act("e-2", erase(999'999))).starts_with("UNKNOWN_TICKET"));
  close();
  for (const auto* member : {"admin-1", "auditor-1", "s-qingchi-supervisor", "platform-1", kHandler}) {
    CAPTURE(member);
    CHECK(told(engine.member(member)->act(member, erase(ticket))) == "NOT_PERMITTED needs=supervisor of the desk");
  }
  auto forged = erase(ticket);
  forged.mutable_erase_ticket()->set_ground(v1::ERASE_GROUND_RETENTION);
  CHECK(told(supervisor->act("e-3", forged)).starts_with("INVALID"));
  CHECK(shown(*handler, ticket).text() == "楼道灯坏了");
}

TEST_CASE_FIXTURE(Blown, "erased in the batch that closed it, nothing of it reaches the store") {
  close();
  const auto second = intake->act("w-2", whistle()).accepted().ticket();
  REQUIRE(supervisor->act("e", erase(ticket)).has_accepted());
  CHECK(shown(*handler, second).text() == "楼道灯坏了");
  REQUIRE(engine.stop().has_value());
  CHECK_FALSE(engine.store().vault_row(engine::TicketId{ticket}, engine::Sequence{ticket})->has_value());
  CHECK(engine.store().vault_row(engine::TicketId{second}, engine::Sequence{second})->has_value());
}

TEST_CASE_FIXTURE(
    Blown, "an erased ticket that comes back is worked on, and what is said of it is committed to and kept nowhere") {
  close();
  REQUIRE(supervisor->act("e", erase(ticket)).has_accepted());
  const auto disputed = engine.member("intake-app")->act("d", dispute(ticket, "又坏了"));
  REQUIRE_MESSAGE(disputed.has_accepted(), told(disputed));
  CHECK(engine.member("intake-app")->act("d", dispute(ticket, "又坏了")).accepted().SerializeAsString() ==
        disputed.accepted().SerializeAsString());
  REQUIRE(handler->act("r-2", resolve(ticket, "又修了")).has_accepted());
  CHECK(told(handler->act("v", reveal(ticket))).starts_with("ERASED"));
  REQUIRE(engine.member("intake-app")->act("c-2", confirm(ticket)).has_accepted());
  const auto view = shown(*handler, ticket);
  CHECK(view.notes_size() == 0);
  CHECK(view.text().empty());
  REQUIRE(engine.stop().has_value());
  CHECK_FALSE(
      engine.journal().at(disputed.accepted().sequence()).command().dispute_resolution().commitments().text().empty());
  REQUIRE(engine.store().scan_vault(engine::TicketId{0}, [&](const engine::VaultRow& row) {
    CHECK(row.ticket.value != ticket);
    return true;
  }));
}

// Without the loop around it, so that time may pass between what is fired and what is asked.
struct Asked {
  static constexpr engine::Duration kLater = engine::hours(1);

  engine::Instant now = kFounded + engine::minutes(1);
  support::TempDir dir;
  storage::SeededRandom random{1};
  storage::Vault vault = storage::Vault::create(dir.path() / "master.key", random).value();
  storage::MemoryStore store;
  std::unique_ptr<engine::Core> core = founded(store);
  storage::ErasureList erasures = storage::ErasureList::open(dir.path() / "erasures").value();
  adapters::RealClock clock{[this] { return now; }, [this] { return now - kFounded; }};
  Uncommitted uncommitted{*core};
  Acceptance acceptance{{*core, store, vault, random, clock, uncommitted, []() -> Result<void> { return {}; },
                         /*reporter_open_max=*/0, &erasures}};

  static std::unique_ptr<engine::Core> founded(engine::Store& store) {
    REQUIRE(found_journal(store, {.journal_id = std::string(16, 'j'),
                                  .checkpoint_public_key = std::string(32, 'c'),
                                  .rules = demonstration_rules(),
                                  .admin_member = "admin-1",
                                  .admin_public_key = std::string(32, 'a'),
                                  .at = kFounded}));
    return std::move(recover(store)->core);
  }

  static v1::Actor plain(const std::string& member) {
    v1::Actor actor;
    actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    actor.set_member(member);
    return actor;
  }

  Result<v1::Reply> say(const std::string& member, const v1::Command& command) {
    v1::Request request;
    *request.mutable_command() = command;
    return acceptance.accept(request, plain(member));
  }

  // The same rules without the supervisor of the desk, in force in an hour.
  void schedule_rules_without_supervisor() {
    auto files = adapters::district::read_directory(demonstration_directory());
    REQUIRE(files.has_value());
    for (auto& file : *files) {
      if (file.path == "district.yaml")
        file.bytes += "in_force_from: " + adapters::district::rfc3339_text(kFounded + kLater, 0) + "\n";
      if (file.path != "members.csv") continue;
      const auto at = file.bytes.find(kSupervisor);
      file.bytes.erase(at, file.bytes.find('\n', at) + 1 - at);
    }
    auto prepared = prepare_ruleset(adapters::district::compile_district(*std::move(files)));
    REQUIRE(prepared.has_value());
    v1::Request request;
    request.mutable_command()->mutable_publish_ruleset();
    REQUIRE(acceptance.accept_ruleset(request, engine::operator_actor(), *std::move(prepared))->has_accepted());
    REQUIRE(core->state().scheduled.has_value());
  }
};

TEST_CASE_FIXTURE(Asked,
                  "who may erase no more under rules whose instant has come is refused, and the engine goes on") {
  const auto ticket = say("intake-app", whistle())->accepted().ticket();
  REQUIRE(say("intake-app", withdraw(ticket))->has_accepted());
  schedule_rules_without_supervisor();
  now = kFounded + kLater + engine::minutes(1);
  const auto refused = say(kSupervisor, erase(ticket));
  REQUIRE_MESSAGE(refused.has_value(), refused.error().what);
  CHECK(told(*refused) == "UNKNOWN_IDENTITY member=supervisor-1");
  std::size_t listed = 0;
  REQUIRE(erasures.each([&](const storage::Erasure&) { ++listed; }));
  CHECK(listed == 0);
}

TEST_CASE_FIXTURE(Asked, "what crashes have left on the list several times is erased once") {
  const auto ticket = say("intake-app", whistle())->accepted().ticket();
  const auto begun = uncommitted.find_entry(engine::Sequence{ticket});
  REQUIRE(begun);
  const storage::Erasure erasure{std::string(16, 'j'), engine::TicketId{ticket},
                                 storage::leaf_hash(engine::entry_bytes(*begun))};
  for (int crash = 0; crash < 2; ++crash)
    REQUIRE(erasures.add(erasure));
  const auto back = acceptance.erased_elsewhere();
  REQUIRE(back.has_value());
  CHECK(*back == std::vector{engine::TicketId{ticket}});
}

}  // namespace whistle::tools::whistled
