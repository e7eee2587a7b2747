// Pictures whose metadata are taken out before they are kept.
#include "adapters/image/metadata.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace image = adapters::image;

void read(std::string_view input) {
  // An orientation of our own, a JFIF head and some padding are all that may be added; padding comes with each part of
  // a WebP, of eight bytes at least.
  const auto stripped = image::strip_metadata(input);
  if (!stripped) return;
  WHISTLE_ASSERT(stripped->size() <= input.size() + input.size() / 8 + 64);
  WHISTLE_ASSERT(stripped->substr(0, 2) == input.substr(0, 2));
  const auto again = image::strip_metadata(*stripped);
  WHISTLE_ASSERT(again && *again == *stripped);
}

}  // namespace whistle::fuzz
