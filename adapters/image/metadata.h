// Takes out of a picture what tells about its taker: place, device, time, names, comments, previews.
//
//   auto stripped = strip_metadata(file);
//   if (!stripped) return refused(stripped.error());
//
// What is needed to show the picture is kept, by a list, and everything else is left out, so that what nobody has
// thought of is left out too: Exif, XMP, IPTC, comments, thumbnails, makers' own segments, and whatever follows the
// picture (the film of a "live" photo, a second picture with its own Exif). Kept are the coded pixels, byte for byte;
// the colour profile (ICC), without which colours would be others; and the orientation, in an Exif of its own that says
// nothing else, so that a photo does not lie on its side. No pixel is decoded and no library of formats is used: time
// is linear in the size, memory a few times it. Pure; any bytes are safe; from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

namespace whistle::adapters::image {

inline constexpr std::size_t kImageBytesMax = std::size_t{16} << 20;

enum class StripFault {
  OtherFormat,  // neither JPEG nor PNG nor WebP
  Malformed,    // begins like one, and is not whole
  TooLarge,     // more than kImageBytesMax
};

// What has been stripped is left as it is when it is stripped again.
[[nodiscard]] tl::expected<std::string, StripFault> strip_metadata(std::string_view file);

}  // namespace whistle::adapters::image
