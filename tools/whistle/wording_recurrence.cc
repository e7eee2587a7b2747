#include "tools/whistle/wording_recurrence.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

std::string recurrence_sentence(const Telling&, const v1::Event&) {
  return {};
}

std::string_view recurrence_words(Language, v1::Command::BodyCase) {
  return {};
}

}  // namespace whistle::tools
