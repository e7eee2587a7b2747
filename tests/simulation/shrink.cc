#include "tests/simulation/shrink.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace whistle::tests {

namespace {

constexpr std::uint64_t kStepsMax = 60'000;  // in all runs together

class Search {
 public:
  Search(const Setting& setting, Course course, BrokenRun broken)
      : setting_(setting), course_(std::move(course)), broken_(std::move(broken)) {
    course_.compare_every = 1;
    course_.long_silence = broken_.step > course_.steps;
    cut_at(broken_.step);
    (void)try_without({});
  }

  // Leaves out pieces of the steps, from halves to single ones.
  void cut_pieces() {
    for (auto piece = std::max<std::uint32_t>(course_.steps / 2, 1); taken_ < kStepsMax; piece /= 2) {
      for (std::uint32_t from = 1; from <= course_.steps && taken_ < kStepsMax; from += piece) {
        std::set<std::uint32_t> cut;
        for (auto step = from; step < from + piece && step <= course_.steps; ++step) {
          if (!course_.without.contains(step)) cut.insert(step);
        }
        if (!cut.empty()) (void)try_without(cut);
      }
      if (piece == 1) return;
    }
  }

  ShortestRun result() const { return {course_.steps - static_cast<std::uint32_t>(course_.without.size()), broken_}; }

 private:
  bool try_without(const std::set<std::uint32_t>& cut) {
    auto shorter = course_;
    shorter.without.insert(cut.begin(), cut.end());
    Simulation simulation(setting_, shorter);
    auto broken = simulation.run();
    taken_ += shorter.steps - shorter.without.size();
    if (!broken) return false;
    course_ = std::move(shorter);
    broken_ = *std::move(broken);
    cut_at(broken_.step);
    return true;
  }
  void cut_at(std::uint32_t step) {
    course_.steps = std::min(course_.steps, step);
    course_.without.erase(course_.without.upper_bound(course_.steps), course_.without.end());
  }

  const Setting& setting_;
  Course course_;
  BrokenRun broken_;
  std::uint64_t taken_ = 0;
};

}  // namespace

ShortestRun shrunk(const Setting& setting, Course course, const BrokenRun& broken) {
  Search search(setting, std::move(course), broken);
  search.cut_pieces();
  return search.result();
}

}  // namespace whistle::tests
