#include "tools/whistle/wording_holdings.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

std::string holdings_sentence(const Telling&, const v1::Event&) {
  return {};
}

std::string_view holdings_words(Language, v1::Command::BodyCase) {
  return {};
}

}  // namespace whistle::tools
