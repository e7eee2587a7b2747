// The tree over a journal: RFC 9162, section 2.1, with SHA-256. Leaf n is the stored bytes of entry n, so a root of
// size n says what the first n entries are, to the bit.
//
//   TreeEdge edge;
//   for (const auto& bytes : journal) edge.add(leaf_hash(bytes));
//   edge.root();                                                     // of edge.size() leaves
//   const auto proof = inclusion_proof(subtrees, 7, edge.size());    // entry 7 is under that root
//   root_by_inclusion(leaf_hash(entry7), 7, edge.size(), proof);     // the root, or nothing
//
// Pure functions of bytes. Any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::storage {

// 32 bytes.
using TreeHash = std::string;
// Of the inner nodes that a proof names, from the leaf up.
using TreeProof = std::vector<TreeHash>;

[[nodiscard]] TreeHash leaf_hash(std::string_view bytes);
[[nodiscard]] TreeHash node_hash(std::string_view left, std::string_view right);
// Of a tree without leaves.
[[nodiscard]] TreeHash empty_root();

// The right edge of a tree that grows: the roots of its perfect subtrees, the largest first. At most 64 hashes.
class TreeEdge {
 public:
  TreeEdge() = default;
  // As it stood at `size` leaves, `roots` being those of its perfect subtrees; both come from a tree that was here
  // before.
  TreeEdge(std::uint64_t size, std::vector<TreeHash> roots);

  void add(TreeHash leaf);
  // A perfect subtree of 2^level leaves; the size must be a multiple of that.
  void add_subtree(unsigned level, TreeHash root);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] TreeHash root() const;

 private:
  std::uint64_t size_ = 0;
  std::vector<TreeHash> roots_;  // one for each bit of the size
};

// The root of the perfect subtree of 2^level leaves that begins at leaf index * 2^level; asked for whole ones alone.
using Subtrees = std::function<TreeHash(unsigned level, std::uint64_t index)>;

// Of the first `size` leaves.
[[nodiscard]] TreeHash tree_root(const Subtrees& subtrees, std::uint64_t size);
// That leaf `index` is under the root of `size` leaves; index < size.
[[nodiscard]] TreeProof inclusion_proof(const Subtrees& subtrees, std::uint64_t index, std::uint64_t size);
// That the tree of `old_size` leaves is the beginning of that of `size`; old_size <= size.
[[nodiscard]] TreeProof consistency_proof(const Subtrees& subtrees, std::uint64_t old_size, std::uint64_t size);

// The root to which the proof leads from the leaf; nullopt: no proof of that length belongs to them. Any input at all.
[[nodiscard]] std::optional<TreeHash> root_by_inclusion(const TreeHash& leaf, std::uint64_t index, std::uint64_t size,
                                                        const TreeProof& proof);
// Whether the proof shows that the tree of `old_root` is the beginning of that of `root`. Any input at all.
[[nodiscard]] bool proves_consistency(const TreeHash& old_root, std::uint64_t old_size, const TreeHash& root,
                                      std::uint64_t size, const TreeProof& proof);

}  // namespace whistle::storage
