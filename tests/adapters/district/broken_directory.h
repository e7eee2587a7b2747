// Tables of one change each to the sample directory, with every message that it must lead to.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace whistle::adapters::district {

enum class Change : std::uint8_t { Replace, Write, Remove };

struct BrokenCase {
  std::string path;
  Change change = Change::Replace;
  std::string from;                   // of Replace: its first occurrence
  std::string to;                     // of Replace and Write
  std::vector<std::string> messages;  // in order
};

// Compiles each and compares its errors, those of rule tests included.
void check_broken(const std::vector<BrokenCase>& cases);

}  // namespace whistle::adapters::district
