// Decimal texts read exactly, without a detour through binary fractions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace whistle::adapters::district {

// The number a decimal text means, in units of 10^-places, rounded half to even: with 7 places "42.35940005" is
// 423594000 and "42.35940015" is 423594002. Reads JSON numbers, exponents included; nullopt for anything else and for
// what 64 bits can't hold.
[[nodiscard]] std::optional<std::int64_t> scaled_decimal(std::string_view text, int places);

// A whole number from 0 without sign or leading zeros ("0" itself apart), at most `max`.
[[nodiscard]] std::optional<std::uint32_t> whole_number(std::string_view text, std::uint32_t max);

}  // namespace whistle::adapters::district
