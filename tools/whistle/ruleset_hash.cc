#include "tools/whistle/ruleset_hash.h"

#include "engine/hexadecimal.h"
#include "tools/whistle/wording_submission.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kHashBytes = 32;

}  // namespace

Result<std::string> ruleset_hash(std::string_view digits, Language language) {
  auto bytes = engine::from_hexadecimal(digits);
  if (!bytes || bytes->size() != kHashBytes)
    return usage_failure(worded(language, phrases::kNoHash, {std::string(digits)}));
  return *std::move(bytes);
}

std::string ruleset_hash_text(std::string_view sha256) {
  return engine::hexadecimal(sha256);
}

}  // namespace whistle::tools
