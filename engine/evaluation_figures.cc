#include "engine/evaluation_figures.h"

#include <algorithm>

namespace whistle::engine {

namespace {

constexpr std::array<std::string_view, kCounts> kCountWords{
    "reported",      "accepted",        "split_off",        "dispatched",      "returned",        "not_returned",
    "acknowledged",  "ack_settled",     "ack_in_time",      "arrived",         "arrival_settled", "arrived_in_time",
    "resolved",      "resolve_settled", "resolved_in_time", "closed",          "close_settled",   "closed_in_time",
    "ever_resolved", "rework_counted",  "reworked",         "overdue_counted", "overdue",         "hops",
    "excluded",      "callable",        "responded",        "called_back",     "solved",          "rated",
    "satisfied"};

struct RateRow {
  std::string_view word;
  RateTerms terms;
};
constexpr std::array<RateRow, kRates> kRateRows{{{"acceptance", {Count::Accepted, Count::Reported}},
                                                 {"dispatch", {Count::Dispatched, Count::Accepted}},
                                                 {"acknowledgement", {Count::Acknowledged, Count::Dispatched}},
                                                 {"ack_in_time", {Count::AckInTime, Count::AckSettled}},
                                                 {"arrival_in_time", {Count::ArrivedInTime, Count::ArrivalSettled}},
                                                 {"resolution", {Count::Resolved, Count::Dispatched}},
                                                 {"resolution_in_time", {Count::ResolvedInTime, Count::ResolveSettled}},
                                                 {"closing", {Count::Closed, Count::Accepted}},
                                                 {"closing_in_time", {Count::ClosedInTime, Count::CloseSettled}},
                                                 {"dispatch_accuracy", {Count::NotReturned, Count::Dispatched}},
                                                 {"rework", {Count::Reworked, Count::ReworkCounted}},
                                                 {"overdue", {Count::Overdue, Count::OverdueCounted}},
                                                 {"response", {Count::Responded, Count::Callable}},
                                                 {"solved", {Count::Solved, Count::CalledBack}},
                                                 {"satisfaction", {Count::Satisfied, Count::Rated}}}};

// The value at the rank that `percent` of all reach.
Duration at_percent(std::vector<Duration>& times, std::size_t percent) {
  const std::size_t rank = (times.size() * percent + 99) / 100;
  const auto at = times.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::ranges::nth_element(times, at);
  return *at;
}

}  // namespace

RateTerms terms_of(Rate rate) {
  return kRateRows[static_cast<std::size_t>(rate)].terms;
}

std::string_view word_of(Count count) {
  return kCountWords[static_cast<std::size_t>(count)];
}

std::string_view word_of(Rate rate) {
  return kRateRows[static_cast<std::size_t>(rate)].word;
}

Figures& Figures::operator+=(const Figures& other) {
  for (std::size_t i = 0; i < counts.size(); ++i)
    counts[i] += other.counts[i];
  return *this;
}

std::optional<std::uint32_t> Figures::rate(Rate rate) const {
  const auto [numerator, denominator] = terms_of(rate);
  const auto whole = (*this)[denominator];
  if (whole == 0) return std::nullopt;
  return static_cast<std::uint32_t>(rounded_share((*this)[numerator], whole, kWholeBp));
}

std::optional<std::uint32_t> Figures::score(const EvaluationRules& rules) const {
  std::uint64_t weighted = 0;
  for (const auto& [which, weight] :
       {std::pair{Rate::Response, rules.response_weight_bp}, std::pair{Rate::Solved, rules.resolution_weight_bp},
        std::pair{Rate::Satisfaction, rules.satisfaction_weight_bp}}) {
    if (weight == 0) continue;
    const auto value = rate(which);
    if (!value) return std::nullopt;
    weighted += std::uint64_t{*value} * weight;
  }
  return static_cast<std::uint32_t>(rounded_share(weighted, kWholeBp, 1));
}

std::optional<std::uint32_t> Figures::hops_hundredths() const {
  const auto dispatched = (*this)[Count::Dispatched];
  if (dispatched == 0) return std::nullopt;
  return static_cast<std::uint32_t>(rounded_share((*this)[Count::Hops], dispatched, 100));
}

std::optional<Spread> spread_of(std::vector<Duration>& times) {
  if (times.empty()) return std::nullopt;
  // Whole and remainder apart: the sum of a million long times is still far from the limit of 64 bits, of any number
  // it need not be.
  const auto count = static_cast<std::int64_t>(times.size());
  std::int64_t wholes = 0;
  std::int64_t remainders = 0;
  for (const auto time : times) {
    wholes += time.us / count;
    remainders += time.us % count;
  }
  const Duration p50 = at_percent(times, 50);
  const Duration p90 = at_percent(times, 90);
  return Spread{times.size(), Duration{wholes + remainders / count}, p50, p90};
}

}  // namespace whistle::engine
