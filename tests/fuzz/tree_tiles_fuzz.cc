// Tiles of a journal's tree that somebody else has kept, and proofs that somebody else has made. The input is a size, a
// number of an entry, and pieces with their length before them: each tile in the order in which it is asked for, or the
// hashes of a proof.
#include "storage/tree_tiles.h"

#include <map>
#include <utility>

#include "engine/assert.h"
#include "storage/record_format.h"
#include "storage/sha256.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace {

void read_tiles(std::uint64_t size, std::uint64_t index, Pieces pieces) {
  std::map<std::pair<std::uint8_t, std::uint64_t>, std::optional<std::string>> told;
  const storage::TileLookup tiles = [&](std::uint8_t level, std::uint64_t number) {
    const auto [at, is_new] = told.try_emplace({level, number});
    if (is_new) {
      if (const auto piece = pieces.next()) at->second = std::string(*piece);
    }
    return at->second;
  };
  auto tree = storage::GrowingTree::resume(size, tiles);
  const auto subtrees = storage::subtrees_of(tiles);
  if (index < size) static_cast<void>(storage::inclusion_proof(subtrees, index, size));
  if (index <= size) static_cast<void>(storage::consistency_proof(subtrees, index, size));
  if (!tree) return;
  WHISTLE_ASSERT(tree->size() == size);
  WHISTLE_ASSERT(tree->root() == storage::tree_root(subtrees, size));
  if (size == ~std::uint64_t{0}) return;
  tree->add("an entry");
  WHISTLE_ASSERT(tree->size() == size + 1);
  for (const auto& tile : tree->take_tiles())
    WHISTLE_ASSERT(!tile.hashes.empty() && tile.hashes.size() <= storage::kTileWidth * storage::kSha256Bytes);
}

void read_proof(std::uint64_t size, std::uint64_t index, Pieces pieces) {
  storage::TreeProof proof;
  while (const auto piece = pieces.next())
    proof.emplace_back(*piece);
  const auto leaf = storage::leaf_hash("an entry");
  const auto root = storage::root_by_inclusion(leaf, index, size, proof);
  if (root) WHISTLE_ASSERT(index < size && root->size() == storage::kSha256Bytes && proof.size() <= 64);
  const bool proven = storage::proves_consistency(leaf, index, root.value_or(leaf), size, proof);
  if (proven) WHISTLE_ASSERT(index <= size);
}

}  // namespace

void read(std::string_view input) {
  constexpr std::size_t kHeadBytes = 17;
  if (input.size() < kHeadBytes) return;
  const auto size = *storage::parse_number(input.substr(1, 8));
  const auto index = *storage::parse_number(input.substr(9, 8));
  const Pieces pieces(input.substr(kHeadBytes));
  if (input.front() == 't') read_tiles(size, index, pieces);
  if (input.front() == 'p') read_proof(size, index, pieces);
}

}  // namespace whistle::fuzz
