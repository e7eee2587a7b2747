// What the core thread counts about itself, for whoever watches the engine: plain numbers, no locks, no names. Copied
// as a whole when somebody asks (Snapshot), so counting costs an addition and a histogram two.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "whistle/v1/command.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

// Counts values by powers of two: slot i holds those of at most 2^i that no lower slot holds; the last slot the rest.
// Finding the slot is one instruction.
template <std::size_t Slots>
class PowerHistogram {
 public:
  void add(std::uint64_t value) {
    const auto slot = value == 0 ? std::size_t{0} : static_cast<std::size_t>(std::bit_width(value - 1));
    ++counts_[slot < Slots ? slot : Slots];
    sum_ += value;
  }

  // Slots bounded slots, and one for what is larger than all.
  [[nodiscard]] const std::array<std::uint64_t, Slots + 1>& counts() const { return counts_; }
  [[nodiscard]] std::uint64_t sum() const { return sum_; }
  [[nodiscard]] std::uint64_t count() const {
    return std::accumulate(counts_.begin(), counts_.end(), std::uint64_t{0});
  }

 private:
  std::array<std::uint64_t, Slots + 1> counts_{};
  std::uint64_t sum_ = 0;
};

// Microseconds, up to 2^25 (34 s).
class TimeHistogram : public PowerHistogram<26> {
 public:
  void add(std::chrono::nanoseconds time) {
    PowerHistogram::add(static_cast<std::uint64_t>(std::max<std::int64_t>(0, (time.count() + 999) / 1'000)));
  }
};

// Entries, up to 2^14.
using SizeHistogram = PowerHistogram<15>;

struct Measures {
  // Numbers of the language: Command's body, RefusalCode.
  static constexpr std::size_t kKindsMax = 128;
  static constexpr std::size_t kReasonsMax = 128;

  // ---- the stages of one command; together they are its way through the core thread ----
  TimeHistogram deciding;  // from being read off the socket to decided and applied, or refused
  TimeHistogram durable;   // from there until its batch is on the disk
  TimeHistogram replying;  // from there until its reply is with the transport

  TimeHistogram commit;  // one write batch with its sync
  SizeHistogram batch;   // entries a commit
  // Of the earliest clock that was due, in each turn that fired one. Civil time.
  TimeHistogram lateness;

  std::array<std::uint64_t, kKindsMax> commands{};    // that arrived, by kind
  std::array<std::uint64_t, kReasonsMax> refusals{};  // of commands and requests, by reason
  std::uint64_t accepted = 0;
  std::uint64_t queries = 0;
  std::uint64_t fired = 0;

  void count_command(v1::Command::BodyCase kind) { ++commands[static_cast<std::size_t>(kind) % kKindsMax]; }
  void count_refusal(v1::RefusalCode reason) { ++refusals[static_cast<std::size_t>(reason) % kReasonsMax]; }
  [[nodiscard]] std::uint64_t refused() const {
    return std::accumulate(refusals.begin(), refusals.end(), std::uint64_t{0});
  }
};

}  // namespace whistle::tools::whistled
