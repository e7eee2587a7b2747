// How much a test does when nobody says: what an optimised build does in half a minute, or a tenth of it in a debug or
// sanitized one. Also what the environment says instead.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace whistle::tests {

#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
inline constexpr bool kFast = true;
#else
inline constexpr bool kFast = false;
#endif

inline std::uint64_t given(const char* variable, std::uint64_t otherwise) {
  const auto* text = std::getenv(variable);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

}  // namespace whistle::tests
