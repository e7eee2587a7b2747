// SHA-256 as rulesets and blobs are named by it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace whistle::adapters::district {

using Sha256 = std::array<std::uint8_t, 32>;

[[nodiscard]] Sha256 sha256(std::string_view bytes);
// 32 bytes as a string, as the messages hold them.
[[nodiscard]] std::string to_bytes(const Sha256& hash);
// 64 lower-case hexadecimal digits.
[[nodiscard]] std::string to_hex(const Sha256& hash);

}  // namespace whistle::adapters::district
