#include "tools/whistled/deliveries/subscription.h"

#include <spdlog/spdlog.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <chrono>
#include <utility>

#include "adapters/api/json_print.h"
#include "adapters/clock.h"
#include "adapters/platform/signature.h"
#include "engine/ticket.h"
#include "tools/whistled/log_text.h"

namespace whistle::tools::whistled::deliveries {

namespace platform = adapters::platform;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kLater{500};         // until a core that is busy is asked again
constexpr milliseconds kMuchLater{10'000};  // until one that would not tell is
constexpr milliseconds kArmMax{60'000};
constexpr std::uint32_t kBursts = 100;      // a second: what a timer is late may be made up for
constexpr std::size_t kTicketsMax = 4'096;  // whose numbers are remembered
constexpr std::string_view kTypePrefix = "whistle.v1.";

std::int64_t wall_us() {
  return adapters::system_time()().us;
}

std::string name_of(const v1::Event& event) {
  const auto* field = v1::Event::descriptor()->FindFieldByNumber(static_cast<int>(event.body_case()));
  return field == nullptr ? std::string() : field->name();
}

// The number of the platform's own order, where a ticket's first entry is one: the key with which it blew.
std::string order_in(const v1::Entry& first) {
  return first.command().blow_whistle().source() == v1::SOURCE_PLATFORM ? first.key() : std::string();
}

std::optional<std::string> number_given_by(const v1::Entry& entry) {
  for (const auto& event : entry.events())
    if (const auto number = engine::number_given(event))
      return engine::ticket_number(number->local_day, number->day_counter);
  return std::nullopt;
}

bool is_passing(v1::RefusalCode code) {
  return code == v1::REFUSAL_CODE_BUSY || code == v1::REFUSAL_CODE_RATE_EXCEEDED;
}

}  // namespace

struct Subscription::Timers {
  explicit Timers(boost::asio::io_context& context) : due(context), later(context) {}
  boost::asio::steady_timer due;
  boost::asio::steady_timer later;
};

Subscription::Subscription(const SubscriptionParts& parts, platform::Subscriber subscriber,
                           const v1::DeliveryRecord& record)
    : parts_(parts),
      subscriber_(std::move(subscriber)),
      outbox_(subscriber_.outbox, record),
      breaker_(subscriber_.breaker_failures),
      rate_(per_second(subscriber_.per_second, std::max(subscriber_.per_second / kBursts, 1U))),
      client_(adapters::http::OutboundClient::make(parts.context, subscriber_.address, subscriber_.trust,
                                                   subscriber_.outbox.in_flight + 1)),  // and a checkpoint
      timers_(std::make_unique<Timers>(parts.context)) {}

Subscription::~Subscription() = default;

Subscription::Time Subscription::now() {
  return std::chrono::duration_cast<Time>(std::chrono::steady_clock::now().time_since_epoch());
}

void Subscription::grown(std::uint64_t next) {
  journal_next_ = std::max(journal_next_, next);
  pump();
}

void Subscription::offer(const OfferedCheckpoint& checkpoint) {
  if (!subscriber_.checkpoints || checkpoint.row.size <= outbox_.checkpoint()) return;
  checkpoint_ = checkpoint;
  pump();
}

void Subscription::close() {
  closed_ = true;
  client_->close();
  timers_->due.cancel();
  timers_->later.cancel();
}

DeliveryFacts Subscription::facts() const {
  auto facts = counted_;
  facts.name = subscriber_.name;
  facts.address =
      (subscriber_.address.tls ? "https://" : "http://") + subscriber_.address.authority + subscriber_.address.target;
  facts.member = subscriber_.member;
  facts.next = outbox_.settled();
  facts.backlog = journal_next_ - std::min(journal_next_, facts.next);
  facts.waiting = outbox_.letters();
  facts.in_flight = outbox_.in_flight();
  facts.dead = outbox_.dead_count();
  facts.oldest_us = outbox_.oldest_us();
  facts.checkpoint = outbox_.checkpoint();
  facts.breaker = breaker_.state(now());
  return facts;
}

Subscription::Act Subscription::retry(std::uint64_t sequence) {
  const auto done = outbox_.retry(sequence);
  pump();
  return done;
}

Subscription::Act Subscription::drop(std::uint64_t sequence) {
  const auto done = drop_one(sequence);
  pump();
  return done;
}

Subscription::Act Subscription::drop_one(std::uint64_t sequence) {
  const auto done = outbox_.drop(sequence);
  if (done == Act::Done) spdlog::warn("event=dead_letter_dropped subscriber={} sequence={}", name(), sequence);
  return done;
}

std::size_t Subscription::retry_all() {
  std::size_t changed = 0;
  for (const auto& dead : outbox_.dead())
    if (!dead.retrying() && outbox_.retry(dead.sequence()) == Act::Done) ++changed;
  pump();
  return changed;
}

std::size_t Subscription::drop_all() {
  std::size_t changed = 0;
  for (const auto& dead : outbox_.dead())
    if (!dead.retrying() && drop_one(dead.sequence()) == Act::Done) ++changed;
  pump();
  return changed;
}

void Subscription::pump() {
  if (closed_) return;
  read();
  send();
  send_checkpoint();
  arm();
}

// Until the next letter may go, or the breaker lets one through.
void Subscription::arm() {
  std::optional<Time> at = outbox_.next_due();
  const bool owes_checkpoint = checkpoint_ && !checkpoint_under_way_ && checkpoint_->row.size != checkpoint_refused_;
  if (owes_checkpoint) at = at ? std::min(*at, next_checkpoint_) : next_checkpoint_;
  if (!at) return;
  const auto is = now();
  if (!breaker_.admits(is)) {
    if (breaker_.state(is) == platform::BreakerState::HalfOpen) return;  // what is under way decides
    at = std::max(*at, breaker_.until());
  }
  at = std::max(*at, paced_until_);
  timers_->due.expires_after(std::clamp(*at - is, Time{1}, Time{kArmMax}));
  timers_->due.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (!error && self) self->pump();
  });
}

