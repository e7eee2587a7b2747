// The tree over the journal grows behind the writer, on a thread of its own: no whistle waits for a hash.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

namespace {

// Entries from one checkpoint to the next: 8 MiB of tiles in a commit. A journal of a program that had no tree is
// caught up with step by step.
constexpr std::uint64_t kGrowMax = std::uint64_t{1} << 18;

}  // namespace

Result<void> Service::open_tree() {
  auto tree = JournalTree::open(parts_.store, parts_.core.state(), parts_.checkpoint_key);
  if (!tree) return tl::unexpected(tree.error());
  tree_ = *std::move(tree);
  signed_next_ = engine::Sequence{tree_->size()};
  return {};
}

void Service::watch_tree(SteadyTime now) {
  if (options_.checkpoint_every.count() == 0) return;
  if (growing_ || now < next_checkpoint_ || signed_next_ == durable_next_) return;
  next_checkpoint_ = now + options_.checkpoint_every;
  grow_tree();
}

void Service::grow_tree() {
  growing_ = true;
  const engine::Sequence until{std::min(durable_next_.value, signed_next_.value + kGrowMax)};
  tree_thread_.run([this, until] {
    auto growth = std::make_shared<Result<TreeGrowth>>(tree_->grow(until));
    mailbox_.post([this, growth] {
      growing_ = false;
      if (!*growth) return fail_with(growth->error());
      signed_next_ = engine::Sequence{(*growth)->checkpoint.size};
      spdlog::debug("event=checkpoint size={}", signed_next_.value);
      uncommitted_.add_tree(std::move((*growth)->tiles), std::move((*growth)->checkpoint));
    });
  });
}

// Nothing is asked any more; what is left is signed for, so that a stopped journal is signed for whole.
Result<void> Service::finish_tree() {
  for (;;) {
    while (growing_) {
      if (auto turned = turn(/*wait=*/true); !turned) return turned;
    }
    if (auto durable = make_durable(); !durable) return durable;
    if (signed_next_ == durable_next_) return {};
    grow_tree();
  }
}

}  // namespace whistle::tools::whistled
