// The one thing that is kept of Exif: which way up.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace whistle::adapters::image {

inline constexpr std::uint16_t kUpright = 1;

// Of a TIFF as Exif carries it, 1 to 8; upright where it says nothing that can be read.
[[nodiscard]] std::uint16_t read_orientation(std::string_view tiff);

// A TIFF that says this and nothing else.
[[nodiscard]] std::string orientation_tiff(std::uint16_t orientation);

}  // namespace whistle::adapters::image
