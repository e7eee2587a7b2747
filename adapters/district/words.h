// The words of the directory, and of the tools' answers, for the enumerations of the language.
//
//   parse_word<v1::Tier>("street")            -> v1::TIER_STREET
//   word_of(v1::LOCATED_BY_GRID_POLYGON)      -> "grid_polygon"
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "whistle/v1/common.pb.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

template <typename Enum>
struct Word {
  std::string_view text;
  Enum value;
};

// Every word of the enumeration, in its own order.
template <typename Enum>
[[nodiscard]] std::span<const Word<Enum>> words();

template <>
std::span<const Word<v1::Tier>> words();
template <>
std::span<const Word<v1::WhistleKind>> words();
template <>
std::span<const Word<v1::Source>> words();
template <>
std::span<const Word<v1::Datum>> words();
template <>
std::span<const Word<v1::PartyKind>> words();
template <>
std::span<const Word<v1::EstateType>> words();
template <>
std::span<const Word<v1::Role>> words();
template <>
std::span<const Word<v1::CategoryClass>> words();
template <>
std::span<const Word<v1::Evidence>> words();
template <>
std::span<const Word<v1::HourClass>> words();
template <>
std::span<const Word<v1::PlaceClass>> words();
template <>
std::span<const Word<v1::LocatedBy>> words();
template <>
std::span<const Word<v1::RouteFlag>> words();
template <>
std::span<const Word<v1::StepAction>> words();
template <>
std::span<const Word<v1::WorkingDayRule>> words();
template <>
std::span<const Word<v1::DeedKind>> words();
template <>
std::span<const Word<v1::Recurrence>> words();

template <typename Enum>
[[nodiscard]] std::optional<Enum> parse_word(std::string_view text) {
  for (const Word<Enum>& word : words<Enum>()) {
    if (word.text == text) return word.value;
  }
  return std::nullopt;
}

// Empty for a value without a word.
template <typename Enum>
[[nodiscard]] std::string_view word_of(Enum value) {
  for (const Word<Enum>& word : words<Enum>()) {
    if (word.value == value) return word.text;
  }
  return {};
}

}  // namespace whistle::adapters::district
