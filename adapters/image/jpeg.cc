#include <algorithm>
#include <cstdint>

#include "adapters/image/bytes.h"
#include "adapters/image/formats.h"
#include "adapters/image/orientation.h"

namespace whistle::adapters::image {

namespace {

constexpr std::string_view kStart{"\xff\xd8", 2};
constexpr std::string_view kExif{"Exif\0\0", 6};
constexpr std::string_view kJfif{"JFIF\0", 5};
constexpr std::string_view kProfile{"ICC_PROFILE\0", 12};
constexpr std::string_view kAdobe{"Adobe", 5};
constexpr std::size_t kJfifBytes = 12;   // without the width and height of a thumbnail
constexpr std::size_t kAdobeBytes = 12;  // to the colour transform
constexpr std::size_t kLengthBytes = 2;

enum Marker : std::uint8_t {
  kFrameFirst = 0xC0,
  kHuffmanTables = 0xC4,
  kReserved = 0xC8,
  kArithmeticTables = 0xCC,
  kFrameLast = 0xCF,
  kRestartFirst = 0xD0,
  kRestartLast = 0xD7,
  kEnd = 0xD9,
  kScan = 0xDA,
  kQuantizationTables = 0xDB,
  kRestartInterval = 0xDD,
  kApp0 = 0xE0,
  kApp1 = 0xE1,
  kApp2 = 0xE2,
  kApp14 = 0xEE,
};

bool is_frame(std::uint8_t marker) {
  return marker >= kFrameFirst && marker <= kFrameLast && marker != kHuffmanTables && marker != kReserved &&
         marker != kArithmeticTables;
}

// What a decoder needs beside frames and scans.
bool is_table(std::uint8_t marker) {
  return marker == kHuffmanTables || marker == kArithmeticTables ||
         (marker >= kQuantizationTables && marker <= kRestartInterval);
}

void append_segment(std::string& out, std::uint8_t marker, std::string_view content) {
  out.push_back('\xff');
  out.push_back(static_cast<char>(marker));
  append_number(out, static_cast<std::uint32_t>(content.size() + kLengthBytes), 2, Order::Big);
  out.append(content);
}

// One file, part by part; what remains is in rest_.
class Stripping {
 public:
  explicit Stripping(std::string_view file) : rest_(file.substr(kStart.size())) { out_.reserve(file.size()); }

  std::optional<std::string> strip() && {
    out_.append(kStart);
    while (const auto marker = next_marker()) {
      if (*marker == kEnd) return finished();
      if (!take_segment(*marker)) return std::nullopt;
    }
    return std::nullopt;
  }

 private:
  // Any number of FF may stand before a marker.
  std::optional<std::uint8_t> next_marker() {
    if (rest_.size() < 2 || rest_[0] != '\xff') return std::nullopt;
    const auto at = std::min(rest_.find_first_not_of('\xff'), rest_.size());
    if (at == rest_.size()) return std::nullopt;
    const auto marker = static_cast<std::uint8_t>(rest_[at]);
    rest_.remove_prefix(at + 1);
    return marker;
  }

  bool take_segment(std::uint8_t marker) {
    if (rest_.size() < kLengthBytes) return false;
    const auto length = number_at(rest_, 0, kLengthBytes, Order::Big);
    if (length < kLengthBytes || length > rest_.size()) return false;
    const auto content = rest_.substr(kLengthBytes, length - kLengthBytes);
    rest_.remove_prefix(length);
    // Anything else is reserved, or of hierarchical files, which nobody writes.
    const bool is_application = marker >= kApp0;
    if (!is_application && marker != kScan && !is_frame(marker) && !is_table(marker)) return false;
    if (is_application) {
      keep_application(marker, content);
      return true;
    }
    if (place_ == 0) place_ = out_.size();
    append_segment(out_, marker, content);
    has_frame_ = has_frame_ || is_frame(marker);
    return marker != kScan || take_scan();
  }

  // Applications' segments and comments; most are left out.
  void keep_application(std::uint8_t marker, std::string_view content) {
    if (marker == kApp1 && content.starts_with(kExif) && orientation_ == kUpright)
      orientation_ = read_orientation(content.substr(kExif.size()));
    if (marker == kApp0 && content.starts_with(kJfif) && content.size() >= kJfifBytes && out_.size() == kStart.size())
      append_segment(out_, marker, std::string(content.substr(0, kJfifBytes)).append(2, '\0'));
    if (marker == kApp2 && content.starts_with(kProfile)) append_segment(out_, marker, content);
    if (marker == kApp14 && content.starts_with(kAdobe) && content.size() >= kAdobeBytes)
      append_segment(out_, marker, content.substr(0, kAdobeBytes));
  }

  // Coded pixels, to the next marker that is neither a restart nor a stuffed FF.
  bool take_scan() {
    if (!has_frame_) return false;
    has_scan_ = true;
    std::size_t at = 0;
    while ((at = rest_.find('\xff', at)) != std::string_view::npos && at + 1 < rest_.size()) {
      const auto next = static_cast<std::uint8_t>(rest_[at + 1]);
      const bool goes_on = next == 0 || (next >= kRestartFirst && next <= kRestartLast);
      if (!goes_on && next != 0xFF) break;
      at += goes_on ? 2 : 1;
    }
    if (at == std::string_view::npos || at + 1 >= rest_.size()) return false;
    out_.append(rest_.substr(0, at));
    rest_.remove_prefix(at);
    return true;
  }

  // What follows the end is no part of the picture.
  std::optional<std::string> finished() {
    if (!has_scan_) return std::nullopt;
    out_.push_back('\xff');
    out_.push_back(static_cast<char>(kEnd));
    if (orientation_ == kUpright) return std::move(out_);
    std::string segment;
    append_segment(segment, kApp1, std::string(kExif).append(orientation_tiff(orientation_)));
    out_.insert(place_, segment);
    return std::move(out_);
  }

  std::string_view rest_;
  std::string out_;
  std::size_t place_ = 0;  // behind what applications put before the picture
  std::uint16_t orientation_ = kUpright;
  bool has_frame_ = false;
  bool has_scan_ = false;
};

}  // namespace

bool is_jpeg(std::string_view file) {
  return file.starts_with(kStart) && file.size() > kStart.size() && file[kStart.size()] == '\xff';
}

std::optional<std::string> strip_jpeg(std::string_view file) {
  return Stripping(file).strip();
}

}  // namespace whistle::adapters::image
