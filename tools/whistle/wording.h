// Every word that the client says to people, in Chinese and in English. A phrase cannot be written in one language
// alone, and the words for codes come from exhaustive switches: a code without words does not compile.
//
//   wording_message.h  sentences      wording_help.h   help of commands and options
//   wording_codes.*    states, clocks, outcomes, flags …
//   wording_refusal.*  refusals, with the next step to take; wording_connection.* where nobody could be asked
//   wording_event.*    what happened, for timelines
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "tools/whistle/language.h"

namespace whistle::tools {

// "{0}", "{1}" … stand for arguments.
struct Phrase {
  constexpr Phrase(std::string_view chinese, std::string_view english) : zh(chinese), en(english) {}
  std::string_view zh;
  std::string_view en;
};

[[nodiscard]] std::string_view phrase(Language language, const Phrase& phrase);
// With the arguments put in; one that is missing stays as it stands. Arguments are made printable.
[[nodiscard]] std::string worded(Language language, const Phrase& phrase, std::initializer_list<std::string> arguments);
// Items with the language's own comma between them.
[[nodiscard]] std::string listed(Language language, std::initializer_list<std::string> items);

// "1 h 20 min", "3 d 4 h", "40 s": the two largest units of a span without sign.
[[nodiscard]] std::string span_text(Language language, std::int64_t microseconds);

}  // namespace whistle::tools
