#include "tools/whistled/deliveries/deliveries.h"

#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <utility>

#include "adapters/platform/subscribers_file.h"
#include "tools/whistled/deliveries/delivery_json.h"
#include "tools/whistled/log_text.h"

namespace whistle::tools::whistled::deliveries {

namespace platform = adapters::platform;

namespace {

constexpr std::chrono::milliseconds kRemember{1'000};  // between two rows of a subscriber, while something changes
constexpr unsigned kOk = 200;
constexpr unsigned kNotFound = 404;
constexpr unsigned kConflict = 409;

using Act = platform::Outbox::Act;

using Subscribers = tl::expected<std::vector<platform::Subscriber>, std::vector<std::string>>;

// The parts of "/NAME/retry/17".
std::vector<std::string> parts_of(const std::string& path) {
  std::vector<std::string> parts;
  for (std::size_t at = 0; at < path.size();) {
    const auto end = std::min(path.find('/', at + 1), path.size());
    parts.push_back(path.substr(at + 1, end - at - 1));
    at = end;
  }
  return parts;
}

std::optional<std::uint64_t> number_of(const std::string& text) {
  std::uint64_t number = 0;
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  if (text.empty() || parsed.ec != std::errc() || parsed.ptr != end) return std::nullopt;
  return number;
}

std::string why_not(Act act, const std::string& entry) {
  switch (act) {
    case Act::UnderWay:
      return "entry " + entry + " is being sent at this moment; see what becomes of it\n";
    case Act::Retrying:
      return "entry " + entry + " is being tried again already\n";
    case Act::Delivered:
      return "entry " + entry + " has been delivered\n";
    case Act::Dropped:
      return "entry " + entry + " has been dropped already\n";
    case Act::Done:
    case Act::NoDeadLetter:
      break;
  }
  return "there is no such dead letter\n";
}

}  // namespace

class Deliveries::Desk : public std::enable_shared_from_this<Desk> {
 public:
  Desk(boost::asio::io_context& context, DeliveriesParts parts)
      : context_(context),
        parts_(std::move(parts)),
        core_(context, parts_.ask),
        remember_(std::in_place, context),
        next_(parts_.next_sequence) {}

  // A row for each that has none.
  std::vector<engine::DeliveryRow> begin(const std::vector<platform::Subscriber>& subscribers, std::uint64_t next) {
    std::vector<engine::DeliveryRow> fresh;
    for (const auto& subscriber : subscribers) {
      const auto [row, is_new] = records_.try_emplace(subscriber.name);
      if (!is_new) continue;
      row->second.set_next(subscriber.from.value_or(next));
      fresh.push_back({subscriber.name, row->second.SerializeAsString()});
    }
    return fresh;
  }

  Result<void> load() {
    for (const auto& [name, row] : parts_.rows) {
      if (!records_[name].ParseFromString(row))
        return fail(ExitCode::BadData, "the row of subscriber " + name + " cannot be read");
      kept_[name] = row;
    }
    auto subscribers = platform::read_subscribers(parts_.file);
    if (!subscribers) {
      std::string faults = "--deliveries: nothing is delivered by a file with faults";
      for (const auto& fault : subscribers.error())
        faults += "\n" + fault;
      return fail(ExitCode::Usage, faults);
    }
    subscribers_ = *std::move(subscribers);
    fresh_ = begin(subscribers_, parts_.next_sequence);
    for (const auto& row : fresh_)
      kept_[row.subscriber] = row.row;
    return {};
  }

  const std::vector<engine::DeliveryRow>& fresh() const { return fresh_; }

  template <typename Job>
  void run(Job job) {
    boost::asio::post(context_, [self = shared_from_this(), job = std::move(job)] { job(*self); });
  }

  void set_up() {
    for (const auto& subscriber : subscribers_) {
      const auto made = std::make_shared<Subscription>(
          SubscriptionParts{context_, core_, parts_.random, parts_.source, [weak = weak_from_this()] { died(weak); }},
          subscriber, records_[subscriber.name]);
      subscriptions_.push_back(made);
      if (parts_.checkpoint) made->offer(*parts_.checkpoint);
      made->grown(next_);
    }
    tell_facts();
  }

