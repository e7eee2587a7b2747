#include "adapters/district/whistle_stream.h"

#include <doctest/doctest.h>

#include <sstream>
#include <vector>

#include "tests/support/failing_input.h"

namespace whistle::adapters::district {
namespace {

struct Read {
  std::vector<StreamWhistle> whistles;
  std::vector<std::string> faults;
};

Read read(const std::string& text, bool lenient = false) {
  std::istringstream stream(text);
  StreamReader reader(stream, {lenient, /*scalars_as_text=*/false});
  Read result;
  while (auto next = reader.next()) {
    if (*next) {
      result.whistles.push_back(**next);
    } else {
      result.faults.push_back(to_text(next->error()));
    }
  }
  return result;
}

std::string fault(const std::string& line) {
  const Read result = read(line + "\n");
  return result.faults.empty() ? "" : result.faults.front();
}

}  // namespace

TEST_CASE("every member of a whistle is read") {
  const Read result = read(
      R"({"key":"k1","kind":"resident","source":"hotline","channel":"phone","category":"E02","text":"x","lat":36.75000005,"lon":119.15,)"
      R"("estate":"E1","grid":"0101","legacy":{"system":"urban","code":"37-1"},"area":"C1","address":"花园里","datum":"GCJ02",)"
      R"("urgency":"urgent","occurred_at":"2026-09-30T17:30:00+08:00","reporter":{"name":"n","phone":"p","anonymous":true}})");
  REQUIRE(result.whistles.size() == 1);
  const StreamWhistle& whistle = result.whistles.front();
  CHECK(whistle.key == "k1");
  CHECK(whistle.kind == v1::WHISTLE_KIND_RESIDENT);
  CHECK(whistle.source == v1::SOURCE_HOTLINE);
  CHECK(whistle.point == engine::Point{367500000, 1191500000});
  CHECK(whistle.legacy_system == "urban");
  CHECK(whistle.legacy_code == "37-1");
  CHECK(whistle.datum == v1::DATUM_GCJ02);
  CHECK(whistle.occurred_at->us == 1790760600000000);
  CHECK(whistle.reporter->anonymous);
}

TEST_CASE("a stream that fails in the middle is told from its end, with the place") {
  const std::string whole = "{\"kind\":\"community\"}\n\n";
  support::FailingInput input(whole + "{\"kind\":\"commu");
  StreamReader reader(input.stream(), {});
  const auto first = reader.next();
  REQUIRE(first);
  CHECK(first->has_value());
  CHECK_FALSE(reader.failed_at());
  CHECK_FALSE(reader.next());
  CHECK(reader.failed_at() == whole.size());
  std::istringstream ends(whole);
  StreamReader to_its_end(ends, {});
  while (to_its_end.next()) {
  }
  CHECK_FALSE(to_its_end.failed_at());
}

TEST_CASE("what is not given has its default") {
  const Read result = read("{\"kind\":\"community\"}\n\n{\"kind\":\"resident\",\"lat\":null,\"lon\":null}\r\n");
  REQUIRE(result.whistles.size() == 2);
  CHECK(result.whistles[0].source == v1::SOURCE_COMMUNITY);
  CHECK(result.whistles[1].source == v1::SOURCE_RESIDENT);
  CHECK(result.whistles[1].line == 3);
  CHECK(result.whistles[1].datum == v1::DATUM_WGS84);
  CHECK_FALSE(result.whistles[1].point);
  CHECK_FALSE(result.whistles[1].occurred_at);
}

TEST_CASE("an unknown member is a fault unless the reader is lenient") {
  const std::string line = "{\"kind\":\"resident\",\"categry\":\"E02\"}\n";
  CHECK(read(line).faults == std::vector<std::string>{"1: categry: unknown member; did you mean 'category'?"});
  CHECK(read(line, /*lenient=*/true).whistles.size() == 1);
}

TEST_CASE("a line that can't be read is named, and reading goes on") {
  const Read result = read("{\"kind\":\"resident\"}\n{broken\n{\"kind\":\"resident\"}\n[]\n");
  CHECK(result.whistles.size() == 2);
  REQUIRE(result.faults.size() == 2);
  CHECK(result.faults[0].starts_with("2: not JSON"));
  CHECK(result.faults[1] == "4: must be an object");
}

TEST_CASE("each bad value is named by its member") {
  CHECK(fault("{}") == "1: kind: is missing");
  CHECK(fault(R"({"kind":"residnet"})") == "1: kind: unknown word 'residnet'; did you mean 'resident'?");
  CHECK(fault(R"({"kind":"resident","kind":"resident"})") == "1: kind: given twice");
  CHECK(fault(R"({"kind":"resident","lat":36.7})") == "1: lon: lat and lon come together");
  CHECK(fault(R"({"kind":"resident","lat":96.7,"lon":1})") == "1: lat: out of range: 96.7");
  CHECK(fault(R"({"kind":"resident","lat":"36.7","lon":1})") == "1: lat: must be a number");
  CHECK(fault(R"({"kind":"resident","occurred_at":"yesterday"})") ==
        "1: occurred_at: 'yesterday' is no RFC 3339 time of the years 1970 to 2199");
  CHECK(fault(R"({"kind":"resident","text":5})") == "1: text: must be a string");
  CHECK(fault(R"({"kind":"resident","text":"a\u0000b"})") == "1: text: a control character");
  CHECK(fault(R"({"kind":"resident","legacy":{"system":"x"}})") == "1: legacy.code: system and code are both needed");
  CHECK(fault(R"({"kind":"resident","reporter":{"nam":"x"}})") ==
        "1: reporter.nam: unknown member; did you mean 'name'?");
  CHECK(fault(R"({"kind":"resident","at":"2026-09-30T17:30:00+08:00"})").starts_with("1: at: unknown member"));
  CHECK(fault("{\"kind\":\"resident\",\"text\":\"" + std::string(9000, 'x') + "\"}") ==
        "1: text: longer than 8192 bytes");
  CHECK(fault(std::string(70'000, ' ') + "{}") == "1: longer than 65536 bytes");
}

}  // namespace whistle::adapters::district
