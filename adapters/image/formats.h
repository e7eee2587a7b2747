// The three formats whose containers are copied part by part. Each function takes a file that its is_…() has accepted,
// and answers nothing where the file is not whole.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace whistle::adapters::image {

[[nodiscard]] bool is_jpeg(std::string_view file);
[[nodiscard]] bool is_png(std::string_view file);
[[nodiscard]] bool is_webp(std::string_view file);

// ITU T.81: tables, frames and scans; of APP0 the density, of APP2 the colour profile, of APP14 the colour transform.
[[nodiscard]] std::optional<std::string> strip_jpeg(std::string_view file);
// W3C PNG: pixels, palette, transparency, colours, density, animation. The checksum of each chunk has to be right.
[[nodiscard]] std::optional<std::string> strip_png(std::string_view file);
// RFC 9649: pixels, transparency, animation, colour profile.
[[nodiscard]] std::optional<std::string> strip_webp(std::string_view file);

}  // namespace whistle::adapters::image
