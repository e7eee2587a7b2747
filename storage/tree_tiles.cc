#include "storage/tree_tiles.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <utility>

#include "engine/assert.h"
#include "storage/sha256.h"

namespace whistle::storage {

namespace {

// Of 2^k hashes, joined.
TreeHash root_of(std::string_view hashes) {
  WHISTLE_ASSERT(std::has_single_bit(hashes.size() / kSha256Bytes));
  std::vector<TreeHash> row;
  for (std::size_t at = 0; at < hashes.size(); at += kSha256Bytes)
    row.emplace_back(hashes.substr(at, kSha256Bytes));
  while (row.size() > 1) {
    for (std::size_t i = 0; i < row.size() / 2; ++i)
      row[i] = node_hash(row[2 * i], row[2 * i + 1]);
    row.resize(row.size() / 2);
  }
  return std::move(row.front());
}

// The root of the perfect subtree of 2^level leaves; empty: the tiles do not have it.
TreeHash subtree(const TileLookup& tiles, unsigned level, std::uint64_t index) {
  const unsigned tile_level = level / kTileLevels;
  const std::uint64_t count = std::uint64_t{1} << (level % kTileLevels);
  const std::uint64_t first = index * count;  // among the hashes of that level of tiles
  const auto hashes = tiles(static_cast<std::uint8_t>(tile_level), first / kTileWidth);
  const auto at = static_cast<std::size_t>(first % kTileWidth) * kSha256Bytes;
  const auto bytes = static_cast<std::size_t>(count) * kSha256Bytes;
  if (!hashes || hashes->size() < at + bytes) return {};
  return root_of(std::string_view(*hashes).substr(at, bytes));
}

}  // namespace

std::optional<GrowingTree> GrowingTree::resume(std::uint64_t size, const TileLookup& tiles) {
  GrowingTree tree;
  std::uint64_t count = size;  // of hashes on the level
  for (std::uint8_t number = 0; count > 0; ++number, count /= kTileWidth) {
    auto& level = tree.levels_.emplace_back();
    level.full = count / kTileWidth;
    const auto partial = static_cast<std::size_t>(count % kTileWidth) * kSha256Bytes;
    if (partial == 0) continue;
    auto hashes = tiles(number, level.full);
    if (!hashes || hashes->size() < partial) return std::nullopt;
    hashes->resize(partial);
    level.hashes = *std::move(hashes);
  }
  // The edge's perfect subtrees, the largest first.
  std::vector<TreeHash> roots;
  std::uint64_t begin = 0;
  for (unsigned bit = 64; bit-- > 0;) {
    const auto span = std::uint64_t{1} << bit;
    if ((size & span) == 0) continue;
    roots.push_back(subtree(tiles, bit, begin >> bit));
    if (roots.back().empty()) return std::nullopt;
    begin += span;
  }
  tree.edge_ = TreeEdge(size, std::move(roots));
  return tree;
}

void GrowingTree::add_leaf(const TreeHash& leaf) {
  edge_.add(leaf);
  add_to(0, leaf);
}

void GrowingTree::add_to(std::size_t level, const TreeHash& hash) {
  if (level == levels_.size()) levels_.emplace_back();
  auto& at = levels_[level];
  at.hashes += hash;
  at.grown = true;
  if (at.hashes.size() < kTileWidth * kSha256Bytes) return;
  const auto root = root_of(at.hashes);
  filled_.push_back({static_cast<std::uint8_t>(level), at.full, std::exchange(at.hashes, {})});
  ++at.full;
  at.grown = false;
  add_to(level + 1, root);
}

std::vector<engine::TreeTile> GrowingTree::take_tiles() {
  auto tiles = std::exchange(filled_, {});
  for (std::size_t level = 0; level < levels_.size(); ++level) {
    auto& at = levels_[level];
    if (std::exchange(at.grown, false)) tiles.push_back({static_cast<std::uint8_t>(level), at.full, at.hashes});
  }
  std::ranges::sort(tiles, {}, [](const auto& tile) { return std::pair(tile.level, tile.index); });
  return tiles;
}

Subtrees subtrees_of(const TileLookup& tiles) {
  return [&tiles](unsigned level, std::uint64_t index) { return subtree(tiles, level, index); };
}

}  // namespace whistle::storage
