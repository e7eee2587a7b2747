// A directory that changes on disk: a good one is published, a bad one keeps the old rules.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "adapters/district/civil_text.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

namespace fs = std::filesystem;

void replace_in(const fs::path& file, const std::string& from, const std::string& to) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  auto content = text.str();
  const auto at = content.find(from);
  REQUIRE(at != std::string::npos);
  content.replace(at, from.size(), to);
  std::ofstream(file, std::ios::trunc) << content;
}

// In every file of a directory.
void replace_everywhere(const fs::path& directory, const std::string& from, const std::string& to) {
  for (const auto& file : fs::recursive_directory_iterator(directory)) {
    if (!file.is_regular_file()) continue;
    std::stringstream text;
    text << std::ifstream(file.path()).rdbuf();
    auto content = text.str();
    for (auto at = content.find(from); at != std::string::npos; at = content.find(from, at + to.size()))
      content.replace(at, from.size(), to);
    std::ofstream(file.path(), std::ios::trunc) << content;
  }
}

std::vector<std::uint64_t> listed_in(TestClient& client, const std::string& grid) {
  return listed(client, [&](v1::ListTickets& query) { query.set_grid(grid); });
}

v1::GetStatusReply status_of(TestClient& client) {
  v1::Request request;
  request.mutable_get_status();
  return client.call(request).get_status();
}

// A copy of the demonstration district that the test may change.
struct Copy {
  Copy() { fs::copy(demonstration_directory(), directory(), fs::copy_options::recursive); }
  fs::path directory() const { return dir.path() / "district"; }
  support::TempDir dir;
};

TEST_CASE("a reload publishes what has changed, as the operator, and tickets keep the rules that dispatched them") {
  const Copy copy;
  EngineInProcess::Options options;
  options.district = copy.directory();
  EngineInProcess engine(std::move(options));
  engine.start();
  auto intake = engine.member("intake-app");
  const auto before = status_of(*intake);
  const auto old_ticket = intake->act("w-1", whistle()).accepted().ticket();
  replace_in(copy.directory() / "clocks.yaml", "return_limit: 2", "return_limit: 3");
  engine.service().request_reload();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  auto after = status_of(*intake);
  while (after.ruleset() == before.ruleset() && std::chrono::steady_clock::now() < deadline)
    after = status_of(*intake);
  CHECK(after.ruleset() > old_ticket);
  CHECK(after.ruleset_sha256() != before.ruleset_sha256());
  const auto new_ticket = intake->act("w-2", whistle()).accepted().ticket();
  REQUIRE(engine.stop().has_value());

  engine.start();  // both rulesets are loaded again: the old one is pinned by an open ticket
  auto handler = engine.member("f-xiangrui-handler-1");
  v1::Request request;
  request.mutable_get_ticket()->set_ticket(old_ticket);
  CHECK(handler->call(request).get_ticket().ticket().record().ruleset() == before.ruleset());
  CHECK(handler->call(request).get_ticket().ticket().category_name_zh() == "一般报修");
  request.mutable_get_ticket()->set_ticket(new_ticket);
  CHECK(handler->call(request).get_ticket().ticket().record().ruleset() == after.ruleset());
  CHECK(told(handler->act("a", acknowledge(old_ticket))) == "accepted");
  REQUIRE(engine.stop().has_value());
  const auto entries = engine.journal();
  const auto& published = entries.at(after.ruleset());
  CHECK(published.actor().member() == "@operator");
  CHECK(published.events(0).ruleset_published().ruleset_sha256() == after.ruleset_sha256());
  CHECK(published.command().publish_ruleset().files_size() == 0);
}

TEST_CASE("a reload of a directory that does not compile, or has not changed, leaves everything as it was") {
  const Copy copy;
  EngineInProcess::Options options;
  options.district = copy.directory();
  EngineInProcess engine(std::move(options));
  engine.start();
  auto intake = engine.member("intake-app");
  const auto before = status_of(*intake);
  engine.service().request_reload();
  replace_in(copy.directory() / "routes.yaml", "lead:", "laed:");
  engine.service().request_reload();
  REQUIRE(engine.stop().has_value());  // waits for what is being compiled
  engine.start();
  const auto after = status_of(*engine.member("intake-app"));
  CHECK(after.ruleset() == before.ruleset());
  CHECK(after.ruleset_sha256() == before.ruleset_sha256());
}

