#include "adapters/open311/document.h"

#include <doctest/doctest.h>

#include <limits>

namespace whistle::adapters::open311 {

TEST_CASE("one document is JSON and XML") {
  const auto request = object({{"id", text("7")}, {"nothing", {}}, {"open", truth(true)}, {"entry", number(9)}});
  const auto document = list("request", {request, request});
  CHECK(render(Format::Json, "requests", document) ==
        R"([{"id":"7","nothing":null,"open":true,"entry":9},{"id":"7","nothing":null,"open":true,"entry":9}])");
  CHECK(render(Format::Xml, "requests", list("request", {request})) ==
        R"(<?xml version="1.0" encoding="utf-8"?><requests><request><id>7</id><nothing/><open>true</open>)"
        R"(<entry>9</entry></request></requests>)");
}

TEST_CASE("a list of nothing is an empty array and an empty element") {
  CHECK(render(Format::Json, "requests", list("request", {})) == "[]");
  CHECK(render(Format::Xml, "requests", list("request", {})) == R"(<?xml version="1.0" encoding="utf-8"?><requests/>)");
}

TEST_CASE("positions are exact decimals") {
  const auto written = [](std::int32_t e7) { return render(Format::Json, "", decimal_e7(e7)); };
  CHECK(written(0) == "0");
  CHECK(written(1) == "0.0000001");
  CHECK(written(-1) == "-0.0000001");
  CHECK(written(367'173'000) == "36.7173");
  CHECK(written(-1'800'000'000) == "-180");
  CHECK(written(std::numeric_limits<std::int32_t>::min()) == "-214.7483648");
}

TEST_CASE("what means something to the format is written as text") {
  const auto document = object({{"a", text("<b> & \"c\" \\ 'd'\n路")}});
  CHECK(render(Format::Json, "x", document) == "{\"a\":\"<b> & \\\"c\\\" \\\\ 'd'\\n路\"}");
  CHECK(render(Format::Xml, "x", document) ==
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><x><a>&lt;b&gt; &amp; \"c\" \\ 'd'\n路</a></x>");
}

TEST_CASE("what no document can hold is replaced, and what follows it is kept") {
  const auto written = [](const std::string& content) { return render(Format::Json, "", text(content)); };
  CHECK(written(std::string("a\0b", 3)) == "\"a\uFFFDb\"");
  CHECK(written("a\x1bZ") == "\"a\uFFFDZ\"");
  CHECK(written("a\xffZ") == "\"a\uFFFDZ\"");
  CHECK(written("a\xef\xbfZ") == "\"a\uFFFD\uFFFDZ\"");
  CHECK(written("a\xef\xbf\xbeZ") == "\"a\uFFFDZ\"");
  CHECK(written("\xe8\xb7") == "\"\uFFFD\uFFFD\"");
  CHECK(render(Format::Xml, "x", text("a\x1bZ")).ends_with("<x>a\uFFFDZ</x>"));
}

}  // namespace whistle::adapters::open311
