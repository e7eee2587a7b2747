#include "tools/whistle/language.h"

#include <cstdlib>

namespace whistle::tools {

Environment process_environment() {
  return [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
}

std::optional<Language> language_of(std::string_view word, const Environment& environment) {
  if (word == "zh") return Language::Chinese;
  if (word == "en") return Language::English;
  if (word != "auto") return std::nullopt;
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const auto value = environment(name);
    if (value.empty()) continue;
    return value.starts_with("zh") ? Language::Chinese : Language::English;
  }
  return Language::English;
}

std::string_view name_in(Language language, std::string_view zh, std::string_view en) {
  const auto wanted = language == Language::Chinese ? zh : en;
  const auto other = language == Language::Chinese ? en : zh;
  return wanted.empty() ? other : wanted;
}

}  // namespace whistle::tools
