// The tree behind the writer: signed for while something happens and when it stops, and never over what has changed.
#include "tools/whistled/journal_tree.h"

#include <doctest/doctest.h>

#include "adapters/zeromq/feed_subscription.h"
#include "storage/checkpoint.h"
#include "storage/memory_store.h"
#include "storage/tree_tiles.h"
#include "tests/support/forwarding_store.h"
#include "tests/whistled/engine_in_process.h"

namespace whistle::tools::whistled {
namespace {

using namespace std::chrono_literals;

storage::Checkpoint opened(const EngineInProcess& engine, const std::string& note) {
  const auto checkpoint = storage::open_checkpoint(note, engine.checkpoint_public_key());
  REQUIRE(checkpoint.has_value());
  return *checkpoint;
}

// The root of the first `size` entries, made from them alone.
storage::TreeHash root_of(const engine::Store& store, std::uint64_t size) {
  storage::TreeEdge edge;
  const auto scanned = store.scan_entries(engine::Sequence{0}, [&](auto, std::string_view bytes) {
    if (edge.size() < size) edge.add(storage::leaf_hash(bytes));
    return edge.size() < size;
  });
  REQUIRE(scanned.has_value());
  return edge.root();
}

TEST_CASE("a journal that has stopped is signed for whole, and each start goes on from there") {
  EngineInProcess engine;
  std::uint64_t signed_before = 0;
  for (int start = 0; start < 3; ++start) {
    engine.start();
    auto intake = engine.member("intake-app");
    for (int i = 0; i < 5; ++i)
      REQUIRE(intake->act("w-" + std::to_string(start) + std::to_string(i), whistle()).has_accepted());
    REQUIRE(engine.stop().has_value());
    const auto next = engine.store().next_sequence()->value;
    const auto last = engine.store().last_checkpoint().value();
    REQUIRE(last.has_value());
    CHECK(last->size == next);
    CHECK(last->size > signed_before);
    const auto checkpoint = opened(engine, last->note);
    CHECK(checkpoint.origin == storage::checkpoint_origin("370790", std::string(16, 'j')));
    CHECK(checkpoint.root == root_of(engine.store(), next));
    signed_before = last->size;
  }
}

TEST_CASE("while something happens it is signed for, and the feed says so") {
  EngineInProcess::Options options;
  options.checkpoint_every = 1ms;
  EngineInProcess engine(std::move(options));
  engine.start();
  auto feed = adapters::zeromq::FeedSubscription::open(
      {.endpoint = engine.service().endpoints().feed,
       .curve = adapters::zeromq::CurveLogin{engine.server_keys().public_key, engine.admin_keys()},
       .topics = {"checkpoint", "heartbeat"}});
  REQUIRE(feed.has_value());
  // A subscription takes a while to arrive: the heartbeat says that it has.
  while ((*feed)->receive(60s)->kind() != v1::NOTICE_KIND_HEARTBEAT) {
  }
  auto intake = engine.member("intake-app");
  const auto blown = intake->act("w-1", whistle());
  REQUIRE(blown.has_accepted());
  v1::Notice notice;
  do {
    const auto received = (*feed)->receive(60s);
    REQUIRE(received.has_value());
    notice = *received;
  } while (notice.kind() != v1::NOTICE_KIND_CHECKPOINT || notice.sequence() < blown.accepted().sequence());
  v1::Request request;
  request.mutable_list_checkpoints();
  const auto reply = intake->call(request);
  REQUIRE(reply.list_checkpoints().checkpoints_size() == 1);
  const auto& last = reply.list_checkpoints().checkpoints(0);
  CHECK(last.size() > blown.accepted().sequence());
  CHECK(opened(engine, last.note()).size == last.size());
}

TEST_CASE("checkpoints are everybody's, tiles those who read the raw journal") {
  EngineInProcess engine;
  engine.start();
  REQUIRE(engine.member("intake-app")->act("w-1", whistle()).has_accepted());
  REQUIRE(engine.stop().has_value());
  engine.start();
  v1::Request tile;
  tile.mutable_get_tile();
  CHECK(told(engine.member("intake-app")->call(tile)) == "NOT_PERMITTED needs=auditor or supervisor");
  const auto hashes = engine.member("auditor-1")->call(tile).get_tile().hashes();
  CHECK(hashes.substr(0, 32) == storage::leaf_hash(**engine.store().entry(engine::Sequence{0})));
  tile.mutable_get_tile()->set_index(7);
  CHECK(engine.member("auditor-1")->call(tile).get_tile().hashes().empty());
  v1::Request list;
  list.mutable_list_checkpoints()->set_limit(10);
  CHECK(engine.member("intake-app")->call(list).list_checkpoints().checkpoints_size() >= 1);
}

// What open says of a store that somebody has been at.
class Founded {
 public:
  Founded() {
    engine.start();
    REQUIRE(engine.member("intake-app")->act("w-1", whistle()).has_accepted());
    REQUIRE(engine.stop().has_value());
  }
  std::string opened_over(const engine::Store& store, const storage::CheckpointKey* other = nullptr) {
    engine::State state;
    state.journal_id = std::string(16, 'j');
    state.district_code = "370790";
    state.checkpoint_public_key = engine.checkpoint_public_key();
    state.next_sequence = *engine.store().next_sequence();
    const auto tree = JournalTree::open(store, state, other != nullptr ? *other : engine.checkpoint_key());
    return tree ? "goes on from " + std::to_string((*tree)->size()) : tree.error().what;
  }

