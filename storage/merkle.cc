#include "storage/merkle.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/assert.h"
#include "storage/sha256.h"

namespace whistle::storage {

namespace {

constexpr std::string_view kLeaf{"\x00", 1};
constexpr std::string_view kNode{"\x01", 1};

// The largest power of two below n, as an exponent; n > 1. Where a tree of n leaves is split.
unsigned split_level(std::uint64_t n) {
  return static_cast<unsigned>(std::bit_width(n - 1)) - 1;
}

// The root over leaves [begin, end); begin is a multiple of the power of two that holds them.
TreeHash range_root(const Subtrees& subtrees, std::uint64_t begin, std::uint64_t end) {
  const auto count = end - begin;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<unsigned>(std::countr_zero(count));
    return subtrees(level, begin >> level);
  }
  const auto middle = begin + (std::uint64_t{1} << split_level(count));
  return node_hash(range_root(subtrees, begin, middle), range_root(subtrees, middle, end));
}

void path_to(const Subtrees& subtrees, std::uint64_t index, std::uint64_t begin, std::uint64_t end, TreeProof& proof) {
  if (end - begin == 1) return;
  const auto middle = begin + (std::uint64_t{1} << split_level(end - begin));
  if (index < middle) {
    path_to(subtrees, index, begin, middle, proof);
    proof.push_back(range_root(subtrees, middle, end));
  } else {
    path_to(subtrees, index, middle, end, proof);
    proof.push_back(range_root(subtrees, begin, middle));
  }
}

// `known`: whoever checks has the root over [begin, old_size) where that is the whole old tree.
void path_between(const Subtrees& subtrees, std::uint64_t old_size, std::uint64_t begin, std::uint64_t end, bool known,
                  TreeProof& proof) {
  if (old_size == end) {
    if (!known) proof.push_back(range_root(subtrees, begin, end));
    return;
  }
  const auto middle = begin + (std::uint64_t{1} << split_level(end - begin));
  if (old_size <= middle) {
    path_between(subtrees, old_size, begin, middle, known, proof);
    proof.push_back(range_root(subtrees, middle, end));
  } else {
    path_between(subtrees, old_size, middle, end, false, proof);
    proof.push_back(range_root(subtrees, begin, middle));
  }
}

bool are_hashes(const TreeProof& proof) {
  return std::ranges::all_of(proof, [](const TreeHash& hash) { return hash.size() == kSha256Bytes; });
}

}  // namespace

TreeHash leaf_hash(std::string_view bytes) {
  return sha256({kLeaf, bytes});
}

TreeHash node_hash(std::string_view left, std::string_view right) {
  return sha256({kNode, left, right});
}

TreeHash empty_root() {
  return sha256(std::string_view());
}

TreeEdge::TreeEdge(std::uint64_t size, std::vector<TreeHash> roots) : size_(size), roots_(std::move(roots)) {
  WHISTLE_ASSERT(roots_.size() == static_cast<std::size_t>(std::popcount(size_)));
}

void TreeEdge::add(TreeHash leaf) {
  add_subtree(0, std::move(leaf));
}

void TreeEdge::add_subtree(unsigned level, TreeHash root) {
  WHISTLE_ASSERT((size_ & ((std::uint64_t{1} << level) - 1)) == 0);
  for (auto rest = size_ >> level; (rest & 1) != 0; rest >>= 1) {
    root = node_hash(roots_.back(), root);
    roots_.pop_back();
  }
  roots_.push_back(std::move(root));
  size_ += std::uint64_t{1} << level;
}

TreeHash TreeEdge::root() const {
  if (roots_.empty()) return empty_root();
  auto root = roots_.back();
  for (auto left = roots_.rbegin() + 1; left != roots_.rend(); ++left)
    root = node_hash(*left, root);
  return root;
}

TreeHash tree_root(const Subtrees& subtrees, std::uint64_t size) {
  return size == 0 ? empty_root() : range_root(subtrees, 0, size);
}

TreeProof inclusion_proof(const Subtrees& subtrees, std::uint64_t index, std::uint64_t size) {
  WHISTLE_ASSERT(index < size);
  TreeProof proof;
  path_to(subtrees, index, 0, size, proof);
  return proof;
}

TreeProof consistency_proof(const Subtrees& subtrees, std::uint64_t old_size, std::uint64_t size) {
  WHISTLE_ASSERT(old_size <= size);
  TreeProof proof;
  if (old_size > 0 && old_size < size) path_between(subtrees, old_size, 0, size, /*known=*/true, proof);
  return proof;
}

// Upwards: where the node is a right child, or the last of its row with nothing beside it, its left neighbour is named.
std::optional<TreeHash> root_by_inclusion(const TreeHash& leaf, std::uint64_t index, std::uint64_t size,
                                          const TreeProof& proof) {
  if (index >= size || leaf.size() != kSha256Bytes || !are_hashes(proof)) return std::nullopt;
  auto node = index;
  auto last = size - 1;
  auto root = leaf;
  for (const auto& hash : proof) {
    if (last == 0) return std::nullopt;
    if ((node & 1) != 0 || node == last) {
      root = node_hash(hash, root);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      root = node_hash(root, hash);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 ? std::optional(root) : std::nullopt;
}

// Both roots are built at once from the same hashes: the old one of those on its left alone.
bool proves_consistency(const TreeHash& old_root, std::uint64_t old_size, const TreeHash& root, std::uint64_t size,
                        const TreeProof& proof) {
  if (old_size > size || !are_hashes(proof)) return false;
  if (old_size == size) return proof.empty() && old_root == root;
  if (old_size == 0) return proof.empty() && old_root == empty_root();
  auto node = old_size - 1;
  auto last = size - 1;
  while ((node & 1) != 0) {
    node >>= 1;
    last >>= 1;
  }
  auto next = proof.begin();
  // A perfect old tree is itself the first node; whoever checks has it.
  const bool is_perfect = std::has_single_bit(old_size);
  if (!is_perfect && next == proof.end()) return false;
  auto old_built = is_perfect ? old_root : *next++;
  auto built = old_built;
  for (; next != proof.end(); ++next) {
    if (last == 0) return false;
    if ((node & 1) != 0 || node == last) {
      old_built = node_hash(*next, old_built);
      built = node_hash(*next, built);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      built = node_hash(built, *next);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_built == old_root && built == root;
}

}  // namespace whistle::storage
