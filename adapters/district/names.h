// The names of one list of a district, sorted by bytes: a name's index is its place in the compiled list.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"

namespace whistle::adapters::district {

// The candidate that `word` is most likely a misspelling of, by edit distance over characters, letter case ignored; of
// equals the first. Empty: none is near.
[[nodiscard]] std::string nearest_name(std::string_view word, std::span<const std::string> candidates);
[[nodiscard]] std::string nearest_name(std::string_view word, std::span<const std::string_view> candidates);

class NameTable {
 public:
  NameTable() = default;
  // `names` ascending and unique, each with the line it stands on.
  NameTable(std::vector<std::string> names, std::vector<std::uint32_t> lines)
      : names_(std::move(names)), lines_(std::move(lines)) {}

  [[nodiscard]] std::optional<std::uint32_t> find(std::string_view name) const;
  [[nodiscard]] std::string nearest(std::string_view name) const { return nearest_name(name, names_); }
  [[nodiscard]] std::size_t size() const { return names_.size(); }
  [[nodiscard]] const std::string& name(std::uint32_t index) const { return names_[index]; }
  [[nodiscard]] std::uint32_t line(std::uint32_t index) const { return lines_[index]; }
  [[nodiscard]] const std::vector<std::uint32_t>& lines() const { return lines_; }

  // Finds the name, or reports that the `noun` is unknown, with a suggestion.
  [[nodiscard]] std::optional<std::uint32_t> resolve(const FileReport& report, SourcePosition at,
                                                     std::string_view field, std::string_view noun,
                                                     std::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::vector<std::uint32_t> lines_;
};

}  // namespace whistle::adapters::district
