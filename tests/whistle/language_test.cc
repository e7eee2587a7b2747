#include "tools/whistle/language.h"

#include <doctest/doctest.h>

#include <map>
#include <string>

namespace whistle::tools {

namespace {

Environment environment_of(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) {
    const auto found = values.find(name);
    return found == values.end() ? std::string{} : found->second;
  };
}

}  // namespace

TEST_CASE("the language follows the first locale variable that is set") {
  CHECK(language_of("auto", environment_of({{"LANG", "zh_CN.UTF-8"}})) == Language::Chinese);
  CHECK(language_of("auto", environment_of({{"LANG", "zh_CN.UTF-8"}, {"LC_ALL", "C"}})) == Language::English);
  CHECK(language_of("auto", environment_of({{"LANG", "en_GB"}, {"LC_MESSAGES", "zh_TW"}})) == Language::Chinese);
  CHECK(language_of("auto", environment_of({})) == Language::English);
}

TEST_CASE("a named language beats the locale, and an unknown word is no language") {
  CHECK(language_of("zh", environment_of({{"LANG", "en_GB"}})) == Language::Chinese);
  CHECK(language_of("en", environment_of({{"LANG", "zh_CN"}})) == Language::English);
  CHECK_FALSE(language_of("fr", environment_of({})));
}

TEST_CASE("a name that is missing in one language is said in the other") {
  CHECK(name_in(Language::English, "新城街道", "Xincheng Street") == "Xincheng Street");
  CHECK(name_in(Language::English, "新城街道", "") == "新城街道");
  CHECK(name_in(Language::Chinese, "", "Xincheng Street") == "Xincheng Street");
}

}  // namespace whistle::tools
