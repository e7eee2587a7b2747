#include "adapters/image/orientation.h"

#include <algorithm>

#include "adapters/image/bytes.h"

namespace whistle::adapters::image {

namespace {

constexpr std::size_t kHeadBytes = 8;    // order, 42, offset of the first directory
constexpr std::size_t kFieldBytes = 12;  // tag, type, count, value
constexpr std::uint32_t kOrientationTag = 0x0112;
constexpr std::uint32_t kShort = 3;
constexpr std::uint32_t kOrientationMax = 8;
constexpr std::string_view kBigHead{"MM\0\x2a", 4};
constexpr std::string_view kLittleHead{"II\x2a\0", 4};

}  // namespace

std::uint16_t read_orientation(std::string_view tiff) {
  if (tiff.size() < kHeadBytes || (!tiff.starts_with(kBigHead) && !tiff.starts_with(kLittleHead))) return kUpright;
  const auto order = tiff.starts_with(kBigHead) ? Order::Big : Order::Little;
  const std::size_t directory = number_at(tiff, 4, 4, order);
  if (directory > tiff.size() - 2) return kUpright;
  const auto fields = number_at(tiff, directory, 2, order);
  const auto room = (tiff.size() - directory - 2) / kFieldBytes;
  for (std::size_t i = 0; i < std::min<std::size_t>(fields, room); ++i) {
    const auto at = directory + 2 + i * kFieldBytes;
    if (number_at(tiff, at, 2, order) != kOrientationTag) continue;
    const auto value = number_at(tiff, at + 8, 2, order);
    const bool is_one_short = number_at(tiff, at + 2, 2, order) == kShort && number_at(tiff, at + 4, 4, order) == 1;
    return is_one_short && value >= 1 && value <= kOrientationMax ? static_cast<std::uint16_t>(value) : kUpright;
  }
  return kUpright;
}

std::string orientation_tiff(std::uint16_t orientation) {
  std::string tiff(kBigHead);
  append_number(tiff, kHeadBytes, 4, Order::Big);
  append_number(tiff, 1, 2, Order::Big);  // one field
  append_number(tiff, kOrientationTag, 2, Order::Big);
  append_number(tiff, kShort, 2, Order::Big);
  append_number(tiff, 1, 4, Order::Big);
  append_number(tiff, orientation, 2, Order::Big);
  append_number(tiff, 0, 2, Order::Big);  // a short takes half of the place
  append_number(tiff, 0, 4, Order::Big);  // no other directory
  return tiff;
}

}  // namespace whistle::adapters::image
