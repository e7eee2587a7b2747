// The tree over the journal as it is built behind the writer: reads what has become durable since the last time, and
// signs for it.
//
//   auto tree = JournalTree::open(store, key, origin);
//   auto growth = (*tree)->grow(until);                 // on a thread of its own
//   batch.tiles = growth->tiles; batch.checkpoints = {growth->checkpoint};
//
// One thread at a time; `grow` reads the store beside the writer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/ports.h"
#include "engine/state.h"
#include "storage/checkpoint_key.h"
#include "storage/tree_tiles.h"
#include "tools/whistled/failure.h"

namespace whistle::tools::whistled {

struct TreeGrowth {
  std::vector<engine::TreeTile> tiles;
  engine::CheckpointRow checkpoint;
};

class JournalTree {
 public:
  // Goes on from the store's last checkpoint. BadData where that is not of this journal and key, where the tiles do not
  // give its root, or where the journal is shorter than it says: entries that were signed for are gone.
  // Store and key outlive the object.
  [[nodiscard]] static Result<std::unique_ptr<JournalTree>> open(const engine::Store& store, const engine::State& state,
                                                                 const storage::CheckpointKey& key);

  // Entries in the tree.
  [[nodiscard]] std::uint64_t size() const { return tree_.size(); }
  // Takes in the entries before `until`, which are durable and more than `size`, and signs.
  [[nodiscard]] Result<TreeGrowth> grow(engine::Sequence until);

 private:
  JournalTree(const engine::Store& store, const storage::CheckpointKey& key, std::string origin,
              storage::GrowingTree tree)
      : store_(store), key_(key), origin_(std::move(origin)), tree_(std::move(tree)) {}

  const engine::Store& store_;
  const storage::CheckpointKey& key_;
  const std::string origin_;
  storage::GrowingTree tree_;
};

}  // namespace whistle::tools::whistled
