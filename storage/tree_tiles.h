// The tree of a journal as it is stored: in tiles of up to 256 hashes, as C2SP tlog-tiles cuts it. A million entries
// take 32 MB of them, and a proof reads a tile or two of each level.
//
//   auto tree = GrowingTree::resume(size, tiles);   // or GrowingTree(), of an empty journal
//   tree->add(entry_bytes); ...
//   batch.tiles = tree->take_tiles();               // what has grown
//   batch.checkpoints = {{tree->size(), sign_checkpoint({origin, tree->size(), tree->root()}, key)}};
//
//   inclusion_proof(subtrees_of(tiles), 7, size);   // merkle.h
//
// Pure but for the lookups that it is given. One thread a tree.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ports.h"
#include "storage/merkle.h"

namespace whistle::storage {

inline constexpr unsigned kTileLevels = 8;  // of the tree, in one tile
inline constexpr std::uint64_t kTileWidth = std::uint64_t{1} << kTileLevels;

// The hashes of a tile, joined; nullopt: there is none. A tile may hold more than the tree had at the size that is
// asked for: what is added never changes what is there.
using TileLookup = std::function<std::optional<std::string>(std::uint8_t level, std::uint64_t index)>;

class GrowingTree {
 public:
  GrowingTree() = default;
  // As it stood at `size` entries; nullopt: the tiles do not reach that far.
  [[nodiscard]] static std::optional<GrowingTree> resume(std::uint64_t size, const TileLookup& tiles);

  // The stored bytes of the next entry.
  void add(std::string_view entry) { add_leaf(leaf_hash(entry)); }
  void add_leaf(const TreeHash& leaf);

  [[nodiscard]] std::uint64_t size() const { return edge_.size(); }
  [[nodiscard]] TreeHash root() const { return edge_.root(); }

  // The tiles that have changed since the last call, by level, then by index.
  [[nodiscard]] std::vector<engine::TreeTile> take_tiles();

 private:
  struct Level {
    std::uint64_t full = 0;  // tiles
    std::string hashes;      // of the tile after them
    bool grown = false;      // since the last call of take_tiles
  };

  void add_to(std::size_t level, const TreeHash& hash);

  TreeEdge edge_;
  std::vector<Level> levels_;
  std::vector<engine::TreeTile> filled_;  // since the last call of take_tiles
};

// Throws nothing and asserts nothing of the tiles: where one is missing or too short the hash is empty, and no proof
// made with it leads to a root. `tiles` outlives it.
[[nodiscard]] Subtrees subtrees_of(const TileLookup& tiles);

}  // namespace whistle::storage
