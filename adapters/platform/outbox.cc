#include "adapters/platform/outbox.h"

#include <algorithm>
#include <tuple>

#include "engine/assert.h"

namespace whistle::adapters::platform {

namespace {

// What a letter takes beside its texts: nodes of the lists that it stands in.
constexpr std::size_t kLetterBytes = 512;
constexpr std::size_t kEndedMax = 1'000;  // dead letters whose end is remembered

std::size_t bytes_of(const Letter& letter) {
  return letter.event.data.size() + letter.event.events.size() + letter.event.source.size() + kLetterBytes;
}

}  // namespace

Outbox::Outbox(OutboxLimits limits, const v1::DeliveryRecord& record)
    : limits_(limits), read_next_(record.next()), checkpoint_(record.checkpoint()) {
  for (const auto& dead : record.dead()) {
    auto& lane = lanes_[name_of(dead)];
    lane.dead = dead;
    lane.from = dead.sequence();
    enlist(lanes_.find(name_of(dead)));
  }
}

// ---- reading ----

bool Outbox::has_room() const {
  return dead_.size() < limits_.dead && letters_ < limits_.letters && bytes_ < limits_.bytes &&
         read_next_ - settled() < limits_.ahead;
}

void Outbox::looked_at(std::vector<Letter> letters, std::uint64_t cursor) {
  WHISTLE_ASSERT(cursor >= read_next_);
  for (auto& letter : letters) {
    WHISTLE_ASSERT(letter.sequence >= read_next_ && letter.sequence < cursor);
    const auto name = name_of(letter);
    auto& lane = lanes_[name];
    if (lane.dead || letter.sequence < lane.covered) continue;  // waits in the journal, or has been delivered
    waiting_.emplace(letter.sequence, letter.event.time_us);
    add(lane, std::move(letter));
    line_up(name, lane, Time{0});
  }
  read_next_ = cursor;
  std::erase_if(lanes_, [&](const auto& named) {
    const auto& lane = named.second;
    return lane.letters.empty() && !lane.dead && lane.covered <= settled();
  });
}

std::optional<Outbox::Wanted> Outbox::wanted() const {
  if (wanted_.empty()) return std::nullopt;
  const auto& name = wanted_.begin()->second;
  return Wanted{name.first, lanes_.at(name).from};
}

void Outbox::found(const Wanted& wanted, std::vector<Letter> letters, std::uint64_t cursor, std::uint64_t end) {
  const auto name = wanted.ticket != 0 ? Name{wanted.ticket, 0} : Name{0, wanted.from};
  const auto at = lanes_.find(name);
  if (at == lanes_.end() || !at->second.dead || at->second.from != wanted.from) return;  // dropped meanwhile
  auto& lane = at->second;
  if (!lane.dead->retrying() || !lane.letters.empty()) return;
  strike_off(at);
  for (auto& letter : letters)
    add(lane, std::move(letter));
  lane.from = name.first == 0 ? end : std::max(lane.from, cursor);
  const bool all = cursor >= end && end >= read_next_;
  if (!lane.letters.empty() || (name.first != 0 && !all)) {
    enlist(at);  // and looked for again, where nothing was found
    return line_up(name, lane, Time{0});
  }
  lane.dead.reset();
  lane.covered = end;
  settle(at);
}

// ---- sending ----

void Outbox::add(Lane& lane, Letter letter) {
  ++letters_;
  bytes_ += bytes_of(letter);
  lane.letters.push_back(std::move(letter));
}

void Outbox::pop(Lane& lane) {
  --letters_;
  bytes_ -= bytes_of(lane.letters.front());
  waiting_.erase(lane.letters.front().sequence);
  lane.letters.pop_front();
}

void Outbox::line_up(const Name& name, Lane& lane, Time due) {
  if (lane.in_flight || lane.letters.empty()) return;
  ready_.erase({lane.due, lane.letters.front().sequence, name});
  if (lane.failures == 0 || due > lane.due) lane.due = due;
  ready_.emplace(lane.due, lane.letters.front().sequence, name);
}

const Letter* Outbox::take(Time now) {
  if (ready_.empty() || in_flight_.size() >= limits_.in_flight) return nullptr;
  const auto [due, sequence, name] = *ready_.begin();
  if (due > now) return nullptr;
  ready_.erase(ready_.begin());
  auto& lane = lanes_.at(name);
  lane.in_flight = true;
  in_flight_.emplace(sequence, name);
  return &lane.letters.front();
}

std::optional<Outbox::Time> Outbox::next_due() const {
  if (ready_.empty() || in_flight_.size() >= limits_.in_flight) return std::nullopt;
  return std::get<0>(*ready_.begin());
}

Outbox::Lanes::iterator Outbox::lane_under_way(std::uint64_t sequence) {
  const auto found = in_flight_.find(sequence);
  WHISTLE_ASSERT(found != in_flight_.end());
  const auto at = lanes_.find(found->second);
  in_flight_.erase(found);
  at->second.in_flight = false;
  return at;
}

void Outbox::delivered(std::uint64_t sequence) {
  const auto at = lane_under_way(sequence);
  auto& lane = at->second;
  ++delivered_;
  pop(lane);
  lane.failures = 0;
  lane.failures_alone = 0;
  lane.due = Time{0};
  if (lane.dead) {
    // What a crash leaves is where it goes on; the next letter of the lane, or what comes after the last.
    const auto next = lane.letters.empty() ? lane.from : lane.letters.front().sequence;
    if (lane.dead->attempts() > 0 && lane.dead->sequence() == sequence) note_end(sequence, Act::Delivered);
    move_on(at, std::max(next, sequence + 1));
  }
  if (!lane.letters.empty()) return line_up(at->first, lane, Time{0});
  settle(at);
}

// Nothing is left of a lane without letters that has nothing to remember.
void Outbox::settle(Lanes::iterator at) {
  const auto& lane = at->second;
  if (lane.letters.empty() && !lane.dead && lane.covered <= settled()) lanes_.erase(at);
}

std::uint32_t Outbox::failures(std::uint64_t sequence) const {
  const auto found = in_flight_.find(sequence);
  WHISTLE_ASSERT(found != in_flight_.end());
  return lanes_.at(found->second).failures + 1;
}

bool Outbox::failed(std::uint64_t sequence, const Failed& failed, Time again) {
  const auto at = lane_under_way(sequence);
  auto& lane = at->second;
  ++lane.failures;
  // A receiver that takes nothing at all will come back; one that takes everything else does not want this.
  if (delivered_ > lane.delivered_before || lane.failures == 1) ++lane.failures_alone;
  lane.delivered_before = delivered_;
  if (lane.failures_alone >= limits_.attempts) {
    bury(at, failed);
    return true;
  }
  line_up(at->first, lane, again);
  return false;
}

void Outbox::refused(std::uint64_t sequence, const Failed& failed) {
  const auto at = lane_under_way(sequence);
  ++at->second.failures;
  bury(at, failed);
}

void Outbox::bury(Lanes::iterator at, const Failed& failed) {
  auto& lane = at->second;
  const auto& first = lane.letters.front();
  const bool died_before = lane.dead.has_value();
  auto dead = died_before ? *lane.dead : v1::DeadLetter();
  if (died_before) strike_off(at);
  dead.set_ticket(first.ticket);
  dead.set_sequence(first.sequence);
  if (dead.attempts() == 0) dead.set_since_us(failed.at_us);
  dead.set_attempts(dead.attempts() + lane.failures);
  dead.set_status(failed.status);
  dead.set_why(failed.why);
  dead.set_retrying(false);
  lane.from = dead.sequence();
  lane.dead = std::move(dead);
  while (!lane.letters.empty())
    pop(lane);
  enlist(at);
  lane.failures = 0;
  lane.failures_alone = 0;
  lane.due = Time{0};
}

// ---- dead letters ----

std::vector<v1::DeadLetter> Outbox::dead() const {
  std::vector<v1::DeadLetter> all;
  all.reserve(dead_.size());
  for (const auto& [sequence, name] : dead_)
    all.push_back(*lanes_.at(name).dead);
  return all;
}

void Outbox::enlist(Lanes::iterator at) {
  const auto& lane = at->second;
  dead_.emplace(lane.dead->sequence(), at->first);
  if (lane.dead->retrying() && lane.letters.empty()) wanted_.emplace(lane.dead->sequence(), at->first);
}

void Outbox::strike_off(Lanes::iterator at) {
  dead_.erase({at->second.dead->sequence(), at->first});
  wanted_.erase({at->second.dead->sequence(), at->first});
}

// The lane's dead letter has ended; it goes on from that entry, where none has died.
void Outbox::move_on(Lanes::iterator at, std::uint64_t sequence) {
  auto& lane = at->second;
  strike_off(at);
  if (at->first.first == 0) {
    lane.covered = lane.dead->sequence() + 1;
    lane.dead.reset();
    return;
  }
  lane.dead.emplace();
  lane.dead->set_ticket(at->first.first);
  lane.dead->set_sequence(sequence);
  lane.dead->set_retrying(true);
  enlist(at);
}

void Outbox::note_end(std::uint64_t sequence, Act how) {
  ended_.emplace_back(sequence, how);
  if (ended_.size() > kEndedMax) ended_.pop_front();
}

// Where a lane goes on may have the number of another one's letter.
Outbox::Lanes::iterator Outbox::lane_of_dead(std::uint64_t sequence) {
  for (auto found = dead_.lower_bound({sequence, Name{}}); found != dead_.end() && found->first == sequence; ++found) {
    const auto at = lanes_.find(found->second);
    if (at->second.dead->attempts() > 0) return at;
  }
  return lanes_.end();
}

Outbox::Act Outbox::why_not_dead(std::uint64_t sequence) const {
  if (in_flight_.contains(sequence)) return Act::UnderWay;
  const auto ended =
      std::find_if(ended_.rbegin(), ended_.rend(), [&](const auto& one) { return one.first == sequence; });
  return ended == ended_.rend() ? Act::NoDeadLetter : ended->second;
}

Outbox::Act Outbox::retry(std::uint64_t sequence) {
  const auto at = lane_of_dead(sequence);
  if (at == lanes_.end()) return why_not_dead(sequence);
  if (at->second.in_flight) return Act::UnderWay;
  if (at->second.dead->retrying()) return Act::Retrying;
  strike_off(at);
  at->second.dead->set_retrying(true);
  enlist(at);
  return Act::Done;
}

Outbox::Act Outbox::drop(std::uint64_t sequence) {
  const auto at = lane_of_dead(sequence);
  if (at == lanes_.end()) return why_not_dead(sequence);
  auto& lane = at->second;
  if (lane.in_flight) return Act::UnderWay;
  if (!lane.letters.empty()) ready_.erase({lane.due, lane.letters.front().sequence, at->first});
  while (!lane.letters.empty())
    pop(lane);
  // What waited behind it goes on.
  lane.failures = 0;
  lane.failures_alone = 0;
  lane.due = Time{0};
  lane.from = sequence + 1;
  note_end(sequence, Act::Dropped);
  move_on(at, sequence + 1);
  settle(at);
  return Act::Done;
}

// ---- how far it is ----

std::uint64_t Outbox::settled() const {
  return waiting_.empty() ? read_next_ : std::min(waiting_.begin()->first, read_next_);
}

std::optional<std::int64_t> Outbox::oldest_us() const {
  if (waiting_.empty()) return std::nullopt;
  return waiting_.begin()->second;
}

v1::DeliveryRecord Outbox::record() const {
  v1::DeliveryRecord record;
  record.set_next(settled());
  record.set_checkpoint(checkpoint_);
  for (const auto& dead : this->dead())
    *record.add_dead() = dead;
  // Lanes that have caught up past what is settled: read again from there, they would be told what they were told, or
  // what was dropped.
  for (const auto& [name, lane] : lanes_) {
    if (lane.dead || name.first == 0 || lane.covered <= record.next()) continue;
    auto& ahead = *record.add_dead();
    ahead.set_ticket(name.first);
    ahead.set_sequence(lane.letters.empty() ? lane.covered : lane.letters.front().sequence);
    ahead.set_retrying(true);
  }
  return record;
}

}  // namespace whistle::adapters::platform
