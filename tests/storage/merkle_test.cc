#include "storage/merkle.h"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <functional>

#include "storage/sha256.h"

namespace whistle::storage {
namespace {

std::string bytes_of_hex(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(digit(hex[i]) * 16 + digit(hex[i + 1]));
  return bytes;
}

std::vector<TreeHash> leaves(std::size_t count) {
  std::vector<TreeHash> hashes;
  for (std::size_t i = 0; i < count; ++i)
    hashes.push_back(leaf_hash("entry " + std::to_string(i)));
  return hashes;
}

// As the RFC defines it.
TreeHash defined_root(const std::vector<TreeHash>& hashes, std::size_t begin, std::size_t end) {
  if (end == begin) return sha256("");
  if (end - begin == 1) return hashes[begin];
  std::size_t k = 1;
  while (2 * k < end - begin)
    k *= 2;
  return sha256(
      {std::string_view("\x01", 1), defined_root(hashes, begin, begin + k), defined_root(hashes, begin + k, end)});
}

Subtrees subtrees_of(const std::vector<TreeHash>& hashes) {
  return [&hashes](unsigned level, std::uint64_t index) {
    const auto begin = static_cast<std::size_t>(index << level);
    const auto end = begin + (std::size_t{1} << level);
    REQUIRE(end <= hashes.size());  // whole ones alone are asked for
    return defined_root(hashes, begin, end);
  };
}

// Leaves and roots of the reference implementation of Certificate Transparency.
TEST_CASE("roots are those that other implementations publish") {
  constexpr std::array kLeaves = {
      "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"};
  constexpr std::array kRoots = {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                 "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                 "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                 "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                 "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                 "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                 "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                 "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  TreeEdge edge;
  CHECK(edge.root() == bytes_of_hex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
  for (std::size_t i = 0; i < kLeaves.size(); ++i) {
    edge.add(leaf_hash(bytes_of_hex(kLeaves.at(i))));
    CHECK(edge.root() == bytes_of_hex(kRoots.at(i)));
  }
}

TEST_CASE("an edge that grows leaf by leaf or by whole subtrees has the root that is defined") {
  const auto hashes = leaves(300);
  TreeEdge edge;
  for (std::size_t size = 0; size <= hashes.size(); ++size) {
    CHECK(edge.root() == defined_root(hashes, 0, size));
    CHECK(tree_root(subtrees_of(hashes), size) == edge.root());
    if (size < hashes.size()) edge.add(hashes[size]);
  }
  TreeEdge by_subtrees;
  by_subtrees.add_subtree(7, defined_root(hashes, 0, 128));
  by_subtrees.add_subtree(7, defined_root(hashes, 128, 256));
  by_subtrees.add_subtree(5, defined_root(hashes, 256, 288));
  for (std::size_t i = 288; i < hashes.size(); ++i)
    by_subtrees.add(hashes[i]);
  CHECK(by_subtrees.root() == edge.root());
}

TEST_CASE("every leaf of every tree is proved to be under its root, and nothing else is") {
  const auto hashes = leaves(70);
  const auto subtrees = subtrees_of(hashes);
  for (std::uint64_t size = 1; size <= hashes.size(); ++size) {
    const auto root = tree_root(subtrees, size);
    for (std::uint64_t index = 0; index < size; ++index) {
      const auto proof = inclusion_proof(subtrees, index, size);
      CHECK(root_by_inclusion(hashes[index], index, size, proof) == root);
      CHECK(root_by_inclusion(leaf_hash("another"), index, size, proof) != root);
      if (size > 1) {
        CHECK(root_by_inclusion(hashes[index], (index + 1) % size, size, proof) != root);
      }
      auto longer = proof;
      longer.push_back(hashes[0]);
      CHECK_FALSE(root_by_inclusion(hashes[index], index, size, longer));
      if (proof.empty()) continue;
      auto shorter = proof;
      shorter.pop_back();
      CHECK_FALSE(root_by_inclusion(hashes[index], index, size, shorter));
      auto turned = proof;
      turned[index % turned.size()][3] ^= 1;
      CHECK(root_by_inclusion(hashes[index], index, size, turned) != root);
    }
    CHECK_FALSE(root_by_inclusion(hashes[0], size, size, {}));
  }
}

TEST_CASE("every earlier tree is proved to be the beginning of every later one, and no other tree is") {
  const auto hashes = leaves(70);
  auto others = hashes;
  const auto subtrees = subtrees_of(hashes);
  for (std::uint64_t size = 1; size <= hashes.size(); ++size) {
    const auto root = tree_root(subtrees, size);
    for (std::uint64_t old_size = 0; old_size <= size; ++old_size) {
      const auto old_root = tree_root(subtrees, old_size);
      const auto proof = consistency_proof(subtrees, old_size, size);
      CHECK(proves_consistency(old_root, old_size, root, size, proof));
      if (old_size == 0) continue;
      others[old_size / 2] = leaf_hash("rewritten");
      const auto rewritten = tree_root(subtrees_of(others), old_size);
      others[old_size / 2] = hashes[old_size / 2];
      CHECK_FALSE(proves_consistency(rewritten, old_size, root, size, proof));
      CHECK_FALSE(proves_consistency(old_root, old_size, rewritten, size, proof));
      auto longer = proof;
      longer.push_back(hashes[0]);
      CHECK_FALSE(proves_consistency(old_root, old_size, root, size, longer));
      if (proof.empty()) continue;
      auto shorter = proof;
      shorter.pop_back();
      CHECK_FALSE(proves_consistency(old_root, old_size, root, size, shorter));
      auto turned = proof;
      turned.back()[0] ^= 1;
      CHECK_FALSE(proves_consistency(old_root, old_size, root, size, turned));
    }
    CHECK_FALSE(proves_consistency(root, size + 1, root, size, {}));
  }
}

TEST_CASE("hashes that are none end a proof") {
  const auto hashes = leaves(2);
  CHECK_FALSE(root_by_inclusion(hashes[0], 0, 2, {"short"}));
  CHECK_FALSE(root_by_inclusion("short", 0, 1, {}));
  CHECK_FALSE(proves_consistency(hashes[0], 1, defined_root(hashes, 0, 2), 2, {"short"}));
}

}  // namespace
}  // namespace whistle::storage
