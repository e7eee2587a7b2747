// Words that the checks of a ruleset's parts share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/ruleset_parts.h"

namespace whistle::engine {

// "people.parties[3] \"F-01\": what"
inline Fault fault_at(std::string_view list, int item, std::string_view code, std::string_view what) {
  std::string text(list);
  text += '[' + std::to_string(item) + ']';
  if (!code.empty()) text += " \"" + std::string(code) + '"';
  return RulesetError{text + ": " + std::string(what)};
}

template <typename List>
bool all_below(const List& indexes, int size) {
  return std::all_of(indexes.begin(), indexes.end(),
                     [&](std::uint32_t index) { return index < static_cast<std::uint32_t>(size); });
}

template <typename List>
bool strictly_ascending(const List& list) {
  return std::adjacent_find(list.begin(), list.end(), [](const auto& a, const auto& b) { return !(a < b); }) ==
         list.end();
}

// Position of the first item whose code is empty or not above the one before; -1: none.
template <typename List>
int first_out_of_order(const List& list) {
  for (int i = 0; i < list.size(); ++i) {
    if (list[i].code().empty() || (i > 0 && !(list[i - 1].code() < list[i].code()))) return i;
  }
  return -1;
}

// Enumerators are numbered from 1 without gaps; 0 is "unspecified".
template <typename Enum>
bool known(Enum value, Enum last) {
  return static_cast<int>(value) > 0 && static_cast<int>(value) <= static_cast<int>(last);
}

template <typename List, typename Enum>
bool all_known(const List& values, Enum last) {
  return std::all_of(values.begin(), values.end(), [&](int value) { return known(static_cast<Enum>(value), last); });
}

}  // namespace whistle::engine
