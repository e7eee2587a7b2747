// A journal whose own operator has written what never happened, and signed it: what an audit proves, looks back into
// and tells of it. The input is the entries' bytes, each with its length before it; tree and signature are made here,
// so that nothing is refused for a hash that a fuzzer cannot guess.
#include <string>
#include <vector>

#include "engine/assert.h"
#include "engine/core.h"
#include "storage/checkpoint.h"
#include "storage/tree_tiles.h"
#include "tests/fuzz/known_checkpoint_key.h"
#include "tests/fuzz/pieces.h"
#include "tests/fuzz/published_rules.h"
#include "tests/fuzz/target.h"
#include "tools/whistle/audit/as_it_was.h"
#include "tools/whistle/audit/verification.h"

namespace whistle::fuzz {

namespace {

constexpr std::size_t kEntriesMax = 64;

const PublishedRules& rules() {
  static const auto published = published_rules();
  return published;
}

class SignedJournal final : public tools::JournalSource {
 public:
  explicit SignedJournal(Pieces pieces) {
    storage::GrowingTree tree;
    while (const auto piece = entries_.size() < kEntriesMax ? pieces.next() : std::nullopt) {
      entries_.emplace_back(*piece);
      tree.add(*piece);
    }
    tiles_ = tree.take_tiles();
    const auto first = entries_.empty() ? std::nullopt : engine::parse_entry(entries_.front());
    const auto& journal = first ? first->command().create_journal() : v1::CreateJournal::default_instance();
    const auto origin = storage::checkpoint_origin(journal.district_code(), journal.journal_id());
    note_ = storage::sign_checkpoint({origin, tree.size(), tree.root()}, known_checkpoint_key());
  }

  tools::Read<std::uint64_t> next_sequence() override { return entries_.size(); }
  tools::Read<void> scan_entries(std::uint64_t from, const engine::EntryVisitor& visit) override {
    for (auto at = from; at < entries_.size(); ++at) {
      if (!visit(engine::Sequence{at}, entries_[at])) break;
    }
    return {};
  }
  tools::Read<std::optional<std::string>> entry(std::uint64_t sequence) override {
    return sequence < entries_.size() ? std::optional(entries_[sequence]) : std::nullopt;
  }
  tools::Read<std::optional<std::string>> blob(std::string_view sha256) override { return rules().blob(sha256); }
  tools::Read<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) override {
    for (const auto& tile : tiles_) {
      if (tile.level == level && tile.index == index) return tile.hashes;
    }
    return std::nullopt;
  }
  tools::Read<void> scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) override {
    if (entries_.size() >= from) static_cast<void>(visit({entries_.size(), note_}));
    return {};
  }
  tools::Read<std::optional<engine::CheckpointRow>> last_checkpoint() override {
    return engine::CheckpointRow{entries_.size(), note_};
  }

 private:
  std::vector<std::string> entries_;
  std::vector<engine::TreeTile> tiles_;
  std::string note_;
};

}  // namespace

void read(std::string_view input) {
  SignedJournal journal{Pieces(input)};
  const auto done = tools::verify_journal(journal, {}, [](std::uint64_t) {});
  if (done) WHISTLE_ASSERT(done->decided <= done->entries);
  const auto count = journal.next_sequence().value();
  constexpr auto kLanguage = tools::Language::English;
  static_cast<void>(tools::moment_of(journal, kLanguage, "2026-09-28 12:00"));
  for (std::uint64_t ticket = 0; ticket < count; ++ticket) {
    const auto entries = journal.entries_of(ticket);
    if (!entries || entries->empty()) continue;
    const auto was = tools::ticket_as_it_was(journal, kLanguage, {ticket, *entries}, count);
    if (was) static_cast<void>(tools::view_of(was->ticket, *rules().rules).SerializeAsString());
  }
}

}  // namespace whistle::fuzz
