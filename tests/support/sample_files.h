// Small files of each type that is kept, for tests that bring evidence.
#pragma once

#include <cstddef>
#include <string>

namespace whistle::support {

// The beginning of a photo, whole as far as its type can be judged; `filler` makes it another one, `size` pads it.
[[nodiscard]] inline std::string jpeg_of(const std::string& filler = "", std::size_t size = 0) {
  std::string bytes("\xFF\xD8\xFF\xE0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00", 20);
  bytes.append("\xFF\xC0\x00\x0B\x08\x00\x10\x00\x10\x01\x01\x11\x00", 13);
  bytes += filler;
  if (bytes.size() < size) bytes.resize(size, '.');
  return bytes.append("\xFF\xD9", 2);
}

}  // namespace whistle::support