// ---- reading ----

void Subscription::read() {
  if (reading_ || put_off_) return;
  const auto lane = outbox_.wanted();
  if (!lane && (!outbox_.has_room() || outbox_.read_next() >= journal_next_)) return;
  reading_.emplace();
  reading_->lane = lane;
  v1::Request request;
  auto& fetch = *request.mutable_fetch_entries();
  fetch.set_from(lane ? lane->from : outbox_.read_next());
  fetch.set_limit(lane && lane->ticket == 0 ? 1 : kPage);
  fetch.set_ticket(lane ? lane->ticket : 0);
  ask(request, [this](v1::Reply reply) { fetched(std::move(*reply.mutable_fetch_entries())); });
}

void Subscription::ask(const v1::Request& request, const std::function<void(v1::Reply)>& told) {
  // A claim that nobody can make from outside: the operator's file says whose view the subscriber has.
  v1::Actor actor;
  actor.set_authentication(v1::AUTHENTICATION_PLAIN);
  actor.set_member(subscriber_.member);
  parts_.core.ask({request, actor, std::string()}, [weak = weak_from_this(), told](v1::Reply reply) {
    const auto self = weak.lock();
    if (!self || self->closed_) return;
    if (reply.has_refusal() && reply.refusal().code() != v1::REFUSAL_CODE_UNKNOWN_TICKET)
      return self->put_off(reply.refusal());
    told(std::move(reply));
  });
}

