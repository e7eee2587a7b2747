#include "adapters/image/metadata.h"

#include <optional>

#include "adapters/image/formats.h"

namespace whistle::adapters::image {

tl::expected<std::string, StripFault> strip_metadata(std::string_view file) {
  if (file.size() > kImageBytesMax) return tl::unexpected(StripFault::TooLarge);
  std::optional<std::string> stripped;
  if (is_jpeg(file)) {
    stripped = strip_jpeg(file);
  } else if (is_png(file)) {
    stripped = strip_png(file);
  } else if (is_webp(file)) {
    stripped = strip_webp(file);
  } else {
    return tl::unexpected(StripFault::OtherFormat);
  }
  if (!stripped) return tl::unexpected(StripFault::Malformed);
  return *std::move(stripped);
}

}  // namespace whistle::adapters::image
