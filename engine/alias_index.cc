#include "engine/alias_index.h"

#include <algorithm>
#include <utility>

namespace whistle::engine {
namespace {

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

}  // namespace

AliasIndex::AliasIndex(std::vector<std::string> sorted_texts) : texts_(std::move(sorted_texts)) {
  for (const std::string& text : texts_)
    characters_.push_back(count_characters(text));
  build();
}

std::optional<std::uint32_t> AliasIndex::find(std::string_view address) const {
  if (nodes_.empty()) return std::nullopt;
  std::uint32_t best = kNone;
  for (std::size_t from = 0; from < address.size(); ++from) {
    const std::uint32_t found = longest_at(address.substr(from));
    if (found != kNone && (best == kNone || beats(found, best))) best = found;
  }
  return best == kNone ? std::nullopt : std::optional(best);
}

// Breadth first, so that the children of a node stand side by side.
void AliasIndex::build() {
  struct Range {
    std::uint32_t node, from, to, depth;
  };
  std::vector<Range> open;
  const auto add_children = [&](const Range& parent) {
    std::uint32_t from = parent.from;
    while (from < parent.to) {
      const std::uint8_t byte = byte_at(texts_[from], parent.depth);
      std::uint32_t to = from;
      while (to < parent.to && byte_at(texts_[to], parent.depth) == byte)
        ++to;
      open.push_back({static_cast<std::uint32_t>(nodes_.size()), from, to, parent.depth + 1});
      nodes_.push_back({.byte = byte});
      from = to;
    }
  };
  roots_.fill(kNone);
  add_children({kNone, 0, static_cast<std::uint32_t>(texts_.size()), 0});
  for (const Range& root : open)
    roots_[nodes_[root.node].byte] = root.node;

  for (std::size_t next = 0; next < open.size(); ++next) {
    Range range = open[next];
    if (range.to - range.from == 1) {
      nodes_[range.node].alone = range.from;
      continue;
    }
    if (texts_[range.from].size() == range.depth) nodes_[range.node].ends = range.from++;
    const std::size_t first = nodes_.size();
    add_children(range);
    nodes_[range.node].first_child = static_cast<std::uint32_t>(first);
    nodes_[range.node].children = static_cast<std::uint16_t>(nodes_.size() - first);
  }
}

std::uint32_t AliasIndex::child(const Node& node, std::uint8_t byte) const {
  const auto first = nodes_.begin() + node.first_child;
  const auto last = first + node.children;
  const auto found = std::lower_bound(first, last, byte, [](const Node& a, std::uint8_t b) { return a.byte < b; });
  return found != last && found->byte == byte ? static_cast<std::uint32_t>(found - nodes_.begin()) : kNone;
}

// Of aliases that start at one place the longest in bytes is the longest in characters: each starts with the one
// before.
std::uint32_t AliasIndex::longest_at(std::string_view rest) const {
  std::uint32_t longest = kNone;
  std::uint32_t at = roots_[byte_at(rest, 0)];
  for (std::size_t depth = 1; at != kNone; ++depth) {
    const Node& node = nodes_[at];
    if (node.alone != kNone) return rest.starts_with(texts_[node.alone]) ? node.alone : longest;
    if (node.ends != kNone) longest = node.ends;
    at = depth < rest.size() ? child(node, byte_at(rest, depth)) : kNone;
  }
  return longest;
}

bool AliasIndex::beats(std::uint32_t alias, std::uint32_t other) const {
  if (characters_[alias] != characters_[other]) return characters_[alias] > characters_[other];
  return alias < other;
}

std::uint32_t count_characters(std::string_view text) {
  const auto starts = [](char c) { return (static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U; };
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), starts));
}

}  // namespace whistle::engine
