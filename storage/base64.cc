#include "storage/base64.h"

#include <sodium.h>

#include <cstddef>

namespace whistle::storage {

namespace {

constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;

}  // namespace

std::string base64(std::string_view bytes) {
  std::string text(sodium_base64_ENCODED_LEN(bytes.size(), kVariant), '\0');
  sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                    kVariant);
  text.pop_back();  // its zero byte
  return text;
}

std::optional<std::string> parse_base64(std::string_view text) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  const int failed = sodium_base642bin(reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(), text.data(),
                                       text.size(), nullptr, &length, nullptr, kVariant);
  if (failed != 0) return std::nullopt;
  bytes.resize(length);
  return base64(bytes) == text ? std::optional(bytes) : std::nullopt;
}

}  // namespace whistle::storage
