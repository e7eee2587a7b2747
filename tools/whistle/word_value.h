// The value of an option that takes one of the words of district directories.
#pragma once

#include <string>

#include "adapters/district/words.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

// Fails where the text is none of them, and then says which there are.
template <typename Enum>
[[nodiscard]] Result<Enum> word_value(Language language, const std::string& option, const std::string& text) {
  if (const auto value = adapters::district::parse_word<Enum>(text)) return *value;
  std::string known;
  for (const auto& word : adapters::district::words<Enum>())
    known = listed(language, {known, std::string(word.text)});
  return usage_failure(worded(language, phrases::kBadOption, {option, text}),
                       worded(language, phrases::kOneOf, {known}));
}

}  // namespace whistle::tools
