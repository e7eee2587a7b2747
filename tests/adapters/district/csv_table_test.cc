#include "adapters/district/csv_table.h"

#include <doctest/doctest.h>

#include <array>

namespace whistle::adapters::district {
namespace {

constexpr std::array<CsvColumn, 3> kColumns{{{"code"}, {"name"}, {"note", true}}};

struct Read {
  std::vector<CsvRow> rows;
  std::vector<std::string> errors;
};

Read read(std::string_view bytes) {
  Diagnostics diagnostics;
  Read result;
  result.rows = read_csv(FileReport(diagnostics, "t.csv"), bytes, kColumns);
  for (const Diagnostic& one : diagnostics.take(Severity::Error))
    result.errors.push_back(to_text(one));
  return result;
}

}  // namespace

TEST_CASE("cells come in the order of the columns asked for, optional ones empty") {
  const Read table = read("name,code\nOne,1\nTwo,2\n");
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells == std::vector<std::string>{"1", "One", ""});
  CHECK(table.rows[1].line == 3);
  CHECK(table.errors.empty());
}

TEST_CASE("quotes, doubled quotes, commas and line breaks within quotes are content") {
  const Read table = read("code,name\n1,\"a, \"\"b\"\"\nc\"\n\n2,x\n");
  REQUIRE(table.rows.size() == 2);
  CHECK(table.rows[0].cells[1] == "a, \"b\"\nc");
  CHECK(table.rows[0].line == 2);
  CHECK(table.rows[1].line == 5);
}

TEST_CASE("a byte order mark, CRLF, lone CR, blanks and a missing last line break are tolerated") {
  const Read table = read(
      "\xEF\xBB\xBF"
      "code,name\r\n1,  One  \r\n2,Two\r3,Three");
  REQUIRE(table.rows.size() == 3);
  CHECK(table.rows[0].cells[1] == "One");
  CHECK(table.rows[2].cells[1] == "Three");
  CHECK(table.rows[2].line == 4);
  CHECK(table.errors.empty());
}

TEST_CASE("rows of another length are named and left out") {
  const Read table = read("code,name\n1\n2,Two\n3,Three,x\n");
  REQUIRE(table.rows.size() == 1);
  CHECK(table.errors == std::vector<std::string>{"t.csv:2: the row has 1 fields, the header 2",
                                                 "t.csv:4: the row has 3 fields, the header 2"});
}

TEST_CASE("an open quote is named by the line its row starts on") {
  CHECK(read("code,name\n1,One\n2,\"Two\n3,x\n").errors ==
        std::vector<std::string>{"t.csv:3: not CSV: a quote is open, or stands where it must not"});
}

TEST_CASE("a missing header, a missing and an unknown column are named") {
  CHECK(read("").errors == std::vector<std::string>{"t.csv:1: the header row is missing"});
  CHECK(read("code\n1\n").errors == std::vector<std::string>{"t.csv:1: column 'name' is missing"});
  CHECK(read("code,name,colour\n").errors == std::vector<std::string>{"t.csv:1: unknown column 'colour'"});
}

}  // namespace whistle::adapters::district
