#include "storage/tree_tiles.h"

#include <doctest/doctest.h>

#include <map>
#include <string>
#include <utility>

#include "storage/sha256.h"

namespace whistle::storage {
namespace {

constexpr std::uint64_t kEntries = 70'000;  // past the first tile of the third level's first hash

std::string entry(std::uint64_t number) {
  return "entry " + std::to_string(number);
}

// What a store would hold.
struct Tiles {
  std::map<std::pair<std::uint8_t, std::uint64_t>, std::string> rows;

  TileLookup lookup() const {
    return [this](std::uint8_t level, std::uint64_t index) -> std::optional<std::string> {
      const auto found = rows.find({level, index});
      return found == rows.end() ? std::nullopt : std::optional(found->second);
    };
  }

  void put(std::vector<engine::TreeTile> tiles) {
    for (auto& tile : tiles)
      rows[{tile.level, tile.index}] = std::move(tile.hashes);
  }
};

TEST_CASE("tiles are cut as C2SP tlog-tiles says") {
  GrowingTree tree;
  for (std::uint64_t number = 0; number < kEntries; ++number)
    tree.add(entry(number));
  Tiles stored;
  stored.put(tree.take_tiles());
  CHECK(stored.rows.size() == 274 + 2 + 1);
  CHECK(stored.rows.at({0, 0}).size() == kTileWidth * kSha256Bytes);
  CHECK(stored.rows.at({0, 273}).size() == (kEntries % kTileWidth) * kSha256Bytes);
  CHECK(stored.rows.at({1, 1}).size() == (kEntries / kTileWidth - kTileWidth) * kSha256Bytes);
  CHECK(stored.rows.at({2, 0}).size() == kSha256Bytes);
  CHECK(stored.rows.at({0, 1}).substr(0, kSha256Bytes) == leaf_hash(entry(256)));
  TreeEdge first_tile;
  for (std::uint64_t number = 0; number < kTileWidth; ++number)
    first_tile.add(leaf_hash(entry(number)));
  CHECK(stored.rows.at({1, 0}).substr(0, kSha256Bytes) == first_tile.root());
  CHECK(tree.take_tiles().empty());
}

TEST_CASE("what is proven from tiles is what the whole tree proves, at every size that it has had") {
  GrowingTree tree;
  TreeEdge whole;
  Tiles stored;
  std::vector<TreeHash> roots{empty_root()};
  constexpr std::uint64_t kFew = 2'000;
  for (std::uint64_t number = 0; number < kFew; ++number) {
    tree.add(entry(number));
    whole.add(leaf_hash(entry(number)));
    roots.push_back(whole.root());
    if (number % 7 == 0) stored.put(tree.take_tiles());
  }
  stored.put(tree.take_tiles());
  CHECK(tree.root() == roots.back());
  const auto lookup = stored.lookup();
  const auto subtrees = subtrees_of(lookup);
  for (std::uint64_t size = 1; size <= kFew; size += 37) {
    CHECK(tree_root(subtrees, size) == roots[size]);
    for (const auto leaf : {std::uint64_t{0}, size / 3, size / 2, size - 1}) {
      const auto proof = inclusion_proof(subtrees, leaf, size);
      CHECK(root_by_inclusion(leaf_hash(entry(leaf)), leaf, size, proof) == roots[size]);
    }
    CHECK(proves_consistency(roots[size], size, roots.back(), kFew, consistency_proof(subtrees, size, kFew)));
  }
}

TEST_CASE("a tree goes on where its tiles end, or at any size before") {
  GrowingTree tree;
  Tiles stored;
  std::map<std::uint64_t, TreeHash> roots;
  for (std::uint64_t number = 0; number < kEntries; ++number) {
    if (number % 997 == 0 || number % kTileWidth == 0) roots[number] = tree.root();
    tree.add(entry(number));
  }
  stored.put(tree.take_tiles());
  for (const auto& [size, root] : roots) {
    if (size % 5 != 0 && size != 65'536) continue;
    auto again = GrowingTree::resume(size, stored.lookup());
    REQUIRE(again.has_value());
    CHECK(again->size() == size);
    CHECK(again->root() == root);
  }
  auto again = GrowingTree::resume(65'700, stored.lookup());
  REQUIRE(again.has_value());
  for (std::uint64_t number = 65'700; number < kEntries; ++number)
    again->add(entry(number));
  CHECK(again->root() == tree.root());
  for (const auto& tile : again->take_tiles())
    CHECK(stored.rows.at({tile.level, tile.index}) == tile.hashes);
}

TEST_CASE("missing and short tiles give no tree and no proof") {
  GrowingTree tree;
  for (std::uint64_t number = 0; number < 600; ++number)
    tree.add(entry(number));
  Tiles stored;
  stored.put(tree.take_tiles());
  CHECK_FALSE(GrowingTree::resume(601, stored.lookup()).has_value());
  CHECK_FALSE(GrowingTree::resume(100'000, stored.lookup()).has_value());
  auto short_tile = stored;
  short_tile.rows[{0, 2}].pop_back();
  CHECK_FALSE(GrowingTree::resume(600, short_tile.lookup()).has_value());
  auto without = stored;
  without.rows.erase({0, 1});
  const auto lookup = without.lookup();
  const auto subtrees = subtrees_of(lookup);
  const auto proof = inclusion_proof(subtrees, 300, 600);
  CHECK_FALSE(root_by_inclusion(leaf_hash(entry(300)), 300, 600, proof).has_value());
}

}  // namespace
}  // namespace whistle::storage
