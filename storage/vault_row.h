// The bytes of the vault's rows, and the sealed box that they are made of. FORMAT.md has the grammar.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace whistle::storage {

inline constexpr std::size_t kKeyBytes = 32;
inline constexpr std::size_t kNonceBytes = 24;
inline constexpr std::size_t kBoxOverheadBytes = kNonceBytes + 16;  // nonce before, tag after
inline constexpr std::size_t kMasterKeyIdBytes = 8;

// A ticket's key for as long as it is used: on the stack, wiped when it goes. (Guarded memory costs six system calls a
// key, which is for the master key alone.)
struct TicketKey {
  std::array<std::uint8_t, kKeyBytes> bytes{};

  TicketKey() = default;
  TicketKey(const TicketKey&) = default;
  TicketKey& operator=(const TicketKey&) = default;
  ~TicketKey();
};

using KeyView = std::span<const std::uint8_t, kKeyBytes>;

enum class RowKind : char { First = 1, Later = 2 };

// Views into the row that was parsed.
struct RowParts {
  RowKind kind;
  std::string_view master_key_id;  // of a first row, as is the next
  std::string_view wrapped_key;    // a box that holds the ticket's key
  std::string_view payload;        // a box, at least kBoxOverheadBytes long
};

[[nodiscard]] std::string first_row(std::string_view master_key_id, std::string_view wrapped_key,
                                    std::string_view payload);
[[nodiscard]] std::string later_row(std::string_view payload);
// nullopt: not a row of a format and kind that this program knows, or too short for it.
[[nodiscard]] std::optional<RowParts> parse_row(std::string_view row);

// The text that is authenticated beside a box: what it is for. Boxes of different contexts do not open in each other's
// place.
[[nodiscard]] std::string wrap_context(std::string_view master_key_id);
[[nodiscard]] std::string payload_context(RowKind kind);

// XChaCha20-Poly1305: nonce, ciphertext, tag. The nonce is random and never used twice under one key.
[[nodiscard]] std::string seal_box(std::string_view context, KeyView key, std::string_view nonce,
                                   std::string_view plain);
// Writes the `size` bytes that the box holds; false: it is not what was sealed, and what was written means nothing.
[[nodiscard]] bool open_box(std::string_view context, KeyView key, std::string_view box, std::uint8_t* plain,
                            std::size_t size);

}  // namespace whistle::storage