// By estate outlines: only whole rules, with their shapes, can say where a point is.
v1::Command whistle_at_a_point(engine::Instant at) {
  auto command = whistle("P03", at.us);
  auto& location = *command.mutable_blow_whistle()->mutable_location();
  location.clear_estate();
  location.mutable_point()->set_lat_e7(367'000'000);
  location.mutable_point()->set_lon_e7(1'192'000'000);
  return command;
}

TEST_CASE("rules that wait for their instant come into force whole after restarts, however long the engine slept") {
  const Copy copy;
  EngineInProcess::Options options;
  options.district = copy.directory();
  EngineInProcess engine(std::move(options));
  engine.start();
  auto intake = engine.member("intake-app");
  const auto from = kFounded + engine::hours(24 * 30);
  REQUIRE(told(intake->act("w-0", whistle_at_a_point(kFounded + engine::minutes(1)))) == "accepted");
  const auto place = engine.journal().back().events(0).whistle_blown().place();
  const auto before = status_of(*intake);
  replace_in(copy.directory() / "district.yaml", "schema: 1",
             "schema: 1\nin_force_from: " + adapters::district::rfc3339_text(from, 8 * 3'600));
  engine.service().request_reload();
  REQUIRE(engine.stop().has_value());  // waits for what is being compiled
  engine.start();
  intake = engine.member("intake-app");
  const auto waiting = status_of(*intake);
  CHECK(waiting.ruleset() == before.ruleset());
  REQUIRE(waiting.has_scheduled());
  CHECK(waiting.scheduled().in_force_from_us() == from.us);
  REQUIRE(engine.stop().has_value());

  engine.start();
  intake = engine.member("intake-app");
  const auto reply = intake->act("w-1", whistle_at_a_point(from + engine::hours(24)));
  REQUIRE(told(reply) == "accepted");
  const auto after = status_of(*intake);
  CHECK(after.ruleset_sha256() == waiting.scheduled().ruleset_sha256());
  CHECK_FALSE(after.has_scheduled());
  REQUIRE(engine.stop().has_value());
  const auto entries = engine.journal();
  CHECK(entries.at(after.ruleset()).actor().member() == "@engine");
  CHECK(entries.at(after.ruleset()).time_us() == from.us);
  CHECK(entries.at(reply.accepted().ticket()).events(0).whistle_blown().place().SerializeAsString() ==
        place.SerializeAsString());
}

TEST_CASE("who lists a redrawn grid is given what still has its old code, and the old code goes on working") {
  const Copy copy;
  EngineInProcess::Options options;
  options.district = copy.directory();
  EngineInProcess engine(std::move(options));
  engine.start();
  auto intake = engine.member("intake-app");
  auto auditor = engine.member("auditor-1");
  const auto before = status_of(*intake);
  const auto blow = [&](const char* key, const char* estate) {
    auto command = whistle();
    command.mutable_blow_whistle()->mutable_location()->set_estate(estate);
    return intake->act(key, command).accepted().ticket();
  };
  const auto old_ticket = blow("w-1", "QC-DUANJIA-01");  // in HT-142
  const auto elsewhere = blow("w-2", "QC-BAOTONG-01");
  replace_everywhere(copy.directory(), "HT-142", "HT-942");
  std::ofstream(copy.directory() / "legacy_grids.csv", std::ios::app) << "370790,HT-142,HT-942\n";
  engine.service().request_reload();
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (status_of(*intake).ruleset() == before.ruleset() && std::chrono::steady_clock::now() < deadline) {
  }
  const auto new_ticket = blow("w-3", "QC-DUANJIA-01");
  using Ids = std::vector<std::uint64_t>;
  CHECK(listed_in(*auditor, "HT-942") == Ids{old_ticket, new_ticket});
  CHECK(listed_in(*auditor, "HT-142") == Ids{old_ticket});
  CHECK(listed_in(*auditor, "HT-115") == Ids{elsewhere});
}

TEST_CASE("the rules of another district are not published into this journal") {
  const Copy copy;
  replace_in(copy.directory() / "district.yaml", "370790", "370791");
  auto prepared = prepare_ruleset(adapters::district::compile_directory(copy.directory()));
  REQUIRE(prepared.has_value());
  EngineInProcess engine;
  engine.start();
  auto admin = engine.client(engine.admin_keys());
  v1::Command command;
  const auto files = adapters::district::read_directory(copy.directory());
  REQUIRE(files.has_value());
  for (const auto& file : *files) {
    auto& one = *command.mutable_publish_ruleset()->add_files();
    one.set_path(file.path);
    one.set_content(file.bytes);
  }
  CHECK(told(admin->act("p", command)) ==
        "INVALID field=district.yaml why=the rules of 370791 in the journal of 370790");
}

}  // namespace
}  // namespace whistle::tools::whistled
