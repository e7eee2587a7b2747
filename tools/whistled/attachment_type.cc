#include "tools/whistled/attachment_type.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace whistle::tools::whistled {

namespace {

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < size; ++i)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

std::uint32_t number_at_little(std::string_view bytes, std::size_t at, std::size_t size) {
  std::uint32_t number = 0;
  for (std::size_t i = size; i-- > 0;)
    number = number << 8 | static_cast<unsigned char>(bytes[at + i]);
  return number;
}

bool is_frame(std::uint32_t marker) {
  return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

// Segments follow one another up to the frame that gives a width and a height; profiles before it may be large.
bool is_jpeg(std::string_view head) {
  constexpr std::size_t kFrameBytes = 9;  // marker, length, precision, height, width
  if (!head.starts_with("\xFF\xD8\xFF")) return false;
  std::size_t at = 2;
  while (at + 4 <= head.size()) {
    if (number_at(head, at, 1) != 0xFF) return false;
    const auto marker = number_at(head, at + 1, 1);
    if (marker == 0xFF) {  // filling
      ++at;
      continue;
    }
    const auto length = number_at(head, at + 2, 2);
    if (marker < 0xC0 || marker == 0xD8 || marker == 0xD9 || length < 2) return false;
    if (is_frame(marker)) {
      if (at + kFrameBytes > head.size() || length < kFrameBytes - 2) return false;
      return number_at(head, at + 5, 2) > 0 && number_at(head, at + 7, 2) > 0;
    }
    if (marker == 0xDA) return false;  // picture data without a frame
    at += 2 + length;
  }
  return false;
}

bool is_png(std::string_view head) {
  constexpr std::string_view kSignature("\x89PNG\r\n\x1A\n\x00\x00\x00\x0DIHDR", 16);
  if (!head.starts_with(kSignature) || head.size() < kSignature.size() + 8) return false;
  return number_at(head, 16, 4) > 0 && number_at(head, 20, 4) > 0;
}

bool is_webp(std::string_view head, std::uint64_t size) {
  if (head.size() < 30 || !head.starts_with("RIFF") || head.substr(8, 4) != "WEBP") return false;
  const auto kind = head.substr(12, 4);
  if (kind != "VP8 " && kind != "VP8L" && kind != "VP8X") return false;
  return std::uint64_t{number_at_little(head, 4, 4)} + 8 <= size;
}

// The first box of an ISO media file: its brand, and those that it is compatible with.
template <std::size_t N>
bool has_brand(std::string_view head, const std::array<std::string_view, N>& brands) {
  constexpr std::size_t kBrandBytes = 4;
  if (head.size() < 16 || head.substr(4, 4) != "ftyp") return false;
  const auto length = number_at(head, 0, 4);
  if (length < 16 || length > head.size() || length % kBrandBytes != 0) return false;
  return std::ranges::find(brands, head.substr(8, kBrandBytes)) != brands.end();
}

constexpr std::array<std::string_view, 8> kHeicBrands = {"heic", "heix", "heim", "heis",
                                                         "hevc", "hevx", "mif1", "msf1"};
// 3GP is what older telephones film in.
constexpr std::array<std::string_view, 15> kMp4Brands = {"isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1",
                                                         "dash", "M4V ", "M4A ", "MSNV", "3gp4", "3gp5", "3gp6"};

bool is_pdf(std::string_view head) {
  return head.size() >= 8 && (head.starts_with("%PDF-1.") || head.starts_with("%PDF-2.")) && head[7] >= '0' &&
         head[7] <= '9';
}

// A page: version 0, its own number of segments.
bool is_ogg(std::string_view head) {
  constexpr std::size_t kPageBytes = 27;
  if (head.size() <= kPageBytes || !head.starts_with("OggS") || head[4] != 0) return false;
  return (number_at(head, 5, 1) & 0x02U) != 0 && number_at(head, 26, 1) > 0;  // the first of its stream
}

bool is_amr(std::string_view head) {
  constexpr std::string_view kNarrow = "#!AMR\n";
  constexpr std::string_view kWide = "#!AMR-WB\n";
  return (head.starts_with(kNarrow) && head.size() > kNarrow.size()) ||
         (head.starts_with(kWide) && head.size() > kWide.size());
}

}  // namespace

v1::AttachmentType judge_type(std::string_view head, std::uint64_t size) {
  if (is_jpeg(head)) return v1::ATTACHMENT_TYPE_JPEG;
  if (is_png(head)) return v1::ATTACHMENT_TYPE_PNG;
  if (is_webp(head, size)) return v1::ATTACHMENT_TYPE_WEBP;
  if (has_brand(head, kHeicBrands)) return v1::ATTACHMENT_TYPE_HEIC;
  if (has_brand(head, kMp4Brands)) return v1::ATTACHMENT_TYPE_MP4;
  if (is_pdf(head)) return v1::ATTACHMENT_TYPE_PDF;
  if (is_ogg(head)) return v1::ATTACHMENT_TYPE_OGG;
  if (is_amr(head)) return v1::ATTACHMENT_TYPE_AMR;
  return v1::ATTACHMENT_TYPE_UNSPECIFIED;
}

}  // namespace whistle::tools::whistled