  void start() {
    set_up();
    spdlog::info("event=deliveries_set_up subscribers={}", subscriptions_.size());
    remember_later();
  }

  void grown(std::uint64_t next) {
    next_ = std::max(next_, next);
    for (const auto& subscription : subscriptions_)
      subscription->grown(next_);
  }

  void offer(OfferedCheckpoint checkpoint) {
    parts_.checkpoint = std::move(checkpoint);
    for (const auto& subscription : subscriptions_)
      subscription->offer(*parts_.checkpoint);
  }

  void reload() {
    if (closed_) return;
    auto subscribers = platform::read_subscribers(parts_.file);
    if (!subscribers) {
      for (const auto& fault : subscribers.error())
        spdlog::error("event=deliveries_fault what={}", in_quotes(fault));
      spdlog::error("event=deliveries_not_reloaded faults={} what={}", subscribers.error().size(),
                    in_quotes("the file as it was read before stays in force"));
      return;
    }
    note_records();
    end_all();
    subscribers_ = *std::move(subscribers);
    (void)begin(subscribers_, next_);
    set_up();
    // Said when it is durable where the new ones begin: from then on they miss nothing.
    remember([subscribers = subscriptions_.size()] {
      spdlog::info("event=deliveries_reloaded subscribers={}", subscribers);
    });
  }

  void end_all() {
    for (const auto& subscription : subscriptions_)
      subscription->close();
    subscriptions_.clear();
  }

  void stop(const std::function<void()>& ended) {
    note_records();
    close();
    remember(ended);
  }

  void close() {
    closed_ = true;
    remember_.reset();  // while its context lives
    end_all();
  }

  void operate(const std::string& method, const std::string& path, const Told& told) {
    const auto parts = parts_of(path);
    if (method == "GET" && parts.empty()) {
      tell_facts();
      return told(kOk, facts_json(facts()));
    }
    const auto found = std::ranges::find_if(subscriptions_,
                                            [&](const auto& one) { return !parts.empty() && one->name() == parts[0]; });
    if (found == subscriptions_.end()) return told(kNotFound, "there is no such subscriber\n");
    if (method == "GET" && parts.size() == 2 && parts[1] == "dead") {
      note_records();  // what an operator has seen outlives a crash
      return remember([told, body = dead_json((*found)->dead())] { told(kOk, body); });
    }
    if (method == "POST" && parts.size() == 3 && (parts[1] == "retry" || parts[1] == "drop"))
      return change(**found, parts[1] == "retry", parts[2], told);
    told(kNotFound, "/-/deliveries, /-/deliveries/NAME/dead, /retry/SEQUENCE or /drop/SEQUENCE\n");
  }

  std::vector<DeliveryFacts> facts() const {
    const std::scoped_lock lock(mutex_);
    return facts_;
  }

 private:
  void change(Subscription& subscription, bool retry, const std::string& which, const Told& told) {
    const auto said = [retry](std::size_t letters) {
      return std::to_string(letters) + (letters == 1 ? " dead letter" : " dead letters") +
             (retry ? " will be tried again\n" : " dropped\n");
    };
    if (which == "all") {
      const auto changed = retry ? subscription.retry_all() : subscription.drop_all();
      note_records();
      return remember([told, text = said(changed)] { told(kOk, text); });
    }
    const auto sequence = number_of(which);
    if (!sequence) return told(kNotFound, "SEQUENCE is the number of an entry, or all\n");
    const auto done = retry ? subscription.retry(*sequence) : subscription.drop(*sequence);
    if (done != Act::Done) return told(done == Act::NoDeadLetter ? kNotFound : kConflict, why_not(done, which));
    note_records();
    remember([told, text = said(1)] { told(kOk, text); });
  }

  // At once, but after whatever the subscription is at.
  static void died(const std::weak_ptr<Desk>& weak) {
    const auto desk = weak.lock();
    if (!desk || desk->closed_) return;
    desk->run([](Desk& self) {
      if (self.closed_) return;
      self.note_records();
      self.remember(nullptr);
    });
  }

