// The tree over the journal grows behind the writer, on a thread of its own: no whistle waits for a hash.
#include <spdlog/spdlog.h>

#include <memory>
#include <utility>

#include "tools/whistled/service.h"

namespace whistle::tools::whistled {

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
  tree_thread_.run([this, until = durable_next_] {
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

// Everything is durable, and nothing comes any more: what is left is signed for, so that a stopped journal is signed
// for whole.
Result<void> Service::finish_tree() {
  while (growing_) {
    if (auto turned = turn(/*wait=*/true); !turned) return turned;
  }
  if (signed_next_ < durable_next_) grow_tree();
  while (growing_) {
    if (auto turned = turn(/*wait=*/true); !turned) return turned;
  }
  return make_durable();
}

}  // namespace whistle::tools::whistled
