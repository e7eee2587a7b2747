#include "adapters/platform/outbox.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <iostream>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace whistle::adapters::platform {

using namespace std::chrono_literals;

namespace {

Letter letter(std::uint64_t sequence, std::uint64_t ticket) {
  Letter made{.sequence = sequence, .ticket = ticket, .event = {}};
  made.event.id = std::to_string(sequence);
  made.event.time_us = static_cast<std::int64_t>(sequence) * 10;
  return made;
}

v1::DeliveryRecord from(std::uint64_t next) {
  v1::DeliveryRecord record;
  record.set_next(next);
  return record;
}

std::vector<std::uint64_t> take_all(Outbox& outbox, Outbox::Time now = 0ms) {
  std::vector<std::uint64_t> taken;
  while (const auto* next = outbox.take(now))
    taken.push_back(next->sequence);
  return taken;
}

using Act = Outbox::Act;
using Sequences = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("of one ticket a letter is under way at a time, of others beside it, as many as may be") {
  Outbox outbox({.in_flight = 3}, from(10));
  outbox.looked_at({letter(10, 1), letter(11, 1), letter(12, 2), letter(13, 0), letter(14, 0)}, 15);
  CHECK(take_all(outbox) == Sequences{10, 12, 13});
  outbox.delivered(12);
  CHECK(take_all(outbox) == Sequences{14});
  CHECK(outbox.settled() == 10);
  outbox.delivered(10);
  CHECK(take_all(outbox) == Sequences{11});
  CHECK(outbox.settled() == 11);
  outbox.delivered(13);
  outbox.delivered(14);
  outbox.delivered(11);
  CHECK(outbox.settled() == 15);
  CHECK(outbox.letters() == 0);
}

TEST_CASE("the record stays before whatever has not been delivered") {
  Outbox outbox({}, from(10));
  outbox.looked_at({letter(11, 1), letter(12, 2)}, 20);
  CHECK(outbox.record().next() == 11);
  CHECK(outbox.oldest_us() == 110);
  CHECK(take_all(outbox) == Sequences{11, 12});
  outbox.delivered(12);
  CHECK(outbox.record().next() == 11);
  outbox.delivered(11);
  CHECK(outbox.record().next() == 20);
  CHECK(outbox.oldest_us() == std::nullopt);
}

TEST_CASE("what failed goes again when its time has come, and holds up its ticket alone") {
  Outbox outbox({}, from(0));
  outbox.looked_at({letter(1, 1), letter(2, 1), letter(3, 3)}, 4);
  CHECK(take_all(outbox) == Sequences{1, 3});
  CHECK(outbox.failures(1) == 1);
  CHECK_FALSE(outbox.failed(1, {500, "answered 500", 0}, 50ms));
  CHECK(outbox.next_due() == 50ms);
  CHECK(take_all(outbox, 49ms).empty());
  CHECK(take_all(outbox, 50ms) == Sequences{1});
  CHECK(outbox.failures(1) == 2);
}

TEST_CASE("a letter is dead when it fails so often while others get through, never because nothing gets through") {
  Outbox outbox({.attempts = 3}, from(0));
  outbox.looked_at({letter(1, 1)}, 2);
  for (int i = 0; i < 50; ++i) {
    CHECK(take_all(outbox) == Sequences{1});
    CHECK_FALSE(outbox.failed(1, {0, "no answer", 0}, 0ms));
  }
  Sequences died;
  for (std::uint64_t other = 2; other < 10 && died.empty(); ++other) {
    outbox.looked_at({letter(other, other)}, other + 1);
    const auto taken = take_all(outbox);
    if (std::ranges::find(taken, other) != taken.end()) outbox.delivered(other);
    if (outbox.failed(1, {500, "answered 500", 7}, 0ms)) died.push_back(other);
  }
  CHECK(died == Sequences{3});
  REQUIRE(outbox.dead().size() == 1);
  CHECK(outbox.dead()[0].since_us() == 7);
  CHECK(outbox.dead()[0].attempts() == 52);
}

TEST_CASE("later entries wait behind a dead letter, in the journal, and come in order once it is tried again") {
  Outbox outbox({}, from(0));
  outbox.looked_at({letter(1, 1), letter(2, 1), letter(3, 3)}, 4);
  CHECK(take_all(outbox) == Sequences{1, 3});
  outbox.refused(1, {410, "answered 410", 0});
  outbox.delivered(3);
  outbox.looked_at({letter(5, 1), letter(6, 3)}, 7);
  CHECK(take_all(outbox) == Sequences{6});
  outbox.delivered(6);
  CHECK(outbox.letters() == 0);
  CHECK(outbox.settled() == 7);
  CHECK(outbox.wanted() == std::nullopt);

  Outbox after_crash({}, outbox.record());
  CHECK(after_crash.retry(2) == Act::NoDeadLetter);
  REQUIRE(after_crash.retry(1) == Act::Done);
  auto wanted = after_crash.wanted();
  REQUIRE(wanted.has_value());
  CHECK(wanted->ticket == 1);
  CHECK(wanted->from == 1);
  after_crash.found(*wanted, {letter(1, 1), letter(2, 1)}, 5, 8);  // a page
  after_crash.looked_at({letter(7, 1)}, 8);                        // meanwhile
  CHECK(take_all(after_crash) == Sequences{1});
  after_crash.delivered(1);
  CHECK(after_crash.record().dead(0).sequence() == 2);
  CHECK(take_all(after_crash) == Sequences{2});
  after_crash.delivered(2);
  wanted = after_crash.wanted();
  REQUIRE(wanted.has_value());
  CHECK(wanted->from == 5);
  after_crash.found(*wanted, {letter(5, 1), letter(7, 1)}, 9, 9);
  CHECK(take_all(after_crash) == Sequences{5});
  after_crash.delivered(5);
  CHECK(take_all(after_crash) == Sequences{7});
  after_crash.delivered(7);
  wanted = after_crash.wanted();
  REQUIRE(wanted.has_value());
  after_crash.found(*wanted, {}, 9, 9);
  CHECK(after_crash.dead().empty());
  after_crash.looked_at({letter(8, 1), letter(9, 1)}, 10);  // 8 lies before what has been looked through already
  CHECK(take_all(after_crash) == Sequences{9});
}

TEST_CASE("what is dropped is never sent, and what waited behind it is") {
  Outbox outbox({}, from(0));
  outbox.looked_at({letter(1, 1), letter(2, 0)}, 3);
  take_all(outbox);
  outbox.refused(1, {410, {}, 0});
  outbox.refused(2, {410, {}, 0});
  CHECK(outbox.dead_count() == 2);
  CHECK(outbox.drop(2) == Act::Done);
  CHECK(outbox.drop(2) == Act::Dropped);
  CHECK(outbox.drop(1) == Act::Done);
  const auto wanted = outbox.wanted();
  REQUIRE(wanted.has_value());
  CHECK(wanted->from == 2);
  outbox.found(*wanted, {}, 3, 3);
  CHECK(outbox.dead_count() == 0);
  CHECK(outbox.record().dead_size() == 0);
}

TEST_CASE("an operator's word is for the letter that he names, wherever other lanes go on") {
  Outbox outbox({}, from(0));
  outbox.looked_at({letter(1, 1), letter(2, 2)}, 3);
  take_all(outbox);
  outbox.refused(1, {410, {}, 0});
  outbox.refused(2, {410, {}, 0});
  REQUIRE(outbox.drop(1) == Act::Done);  // ticket 1 goes on from entry 2, which is ticket 2's
  CHECK(outbox.dead_count() == 2);
  CHECK(outbox.drop(2) == Act::Done);
  CHECK(outbox.drop(2) == Act::Dropped);
  CHECK(outbox.drop(3) == Act::NoDeadLetter);  // where both go on
  CHECK(outbox.retry(3) == Act::NoDeadLetter);
  for (auto wanted = outbox.wanted(); wanted; wanted = outbox.wanted())
    outbox.found(*wanted, {}, 3, 3);
  CHECK(outbox.dead_count() == 0);

  // After a crash too.
  Outbox before({}, from(0));
  before.looked_at({letter(1, 1), letter(2, 2), letter(3, 1)}, 4);
  take_all(before);
  before.refused(1, {410, {}, 0});
  before.refused(2, {410, {}, 0});
  REQUIRE(before.drop(1) == Act::Done);
  Outbox after({}, before.record());
  CHECK(after.retry(2) == Act::Done);
  CHECK(after.drop(3) == Act::NoDeadLetter);  // it waits, and is to be told
  REQUIRE(after.wanted());
  CHECK(after.wanted()->ticket == 1);
  after.found(*after.wanted(), {letter(3, 1)}, 4, 4);
  REQUIRE(after.wanted());
  after.found(*after.wanted(), {letter(2, 2)}, 4, 4);
  CHECK(take_all(after) == Sequences{2, 3});
}

TEST_CASE("a letter that is under way, or is dead no more, is told from one whose word was taken") {
  Outbox outbox({}, from(0));
  outbox.looked_at({letter(1, 1), letter(2, 2)}, 3);
  CHECK(take_all(outbox) == Sequences{1, 2});
  CHECK(outbox.drop(1) == Act::UnderWay);
  CHECK(outbox.retry(1) == Act::UnderWay);
  outbox.refused(1, {410, {}, 7});
  CHECK(outbox.retry(1) == Act::Done);
  CHECK(outbox.retry(1) == Act::Retrying);
  outbox.found(*outbox.wanted(), {letter(1, 1)}, 3, 3);
  CHECK(outbox.retry(1) == Act::Retrying);
  CHECK(take_all(outbox) == Sequences{1});
  CHECK(outbox.drop(1) == Act::UnderWay);
  CHECK(outbox.retry(1) == Act::UnderWay);
  outbox.delivered(1);
  CHECK(outbox.drop(1) == Act::Delivered);
  CHECK(outbox.retry(1) == Act::Delivered);
  outbox.delivered(2);
  CHECK(outbox.drop(2) == Act::NoDeadLetter);  // it never was one
  CHECK(outbox.drop(99) == Act::NoDeadLetter);
}

TEST_CASE("a letter that waits its turn again can be dropped, and the next that dies is told as itself") {
  Outbox outbox({}, from(0));
  outbox.looked_at({letter(1, 1)}, 2);
  take_all(outbox);
  outbox.refused(1, {410, "gone", 7});
  outbox.looked_at({letter(2, 1)}, 3);
  CHECK(outbox.retry(1) == Act::Done);
  outbox.found(*outbox.wanted(), {letter(1, 1), letter(2, 1)}, 3, 3);
  CHECK(outbox.drop(1) == Act::Done);
  CHECK(take_all(outbox).empty());
  const auto wanted = outbox.wanted();
  REQUIRE(wanted);
  CHECK(wanted->from == 2);
  outbox.found(*wanted, {letter(2, 1)}, 3, 3);
  CHECK(take_all(outbox) == Sequences{2});
  outbox.refused(2, {422, "no", 9});
  REQUIRE(outbox.dead().size() == 1);
  CHECK(outbox.dead()[0].since_us() == 9);
  CHECK(outbox.dead()[0].attempts() == 1);
}

TEST_CASE("nothing more is read than there is room for") {
  Outbox few({.letters = 2}, from(0));
  few.looked_at({letter(1, 1)}, 2);
  CHECK(few.has_room());
  few.looked_at({letter(2, 1)}, 3);
  CHECK_FALSE(few.has_room());
  Outbox small({.bytes = 4'096}, from(0));
  auto large = letter(1, 1);
  large.event.data.assign(4'096, 'x');
  small.looked_at({std::move(large)}, 2);
  CHECK_FALSE(small.has_room());
  Outbox near({.ahead = 5}, from(0));
  near.looked_at({letter(1, 1)}, 6);
  CHECK_FALSE(near.has_room());
  Outbox refused({.dead = 1}, from(0));
  refused.looked_at({letter(1, 1)}, 2);
  take_all(refused);
  refused.refused(1, {410, {}, 0});
  CHECK_FALSE(refused.has_room());
}

namespace {

// A journal of a few tickets, an outbox that reads it and is cut off at any moment, and a receiver that is never sure.
class Trial {
 public:
  explicit Trial(std::uint32_t seed) : draw_(seed), outbox_(std::make_unique<Outbox>(limits(), from(0))) {
    for (std::uint64_t sequence = 0; sequence < kEntries; ++sequence)
      ticket_of_.push_back(below(4) == 0 ? 0 : 100'000 + below(6));
  }

  void run() {
    for (int step = 0; step < 6'000; ++step)
      this->step();
    kind_ = true;
    for (int step = 0; step < 20'000 && done() < kEntries; ++step)
      this->step();
    CHECK(done() == kEntries);
    CHECK(outbox_->settled() == kEntries);
  }

 private:
  static constexpr std::uint64_t kEntries = 300;
  static OutboxLimits limits() { return {.letters = 20, .ahead = 40, .in_flight = 3, .attempts = 4}; }
  std::uint64_t below(std::uint64_t end) { return draw_() % end; }

  void step() {
    written_ = std::min(kEntries, written_ + below(3));
    now_ += 1ms;
    switch (below(kind_ ? 5 : 6)) {
      case 0:
        return read();
      case 1:
        return find();
      case 2:
        if (const auto* next = outbox_->take(now_)) send(next->sequence);
        return;
      case 3:
        return answer();
      case 4:
        return act();
      default:
        if (below(40) == 0) crash();
    }
  }
  // Whoever is named, and no other, is tried again or given up.
  void act() {
    const auto dead = outbox_->dead();
    if (dead.empty()) return;
    const auto sequence = dead[below(dead.size())].sequence();
    if (kind_ || below(4) != 0) {
      outbox_->retry(sequence);
    } else if (outbox_->drop(sequence) == Act::Done) {
      CHECK(refused_.contains(sequence));
      given_up_.insert(sequence);
    }
  }
  void read() {
    if (!outbox_->has_room() || outbox_->read_next() >= written_) return;
    const auto end = std::min(written_, outbox_->read_next() + 1 + below(8));
    std::vector<Letter> letters;
    for (auto at = outbox_->read_next(); at < end; ++at)
      letters.push_back(letter(at, ticket_of_[at]));
    outbox_->looked_at(std::move(letters), end);
  }
  void find() {
    const auto wanted = outbox_->wanted();
    if (!wanted) return;
    std::vector<Letter> letters;
    auto cursor = written_;
    for (auto at = wanted->from; at < written_; ++at) {
      const bool fits = wanted->ticket == 0 ? at == wanted->from : ticket_of_[at] == wanted->ticket;
      if (!fits) continue;
      letters.push_back(letter(at, ticket_of_[at]));
      if (letters.size() == 3) {
        cursor = at + 1;
        break;
      }
    }
    outbox_->found(*wanted, std::move(letters), cursor, written_);
  }
  void send(std::uint64_t sequence) {
    under_way_.push_back(sequence);
    for (std::uint64_t before = 0; before < sequence; ++before)
      if (ticket_of_[sequence] != 0 && ticket_of_[before] == ticket_of_[sequence])
        CHECK((taken_.contains(before) || given_up_.contains(before)));
  }
  void answer() {
    if (under_way_.empty()) return;
    const auto at = under_way_.begin() + static_cast<std::ptrdiff_t>(below(under_way_.size()));
    const auto sequence = *at;
    under_way_.erase(at);
    const auto drawn = kind_ ? 0 : below(10);
    if (drawn < 6) {
      taken_.insert(sequence);
      outbox_->delivered(sequence);
    } else if (drawn < 9) {
      if (outbox_->failed(sequence, {500, "answered 500", 0}, now_ + Outbox::Time(below(9)))) refused_.insert(sequence);
    } else {
      refused_.insert(sequence);
      outbox_->refused(sequence, {410, "answered 410", 0});
    }
  }
  // Whatever was under way may have been taken all the same.
  void crash() {
    for (const auto sequence : under_way_)
      if (below(2) == 0) taken_.insert(sequence);
    under_way_.clear();
    v1::DeliveryRecord record;
    REQUIRE(record.ParseFromString(outbox_->record().SerializeAsString()));
    outbox_ = std::make_unique<Outbox>(limits(), record);
  }

  std::mt19937 draw_;
  std::unique_ptr<Outbox> outbox_;
  std::vector<std::uint64_t> ticket_of_;
  std::uint64_t written_ = 0;
  Outbox::Time now_{0};
  bool kind_ = false;
  [[nodiscard]] std::size_t done() const {
    auto all = taken_;
    all.insert(given_up_.begin(), given_up_.end());
    return all.size();
  }

  std::set<std::uint64_t> taken_;
  std::set<std::uint64_t> refused_;   // once at least
  std::set<std::uint64_t> given_up_;  // by an operator
  std::vector<std::uint64_t> under_way_;
};

}  // namespace

TEST_CASE("whatever fails and whenever it is cut off, everything is taken, and first in order") {
  const auto first = std::random_device()();
  for (std::uint32_t seed = first; seed != first + 40; ++seed) {
    CAPTURE(seed);
    Trial(seed).run();
  }
}

}  // namespace whistle::adapters::platform
