#include <algorithm>
#include <map>
#include <utility>

#include "engine/stored_entry.h"
#include "storage/checkpoint.h"
#include "storage/tree_tiles.h"
#include "whistle/client/proof.h"

namespace whistle::client {

namespace {

tl::unexpected<Error> malformed(std::string what) {
  return tl::unexpected(Error(Malformed{std::move(what)}));
}

Result<std::string> fetch_stored(Client& client, std::uint64_t sequence) {
  v1::FetchEntries question;
  question.set_from(sequence);
  question.set_limit(1);
  question.set_raw(true);
  auto page = client.ask(question);
  if (!page) return tl::unexpected(std::move(page.error()));
  const auto entry = page->raw_size() == 1 ? engine::parse_entry(page->raw(0)) : std::nullopt;
  if (!entry || entry->sequence() != sequence)
    return malformed("entry " + std::to_string(sequence) + " was asked for, and did not come");
  return std::move(*page->mutable_raw(0));
}

// The tiles of the engine's tree, each fetched once, and the first that could not be.
class Tiles {
 public:
  explicit Tiles(Client& client) : client_(client) {}

  [[nodiscard]] storage::TileLookup lookup() {
    return [this](std::uint8_t level, std::uint64_t index) { return tile(level, index); };
  }
  [[nodiscard]] const std::optional<Error>& fault() const { return fault_; }

 private:
  std::optional<std::string> tile(std::uint8_t level, std::uint64_t index) {
    const auto known = tiles_.find({level, index});
    if (known != tiles_.end()) return known->second;
    if (fault_) return std::nullopt;
    v1::GetTile question;
    question.set_level(level);
    question.set_index(index);
    auto answer = client_.ask(question);
    if (!answer) {
      fault_ = std::move(answer.error());
      return std::nullopt;
    }
    return tiles_.emplace(std::pair{level, index}, std::move(*answer->mutable_hashes())).first->second;
  }

  Client& client_;
  std::map<std::pair<std::uint8_t, std::uint64_t>, std::string> tiles_;
  std::optional<Error> fault_;
};

// What `prove` makes of the subtrees, if every tile was there.
template <typename Prove>
Result<std::vector<std::string>> proof_by(Tiles& tiles, const Prove& prove) {
  const auto lookup = tiles.lookup();
  auto proof = prove(storage::subtrees_of(lookup));
  if (tiles.fault()) return tl::unexpected(*tiles.fault());
  if (std::ranges::any_of(proof, [](const auto& hash) { return hash.empty(); }))
    return malformed("a tile is shorter than the journal");
  return proof;
}

}  // namespace

Result<std::optional<v1::Checkpoint>> fetch_checkpoint(Client& client) {
  auto listed = client.ask(v1::ListCheckpoints{});
  if (!listed) return tl::unexpected(std::move(listed.error()));
  if (listed->checkpoints().empty()) return std::optional<v1::Checkpoint>{};
  return std::move(*listed->mutable_checkpoints(listed->checkpoints_size() - 1));
}

Result<std::optional<v1::Receipt>> fetch_receipt(Client& client, std::vector<std::uint64_t> sequences) {
  if (sequences.empty()) return tl::unexpected(Error(Misused{"a receipt of no entries"}));
  std::ranges::sort(sequences);
  sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
  auto checkpoint = fetch_checkpoint(client);
  if (!checkpoint) return tl::unexpected(std::move(checkpoint.error()));
  if (!*checkpoint || sequences.back() >= (*checkpoint)->size()) return std::optional<v1::Receipt>{};
  v1::Receipt receipt;
  receipt.set_checkpoint((*checkpoint)->note());
  Tiles tiles(client);
  for (const auto sequence : sequences) {
    auto stored = fetch_stored(client, sequence);
    if (!stored) return tl::unexpected(std::move(stored.error()));
    auto proof = proof_by(tiles, [&](const storage::Subtrees& subtrees) {
      return storage::inclusion_proof(subtrees, sequence, (*checkpoint)->size());
    });
    if (!proof) return tl::unexpected(std::move(proof.error()));
    auto& proven = *receipt.add_entries();
    proven.set_entry(*std::move(stored));
    for (auto& hash : *proof)
      proven.add_proof(std::move(hash));
  }
  return receipt;
}

Result<std::vector<std::string>> fetch_consistency_proof(Client& client, std::uint64_t old_size, std::uint64_t size) {
  if (old_size == 0 || old_size > size) {
    return tl::unexpected(
        Error(Misused{"a proof between " + std::to_string(old_size) + " and " + std::to_string(size) + " entries"}));
  }
  Tiles tiles(client);
  return proof_by(
      tiles, [&](const storage::Subtrees& subtrees) { return storage::consistency_proof(subtrees, old_size, size); });
}

Result<VerifierKey> fetch_journal_key(Client& client) {
  const auto stored = fetch_stored(client, 0);
  if (!stored) return tl::unexpected(stored.error());
  const auto first = engine::parse_entry(*stored);
  for (const auto& event : first->events()) {
    if (!event.has_journal_created()) continue;
    const auto& made = event.journal_created();
    return VerifierKey{storage::checkpoint_origin(made.district_code(), made.journal_id()),
                       made.checkpoint_public_key()};
  }
  return malformed("entry 0 does not say how the journal was made");
}

}  // namespace whistle::client
