// SHA-256, in one call or piece by piece.
//
//   std::string digest = sha256(bytes);                       // 32 bytes
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>

namespace whistle::storage {

inline constexpr std::size_t kSha256Bytes = 32;

// The 32 bytes of the digest of `bytes`, or of all `parts` one after the other.
[[nodiscard]] std::string sha256(std::string_view bytes);
[[nodiscard]] std::string sha256(std::initializer_list<std::string_view> parts);

}  // namespace whistle::storage
