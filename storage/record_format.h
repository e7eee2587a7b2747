// Keys and small values of the store, and what must hold of its rows. FORMAT.md has the grammar.
//
// Numbers in keys are big-endian, so that the order of bytes is the order of numbers and new rows lie at the end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/ids.h"
#include "engine/ports.h"
#include "engine/time.h"

namespace whistle::storage {

// Layout of families, keys and values; a store of a later layout is refused. Layout 1 had no attachments, layout 2 no
// tree and no checkpoints, layout 3 no deliveries: such a store gets the families, empty, and the number.
inline constexpr std::uint64_t kLayout = 4;
inline constexpr std::uint64_t kLayoutWithoutDeliveries = 3;
inline constexpr std::uint64_t kLayoutWithoutTree = 2;
inline constexpr std::uint64_t kLayoutWithoutAttachments = 1;

[[nodiscard]] std::string number_key(std::uint64_t number);
// nullopt: not 8 bytes.
[[nodiscard]] std::optional<std::uint64_t> parse_number(std::string_view bytes);

[[nodiscard]] std::string closed_at_key(engine::Instant closed, engine::TicketId id);
// nullopt: not such a key.
[[nodiscard]] std::optional<engine::ClosedPlace> parse_closed_at(std::string_view key);
[[nodiscard]] std::string vault_key(engine::TicketId ticket, engine::Sequence entry);
// nullopt: not such a key.
[[nodiscard]] std::optional<std::pair<engine::TicketId, engine::Sequence>> parse_vault_key(std::string_view key);
// Hash and ticket, so that all that have one file lie together; the value is entry and hash of the ciphertext.
[[nodiscard]] std::string attachment_key(std::string_view sha256, engine::TicketId ticket);
[[nodiscard]] std::string attachment_value(const engine::AttachmentRow& row);
// nullopt: not a row of this family.
[[nodiscard]] std::optional<engine::AttachmentRow> parse_attachment(std::string_view key, std::string_view value);
[[nodiscard]] std::string tile_key(std::uint8_t level, std::uint64_t index);
// Client and key with a zero byte between. A key holds no zero byte, so no two pairs are equal.
[[nodiscard]] std::string client_key(std::string_view client, std::string_view key);

// The number that the bytes of an entry say; nullopt: they are none of a known format.
[[nodiscard]] std::optional<engine::Sequence> entry_number(std::string_view bytes);
// Whether the bytes start like an entry of a known format with this sequence number. Asked before a write and after a
// read.
[[nodiscard]] bool is_entry(engine::Sequence sequence, std::string_view bytes);

// Asserts what every caller of `commit` owes: entries that follow `next` without a gap, names and hashes of the right
// size. A broken rule is a broken invariant of the engine, and ends the process before anything is written.
void assert_batch(const engine::Batch& batch, engine::Sequence next);

// Whether the batch brings the tables up to date with the journal, and is not about vault and blobs alone.
[[nodiscard]] bool touches_tables(const engine::Batch& batch);

}  // namespace whistle::storage
