// A checkpoint of a journal: its size and root, signed. A note of C2SP tlog-checkpoint over C2SP signed-note, Ed25519:
//
//   whistle/370790/0f1e2d3c4b5a69788796a5b4c3d2e1f0
//   20852163
//   CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
//
//   — whistle/370790/0f1e2d3c4b5a69788796a5b4c3d2e1f0 Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5…
//
// Whoever keeps such a note can say later whether a journal is still the one that it was about; anybody's tool for
// signed notes can check it. Pure functions but for the key. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "storage/checkpoint_key.h"
#include "storage/merkle.h"

namespace whistle::storage {

struct Checkpoint {
  std::string origin;  // which journal
  std::uint64_t size = 0;
  TreeHash root;

  friend bool operator==(const Checkpoint&, const Checkpoint&) = default;
};

// The name of a journal in its notes and of the key that signs them: `whistle/` district `/` id in hex.
[[nodiscard]] std::string checkpoint_origin(std::string_view district_code, std::string_view journal_id);

// At most so many bytes are read of a note.
inline constexpr std::size_t kNoteBytesMax = std::size_t{64} << 10;

[[nodiscard]] std::string sign_checkpoint(const Checkpoint& checkpoint, const CheckpointKey& key);

enum class NoteFault {
  Malformed,  // no such note
  OtherKey,   // nobody has signed it with that key and name
  Forged,     // the signature of that key is not over this text
};

// What the note says, if the key with that public half has signed it under the note's own origin; signatures of others
// beside it are passed over. Any bytes at all.
[[nodiscard]] tl::expected<Checkpoint, NoteFault> open_checkpoint(std::string_view note, std::string_view public_key);

// The public key as verifiers of signed notes take it: name, key hash and key, joined by `+`.
[[nodiscard]] std::string verifier_key(std::string_view name, std::string_view public_key);
// The way back; nullopt: no such key, or not of Ed25519. Any bytes at all.
struct VerifierKey {
  std::string name;
  std::string public_key;  // 32 bytes

  friend bool operator==(const VerifierKey&, const VerifierKey&) = default;
};
[[nodiscard]] std::optional<VerifierKey> parse_verifier_key(std::string_view text);

}  // namespace whistle::storage
