// SHA-256, in one call or piece by piece.
//
//   std::string digest = sha256(bytes);                       // 32 bytes
//   Sha256 hash;  hash.add(one);  hash.add(two);  hash.digest();
#pragma once

#include <cstddef>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace whistle::storage {

inline constexpr std::size_t kSha256Bytes = 32;

// The 32 bytes of the digest of `bytes`, or of all `parts` one after the other.
[[nodiscard]] std::string sha256(std::string_view bytes);
[[nodiscard]] std::string sha256(std::initializer_list<std::string_view> parts);

// Piece by piece. One thread.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void add(std::string_view bytes);
  // Of all that was added; nothing can be added after it.
  [[nodiscard]] std::string digest();

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace whistle::storage
