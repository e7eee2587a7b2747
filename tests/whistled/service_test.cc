// The engine in service: told only what is durable, found again after a stop, the same over both stores.
#include "tools/whistled/service.h"

#include <doctest/doctest.h>

#include "storage/rocksdb_store.h"
#include "tests/whistled/engine_in_process.h"
#include "tests/whistled/gated_store.h"

namespace whistle::tools::whistled {
namespace {

using namespace std::chrono_literals;
using adapters::zeromq::ClientFault;
using engine::minutes;

EngineInProcess::Options over_rocksdb() {
  EngineInProcess::Options options;
  options.open_store = [](const std::filesystem::path& directory) {
    auto store = storage::open_rocksdb_store(directory, {});
    REQUIRE_MESSAGE(store.has_value(), store.error().what);
    return std::move(*store);
  };
  return options;
}

// A gate whose lifetime the engine's store_ owns; the test keeps a pointer.
EngineInProcess::Options over_gate(GatedStore*& gate) {
  EngineInProcess::Options options;
  options.open_store = [&gate](const std::filesystem::path&) {
    auto store = std::make_unique<GatedStore>();
    gate = store.get();
    return store;
  };
  return options;
}

v1::Reply get_ticket(TestClient& client, std::uint64_t ticket) {
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(ticket);
  return client.call(request);
}

TEST_CASE("a whistle goes to its firm, is worked on, and closes; a new start finds all of it") {
  for (const bool on_disk : {false, true}) {
    CAPTURE(on_disk);
    EngineInProcess engine(on_disk ? over_rocksdb() : EngineInProcess::Options{});
    engine.start();
    auto intake = engine.member("intake-app");
    auto handler = engine.member(kHandler);
    const auto blown = intake->act("w-1", whistle());
    REQUIRE_MESSAGE(blown.has_accepted(), told(blown));
    const auto ticket = blown.accepted().ticket();
    CHECK(ticket == blown.accepted().sequence());
    const auto other = intake->act("w-2", whistle("E0110")).accepted().ticket();
    CHECK(told(handler->act("a-1", acknowledge(ticket))) == "accepted");
    CHECK(told(handler->act("r-1", resolve(ticket, "换了灯泡"))) == "accepted");
    CHECK(told(intake->act("c-1", confirm(ticket))) == "accepted");
    REQUIRE(engine.stop().has_value());

    engine.start();
    intake = engine.member("intake-app");
    const auto closed = get_ticket(*intake, ticket).get_ticket().ticket();
    CHECK(closed.record().state() == v1::TICKET_STATE_CLOSED);
    CHECK(closed.record().rating() == 5);
    CHECK(closed.text() == "楼道灯坏了");
    CHECK(closed.number() == blown.accepted().ticket_number());
    CHECK(get_ticket(*intake, other).get_ticket().ticket().record().state() == v1::TICKET_STATE_DISPATCHED);
    REQUIRE(engine.stop().has_value());
    const auto entries = engine.journal();
    for (std::size_t i = 0; i < entries.size(); ++i)
      CHECK(entries[i].sequence() == i);
    CHECK(entries[3].command().has_start_engine());
    CHECK(entries.back().command().has_start_engine());
  }
}

TEST_CASE("nobody is told anything before it is durable, and a question waits for what it could see") {
  GatedStore* gate = nullptr;
  EngineInProcess engine(over_gate(gate));
  engine.start();
  auto intake = engine.member("intake-app");
  auto asking = engine.member("auditor-1");
  gate->close();
  v1::Request blow;
  blow.set_key("w-1");
  *blow.mutable_command() = whistle();
  REQUIRE(intake->connection().send(blow).has_value());
  gate->wait_for_commit();
  v1::Request question;
  question.mutable_get_status();
  REQUIRE(asking->connection().send(question).has_value());
  CHECK(intake->connection().receive(50ms).error().fault == ClientFault::TimedOut);
  CHECK(asking->connection().receive(0ms).error().fault == ClientFault::TimedOut);
  gate->open();
  const auto accepted = intake->connection().receive(kPatience);
  REQUIRE(accepted.has_value());
  CHECK(told(*accepted) == "accepted");
  const auto status = asking->connection().receive(kPatience);
  REQUIRE(status.has_value());
  CHECK(status->get_status().open_tickets() == 1);
}

TEST_CASE("a commit that fails ends the engine and tells nobody") {
  struct Case {
    engine::StoreFault fault;
    ExitCode code;
  };
  for (const auto& [fault, code] : {Case{engine::StoreFault::Io, ExitCode::StoreFailed},
                                    {engine::StoreFault::Full, ExitCode::StoreFull},
                                    {engine::StoreFault::StaleEpoch, ExitCode::Superseded}}) {
    GatedStore* gate = nullptr;
    EngineInProcess engine(over_gate(gate));
    engine.start();
    auto intake = engine.member("intake-app");
    gate->fail_from_now_on(fault);
    v1::Request blow;
    blow.set_key("w-1");
    *blow.mutable_command() = whistle();
    REQUIRE(intake->connection().send(blow).has_value());
    const auto ended = engine.wait();
    REQUIRE_FALSE(ended.has_value());
    CHECK(ended.error().code == code);
    REQUIRE(engine.fatal().has_value());
    CHECK(engine.fatal()->code == code);
    CHECK(intake->connection().receive(kPatience).error().fault == ClientFault::Disconnected);
  }
}

TEST_CASE("under a backlog a writer thread commits, and every whistle has its answer and its ticket") {
  EngineInProcess engine(over_rocksdb());
  engine.start();
  auto intake = engine.member("intake-app");
  constexpr int kWhistles = 6'000;
  for (int i = 0; i < kWhistles; ++i) {
    v1::Request blow;
    blow.set_key("w-" + std::to_string(i));
    *blow.mutable_command() = whistle();
    REQUIRE(intake->connection().send(blow).has_value());
  }
  std::set<std::uint64_t> tickets;
  for (int i = 0; i < kWhistles; ++i) {
    const auto reply = intake->connection().receive(kPatience);
    REQUIRE(reply.has_value());
    REQUIRE_MESSAGE(reply->has_accepted(), told(*reply));
    tickets.insert(reply->accepted().ticket());
  }
  CHECK(tickets.size() == kWhistles);
  REQUIRE(engine.stop().has_value());
  std::size_t blown = 0;
  for (const auto& entry : engine.journal())
    blown += entry.command().has_blow_whistle() ? 1 : 0;
  CHECK(blown == kWhistles);
}

TEST_CASE("a stop answers what has arrived") {
  GatedStore* gate = nullptr;
  EngineInProcess engine(over_gate(gate));
  engine.start();
  auto intake = engine.member("intake-app");
  gate->close();
  v1::Request blow;
  *blow.mutable_command() = whistle();
  for (const char* key : {"w-1", "w-2", "w-3"}) {
    blow.set_key(key);
    REQUIRE(intake->connection().send(blow).has_value());
  }
  gate->wait_for_commit();
  engine.service().request_stop();
  gate->open();
  for (int i = 0; i < 3; ++i) {
    const auto reply = intake->connection().receive(kPatience);
    REQUIRE(reply.has_value());
    CHECK(told(*reply) == "accepted");
  }
  CHECK(engine.wait().has_value());
}

// Looking for a closed ticket takes all the time that a turn has for questions.
class SlowStore final : public GatedStore {
 public:
  explicit SlowStore(std::size_t& recorded) : recorded_(recorded) {}

