#include <algorithm>
#include <array>
#include <cstdint>
#include <span>

#include "adapters/image/bytes.h"
#include "adapters/image/formats.h"
#include "adapters/image/orientation.h"

namespace whistle::adapters::image {

namespace {

constexpr std::size_t kNameBytes = 4;
constexpr std::size_t kSizeBytes = 4;
constexpr std::size_t kRiffBytes = 12;      // "RIFF", size, "WEBP"
constexpr std::size_t kExtendedBytes = 10;  // of VP8X
constexpr std::size_t kFrameBytes = 16;     // of ANMF before its own chunks
constexpr std::uint8_t kXmpFlag = 0x04;
constexpr std::uint8_t kExifFlag = 0x08;
constexpr std::string_view kWebpExif{"Exif\0\0", 6};  // some put before the TIFF what JPEG has there
constexpr std::array<std::string_view, 7> kWebpKept{"VP8X", "ICCP", "ANIM", "ANMF", "ALPH", "VP8 ", "VP8L"};
constexpr std::array<std::string_view, 3> kKeptInFrame{"ALPH", "VP8 ", "VP8L"};

struct WebpChunk {
  std::string_view name;
  std::string_view content;
};

// The next one; `rest` is left with what follows it and its padding. nullopt: it is not whole.
std::optional<WebpChunk> next_webp_chunk(std::string_view& rest) {
  constexpr std::size_t kHead = kNameBytes + kSizeBytes;
  if (rest.size() < kHead) return std::nullopt;
  const std::size_t size = number_at(rest, kNameBytes, kSizeBytes, Order::Little);
  if (size > rest.size() - kHead) return std::nullopt;
  const WebpChunk chunk{rest.substr(0, kNameBytes), rest.substr(kHead, size)};
  rest.remove_prefix(std::min(kHead + size + size % 2, rest.size()));
  return chunk;
}

void append_webp_chunk(std::string& out, std::string_view name, std::string_view content) {
  out.append(name);
  append_number(out, static_cast<std::uint32_t>(content.size()), kSizeBytes, Order::Little);
  out.append(content);
  if (content.size() % 2 != 0) out.push_back('\0');
}

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

bool is_picture(std::string_view name) {
  return name == "VP8 " || name == "VP8L" || name == "ANMF";
}

// A frame of an animation has chunks of its own.
std::optional<std::string> strip_frame(std::string_view frame) {
  if (frame.size() < kFrameBytes) return std::nullopt;
  std::string out(frame.substr(0, kFrameBytes));
  auto rest = frame.substr(kFrameBytes);
  bool has_pixels = false;
  while (!rest.empty()) {
    const auto chunk = next_webp_chunk(rest);
    if (!chunk) return std::nullopt;
    has_pixels = has_pixels || is_picture(chunk->name);
    if (is_one_of(kKeptInFrame, chunk->name)) append_webp_chunk(out, chunk->name, chunk->content);
  }
  if (!has_pixels) return std::nullopt;
  return out;
}

// Says what the file has: of Exif the orientation at most, of XMP nothing.
void set_flags(std::string& out, bool has_exif) {
  const auto at = kRiffBytes + kNameBytes + kSizeBytes;
  auto flags = static_cast<std::uint8_t>(out[at]);
  flags = static_cast<std::uint8_t>(flags & ~(kXmpFlag | kExifFlag));
  out[at] = static_cast<char>(has_exif ? flags | kExifFlag : flags);
}

std::string with_size(std::string out) {
  std::string size;
  append_number(size, static_cast<std::uint32_t>(out.size() - kNameBytes - kSizeBytes), kSizeBytes, Order::Little);
  out.replace(kNameBytes, kSizeBytes, size);
  return out;
}

}  // namespace

bool is_webp(std::string_view file) {
  return file.size() >= kRiffBytes && file.starts_with("RIFF") &&
         file.substr(kNameBytes + kSizeBytes, kNameBytes) == "WEBP";
}

std::optional<std::string> strip_webp(std::string_view file) {
  const std::size_t size = number_at(file, kNameBytes, kSizeBytes, Order::Little);
  if (size < kNameBytes || size > file.size() - kNameBytes - kSizeBytes) return std::nullopt;
  std::string out(file.substr(0, kRiffBytes));
  out.reserve(file.size());
  auto rest = file.substr(kRiffBytes, size - kNameBytes);
  std::uint16_t orientation = kUpright;
  bool is_extended = false;
  bool has_pixels = false;
  while (!rest.empty()) {
    const auto chunk = next_webp_chunk(rest);
    if (!chunk) return std::nullopt;
    const auto& [name, content] = *chunk;
    const bool is_first = out.size() == kRiffBytes;
    if (name == "VP8X" && (!is_first || content.size() < kExtendedBytes)) return std::nullopt;
    is_extended = is_extended || name == "VP8X";
    has_pixels = has_pixels || is_picture(name);
    if (name == "EXIF" && orientation == kUpright)
      orientation = read_orientation(content.starts_with(kWebpExif) ? content.substr(kWebpExif.size()) : content);
    const auto frame = name == "ANMF" ? strip_frame(content) : std::nullopt;
    if (name == "ANMF" && !frame) return std::nullopt;
    if (is_one_of(kWebpKept, name)) append_webp_chunk(out, name, frame ? std::string_view(*frame) : content);
  }
  if (!has_pixels) return std::nullopt;
  const bool tells = is_extended && orientation != kUpright;
  if (tells) append_webp_chunk(out, "EXIF", orientation_tiff(orientation));
  if (is_extended) set_flags(out, tells);
  return with_size(std::move(out));
}

}  // namespace whistle::adapters::image
