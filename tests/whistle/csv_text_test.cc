#include "tools/whistle/csv_text.h"

#include <doctest/doctest.h>

namespace whistle::tools {

TEST_CASE("cells with commas, quotes, line breaks or blanks at an end are quoted") {
  CHECK(csv_cell("plain") == "plain");
  CHECK(csv_cell("a,b") == "\"a,b\"");
  CHECK(csv_cell("say \"x\"\n") == "\"say \"\"x\"\"\n\"");
  CHECK(csv_cell(" x") == "\" x\"");
  CHECK(csv_cell("x\t") == "\"x\t\"");
  CHECK(csv_row({"a", "\"b\""}) == "a,\"b\"\r\n");
}

TEST_CASE("what a spreadsheet would run is text, and comes back as it was") {
  for (const auto* formula : {"=1+1", "+49 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"x\")"}) {
    const auto cell = csv_text_cell(formula);
    CHECK(cell.starts_with("\"'"));
    CHECK(without_formula_guard("'" + std::string(formula)) == formula);
  }
  CHECK(csv_text_cell("1-2=3") == "1-2=3");
  CHECK(csv_text_cell("'tis") == "'tis");
  CHECK(without_formula_guard("'tis") == "'tis");
  CHECK(without_formula_guard("''") == "''");
}

TEST_CASE("an apostrophe that somebody wrote stays, the guard alone goes") {
  for (const auto* text : {"'=1+1", "''@x", "'-", "'", "''", "'a=b", "=", "'\n'"}) {
    CAPTURE(text);
    auto cell = csv_text_cell(text);
    if (cell.starts_with('"')) cell = cell.substr(1, cell.size() - 2);
    CHECK(without_formula_guard(cell) == text);
  }
}

}  // namespace whistle::tools
