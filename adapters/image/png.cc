#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>

#include "adapters/image/bytes.h"
#include "adapters/image/formats.h"
#include "adapters/image/orientation.h"

namespace whistle::adapters::image {

namespace {

constexpr std::string_view kSignature{"\x89PNG\r\n\x1a\n", 8};
constexpr std::size_t kChunkLengthBytes = 4;
constexpr std::size_t kTypeBytes = 4;
constexpr std::size_t kSumBytes = 4;
constexpr std::size_t kHeaderBytes = 13;  // of IHDR
constexpr std::array<std::string_view, 16> kKept{"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "iCCP",
                                                 "sBIT", "sRGB", "cICP", "bKGD", "pHYs", "acTL", "fcTL", "fdAT"};

std::uint32_t checksum(std::string_view text) {
  return static_cast<std::uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(text.data()), static_cast<uInt>(text.size())));
}

struct Chunk {
  std::string_view type;
  std::string_view content;
  std::string_view whole;
};

// The next one; `rest` is left with what follows it. nullopt: it is not whole.
std::optional<Chunk> next_chunk(std::string_view& rest) {
  constexpr std::size_t kFrame = kChunkLengthBytes + kTypeBytes + kSumBytes;
  if (rest.size() < kFrame) return std::nullopt;
  const std::size_t length = number_at(rest, 0, kChunkLengthBytes, Order::Big);
  if (length > rest.size() - kFrame) return std::nullopt;
  const auto summed = rest.substr(kChunkLengthBytes, kTypeBytes + length);
  if (number_at(rest, kChunkLengthBytes + summed.size(), kSumBytes, Order::Big) != checksum(summed))
    return std::nullopt;
  const Chunk chunk{summed.substr(0, kTypeBytes), summed.substr(kTypeBytes), rest.substr(0, kFrame + length)};
  rest.remove_prefix(chunk.whole.size());
  return chunk;
}

void append_chunk(std::string& out, std::string_view type, std::string_view content) {
  append_number(out, static_cast<std::uint32_t>(content.size()), kChunkLengthBytes, Order::Big);
  const auto summed = std::string(type).append(content);
  out.append(summed);
  append_number(out, checksum(summed), kSumBytes, Order::Big);
}

}  // namespace

bool is_png(std::string_view file) {
  return file.starts_with(kSignature);
}

std::optional<std::string> strip_png(std::string_view file) {
  std::string out(kSignature);
  out.reserve(file.size());
  auto rest = file.substr(kSignature.size());
  std::uint16_t orientation = kUpright;
  bool has_pixels = false;
  while (const auto chunk = next_chunk(rest)) {
    const bool is_first = out.size() == kSignature.size();
    if (is_first != (chunk->type == "IHDR") || (is_first && chunk->content.size() != kHeaderBytes)) return std::nullopt;
    has_pixels = has_pixels || chunk->type == "IDAT";
    if (chunk->type == "eXIf" && orientation == kUpright) orientation = read_orientation(chunk->content);
    const bool is_end = chunk->type == "IEND";
    if (is_end && (!has_pixels || !chunk->content.empty())) return std::nullopt;
    if (is_end && orientation != kUpright) append_chunk(out, "eXIf", orientation_tiff(orientation));
    if (std::ranges::find(kKept, chunk->type) != kKept.end()) {
      out.append(chunk->whole);
    } else if (chunk->type[0] >= 'A' && chunk->type[0] <= 'Z') {
      return std::nullopt;  // critical, and unknown: without it the picture would be another
    }
    if (is_end) return out;
  }
  return std::nullopt;
}

}  // namespace whistle::adapters::image
