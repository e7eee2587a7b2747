#include "tools/whistled/journal_tree.h"

#include "storage/checkpoint.h"

namespace whistle::tools::whistled {

namespace {

tl::unexpected<Failure> broken(std::uint64_t size, const std::string& what) {
  return fail(ExitCode::BadData, "the checkpoint of " + std::to_string(size) + " entries " + what +
                                     ": whistle audit verify tells what has changed");
}

}  // namespace

Result<std::unique_ptr<JournalTree>> JournalTree::open(const engine::Store& store, const engine::State& state,
                                                       const storage::CheckpointKey& key) {
  if (key.public_key() != state.checkpoint_public_key)
    return fail(ExitCode::BadData, "the checkpoint key is not the one that the journal was begun with");
  auto origin = storage::checkpoint_origin(state.district_code, state.journal_id);
  const auto last = store.last_checkpoint();
  if (!last) return tl::unexpected(failure_of(last.error()));
  if (!*last) return std::unique_ptr<JournalTree>(new JournalTree(store, key, std::move(origin), {}));
  const auto& [size, note] = **last;
  const auto checkpoint = storage::open_checkpoint(note, key.public_key());
  if (!checkpoint || checkpoint->origin != origin || checkpoint->size != size)
    return broken(size, "is not this journal's");
  if (size > state.next_sequence.value)
    return broken(size, "is of more than the journal has, " + std::to_string(state.next_sequence.value));
  std::optional<engine::StoreError> unread;
  auto tree = storage::GrowingTree::resume(size, [&](std::uint8_t level, std::uint64_t index) {
    auto tile = store.tile(level, index);
    if (!tile) unread = tile.error();
    return tile ? *std::move(tile) : std::nullopt;
  });
  if (unread) return tl::unexpected(failure_of(*unread));
  if (!tree || tree->root() != checkpoint->root) return broken(size, "does not fit the tree");
  return std::unique_ptr<JournalTree>(new JournalTree(store, key, std::move(origin), *std::move(tree)));
}

Result<TreeGrowth> JournalTree::grow(engine::Sequence until) {
  const auto scanned = store_.scan_entries(engine::Sequence{tree_.size()}, [&](engine::Sequence, auto bytes) {
    tree_.add(bytes);
    return tree_.size() < until.value;
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  TreeGrowth growth;
  growth.tiles = tree_.take_tiles();
  growth.checkpoint = {tree_.size(), storage::sign_checkpoint({origin_, tree_.size(), tree_.root()}, key_)};
  return growth;
}

}  // namespace whistle::tools::whistled
