#include "bench/year/year.h"

#include <cstdlib>
#include <filesystem>
#include <map>
#include <memory>
#include <queue>
#include <random>
#include <tuple>
#include <utility>
#include <vector>

#include "adapters/district/compile.h"
#include "bench/require.h"
#include "engine/core.h"

namespace whistle::bench {
namespace {

namespace district = adapters::district;
using engine::Core;
using engine::Instant;

constexpr std::int64_t kEverySeconds = 20;
constexpr Instant kStart{1'767'571'200'000'000};  // 2026-01-05 08:00 in Weifang
constexpr std::int64_t kDayMinutes = 1'440;
constexpr std::size_t kBatchEntries = 4'096;
const std::string kSomeHash(32, 'h');

enum class Act { Contact, Acknowledge, Arrive, Return, Grant, Resolve, Dispute, Again, Confirm, Chase };

struct Planned {
  Instant at;
  std::uint64_t ticket = 0;
  Act act{};
  bool operator>(const Planned& other) const { return std::tie(at, ticket) > std::tie(other.at, other.ticket); }
};

// The whole life of a district, from the first entry on, into a store.
class Year {
 public:
  Year(engine::Store& store, const YearOptions& options, const std::filesystem::path& directory)
      : store_(store), options_(options), core_(engine::State{}) {
    auto compiled = district::compile_directory(directory);
    require(compiled.has_value(), directory.string() + " does not compile");
    rules_ = district::load_ruleset(*compiled, engine::LoadGeometry::Yes).value();
    sha256_ = district::to_bytes(compiled->hash);
    core_.install(sha256_, rules_);
    blobs_.push_back({sha256_, compiled->manifest});
    for (const auto& part : compiled->parts)
      blobs_.push_back({district::to_bytes(part.sha256), part.bytes});
    for (const auto& member : rules_->members) {
      auto& people = by_party_[rules_->party(member.party).code];
      if (member.has(v1::ROLE_HANDLER)) people.handler = member.code;
      if (member.has(v1::ROLE_ARBITER)) people.arbiter = member.code;
      if (member.has(v1::ROLE_DISPATCHER)) people.dispatcher = member.code;
    }
  }

  void live() {
    found();
    for (std::uint64_t i = 0; i < options_.tickets; ++i) {
      const Instant at{kStart.us + static_cast<std::int64_t>(i) * kEverySeconds * 1'000'000};
      act_until(at);
      blow(i, at);
      if (core_.untaken_entries().size() >= kBatchEntries) commit();
    }
    act_until(Instant{INT64_MAX});
    commit();
  }

 private:
  struct People {
    std::string handler, arbiter, dispatcher;
  };

  void commit() {
    auto batch = core_.take_batch();
    batch.blobs = std::exchange(blobs_, {});
    const auto done = store_.commit(batch);
    require(done.has_value(), "commit failed");
  }

  std::uint64_t say(const v1::Command& command, const std::string& member, Instant at, bool operated = false) {
    engine::Input input{{}, std::to_string(++keys_), 0, command, {}};
    if (const auto* personal = engine::personal_in(command); personal != nullptr && !personal->text().empty())
      input.commitments.set_text(kSomeHash);
    input.actor.set_member(member);
    input.actor.set_authentication(operated ? v1::AUTHENTICATION_OPERATOR : v1::AUTHENTICATION_PLAIN);
    const auto entry = core_.handle(input, at);
    return entry ? entry->ticket() : UINT64_MAX;  // what may not be done is refused, as in life
  }

  void found() {
    v1::Command create, publish, start;
    create.mutable_create_journal()->set_journal_id("bench");
    create.mutable_create_journal()->set_district_code("370790");
    create.mutable_create_journal()->set_checkpoint_public_key(options_.checkpoint_public_key);
    publish.mutable_publish_ruleset()->set_ruleset_sha256(sha256_);
    start.mutable_start_engine()->set_clock_mode(v1::CLOCK_MODE_FOLLOW);
    for (const auto* command : {&create, &publish, &start})
      say(*command, "", Instant{kStart.us - 1'000'000}, /*operated=*/true);
  }

  void blow(std::uint64_t number, Instant at) {
    static constexpr const char* kCategories[]{"E0110", "E0108", "P03",   "P02",   "E0113",   "C0137",
                                               "E0501", "E0301", "E0192", "E0401", "C0303.2", "E0196"};
    v1::Command command;
    auto& whistle = *command.mutable_blow_whistle();
    const bool by_community = number % 20 == 0;
    whistle.set_kind(by_community ? v1::WHISTLE_KIND_COMMUNITY : v1::WHISTLE_KIND_RESIDENT);
    whistle.set_source(by_community ? v1::SOURCE_COMMUNITY : v1::SOURCE_RESIDENT);
    whistle.set_category(kCategories[dice_() % std::size(kCategories)]);
    whistle.mutable_location()->set_estate(rules_->estates[dice_() % rules_->estates.size()].code);
    const auto& community = rules_->communities();
    const auto& area = rules_->areas[dice_() % rules_->areas.size()];
    const auto own = community.find(rules_->path(*rules_->find_area(area.code)));
    const auto& blower = by_community && own ? by_party_[rules_->party(*own).code].dispatcher : "intake-app";
    const auto ticket = say(command, by_community && !own ? by_party_["C-BAOTONG"].dispatcher : blower, at);
    if (ticket != UINT64_MAX) plan(ticket, at);
  }

  void plan(std::uint64_t ticket, Instant at) {
    const auto later = [&](std::int64_t minutes, Act act) {
      const auto jitter = static_cast<std::int64_t>(dice_() % 60'000'000);
      plans_.push({at + engine::minutes(minutes) + engine::microseconds(jitter), ticket, act});
    };
    later(2 * kDayMinutes, Act::Chase);
    const auto fate = dice_() % 100;
    if (fate < 4) return;  // nobody ever does anything
    const std::int64_t pace = fate < 85 ? 1 : 30;
    later(5 * pace, Act::Acknowledge);
    if (fate % 5 < 3) later(8 * pace, Act::Contact);
    if (fate % 25 == 7) {
      later(10 * pace, Act::Return);
      later(30 * pace, Act::Grant);
      later(40 * pace, Act::Acknowledge);
    }
    if (fate % 2 == 0) later(20 * pace, Act::Arrive);
    if (fate == 50) return;  // acknowledged, and left lying
    later(60 * pace, Act::Resolve);
    if (fate % 12 == 3) {
      later(120 * pace, Act::Dispute);
      later(180 * pace, Act::Again);
    }
    if (fate % 3 > 0) later(240 * pace, Act::Confirm);
  }

  void act_until(Instant until) {
    while (!plans_.empty() && plans_.top().at < until) {
      const auto next = plans_.top();
      plans_.pop();
      while (core_.fire_due(next.at, kBatchEntries) > 0) {
      }
      perform(next);
      if (core_.untaken_entries().size() >= kBatchEntries) commit();
    }
  }

  void perform(const Planned& planned) {
    const auto ticket = core_.state().find_open(engine::TicketId{planned.ticket});
    if (!ticket) return;
    const auto& lead = by_party_[ticket->lead()];
    v1::Command command;
    switch (planned.act) {
      case Act::Contact:
        command.mutable_contact_reporter()->set_ticket(planned.ticket);
        command.mutable_contact_reporter()->set_reached(true);
        break;
      case Act::Acknowledge:
        return acknowledge(planned, *ticket);
      case Act::Arrive:
        command.mutable_arrive_on_site()->set_ticket(planned.ticket);
        break;
      case Act::Return:
        command.mutable_request_return()->set_ticket(planned.ticket);
        command.mutable_request_return()->set_reason(v1::RETURN_REASON_NOT_COMPETENT);
        command.mutable_request_return()->mutable_personal()->set_text("x");
        break;
      case Act::Grant:
        if (!ticket->request) return;
        command.mutable_decide_return()->set_ticket(planned.ticket);
        command.mutable_decide_return()->set_granted(true);
        command.mutable_decide_return()->set_party(ticket->request->arbiter);
        command.mutable_decide_return()->mutable_personal()->set_text("x");
        say(command, by_party_[ticket->request->arbiter].arbiter, planned.at);
        return;
      case Act::Resolve:
      case Act::Again:
        return resolve(planned, *ticket);
      case Act::Dispute:
        command.mutable_dispute_resolution()->set_ticket(planned.ticket);
        command.mutable_dispute_resolution()->mutable_personal()->set_text("x");
        say(command, ticket->blower, planned.at);
        return;
      case Act::Chase:
        return chase(planned, *ticket);
      case Act::Confirm:
        command.mutable_confirm_resolution()->set_ticket(planned.ticket);
        command.mutable_confirm_resolution()->set_rating(static_cast<std::uint32_t>(2 + dice_() % 4));
        say(command, ticket->blower, planned.at);
        return;
    }
    say(command, lead.handler, planned.at);
  }

  // Of lead and assistants alike.
  void acknowledge(const Planned& planned, const engine::Ticket& ticket) {
    v1::Command command;
    command.mutable_acknowledge_ticket()->set_ticket(planned.ticket);
    for (const auto& part : ticket.parts) {
      if (part.active()) say(command, by_party_[part.party].handler, planned.at);
    }
  }

  void resolve(const Planned& planned, const engine::Ticket& ticket) {
    v1::Command finish, command;
    finish.mutable_finish_part()->set_ticket(planned.ticket);
    put_resolution(planned.ticket, command);
    say(photo_on(planned.ticket), by_party_[ticket.parts[0].party].handler,
        planned.at);  // the second time it lies there
    for (std::size_t part = ticket.parts.size(); part-- > 0;) {
      const auto& handler = by_party_[ticket.parts[part].party].handler;
      if (ticket.parts[part].active()) say(part == 0 ? command : finish, handler, planned.at);
    }
  }

  // What is still open is done by whoever has it then, and looked at again a day later.
  // What does not close in a quarter, because it waits for somebody who never comes, stays open.
  void chase(const Planned& planned, const engine::Ticket& ticket) {
    if (planned.at > ticket.accepted + engine::minutes(90 * kDayMinutes)) return;
    acknowledge(planned, ticket);
    resolve(planned, ticket);
    plans_.push({planned.at + engine::minutes(kDayMinutes), planned.ticket, Act::Chase});
  }

  // Sealed already, as the edge gives it to the core; the same on every ticket.
  static v1::Command photo_on(std::uint64_t ticket) {
    v1::Command command;
    auto& put = *command.mutable_put_attachment();
    put.set_ticket(ticket);
    put.set_sha256(kSomeHash);
    put.set_type(v1::ATTACHMENT_TYPE_JPEG);
    put.set_size(1);
    put.set_sealed_sha256(kSomeHash);
    return command;
  }

  static void put_resolution(std::uint64_t ticket, v1::Command& command) {
    auto& resolve = *command.mutable_resolve_ticket();
    resolve.set_ticket(ticket);
    resolve.set_outcome(v1::OUTCOME_FIXED);
    resolve.mutable_personal()->set_text("x");
    for (const auto kind : {v1::EVIDENCE_PHOTO_BEFORE, v1::EVIDENCE_PHOTO_AFTER, v1::EVIDENCE_SIGNATURE}) {
      auto& item = *resolve.add_evidence();
      item.set_kind(kind);
      item.set_sha256(kSomeHash);
    }
  }

  engine::Store& store_;
  const YearOptions& options_;
  Core core_;
  std::shared_ptr<const engine::Ruleset> rules_;
  std::string sha256_;
  std::vector<engine::Blob> blobs_;
  std::map<std::string, People> by_party_;
  std::priority_queue<Planned, std::vector<Planned>, std::greater<>> plans_;
  std::mt19937_64 dice_{20'260'928};
  std::uint64_t keys_ = 0;
};

}  // namespace

void live_year(engine::Store& store, const YearOptions& options) {
  Year(store, options, std::filesystem::path(WHISTLE_SOURCE) / "tools/demonstration/weifang-hitech").live();
}

std::uint64_t tickets_wanted(std::uint64_t usual) {
  const char* text = std::getenv("WHISTLE_BENCH_TICKETS");
  return text == nullptr ? usual : std::strtoull(text, nullptr, 10);
}

}  // namespace whistle::bench
