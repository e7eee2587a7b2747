#include "tools/whistle/wording_appeal.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

std::string appeal_sentence(const Telling&, const v1::Event&) {
  return {};
}

std::string_view appeal_words(Language, v1::Command::BodyCase) {
  return {};
}

}  // namespace whistle::tools
