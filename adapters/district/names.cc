#include "adapters/district/names.h"

#include <algorithm>

#include "adapters/district/utf8.h"

namespace whistle::adapters::district {
namespace {

std::u32string folded(std::string_view text) {
  std::u32string points = code_points(text);
  for (char32_t& point : points) {
    if (point >= U'A' && point <= U'Z') point += U'a' - U'A';
    if (point == U'_') point = U'-';
  }
  return points;
}

// Edits (insert, delete, replace, swap of neighbours) from a to b, or `bound` + 1 where there are more.
std::size_t edit_distance(const std::u32string& a, const std::u32string& b, std::size_t bound) {
  if (a.size() > b.size() + bound || b.size() > a.size() + bound) return bound + 1;
  std::vector<std::size_t> before(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j)
    above[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    std::size_t least = row[0];
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
      least = std::min(least, row[j]);
    }
    if (least > bound) return bound + 1;
    before.swap(above);
    above.swap(row);
  }
  return above[b.size()];
}

template <typename Text>
std::string nearest_of(std::string_view word, std::span<const Text> candidates) {
  const std::u32string wanted = folded(word);
  std::size_t bound = std::max<std::size_t>(1, wanted.size() / 3);
  if (wanted.empty()) return {};
  std::string best;
  for (const Text& candidate : candidates) {
    const std::u32string offered = folded(candidate);
    const std::size_t distance = edit_distance(wanted, offered, bound);
    // A name that shares nothing with the word is no suggestion.
    if (distance > bound || distance >= std::max(wanted.size(), offered.size())) continue;
    if (distance == bound && !best.empty()) continue;
    best = std::string(candidate);
    bound = distance;
    if (bound == 0) break;
  }
  return best;
}

}  // namespace

std::string nearest_name(std::string_view word, std::span<const std::string> candidates) {
  return nearest_of(word, candidates);
}

std::string nearest_name(std::string_view word, std::span<const std::string_view> candidates) {
  return nearest_of(word, candidates);
}

std::optional<std::uint32_t> NameTable::find(std::string_view name) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), name);
  if (found == names_.end() || *found != name) return std::nullopt;
  return static_cast<std::uint32_t>(found - names_.begin());
}

std::optional<std::uint32_t> NameTable::resolve(const FileReport& report, SourcePosition at, std::string_view field,
                                                std::string_view noun, std::string_view name) const {
  const auto index = find(name);
  if (!index) report.error(at, Fault::UnknownName, {std::string(noun), std::string(name)}, {field, nearest(name)});
  return index;
}

}  // namespace whistle::adapters::district