void Subscription::put_off(const v1::Refusal& refusal) {
  reading_.reset();
  put_off_ = true;
  const bool passing = is_passing(refusal.code());
  if (!passing) {
    const auto why = "the engine tells " + subscriber_.member + " nothing: " + v1::RefusalCode_Name(refusal.code());
    if (counted_.last_fault != why)
      spdlog::error("event=delivery_refused subscriber={} what={}", name(), in_quotes(why));
    counted_.last_fault = why;
  }
  timers_->later.expires_after(passing ? kLater : kMuchLater);
  timers_->later.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    if (error || !self) return;
    self->put_off_ = false;
    self->pump();
  });
}

void Subscription::fetched(v1::FetchEntriesReply reply) {
  reading_->fetched = std::move(reply);
  journal_next_ = std::max(journal_next_, reading_->fetched.next_sequence());
  while (tickets_.size() > kTicketsMax)
    tickets_.erase(tickets_.begin());  // the oldest, of which least is heard
  learn_numbers();
  for (const auto& entry : reading_->fetched.entries()) {
    if (!entry.has_ticket() || !is_of_its_events(entry)) continue;
    if (wants_facts_anew() || !tickets_.contains(entry.ticket())) reading_->unknown.insert(entry.ticket());
  }
  if (!wants_facts_anew() || reading_->unknown.empty()) return look_up();
  v1::Request request;
  request.mutable_get_district()->set_known_ruleset_sha256(ruleset_sha256_);
  ask(request, [this](const v1::Reply& told) {
    learn(told.get_district());
    look_up();
  });
}

// A ticket's first entry gives it its number: of most tickets it is there before anything else is told of them.
void Subscription::learn_numbers() {
  for (const auto& entry : reading_->fetched.entries()) {
    if (!entry.has_ticket() || entry.ticket() != entry.sequence()) continue;
    if (auto number = number_given_by(entry)) {
      auto& facts = tickets_[entry.ticket()];
      facts.number = *std::move(number);
      facts.order = order_in(entry);
    }
  }
}

// Of rules that are in force since; those that are known already come without their names.
void Subscription::learn(const v1::GetDistrictReply& district) {
  ruleset_sha256_ = district.ruleset_sha256();
  if (district.areas().empty()) return;
  parents_.clear();
  std::set<std::string> parties;
  for (const auto& area : district.areas())
    parents_[area.code()] = area.parent();
  for (const auto& party : district.parties())
    parties.insert(party.code());
  for (const auto& area : subscriber_.areas)
    if (!parents_.contains(area)) spdlog::warn("event=delivery_area_unknown subscriber={} area={}", name(), area);
  for (const auto& party : subscriber_.parties)
    if (!parties.contains(party)) spdlog::warn("event=delivery_party_unknown subscriber={} party={}", name(), party);
}

// The tickets, one after the other. Whoever is told everything of a ticket needs its number alone, which stands in its
// first entry and costs no vault to be opened.
void Subscription::look_up() {
  if (reading_->unknown.empty()) return finish_reading();
  const auto ticket = *reading_->unknown.begin();
  reading_->unknown.erase(reading_->unknown.begin());
  v1::Request request;
  if (wants_facts_anew()) {
    request.mutable_get_ticket()->set_ticket(ticket);
  } else {
    request.mutable_fetch_entries()->set_from(ticket);
    request.mutable_fetch_entries()->set_limit(1);
  }
  ask(request, [this, ticket](const v1::Reply& reply) {
    learn_ticket(ticket, reply);
    look_up();
  });
}

void Subscription::learn_ticket(std::uint64_t ticket, const v1::Reply& reply) {
  TicketFacts facts;
  if (reply.has_get_ticket()) {
    const auto& told = reply.get_ticket().ticket();
    facts.number = told.number();
    facts.order = told.order();
    facts.area = told.record().place().area();
    for (const auto& part : told.record().parts())
      facts.parties.insert(part.party());
  }
  const auto& entries = reply.fetch_entries().entries();
  if (!entries.empty() && entries[0].sequence() == ticket) {
    facts.number = number_given_by(entries[0]).value_or("");
    facts.order = order_in(entries[0]);
  }
  tickets_[ticket] = std::move(facts);
}

