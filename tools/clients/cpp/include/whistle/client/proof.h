// That entries stand in a journal, and that nothing in it was rewritten. Of WhistleClient::proof, which needs libsodium
// and OpenSSL's libcrypto besides.
//
//   auto receipt = fetch_receipt(client, {17, 19});           // nullopt in it: not signed for yet
//   keep(receipt_text(**receipt));                            // `whistle audit check-receipt` reads it too
//   auto proven = check_receipt(text, *VerifierKey::parse(kept_key));   // needs no engine
//
// What fetches is for auditors and supervisors, but for the checkpoint. What checks is pure, and takes any text at all.
// Any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "whistle/client/client.h"
#include "whistle/v1/audit.pb.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::client {

// The public key of a journal, as `whistle audit key` prints it. Keep it where nobody who runs the engine can change
// it.
struct VerifierKey {
  std::string name;        // the journal's in its checkpoints
  std::string public_key;  // 32 bytes of Ed25519

  // Unsound: no such key, or one whose hash is another's.
  [[nodiscard]] static Result<VerifierKey> parse(std::string_view text);
  [[nodiscard]] std::string text() const;

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};

// What a checkpoint says.
struct SignedTree {
  std::string origin;      // which journal
  std::uint64_t size = 0;  // entries
  std::string root;        // 32 bytes
};

struct ProvenReceipt {
  std::string origin;
  std::uint64_t size = 0;  // of the journal that was signed for, entries
  std::vector<v1::Entry> entries;
};

// ---- Without an engine; Unsound is the only error

// The entries that the receipt proves. The text is JSON of v1::Receipt.
[[nodiscard]] Result<ProvenReceipt> check_receipt(std::string_view text, const VerifierKey& key);
[[nodiscard]] Result<ProvenReceipt> check_receipt(const v1::Receipt& receipt, const VerifierKey& key);
[[nodiscard]] std::string receipt_text(const v1::Receipt& receipt);
// What the note says, if that key has signed it under the journal's own name.
[[nodiscard]] Result<SignedTree> open_checkpoint(std::string_view note, const VerifierKey& key);
// That nothing was rewritten between two checkpoints. `proof` is of `fetch_consistency_proof`.
[[nodiscard]] Result<void> check_consistency(std::string_view old_note, std::string_view note,
                                             const std::vector<std::string>& proof, const VerifierKey& key);

// ---- From the engine

// The newest checkpoint; nullopt: nothing has been signed yet.
[[nodiscard]] Result<std::optional<v1::Checkpoint>> fetch_checkpoint(Client& client);
// That these entries stand in the journal; nullopt: one of them has not been signed for yet.
[[nodiscard]] Result<std::optional<v1::Receipt>> fetch_receipt(Client& client, std::vector<std::uint64_t> sequences);
// That the first `old_size` entries are the beginning of the first `size`; 0 < old_size <= size.
[[nodiscard]] Result<std::vector<std::string>> fetch_consistency_proof(Client& client, std::uint64_t old_size,
                                                                       std::uint64_t size);
// The journal's key, as the engine tells it: to be compared with one that came another way.
[[nodiscard]] Result<VerifierKey> fetch_journal_key(Client& client);

}  // namespace whistle::client
