#include "tools/whistle/wording.h"

#include <array>
#include <cstdint>

#include "tools/whistle/display_width.h"

namespace whistle::tools {

namespace {

struct Unit {
  std::int64_t seconds;
  Phrase name;
};

constexpr std::array kUnits = {Unit{86'400, {"天", "d"}}, Unit{3'600, {"小时", "h"}}, Unit{60, {"分", "min"}},
                               Unit{1, {"秒", "s"}}};

std::string counted(Language language, std::int64_t number, const Phrase& unit) {
  return std::to_string(number) + (language == Language::Chinese ? "" : " ") + std::string(phrase(language, unit));
}

}  // namespace

std::string_view phrase(Language language, const Phrase& phrase) {
  return language == Language::Chinese ? phrase.zh : phrase.en;
}

std::string worded(Language language, const Phrase& phrase, std::initializer_list<std::string> arguments) {
  const auto pattern = tools::phrase(language, phrase);
  std::string text;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    const bool place = at + 2 < pattern.size() && pattern[at] == '{' && pattern[at + 2] == '}' &&
                       pattern[at + 1] >= '0' && static_cast<std::size_t>(pattern[at + 1] - '0') < arguments.size();
    if (!place) {
      text += pattern[at];
      continue;
    }
    text += printable(arguments.begin()[pattern[at + 1] - '0']);
    at += 2;
  }
  return text;
}

std::string listed(Language language, std::initializer_list<std::string> items) {
  std::string text;
  for (const auto& item : items) {
    if (item.empty()) continue;
    if (!text.empty()) text += language == Language::Chinese ? "、" : ", ";
    text += item;
  }
  return text;
}

std::string span_text(Language language, std::int64_t microseconds) {
  const auto seconds = (microseconds < 0 ? -microseconds : microseconds) / 1'000'000;
  for (std::size_t i = 0; i < kUnits.size(); ++i) {
    const auto& unit = kUnits[i];
    if (seconds < unit.seconds && i + 1 < kUnits.size()) continue;
    auto text = counted(language, seconds / unit.seconds, unit.name);
    const auto rest = i + 1 < kUnits.size() ? seconds % unit.seconds / kUnits[i + 1].seconds : 0;
    if (rest > 0) text += (language == Language::Chinese ? "" : " ") + counted(language, rest, kUnits[i + 1].name);
    return text;
  }
  return {};
}

}  // namespace whistle::tools
