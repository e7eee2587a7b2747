// What simulations have found, each as the shortest story that shows it.
#include <doctest/doctest.h>

#include "storage/memory_store.h"
#include "tests/simulation/daemon.h"
#include "tests/simulation/setting.h"
#include "tests/support/temp_dir.h"
#include "tools/whistled/founding.h"

namespace whistle::tests {
namespace {

using engine::Instant;

// An engine that anybody may speak to, and that may start again.
class Story {
 public:
  Story() : clock_([this] { return now_; }, [this] { return now_ - kBegin; }) {
    tools::whistled::Founding founding;
    founding.journal_id = std::string(16, 'j');
    founding.checkpoint_public_key = std::string(32, 'c');
    founding.rules = setting_.variants[0].rules;
    founding.admin_member = "admin";
    founding.admin_public_key = std::string(32, 'a');
    founding.at = clock_.now();
    REQUIRE(tools::whistled::found_journal(store_, std::move(founding)));
    start_again();
  }

  void start_again() {
    daemon_.reset();
    daemon_ = std::make_unique<Daemon>(store_, setting_, clock_, /*seed=*/1, scratch_.path() / "erasures");
  }
  // Time goes on, and whatever is due by then fires, without becoming durable.
  void pass(engine::Duration span) {
    now_ = now_ + span;
    while (daemon_->fire(/*most=*/64) > 0) {
    }
  }
  v1::Reply say(const char* member, const std::string& key, const v1::Command& command) {
    v1::Request request;
    request.set_key(key);
    *request.mutable_command() = command;
    v1::Actor actor;
    actor.set_authentication(v1::AUTHENTICATION_PLAIN);
    actor.set_member(member);
    daemon_->receive(request.SerializeAsString(), actor);
    std::vector<tools::whistled::WaitingReply> replies;
    if (daemon_->dirty()) {
      daemon_->depart();
      replies = daemon_->land();
    } else {
      replies = daemon_->take_replies();
    }
    REQUIRE(replies.size() == 1);
    return replies[0].answer;
  }
  // The variant's rules by name; with its files, or by their hash alone.
  v1::Command publish(std::size_t variant, bool with_files) const {
    v1::Command command;
    command.mutable_publish_ruleset()->set_ruleset_sha256(setting_.variants[variant].rules.sha256);
    if (with_files) command.mutable_publish_ruleset()->add_files()->set_path("district.yaml");
    return command;
  }
  const Daemon& daemon() const { return *daemon_; }

 private:
  static constexpr Instant kBegin{1'790'557'200'000'000};

  const Setting setting_;
  Instant now_ = kBegin;
  adapters::RealClock clock_;
  support::TempDir scratch_;
  storage::MemoryStore store_;
  std::unique_ptr<Daemon> daemon_;
};

v1::Command whistle_at_a_point() {
  v1::Command command;
  auto& blow = *command.mutable_blow_whistle();
  blow.set_kind(v1::WHISTLE_KIND_RESIDENT);
  blow.set_source(v1::SOURCE_RESIDENT);
  blow.set_category("RUBBLE");
  blow.mutable_location()->mutable_point()->set_lat_e7(367'050'000);
  blow.mutable_location()->mutable_point()->set_lon_e7(1'191'050'000);
  return command;
}

v1::LocatedBy how(const v1::Reply& reply) {
  REQUIRE(reply.has_accepted());
  return reply.accepted().events(0).whistle_blown().place().how();
}

TEST_CASE("rules of which a restart kept what open tickets need come back whole, shapes included") {
  Story story;
  REQUIRE(how(story.say("app", "w1", whistle_at_a_point())) == v1::LOCATED_BY_GRID_POLYGON);
  REQUIRE(story.say("admin", "p1", story.publish(2, /*with_files=*/true)).has_accepted());
  REQUIRE(story.say("desk-chief", "p2", story.publish(2, /*with_files=*/false)).has_accepted());
  story.start_again();  // the first rules are pinned by the ticket alone
  REQUIRE(story.say("admin", "p3", story.publish(0, /*with_files=*/false)).has_accepted());
  REQUIRE(story.say("desk-chief", "p4", story.publish(0, /*with_files=*/false)).has_accepted());
  CHECK(how(story.say("app", "w2", whistle_at_a_point())) == v1::LOCATED_BY_GRID_POLYGON);
}

TEST_CASE("rules whose files came with a refused command can be published by name, and the engine starts again") {
  Story story;
  REQUIRE(story.say("admin", "k", story.publish(1, /*with_files=*/true)).has_accepted());
  // The same key for other rules: refused, but the engine has read the files.
  REQUIRE(story.say("admin", "k", story.publish(2, /*with_files=*/true)).refusal().code() ==
          v1::REFUSAL_CODE_KEY_REUSED);
  REQUIRE(story.say("admin", "p1", story.publish(2, /*with_files=*/false)).has_accepted());
  REQUIRE(story.say("desk-chief", "p2", story.publish(2, /*with_files=*/false)).has_accepted());
  story.start_again();
  CHECK(story.daemon().core().state().in_force() != nullptr);
}

TEST_CASE("a whistle at a private point is known again when its rules are no longer loaded") {
  Story story;
  auto whistle = whistle_at_a_point();
  whistle.mutable_blow_whistle()->set_category("COMPLAINT");  // private in the first rules, not in the second
  const auto first = story.say("app", "w", whistle);
  REQUIRE(first.has_accepted());
  v1::Command withdraw;
  withdraw.mutable_withdraw_whistle()->set_ticket(first.accepted().ticket());
  REQUIRE(story.say("app", "gone", withdraw).has_accepted());
  REQUIRE(story.say("admin", "p1", story.publish(1, /*with_files=*/true)).has_accepted());
  REQUIRE(story.say("desk-chief", "p2", story.publish(1, /*with_files=*/false)).has_accepted());
  story.start_again();  // no ticket pins the first rules
  const auto again = story.say("app", "w", whistle);
  CHECK(again.SerializeAsString() == first.SerializeAsString());
}

TEST_CASE("the keys of a ticket that a clock closed are known before the closing is durable") {
  Story story;
  const auto first = story.say("app", "w", whistle_at_a_point());
  REQUIRE(first.has_accepted());
  const auto ticket = first.accepted().ticket();
  const auto lead = story.daemon().core().state().find_open(engine::TicketId{ticket})->lead();
  const auto* handler = lead == "ST1" ? "st1" : "st2";
  v1::Command acknowledge;
  acknowledge.mutable_acknowledge_ticket()->set_ticket(ticket);
  REQUIRE(story.say(handler, "a", acknowledge).has_accepted());
  v1::Command resolve;
  resolve.mutable_resolve_ticket()->set_ticket(ticket);
  resolve.mutable_resolve_ticket()->set_outcome(v1::OUTCOME_FIXED);
  resolve.mutable_resolve_ticket()->mutable_personal()->set_text("cleared");
  const auto resolved = story.say(handler, "r", resolve);
  REQUIRE_MESSAGE(resolved.has_accepted(), resolved.ShortDebugString());
  story.pass(engine::hours(24 * 20));  // nobody objects
  REQUIRE_FALSE(story.daemon().core().state().find_open(engine::TicketId{ticket}));

  CHECK(story.say("app", "w", whistle_at_a_point()).SerializeAsString() == first.SerializeAsString());
  CHECK(story.daemon().core().state().open_ids.empty());
}

}  // namespace
}  // namespace whistle::tests