void Subscription::finish_reading() {
  const auto read = *std::exchange(reading_, std::nullopt);
  std::vector<platform::Letter> letters;
  for (const auto& entry : read.fetched.entries()) {
    const bool other = read.lane && read.lane->ticket == 0 && entry.sequence() != read.lane->from;
    if (!other && is_for_it(entry)) letters.push_back(letter_of(entry));
  }
  if (read.lane) {
    outbox_.found(*read.lane, std::move(letters), read.fetched.cursor(), read.fetched.next_sequence());
  } else {
    outbox_.looked_at(std::move(letters), std::max(read.fetched.cursor(), outbox_.read_next()));
  }
  pump();
}

bool Subscription::is_of_its_events(const v1::Entry& entry) const {
  const auto named = [&](const v1::Event& event) { return subscriber_.events.contains(name_of(event)); };
  return subscriber_.events.empty() || std::ranges::any_of(entry.events(), named);
}

bool Subscription::is_for_it(const v1::Entry& entry) const {
  if (!is_of_its_events(entry)) return false;
  if (!wants_facts_anew()) return true;
  const auto ticket = tickets_.find(entry.ticket());
  if (!entry.has_ticket() || ticket == tickets_.end()) return false;
  const auto has_part = [&](const std::string& party) { return subscriber_.parties.contains(party); };
  if (!subscriber_.parties.empty() && std::ranges::none_of(ticket->second.parties, has_part)) return false;
  return subscriber_.areas.empty() || lies_in_its_areas(ticket->second.area);
}

bool Subscription::lies_in_its_areas(std::string area) const {
  for (std::size_t steps = 0; !area.empty() && steps <= parents_.size(); ++steps) {
    if (subscriber_.areas.contains(area)) return true;
    const auto above = parents_.find(area);
    area = above == parents_.end() ? std::string() : above->second;
  }
  return false;
}

platform::Letter Subscription::letter_of(const v1::Entry& entry) const {
  platform::Letter letter{.sequence = entry.sequence(), .ticket = entry.ticket(), .event = {}};
  auto& event = letter.event;
  event.id = std::to_string(entry.sequence());
  event.source = parts_.source;
  event.time_us = entry.time_us();
  for (const auto& happened : entry.events())
    event.events.append(event.events.empty() ? "" : ",").append(name_of(happened));
  event.type = std::string(kTypePrefix) + (entry.events_size() > 0 ? name_of(entry.events(0)) : "entry");
  const auto ticket = tickets_.find(entry.ticket());
  if (entry.has_ticket() && ticket != tickets_.end()) {
    event.subject = ticket->second.number;
    event.order = ticket->second.order;
  }
  event.data = adapters::api::message_json(entry);
  return letter;
}

// ---- sending ----

bool Subscription::has_letter_due(Time is) const {
  const auto due = outbox_.next_due();
  return due && *due <= is;
}

void Subscription::send() {
  for (auto is = now(); breaker_.admits(is) && has_letter_due(is); is = now()) {
    if (const auto wait = pace_.take(name(), rate_, std::chrono::steady_clock::now())) {
      paced_until_ = is + *wait;
      return;
    }
    const auto* letter = outbox_.take(is);
    if (letter == nullptr) return;
    const auto sequence = letter->sequence;
    post(letter->event.id, letter->event, [this, sequence](const auto& outcome) { answered(sequence, outcome); });
  }
}

