// What a file that somebody attaches is taken for, by its first bytes.
#include "tools/whistled/attachment_type.h"

#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace daemon = tools::whistled;

void read(std::string_view input) {
  const auto type = daemon::judge_type(input, input.size());
  WHISTLE_ASSERT(v1::AttachmentType_IsValid(type));
  if (type == v1::ATTACHMENT_TYPE_UNSPECIFIED) return;
  // No type is known from less than a signature, and what follows a head changes nothing.
  WHISTLE_ASSERT(input.size() > 4);
  WHISTLE_ASSERT(daemon::judge_type(input, input.size() + 1'000) == type);
}

}  // namespace whistle::fuzz
