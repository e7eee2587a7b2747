#include "tools/whistle/display_width.h"

#include <doctest/doctest.h>

namespace whistle::tools {

TEST_CASE("a Chinese character takes two columns, a Latin letter one") {
  CHECK(display_width("ticket") == 6);
  CHECK(display_width("工单") == 4);
  CHECK(display_width("工单17") == 6);
  CHECK(display_width("，。「」") == 8);
  CHECK(display_width("𠮷") == 2);
  CHECK(display_width("é") == 1);
}

TEST_CASE("a combining mark takes no column of its own") {
  CHECK(display_width("e\xcc\x81") == 1);
}

TEST_CASE("bytes that are not UTF-8 count one each and never run over the end") {
  CHECK(display_width("\xff\xfe") == 2);
  CHECK(display_width("\xe5\xb7") == 2);
  CHECK(display_width("\xed\xa0\x80") == 3);
}

TEST_CASE("padding fills up to columns, not bytes") {
  CHECK(padded("工单", 6) == "工单  ");
  CHECK(padded("工单工单", 6) == "工单工单");
}

TEST_CASE("shortening never splits a character and leaves room for the ellipsis") {
  CHECK(shortened("垃圾满溢", 8) == "垃圾满溢");
  CHECK(shortened("垃圾满溢了", 8) == "垃圾满…");
  CHECK(shortened("垃圾满溢了", 6) == "垃圾…");
  CHECK(shortened("abc", 0).empty());
}

TEST_CASE("what could steer a terminal or turn its writing is replaced") {
  CHECK(printable("a\x1b[31mb") == "a?[31mb");
  CHECK(printable("line\nbreak") == "line?break");
  CHECK(printable("\xe2\x80\xaeright to left") == "?right to left");
  CHECK(printable("\xc2\x9b"
                  "31m") == "?31m");
  CHECK(printable("满溢\xff") == "满溢?");
}

}  // namespace whistle::tools