void Subscription::post(const std::string& id, const platform::CloudEvent& event,
                        const std::function<void(const platform::Outcome&)>& told) {
  ++counted_.attempts;
  breaker_.begun(now());
  auto message = platform::to_http(event, subscriber_.mode);
  const auto timestamp = wall_us() / engine::kSecondUs;
  message.fields.push_back({"Webhook-Id", id});
  message.fields.push_back({"Webhook-Timestamp", std::to_string(timestamp)});
  message.fields.push_back({"Webhook-Signature", platform::sign(subscriber_.keys, {id, timestamp, message.body})});
  message.fields.push_back({"User-Agent", std::string("whistled/") + WHISTLE_VERSION});
  client_->post(message.fields, message.body, subscriber_.timeout,
                [weak = weak_from_this(), told](const adapters::http::OutboundClient::Answer& answer) {
                  const auto self = weak.lock();
                  if (!self || self->closed_) return;
                  auto outcome = platform::no_answer(answer ? std::string() : answer.error().what);
                  if (answer) {
                    std::string retry_after;
                    for (const auto& field : answer->fields)
                      if (adapters::http::same_token(field.name, "Retry-After")) retry_after = field.value;
                    outcome = platform::outcome_of(answer->status, retry_after, wall_us() / engine::kSecondUs);
                  }
                  told(outcome);
                  self->pump();
                });
}

Subscription::Time Subscription::note_failure(const platform::Outcome& outcome, std::uint32_t failures) {
  ++counted_.failures;
  counted_.last_fault = outcome.why;
  const auto is = now();
  breaker_.failed(is, platform::pause_after(subscriber_.backoff, breaker_.failures() + 1, parts_.random));
  auto again = is + platform::pause_after(subscriber_.backoff, failures, parts_.random);
  if (outcome.retry_after) {
    again = std::max(again, is + Time(*outcome.retry_after));
    breaker_.hold_until(is + Time(*outcome.retry_after));
  }
  return again;
}

void Subscription::answered(std::uint64_t sequence, const platform::Outcome& outcome) {
  if (outcome.verdict == platform::Verdict::Delivered) {
    ++counted_.delivered;
    breaker_.succeeded();
    return outbox_.delivered(sequence);
  }
  const auto again = note_failure(outcome, outbox_.failures(sequence));
  const platform::Failed failed{outcome.status, outcome.why, wall_us()};
  bool dead = true;
  if (outcome.verdict == platform::Verdict::Refused) {
    outbox_.refused(sequence, failed);
  } else {
    dead = outbox_.failed(sequence, failed, again);
  }
  if (!dead) return;
  spdlog::error("event=dead_letter subscriber={} sequence={} what={}", name(), sequence, in_quotes(outcome.why));
  parts_.died();
}

void Subscription::send_checkpoint() {
  const auto is = now();
  if (!checkpoint_ || checkpoint_under_way_ || checkpoint_->row.size == checkpoint_refused_) return;
  if (is < next_checkpoint_ || !breaker_.admits(is)) return;
  checkpoint_under_way_ = true;
  const auto& row = checkpoint_->row;
  v1::Checkpoint told;
  told.set_size(row.size);
  told.set_note(row.note);
  const platform::CloudEvent event{.id = "checkpoint-" + std::to_string(row.size),
                                   .source = parts_.source,
                                   .type = std::string(kTypePrefix) + "checkpoint",
                                   .subject = {},
                                   .time_us = checkpoint_->made_us,
                                   .order = {},
                                   .events = {},
                                   .data = adapters::api::message_json(told)};
  post(event.id, event, [this, size = row.size](const auto& outcome) { checkpoint_answered(size, outcome); });
}

void Subscription::checkpoint_answered(std::uint64_t size, const platform::Outcome& outcome) {
  checkpoint_under_way_ = false;
  if (outcome.verdict == platform::Verdict::Delivered) {
    ++counted_.delivered;
    breaker_.succeeded();
    outbox_.set_checkpoint(size);
    checkpoint_failures_ = 0;
    next_checkpoint_ = now() + Time(subscriber_.checkpoint_every);
    if (checkpoint_->row.size <= size) checkpoint_.reset();
    return;
  }
  next_checkpoint_ = note_failure(outcome, ++checkpoint_failures_);
  // The next one says more, and is tried all the same.
  if (outcome.verdict == platform::Verdict::Refused) checkpoint_refused_ = size;
}

}  // namespace whistle::tools::whistled::deliveries