  engine::Stored<void> commit(const engine::Batch& batch) override {
    for (const auto& entry : batch.entries)
      recorded_ += engine::parse_entry(entry.bytes)->command().has_record_refusal() ? 1 : 0;
    return GatedStore::commit(batch);
  }
  engine::Stored<std::optional<std::string>> closed_ticket(engine::TicketId id) const override {
    const auto until = std::chrono::steady_clock::now() + 25ms;
    while (std::chrono::steady_clock::now() < until) {
    }
    return GatedStore::closed_ticket(id);
  }

 private:
  std::size_t& recorded_;
};

TEST_CASE("a refusal that is told while the engine stops stands in its journal") {
  std::size_t recorded = 0;
  EngineInProcess::Options options;
  options.open_store = [&](const std::filesystem::path&) { return std::make_unique<SlowStore>(recorded); };
  EngineInProcess engine(std::move(options));
  engine.start();
  auto handler = engine.member(kHandler);
  v1::Request slow;
  slow.mutable_get_ticket()->set_ticket(999);
  v1::Request forbidden;
  forbidden.mutable_list_identities();
  // The first is answered; the next two take the last turn and the stop's own, which leaves two for the very end.
  constexpr int kSlow = 4;
  for (int i = 0; i < kSlow; ++i)
    REQUIRE(handler->connection().send(slow).has_value());
  REQUIRE(handler->connection().send(forbidden).has_value());
  REQUIRE(handler->connection().receive(kPatience).has_value());
  engine.service().request_stop();
  for (int i = 1; i < kSlow; ++i)
    CHECK(told(handler->connection().receive(kPatience).value()).starts_with("UNKNOWN_TICKET"));
  CHECK(told(handler->connection().receive(kPatience).value()).starts_with("NOT_PERMITTED"));
  REQUIRE(engine.wait().has_value());
  CHECK(recorded == 1);
}

TEST_CASE("time that follows whistles fires each clock at its own time, before the whistle that moved it") {
  EngineInProcess engine;
  engine.start();
  auto intake = engine.member("intake-app");
  const auto first = intake->act("w-1", whistle("P03", (kFounded + minutes(1)).us));
  REQUIRE_MESSAGE(first.has_accepted(), told(first));
  const auto later = kFounded + engine::hours(48);
  const auto second = intake->act("w-2", whistle("P03", later.us));
  REQUIRE(second.has_accepted());
  CHECK(second.accepted().time_us() == later.us);
  REQUIRE(engine.stop().has_value());
  std::size_t fired = 0;
  std::int64_t last = 0;
  for (const auto& entry : engine.journal()) {
    CHECK(entry.time_us() > last);
    last = entry.time_us();
    if (!entry.command().has_fire_clock()) continue;
    ++fired;
    CHECK(entry.ticket() == first.accepted().ticket());
    CHECK(entry.sequence() < second.accepted().sequence());
    CHECK(entry.time_us() < later.us);
  }
  CHECK(fired > 3);
}

TEST_CASE("a clock fires by itself when its time has come") {
  EngineInProcess engine;
  engine.start();
  const auto ticket =
      engine.member("intake-app")->act("w-1", whistle("P01")).accepted().ticket();  // acknowledged within 15 minutes
  REQUIRE(engine.stop().has_value());
  // Ten thousand civil seconds a second: the first miss comes within a tenth of a second.
  engine.start(std::make_unique<adapters::FastClock>(kFounded + minutes(1), 10'000, adapters::running_time()));
  auto auditor = engine.member("auditor-1");
  v1::Request question;
  question.mutable_get_ticket()->set_ticket(ticket);
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  bool missed = false;
  while (!missed && std::chrono::steady_clock::now() < deadline) {
    const auto answer = auditor->call(question);
    for (const auto& clock : answer.get_ticket().ticket().record().clocks()) {
      missed = missed || clock.phase() == v1::CLOCK_PHASE_MISSED;
    }
  }
  CHECK(missed);
}

TEST_CASE("a journal that has lived on a driven clock does not start on real time, nor the other way round") {
  EngineInProcess driven;
  driven.start();
  REQUIRE(driven.stop().has_value());
  driven.start(std::make_unique<adapters::RealClock>(adapters::system_time(), adapters::running_time()));
  const auto refused = driven.wait();
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().code == ExitCode::BadData);

  EngineInProcess real;
  real.start(std::make_unique<adapters::RealClock>(adapters::system_time(), adapters::running_time()));
  REQUIRE(real.stop().has_value());
  real.start();
  CHECK_FALSE(real.wait().has_value());
}

}  // namespace
}  // namespace whistle::tools::whistled
