// What operators see and do, through the real port and the real socket of an engine in this process.
#include "tools/whistled/operations.h"

#include <doctest/doctest.h>

#include <atomic>
#include <future>

#include "adapters/district/compile.h"
#include "tests/whistled/engine_in_process.h"
#include "tools/whistled/metrics_text.h"

namespace whistle::tools::whistled {
namespace {

// The machine's clocks, which the test moves while the engine reads them.
struct Machine {
  std::atomic<std::int64_t> wall_us{kFounded.us};
  std::atomic<std::int64_t> running_us{0};

  std::unique_ptr<adapters::CivilClock> clock() {
    return std::make_unique<adapters::RealClock>([this] { return engine::Instant{wall_us}; },
                                                 [this] { return engine::Duration{running_us}; });
  }
};

std::string value_of(const std::string& page, const std::string& name) {
  const auto at = page.find("\n" + name + " ");
  if (at == std::string::npos) return "absent";
  const auto from = at + name.size() + 2;
  return page.substr(from, page.find('\n', from) - from);
}

// The edge thread, on which rules are compiled, held until the test lets it go.
class HeldEdge {
 public:
  EngineInProcess::Options options() {
    EngineInProcess::Options made;
    made.copy_store = [this]() -> Result<std::filesystem::path> {
      held_.set_value();
      released_.get_future().wait();
      return std::filesystem::path("none");
    };
    return made;
  }
  void hold(EngineInProcess& engine) {
    asking_ = std::async(std::launch::async, [&engine] { return engine.post("/-/snapshot").status; });
    held_.get_future().wait();
  }
  void release() {
    released_.set_value();
    CHECK(asking_.get() == 200);
  }