  EngineInProcess engine;
};

TEST_CASE_FIXTURE(Founded, "a journal that had no tree is caught up with in steps, each signed for") {
  struct NeverSigned final : support::ForwardingStore {
    using ForwardingStore::ForwardingStore;
    engine::Stored<std::optional<engine::CheckpointRow>> last_checkpoint() const override { return std::nullopt; }
  } store(engine.store());
  const auto next = *store.next_sequence();
  engine::State state;
  state.journal_id = std::string(16, 'j');
  state.district_code = "370790";
  state.checkpoint_public_key = engine.checkpoint_public_key();
  state.next_sequence = next;
  const auto tree = JournalTree::open(store, state, engine.checkpoint_key());
  REQUIRE(tree.has_value());
  for (const auto until : {std::uint64_t{3}, next.value}) {
    const auto growth = (*tree)->grow(engine::Sequence{until});
    REQUIRE(growth.has_value());
    CHECK(growth->checkpoint.size == until);
    CHECK(opened(engine, growth->checkpoint.note).root == root_of(store, until));
    CHECK(growth->tiles.at(0).hashes.size() == until * 32);
  }
}

TEST_CASE_FIXTURE(Founded, "an engine does not go on from a tree that is not its journal's") {
  auto& store = engine.store();
  const auto size = store.last_checkpoint().value()->size;
  CHECK(opened_over(store) == "goes on from " + std::to_string(size));

  struct OtherTile final : support::ForwardingStore {
    using ForwardingStore::ForwardingStore;
    engine::Stored<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) const override {
      auto hashes = ForwardingStore::tile(level, index);
      if (*hashes) (**hashes)[3] ^= 1;
      return hashes;
    }
  } other_tile(store);
  CHECK(opened_over(other_tile).find("does not fit the tree") != std::string::npos);

  struct LargerCheckpoint final : support::ForwardingStore {
    using ForwardingStore::ForwardingStore;
    std::string note;
    engine::Stored<std::optional<engine::CheckpointRow>> last_checkpoint() const override {
      return engine::CheckpointRow{1'000, note};
    }
  } larger(store);
  larger.note = storage::sign_checkpoint(
      {storage::checkpoint_origin("370790", std::string(16, 'j')), 1'000, storage::empty_root()},
      engine.checkpoint_key());
  CHECK(opened_over(larger).find("is of more than the journal has") != std::string::npos);
  larger.note = store.last_checkpoint().value()->note;
  CHECK(opened_over(larger).find("is not this journal's") != std::string::npos);

  support::TempDir dir;
  storage::SeededRandom random(9);
  const auto other = storage::CheckpointKey::create(dir.path() / "key", random).value();
  CHECK(opened_over(store, &other).find("not the one that the journal was begun with") != std::string::npos);
}

}  // namespace
}  // namespace whistle::tools::whistled
