#include "tools/whistle/text_table.h"

#include <doctest/doctest.h>

#include <sstream>

namespace whistle::tools {

namespace {

std::string printed(const TextTable& table, bool colour, std::size_t columns = 100) {
  std::istringstream in;
  std::ostringstream out;
  Console console{.in = in, .out = out, .err = out, .environment = {}, .colour = colour, .columns = columns};
  table.print(console);
  return out.str();
}

}  // namespace

TEST_CASE("columns line up by what a terminal shows, not by bytes") {
  TextTable table({"工单", "NAME"});
  table.add({{"17"}, {"a"}});
  table.add({{"满溢满溢"}, {"b"}});
  CHECK(printed(table, /*colour=*/false) == "工单      NAME\n17        a\n满溢满溢  b\n");
}

TEST_CASE("numbers end under each other") {
  TextTable table({"小区", "工单", "得分"});
  table.right_from(1);
  table.add({{"A"}, {"7"}, {"100.0"}});
  table.add({{"满溢"}, {"12345"}, {"–"}});
  CHECK(printed(table, /*colour=*/false) == "小区   工单   得分\nA         7  100.0\n满溢  12345      –\n");
}

TEST_CASE("nothing is coloured or cut where the output is no terminal") {
  TextTable table({"A", "B"});
  table.add({{"1", Colour::Red}, {std::string(200, 'x'), Colour::Red}});
  const auto text = printed(table, /*colour=*/false, 40);
  CHECK(text.find('\x1b') == std::string::npos);
  CHECK(text.find(std::string(200, 'x')) != std::string::npos);
}

TEST_CASE("on a terminal the last column ends at its edge") {
  TextTable table({"A", "B"});
  table.add({{"1", Colour::Red}, {std::string(200, 'x')}});
  const auto text = printed(table, /*colour=*/true, 40);
  CHECK(text.find("\x1b[1;31m1\x1b[0m") != std::string::npos);
  CHECK(text.find(std::string(36, 'x') + "…") != std::string::npos);
  CHECK(text.find(std::string(37, 'x')) == std::string::npos);
}

}  // namespace whistle::tools
