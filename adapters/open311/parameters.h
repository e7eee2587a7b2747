// The parameters of a query or a form by their names. What is found wrong with one is added to the faults and the
// parameter counts as not given, so that all of a form's faults are told at once. An empty parameter is one that was
// not given: forms send the fields that nobody filled in.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/open311/fault.h"
#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

constexpr std::size_t kPairsMax = 200;     // of a query or a form
constexpr std::size_t kCodeBytesMax = 64;  // of a code of the district's: a service, an area

class Parameters {
 public:
  // Both outlive it.
  Parameters(const Pairs& pairs, Faults& faults) : pairs_(pairs), faults_(faults) {}

  // UTF-8 without control characters, at most `bytes_max` bytes. Given twice it says the same twice, or it is a fault.
  // `name` is one of our own words.
  [[nodiscard]] std::string_view one(std::string_view name, std::size_t bytes_max);
  // The same with line breaks, as '\n' alone, and tabs.
  [[nodiscard]] std::string lines(std::string_view name, std::size_t bytes_max);
  // What was given, comma by comma, of every time that it was given; a fault where there are more than `items_max` of
  // them. Items are UTF-8 without control characters, at most `bytes_max` each, and none is empty.
  [[nodiscard]] std::vector<std::string_view> list(std::string_view name, std::size_t items_max, std::size_t bytes_max);
  // "true", "1" and "yes", whatever the case, are true; "false", "0" and "no" are not.
  [[nodiscard]] bool flag(std::string_view name);

 private:
  enum class Breaks { Refused, Allowed };
  [[nodiscard]] std::string_view find(std::string_view name, std::size_t bytes_max, Breaks breaks);
  [[nodiscard]] bool is_text(std::string_view name, std::string_view value, std::size_t bytes_max, Breaks breaks);

  const Pairs& pairs_;
  Faults& faults_;
};

// Truth as a form says it; nullopt: neither.
[[nodiscard]] std::optional<bool> truth_of(std::string_view text);

}  // namespace whistle::adapters::open311
