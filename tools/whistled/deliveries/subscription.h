// One subscriber being told: reads the journal as its member may see it, sends what is for it, and keeps at it.
//
// The core is asked as any other asker asks it, one question at a time; nothing that the receiver does or leaves undone
// is felt by the core. Memory is bounded by the outbox. Lives on the deliveries' thread.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/http/outbound_client.h"
#include "adapters/platform/breaker.h"
#include "adapters/platform/outbox.h"
#include "adapters/platform/outcome.h"
#include "adapters/platform/subscriber.h"
#include "engine/ports.h"
#include "tools/whistled/deliveries/delivery_facts.h"
#include "tools/whistled/rate_limit.h"
#include "tools/whistled/web/web_core.h"

namespace whistle::tools::whistled::deliveries {

// All outlive the subscription.
struct SubscriptionParts {
  boost::asio::io_context& context;
  const web::WebCore& core;
  engine::RandomSource& random;  // of pauses
  std::string source;            // of every event: which log it is of
  std::function<void()> died;    // called when there is another dead letter
};

// A checkpoint that may be told, and when it was made.
struct OfferedCheckpoint {
  engine::CheckpointRow row;
  std::int64_t made_us = 0;
};

class Subscription : public std::enable_shared_from_this<Subscription> {
 public:
  static constexpr std::uint32_t kPage = 100;  // entries an answer

  // Goes on from `record`.
  Subscription(const SubscriptionParts& parts, adapters::platform::Subscriber subscriber,
               const v1::DeliveryRecord& record);
  ~Subscription();
  Subscription(const Subscription&) = delete;
  Subscription& operator=(const Subscription&) = delete;

  // The journal has grown to that length, and is read; also begins.
  void grown(std::uint64_t next);
  // The newest; those before it that have not been told are not told any more.
  void offer(const OfferedCheckpoint& checkpoint);
  // Nothing is read or sent any more; what was under way counts as not delivered.
  void close();

  [[nodiscard]] const std::string& name() const { return subscriber_.name; }
  [[nodiscard]] v1::DeliveryRecord record() const { return outbox_.record(); }
  [[nodiscard]] DeliveryFacts facts() const;
  [[nodiscard]] std::vector<v1::DeadLetter> dead() const { return outbox_.dead(); }
  // See Outbox. Of `all` those that stand still.
  using Act = adapters::platform::Outbox::Act;
  Act retry(std::uint64_t sequence);
  Act drop(std::uint64_t sequence);
  // How many.
  std::size_t retry_all();
  std::size_t drop_all();

 private:
  using Time = std::chrono::milliseconds;
  struct Timers;

  // What an entry's ticket is, as the member sees it now.
  struct TicketFacts {
    std::string number;
    std::string order;  // of a platform; empty: none
    std::string area;
    std::set<std::string> parties;
  };
  // One reading of the journal, until its letters are in the outbox.
  struct Reading {
    std::optional<adapters::platform::Outbox::Wanted> lane;  // nullopt: where reading goes on
    v1::FetchEntriesReply fetched;
    std::set<std::uint64_t> unknown;  // tickets that have still to be asked for
  };

  Act drop_one(std::uint64_t sequence);
  static Time now();
  void pump();
  void pump_later(std::chrono::milliseconds pause);
  void arm();

  // ---- reading ----
  void read();
  void ask(const v1::Request& request, const std::function<void(v1::Reply)>& told);
  void fetched(v1::FetchEntriesReply reply);
  void learn(const v1::GetDistrictReply& district);
  void look_up();
  void finish_reading();
  void put_off(const v1::Refusal& refusal);
  [[nodiscard]] bool wants_facts_anew() const { return !subscriber_.areas.empty() || !subscriber_.parties.empty(); }
  void learn_numbers();
  void learn_ticket(std::uint64_t ticket, const v1::Reply& reply);
  [[nodiscard]] bool is_of_its_events(const v1::Entry& entry) const;
  [[nodiscard]] bool is_for_it(const v1::Entry& entry) const;
  [[nodiscard]] bool lies_in_its_areas(std::string area) const;
  [[nodiscard]] adapters::platform::Letter letter_of(const v1::Entry& entry) const;

  // ---- sending ----
  void send();
  [[nodiscard]] bool has_letter_due(Time is) const;
  void post(const std::string& id, const adapters::platform::CloudEvent& event,
            const std::function<void(const adapters::platform::Outcome&)>& told);
  void answered(std::uint64_t sequence, const adapters::platform::Outcome& outcome);
  void send_checkpoint();
  void checkpoint_answered(std::uint64_t size, const adapters::platform::Outcome& outcome);
  // Counts it, tells the breaker; returns when whatever it was may be tried again.
  Time note_failure(const adapters::platform::Outcome& outcome, std::uint32_t failures);

  SubscriptionParts parts_;
  const adapters::platform::Subscriber subscriber_;
  adapters::platform::Outbox outbox_;
  adapters::platform::Breaker breaker_;
  RateLimit pace_;  // of requests, by the subscriber's name
  const Rate rate_;
  Time paced_until_{0};
  std::shared_ptr<adapters::http::OutboundClient> client_;
  std::unique_ptr<Timers> timers_;
  bool closed_ = false;
  std::uint64_t journal_next_ = 0;

  std::optional<Reading> reading_;
  bool put_off_ = false;  // the core would not answer; asked again after a while
  std::map<std::uint64_t, TicketFacts> tickets_;
  std::string ruleset_sha256_;                  // that `parents_` are of
  std::map<std::string, std::string> parents_;  // area -> the one above

  std::optional<OfferedCheckpoint> checkpoint_;
  bool checkpoint_under_way_ = false;
  std::uint32_t checkpoint_failures_ = 0;
  std::uint64_t checkpoint_refused_ = 0;  // its size
  Time next_checkpoint_{0};

  DeliveryFacts counted_;  // since the start
};

}  // namespace whistle::tools::whistled::deliveries