 private:
  std::promise<void> held_;
  std::promise<void> released_;
  std::future<unsigned> asking_;
};

// Sends the demonstration's rules, and returns when they have been taken.
void send_rules(TestClient& admin) {
  v1::Request publish;
  publish.set_key("publish");
  const auto files = adapters::district::read_directory(demonstration_directory());
  REQUIRE(files.has_value());
  for (const auto& file : *files) {
    auto& one = *publish.mutable_command()->mutable_publish_ruleset()->add_files();
    one.set_path(file.path);
    one.set_content(file.bytes);
  }
  REQUIRE(admin.connection().send(publish).has_value());
  v1::Request question;
  question.mutable_get_status();
  REQUIRE(admin.call(question).has_get_status());
}

}  // namespace

TEST_CASE("an engine that serves is healthy and ready, and counts what it did") {
  EngineInProcess engine;
  engine.start();
  CHECK(engine.get("/-/healthy").status == 200);
  CHECK(engine.get("/-/ready").body == "ready\n");
  auto app = engine.member("intake-app");
  const auto blown = app->act("k1", whistle());
  REQUIRE_MESSAGE(blown.has_accepted(), told(blown));
  CHECK(told(app->act("k2", whistle("NONE"))).starts_with("UNKNOWN_CATEGORY"));
  const auto page = engine.get("/metrics");
  CHECK(page.content_type == kMetricsType);
  CHECK(value_of(page.body, "whistle_commands_total{kind=\"blow_whistle\"}") == "2");
  CHECK(value_of(page.body, "whistle_refusals_total{reason=\"unknown_category\"}") == "1");
  CHECK(value_of(page.body, "whistle_command_stage_seconds_count{stage=\"reply\"}") == "3");  // and the registration
  CHECK(value_of(page.body, "whistle_journal_next_sequence") == std::to_string(engine.store().next_sequence()->value));
  CHECK(value_of(page.body, "whistle_civil_clock_info{mode=\"follow\"}") == "1");
  CHECK(page.body.find("whistle_open_tickets{state=\"dispatched\",tier=\"estate\"") != std::string::npos);
}

TEST_CASE("the port tells and changes nothing; the socket changes") {
  EngineInProcess engine;
  engine.start();
  CHECK(engine.get("/").status == 404);
  CHECK(engine.get("/-/confirm-clock").status == 404);
  CHECK(engine.post("/-/nothing").status == 404);
  CHECK(engine.post("/-/confirm-clock").status == 409);
}

TEST_CASE("a wall that jumps stops accepting and firing until an operator confirms it") {
  Machine machine;
  EngineInProcess engine;
  engine.start(machine.clock());
  auto app = engine.member("intake-app");
  const auto before = app->act("k1", whistle());
  REQUIRE_MESSAGE(before.has_accepted(), told(before));
  const auto entries = engine.store().next_sequence()->value;

  machine.wall_us += engine::hours(24 * 365).us;  // every clock would be overdue
  CHECK(told(app->act("k2", whistle())) == "CLOCK_SUSPENDED retry_s=60");
  CHECK(told(app->act("k3", acknowledge(before.accepted().ticket()))).starts_with("CLOCK_SUSPENDED"));
  const auto ready = engine.get("/-/ready");
  CHECK(ready.status == 503);
  CHECK(ready.body.find("jumped by 31536000 s") != std::string::npos);
  CHECK(engine.get("/-/healthy").status == 200);
  CHECK(value_of(engine.get("/metrics").body, "whistle_civil_clock_suspended") == "1");
  CHECK(engine.store().next_sequence()->value == entries);

  machine.wall_us -= engine::hours(24 * 365).us;  // corrected; it still has to be confirmed
  CHECK(engine.get("/-/ready").status == 503);
  CHECK(engine.post("/-/confirm-clock").status == 200);
  CHECK(engine.get("/-/ready").status == 200);
  CHECK(app->act("k2", whistle()).has_accepted());
  CHECK(engine.stop().has_value());
  for (const auto& entry : engine.journal())
    CHECK(entry.time_us() < kFounded.us + engine::minutes(1).us);
}

TEST_CASE("rules whose compiling a jump of the wall has overtaken are not published") {
  Machine machine;
  HeldEdge edge;
  EngineInProcess engine(edge.options());
  engine.start(machine.clock());
  auto admin = engine.client(engine.admin_keys());
  edge.hold(engine);
  send_rules(*admin);
  machine.wall_us += engine::hours(1).us;
  edge.release();
  CHECK(told(admin->connection().receive(kPatience).value()) == "CLOCK_SUSPENDED retry_s=60");
  CHECK(engine.stop().has_value());
  CHECK_FALSE(engine.journal().back().command().has_publish_ruleset());
}

TEST_CASE("who loses the right to publish while its rules are compiled is refused, and that is recorded") {
  HeldEdge edge;
  EngineInProcess engine(edge.options());
  engine.start();
  auto admin = engine.client(engine.admin_keys());
  auto other = engine.member("admin-1");  // another key of the same administrator
  edge.hold(engine);
  send_rules(*other);
  v1::Command revoke;
  revoke.mutable_revoke_identity()->set_curve_public_key(engine.keys_of("admin-1").public_key);
  CHECK(told(admin->act("revoke", revoke)) == "accepted");
  edge.release();
  CHECK(told(other->connection().receive(kPatience).value()).starts_with("UNKNOWN_IDENTITY"));
  CHECK(engine.stop().has_value());
  const auto last = engine.journal().back().command();
  REQUIRE(last.has_record_refusal());
  CHECK(last.record_refusal().request() == "publish_ruleset");
  CHECK(last.record_refusal().sender().member() == "admin-1");
}

TEST_CASE("without space new whistles are refused and acts go on; at the floor the engine stops in order") {
  std::atomic<std::uint64_t> free_bytes{1'000'000};
  EngineInProcess::Options options;
  options.read_disk = [&] { return DiskReading{free_bytes, 2'000'000}; };  // low below 100,000, floor 25,000
  EngineInProcess engine(std::move(options));
  engine.start();
  auto app = engine.member("intake-app");
  auto firm = engine.member("f-xiangrui-handler-1");
  const auto open = app->act("k1", whistle());
  REQUIRE_MESSAGE(open.has_accepted(), told(open));
  free_bytes = 99'999;
  while (engine.get("/-/ready").status == 200) {  // until the next look, at most a second
  }
  CHECK(engine.get("/-/ready").body == "the disk is nearly full: new whistles are refused\n");
  CHECK(told(app->act("k2", whistle())) == "DISK_LOW retry_s=60");
  free_bytes = 110'000;
  const auto acknowledged = firm->act("k3", acknowledge(open.accepted().ticket()));
  CHECK(told(acknowledged) == "accepted");
  free_bytes = 200'000;
  while (engine.get("/-/ready").status != 200) {
  }
  CHECK(app->act("k2", whistle()).has_accepted());
  free_bytes = 1'000;
  const auto ended = engine.wait();
  REQUIRE_FALSE(ended.has_value());
  CHECK(ended.error().code == ExitCode::StoreFull);
  CHECK_FALSE(engine.fatal().has_value());
}

}  // namespace whistle::tools::whistled
