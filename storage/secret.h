// Key material: memory that is wiped when it goes, and files that only their owner reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "engine/ports.h"

namespace whistle::storage {

// Bytes in guarded memory (sodium_malloc): locked where the system allows it, wiped before it is given back. Moves,
// never copies.
class SecretBytes {
 public:
  explicit SecretBytes(std::size_t size);  // zeros

  [[nodiscard]] std::uint8_t* data() { return bytes_.get(); }
  [[nodiscard]] const std::uint8_t* data() const { return bytes_.get(); }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] std::span<std::uint8_t> span() { return {bytes_.get(), size_}; }

 private:
  struct Wipe {
    void operator()(std::uint8_t* bytes) const;
  };
  std::unique_ptr<std::uint8_t[], Wipe> bytes_;
  std::size_t size_;
};

// A secret's file is one line of text: its label, a space, the bytes in lower-case hex.

// Writes and syncs a new file of mode 0600. Io where one exists already.
[[nodiscard]] engine::Stored<void> write_secret_file(const std::filesystem::path& file, std::string_view label,
                                                     const SecretBytes& secret);
// Reads a secret of `size` bytes. Io where the file is absent, not a plain file, or open to group or others; Damaged
// where its text is not a secret of that label and size.
[[nodiscard]] engine::Stored<SecretBytes> read_secret_file(const std::filesystem::path& file, std::string_view label,
                                                           std::size_t size);

}  // namespace whistle::storage