  void note_records() {
    for (const auto& subscription : subscriptions_)
      records_[subscription->name()] = subscription->record();
  }

  // Whatever has changed since it was last put; `durable` is called on the core thread.
  void remember(std::function<void()> durable) {
    std::vector<engine::DeliveryRow> rows;
    for (const auto& [name, record] : records_) {
      auto row = record.SerializeAsString();
      if (row.empty() || kept_[name] == row) continue;
      kept_[name] = row;
      rows.push_back({name, std::move(row)});
    }
    if (!rows.empty() || durable) parts_.keep(std::move(rows), std::move(durable));
  }

  void remember_later() {
    if (closed_) return;
    remember_->expires_after(kRemember);
    remember_->async_wait([self = shared_from_this()](const boost::system::error_code& error) {
      if (error || self->closed_) return;
      self->note_records();
      self->remember(nullptr);
      self->tell_facts();
      self->remember_later();
    });
  }

  void tell_facts() {
    std::vector<DeliveryFacts> facts;
    for (const auto& subscription : subscriptions_)
      facts.push_back(subscription->facts());
    for (const auto& [name, record] : records_) {
      if (std::ranges::any_of(facts, [&, &of = name](const auto& one) { return one.name == of; })) continue;
      DeliveryFacts left;
      left.name = name;
      left.configured = false;
      left.next = record.next();
      left.backlog = next_ - std::min(next_, record.next());
      left.dead = static_cast<std::uint64_t>(record.dead_size());
      facts.push_back(std::move(left));
    }
    const std::scoped_lock lock(mutex_);
    facts_ = std::move(facts);
  }

  boost::asio::io_context& context_;
  DeliveriesParts parts_;
  const web::WebCore core_;
  std::optional<boost::asio::steady_timer> remember_;  // until it is closed
  std::uint64_t next_;
  bool closed_ = false;
  std::vector<platform::Subscriber> subscribers_;
  std::vector<engine::DeliveryRow> fresh_;
  std::map<std::string, v1::DeliveryRecord> records_;  // of every subscriber there ever was
  std::map<std::string, std::string> kept_;            // as they are stored, or on their way
  std::vector<std::shared_ptr<Subscription>> subscriptions_;
  mutable std::mutex mutex_;
  std::vector<DeliveryFacts> facts_;  // guarded by mutex_
};

Result<std::unique_ptr<Deliveries>> Deliveries::open(boost::asio::io_context& context, DeliveriesParts parts) {
  auto desk = std::make_shared<Desk>(context, std::move(parts));
  if (auto loaded = desk->load(); !loaded) return tl::unexpected(loaded.error());
  return std::unique_ptr<Deliveries>(new Deliveries(std::move(desk)));
}

Deliveries::~Deliveries() = default;

std::vector<engine::DeliveryRow> Deliveries::new_rows() const {
  return desk_->fresh();
}

void Deliveries::start() {
  desk_->run([](Desk& desk) { desk.start(); });
}

void Deliveries::grown(std::uint64_t next) {
  desk_->run([next](Desk& desk) { desk.grown(next); });
}

void Deliveries::offer(OfferedCheckpoint checkpoint) {
  desk_->run([checkpoint = std::move(checkpoint)](Desk& desk) { desk.offer(checkpoint); });
}

void Deliveries::reload() {
  desk_->run([](Desk& desk) { desk.reload(); });
}

void Deliveries::stop(std::function<void()> ended) {
  desk_->run([ended = std::move(ended)](Desk& desk) { desk.stop(ended); });
}

void Deliveries::close() {
  desk_->run([](Desk& desk) { desk.close(); });
}

std::vector<DeliveryFacts> Deliveries::facts() const {
  return desk_->facts();
}

void Deliveries::operate(std::string method, std::string path, Told told) {
  desk_->run([method = std::move(method), path = std::move(path), told = std::move(told)](Desk& desk) {
    desk.operate(method, path, told);
  });
}

}  // namespace whistle::tools::whistled::deliveries
