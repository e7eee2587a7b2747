#include "engine/alias_index.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace whistle::engine {
namespace {

// Looks for every alias everywhere.
std::optional<std::uint32_t> find_slowly(const std::vector<std::string>& texts, const std::string& address) {
  std::optional<std::uint32_t> best;
  for (std::uint32_t i = 0; i < texts.size(); ++i) {
    if (address.find(texts[i]) == std::string::npos) continue;
    if (!best || count_characters(texts[i]) > count_characters(texts[*best])) best = i;
  }
  return best;
}

TEST_CASE("characters are code points") {
  CHECK(count_characters("") == 0);
  CHECK(count_characters("abc") == 3);
  CHECK(count_characters("阳光花园") == 4);
  CHECK(count_characters("A区é𠀀") == 4);
}

TEST_CASE("the longest alias in an address wins") {
  const AliasIndex index({"阳光", "阳光花园", "阳光花园二期", "高新"});
  CHECK(index.find("健康街阳光花园3号楼") == 1U);
  CHECK(index.find("健康街阳光花园二期3号楼") == 2U);
  CHECK(index.find("阳光花") == 0U);
  CHECK(index.find("高新阳光花园") == 1U);
  CHECK_FALSE(index.find("健康街").has_value());
  CHECK_FALSE(index.find("").has_value());
}

TEST_CASE("longest is counted in characters, not in bytes") {
  // Three Chinese characters take nine bytes, five Latin ones five.
  const AliasIndex index({"Plaza", "东方园"});
  CHECK(index.find("东方园 Plaza") == 0U);
}

TEST_CASE("of equally long aliases the lower by bytes wins, wherever it stands") {
  const AliasIndex index({"北苑", "南苑"});
  CHECK(index.find("南苑对面北苑") == 0U);
  CHECK(index.find("北苑对面南苑") == 0U);
}

TEST_CASE("an alias that another one starts with is still found where the longer one does not fit") {
  const AliasIndex index({"ab", "abcd", "abce", "bc"});
  CHECK(index.find("xabcx") == 0U);
  CHECK(index.find("xabce") == 2U);
  CHECK(index.find("xbcx") == 3U);
}

TEST_CASE("comparison is byte for byte") {
  const AliasIndex index({"Plaza"});
  CHECK_FALSE(index.find("plaza").has_value());
  CHECK_FALSE(index.find("Pla za").has_value());
}

TEST_CASE("no alias, no answer") {
  CHECK_FALSE(AliasIndex().find("anything").has_value());
}

TEST_CASE("the index agrees with looking for every alias everywhere") {
  std::mt19937 random(20260704);
  const std::vector<std::string> letters{"a", "b", "é", "园", "苑"};
  const auto word = [&](std::size_t length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i)
      text += letters[random() % letters.size()];
    return text;
  };
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    std::set<std::string> texts;
    for (std::size_t i = 0; i < 1 + random() % 30; ++i)
      texts.insert(word(1 + random() % 5));
    const std::vector<std::string> sorted(texts.begin(), texts.end());
    const AliasIndex index(sorted);
    for (int i = 0; i < 20; ++i) {
      const std::string address = word(random() % 12);
      CAPTURE(address);
      CHECK(index.find(address) == find_slowly(sorted, address));
    }
  }
}

}  // namespace
}  // namespace whistle::engine
