// How far a journal has been read, and what was fetched of it and not given yet. No socket, no clock. One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "whistle/v1/entry.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::client {

class Reading {
 public:
  explicit Reading(std::uint64_t from) : reached_(from) {}

  // The next of what was fetched; nullopt: `question` has to be asked.
  [[nodiscard]] std::optional<v1::Entry> take();
  [[nodiscard]] v1::FetchEntries question() const;
  void add(v1::FetchEntriesReply reply);
  // Nothing was after `reached` when the journal was asked last.
  [[nodiscard]] bool at_end() const { return at_end_; }
  // Number of the first entry that has not been fetched.
  [[nodiscard]] std::uint64_t reached() const { return reached_; }
  // Number of the first that has not been given.
  [[nodiscard]] std::uint64_t cursor() const { return fetched_.empty() ? reached_ : fetched_.front().sequence(); }

 private:
  std::deque<v1::Entry> fetched_;
  std::uint64_t reached_;
  bool at_end_ = false;
};

}  // namespace whistle::client
