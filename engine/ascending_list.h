// A set of small values in ascending order, kept in chunks of neighbours: eight bytes an id where a tree takes
// forty-eight and a miss of the cache for each level. Made for ids that come ascending, so that adding at the end is
// cheap and packs tightly; adding and taking out elsewhere moves one chunk at most.
//
//   AscendingList<TicketId> ids;
//   ids.insert(id);
//   for (auto at = ids.upper_bound(after); at != ids.end(); ++at) ...
//
// Any change makes iterators invalid.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <vector>

namespace whistle::engine {

template <typename T>
class AscendingList {
 public:
  class Iterator {
   public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using pointer = const T*;
    using reference = const T&;

    Iterator() = default;
    Iterator(const AscendingList* list, std::size_t chunk, std::size_t at) : list_(list), chunk_(chunk), at_(at) {
      step_over_end();
    }
    reference operator*() const { return list_->chunks_[chunk_][at_]; }
    pointer operator->() const { return &**this; }
    Iterator& operator++() {
      ++at_;
      step_over_end();
      return *this;
    }
    Iterator operator++(int) {
      auto before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    void step_over_end() {
      if (chunk_ == list_->chunks_.size() || at_ < list_->chunks_[chunk_].size()) return;
      ++chunk_;
      at_ = 0;
    }

    const AscendingList* list_ = nullptr;
    std::size_t chunk_ = 0;
    std::size_t at_ = 0;
  };

  // False: it is there already.
  bool insert(const T& value) {
    if (chunks_.empty()) {
      start_chunk(0, {value});
      return true;
    }
    auto number = chunk_for(value);
    auto at = std::ranges::lower_bound(chunks_[number], value);
    if (at != chunks_[number].end() && *at == value) return false;
    if (chunks_[number].size() == kChunkMax) {
      if (number + 1 == chunks_.size() && at == chunks_[number].end()) {  // at the very end nothing needs to move
        start_chunk(number + 1, {value});
        return true;
      }
      split(number);
      number = chunk_for(value);
      at = std::ranges::lower_bound(chunks_[number], value);
    }
    if (at == chunks_[number].begin()) firsts_[number] = value;
    chunks_[number].insert(at, value);
    ++size_;
    return true;
  }

  // False: it is not there.
  bool erase(const T& value) {
    if (chunks_.empty()) return false;
    const auto number = chunk_for(value);
    auto& chunk = chunks_[number];
    const auto at = std::ranges::lower_bound(chunk, value);
    if (at == chunk.end() || *at != value) return false;
    chunk.erase(at);
    --size_;
    if (!chunk.empty()) {
      firsts_[number] = chunk.front();
    } else {
      chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(number));
      firsts_.erase(firsts_.begin() + static_cast<std::ptrdiff_t>(number));
    }
    return true;
  }

  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] std::size_t size() const { return size_; }
  // Not of an empty list.
  [[nodiscard]] const T& front() const { return firsts_.front(); }

  [[nodiscard]] Iterator begin() const { return Iterator(this, 0, 0); }
  [[nodiscard]] Iterator end() const { return Iterator(this, chunks_.size(), 0); }
  // The first that is greater.
  [[nodiscard]] Iterator upper_bound(const T& value) const {
    if (chunks_.empty()) return end();
    const auto number = chunk_for(value);
    const auto& chunk = chunks_[number];
    return Iterator(this, number, static_cast<std::size_t>(std::ranges::upper_bound(chunk, value) - chunk.begin()));
  }

  // Calls `visit` with those below `bound`, from the greatest down, until it returns false.
  template <typename Visit>
  void descend(const T& bound, Visit&& visit) const {
    if (chunks_.empty()) return;
    auto number = chunk_for(bound);
    auto at = std::ranges::lower_bound(chunks_[number], bound) - chunks_[number].begin();
    while (true) {
      for (; at > 0; --at) {
        if (!visit(chunks_[number][static_cast<std::size_t>(at - 1)])) return;
      }
      if (number == 0) return;
      at = static_cast<std::ptrdiff_t>(chunks_[--number].size());
    }
  }

  friend bool operator==(const AscendingList& a, const AscendingList& b) {
    return a.size_ == b.size_ && std::equal(a.begin(), a.end(), b.begin());
  }

 private:
  static constexpr std::size_t kChunkMax = 256;

  // The chunk that holds the value, or would: the last that does not start after it. There is one at least.
  [[nodiscard]] std::size_t chunk_for(const T& value) const {
    if (!(value < firsts_.back())) return firsts_.size() - 1;
    const auto after = std::ranges::upper_bound(firsts_, value) - firsts_.begin();
    return after == 0 ? 0 : static_cast<std::size_t>(after) - 1;
  }

  void start_chunk(std::size_t number, std::vector<T> chunk) {
    firsts_.insert(firsts_.begin() + static_cast<std::ptrdiff_t>(number), chunk.front());
    size_ += chunk.size();
    chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(number), std::move(chunk));
  }

  void split(std::size_t number) {
    auto& chunk = chunks_[number];
    const auto middle = chunk.begin() + static_cast<std::ptrdiff_t>(kChunkMax / 2);
    std::vector<T> upper(middle, chunk.end());
    chunk.erase(middle, chunk.end());
    size_ -= upper.size();
    start_chunk(number + 1, std::move(upper));
  }

  std::vector<T> firsts_;  // of each chunk: what a search looks at
  std::vector<std::vector<T>> chunks_;
  std::size_t size_ = 0;
};

}  // namespace whistle::engine
