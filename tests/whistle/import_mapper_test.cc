#include "tools/whistle/exchange/import_mapper.h"

#include <doctest/doctest.h>

#include <sstream>

#include "adapters/district/time_zone.h"
#include "tests/support/failing_input.h"

namespace whistle::tools {

namespace {

namespace district = adapters::district;

DistrictNames names() {
  v1::GetDistrictReply reply;
  const auto category = [&](const char* code, const char* zh, const char* en) {
    auto& named = *reply.add_categories();
    named.set_code(code);
    named.set_name_zh(zh);
    named.set_name_en(en);
    reply.add_category_rows()->set_code(code);
  };
  category("C1", "井盖", "manhole cover");
  category("C2", "垃圾", "rubbish");
  category("C3", "垃圾", "waste");
  return DistrictNames(reply);
}

std::string faults_of(const std::string& yaml) {
  district::Diagnostics diagnostics;
  const auto mapping = read_import_mapping(diagnostics, "m.yaml", yaml);
  if (mapping) check_categories(district::FileReport(diagnostics, "m.yaml"), *mapping, names());
  std::string text;
  for (const auto& fault : diagnostics.take(district::Severity::Error))
    text += to_text(fault) + '\n';
  CHECK((mapping || !text.empty()));
  return text;
}

// What each row became: its key and category, or the causes, with the effects of those that leave it in.
std::string imported_from(const std::string& yaml, std::istream& stream) {
  district::Diagnostics diagnostics;
  const auto mapping = read_import_mapping(diagnostics, "m.yaml", yaml);
  REQUIRE(mapping);
  const auto rows = ImportRows::open(Language::English, stream, "cases", *mapping);
  if (!rows) return "refused: " + rows.error().message;
  const auto all = names();
  const auto zone = mapping->time_zone.empty() ? "Asia/Shanghai" : mapping->time_zone;
  const ImportMapper mapper(*mapping, all, *district::zone_offsets(zone), zone);
  std::string text;
  while (const auto row = (*rows)->next()) {
    if (!*row) return text + "ended: " + row->error().message;
    const auto mapped = mapper.map(**row);
    text += std::to_string((*row)->row) + '@' + std::to_string((*row)->line) + ' ';
    if (!mapped.left_out())
      text += mapped.whistle.key + ' ' + mapped.whistle.category + " [" + mapped.whistle.text + ']';
    if (mapped.whistle.point) text += " " + std::to_string(mapped.whistle.point->lat_e7);
    if (mapped.whistle.occurred_at) text += " t" + std::to_string(mapped.whistle.occurred_at->us / 1'000'000);
    for (const auto& fault : mapped.faults)
      text += ' ' + std::string(machine_word(fault.cause)) + '(' + fault.column + '=' + fault.value + ')' +
              (fault.effect == ImportEffect::Row ? "" : "~" + std::string(machine_word(fault.effect)));
    text += '\n';
  }
  return text;
}

std::string imported(const std::string& yaml, const std::string& bytes) {
  std::istringstream stream(bytes);
  return imported_from(yaml, stream);
}

// Of a file whose disk fails behind those bytes.
std::string imported_failing(const std::string& yaml, const std::string& bytes) {
  support::FailingInput input(bytes);
  return imported_from(yaml, input.stream());
}

const std::string kPlain = R"(
schema: 1
source: s
fields: {id: id, category: {column: what, by_name: true, map: {bin: C2}}, text: text}
)";

}  // namespace

TEST_CASE("a file that fails in the middle is no shorter file: half a row is none, and the place is told") {
  const std::string fails = "cannot be read on from byte ";
  CHECK(imported_failing(kPlain, "id,what,text\n1,bin,a\n2,bin,b") ==
        "1@2 s:1 C2 [a]\nended: cases " + fails + "28; what follows has not been seen");
  CHECK(imported_failing(kPlain, "id,what").starts_with("refused: cases " + fails + "7;"));
  CHECK(imported_failing(kPlain, "").starts_with("refused: cases " + fails + "0;"));
  const std::string lines = "schema: 1\nsource: s\nformat: jsonl\nfields: {id: id, text: text}\n";
  CHECK(imported_failing(lines, "{\"id\":1,\"text\":\"a\"}\n{\"id\":2")
            .starts_with("1@1 s:1  [a]\nended: cases " + fails + "27;"));
}

TEST_CASE("words that an export guarded come back letter by letter") {
  const std::string guarded = kPlain + "formula_guard: true\n";
  CHECK(imported(guarded, "id,what,text\n1,bin,\"''=1\"\n2,bin,\" a\r\nb \"\n3, bin ,\"'-\"\n") ==
        "1@2 s:1 C2 ['=1]\n2@3 s:2 C2 [ a\r\nb ]\n3@5 s:3 C2 [-]\n");
}

TEST_CASE("a field of several lines, quotes, CRLF and a byte order mark are read as they stand") {
  CHECK(imported(kPlain, "\xEF\xBB\xBFid,what,text\r\n1,bin,\"one\r\ntwo, \"\"three\"\"\"\r\n\r\n2,井盖,x\r\n") ==
        "1@2 s:1 C2 [one\ntwo, \"three\"]\n2@5 s:2 C1 [x]\n");
}

TEST_CASE("every piece boundary gives the same rows") {
  // A piece has 64 KiB; padding moves the boundary through a CRLF and a quoted field.
  for (std::size_t pad = 65'500; pad < 65'540; ++pad) {
    const auto first = std::string(pad - 20, 'x');
    const auto rows = imported(kPlain, "id,what,text\r\n1,bin," + first + "\r\n2,bin,\"a\r\nb\"\r\n3,bin,c\r\n");
    CHECK(rows.ends_with("2@3 s:2 C2 [a\nb]\n3@5 s:3 C2 [c]\n"));
  }
}

TEST_CASE("what a header lacks or has twice is told before anything is read") {
  CHECK(imported(kPlain, "id,text\n1,x\n") == "refused: the header of cases lacks: what");
  CHECK(imported(kPlain, "id,what,text,id\n1,bin,x,2\n") == "refused: the header of cases has twice: id");
  CHECK(imported(kPlain, "id,what,text,other,other\n1,bin,x,,\n") == "1@2 s:1 C2 [x]\n");
  CHECK(imported(kPlain, "") == "refused: cases has no header");
}

TEST_CASE("other encodings are named") {
  CHECK(imported(kPlain, "id,what,\xC4\xDA\xC8\xDD\n")
            .starts_with("refused: the header of cases is not UTF-8 (perhaps GBK)"));
  CHECK(imported(kPlain, "\xFF\xFEi\0d\0").starts_with("refused: cases is UTF-16"));
  CHECK(imported(kPlain, "id,what,text\n1,bin,\xC4\xDA\xC8\xDD\n2,bin,x\n") ==
        "1@2  not_utf8(text=\xC4\xDA\xC8\xDD)\n2@3 s:2 C2 [x]\n");
}

TEST_CASE("a quote that is left open ends the reading where it stands") {
  CHECK(imported(kPlain, "id,what,text\n1,bin,x\n2,bin,\"y\n3,bin,z\n") ==
        "1@2 s:1 C2 [x]\nended: cases stops to be CSV at line 3: a quote is open, or stands where it must not");
}

TEST_CASE("each cause has its own word, and a row is left out for it") {
  CHECK(imported(kPlain, "id,what,text\n1,bin\n,bin,x\n3,nothing,x\n4,垃圾,x\n5,,\n6,,x\n7,bin,a\001b\n") ==
        "1@2  field_count(=)\n"
        "2@3  no_id(id=)\n"
        "3@4  not_in_catalogue(what=nothing)\n"
        "4@5  several_called_so(what=垃圾)\n"
        "5@6  nothing_said(=)\n"
        "6@7 s:6  [x]\n"
        "7@8  control_character(text=a\001b)\n");
}

TEST_CASE("what is too long is left out, or cut between characters where the mapping says so") {
  const std::string long_text = "a" + [] {
    std::string text;
    for (int i = 0; i < 3'000; ++i)
      text += "哨";
    return text;
  }();
  CHECK(imported(kPlain, "id,what,text\n1,bin," + long_text + "\n").find("too_long") != std::string::npos);
  const std::string cutting = "schema: 1\nsource: s\nfields: {id: id, text: {column: text, cut: true}}\n";
  const auto cut = imported(cutting, "id,text\n1," + long_text + "\n");
  CHECK(cut.starts_with("1@2 s:1  [a"));
  CHECK(cut.find("~cut") != std::string::npos);
  // 1 + 2730 * 3 = 8191 bytes: one more character would be 8194.
  CHECK(cut.find(long_text.substr(0, 8'191) + "]") != std::string::npos);
}

TEST_CASE("points out of bounds, swapped, halved or no numbers are told apart") {
  const std::string mapping =
      "schema: 1\nsource: s\nbounds: {south: 36, west: 118, north: 37, east: 120}\nbad_point: leave_out\n"
      "fields: {id: id, text: text, lat: y, lon: x}\n";
  CHECK(imported(mapping, "id,text,y,x\n1,a,36.5,119\n2,a,119,36.5\n3,a,0,0\n4,a,36.5,\n5,a,north,119\n6,a,,\n") ==
        "1@2 s:1  [a] 365000000\n"
        "2@3 s:2  [a] swapped(y+x=119, 36.5)~value_left_out\n"
        "3@4 s:3  [a] out_of_bounds(y+x=0, 0)~value_left_out\n"
        "4@5 s:4  [a] half_point(y+x=36.5, )~value_left_out\n"
        "5@6 s:5  [a] not_a_number(y+x=north, 119)~value_left_out\n"
        "6@7 s:6  [a]\n");
}

TEST_CASE("times that the clocks jumped over are refused, and of two the earlier is taken and told") {
  const std::string mapping =
      "schema: 1\nsource: s\ntime_zone: America/New_York\ntime_format: \"%m/%d/%Y %I:%M %p\"\n"
      "fields: {id: id, text: text, occurred_at: at}\n";
  CHECK(imported(mapping,
                 "id,text,at\n1,a,1/5/2015 12:40 PM\n2,a,03/08/2015 02:30 AM\n3,a,11/01/2015 01:30 AM\n"
                 "4,a,02/30/2015 01:00 AM\n5,a,2015-01-01\n6,a,\n") ==
        "1@2 s:1  [a] t1420479600\n"
        "2@3  time_in_gap(at=03/08/2015 02:30 AM)\n"
        "3@4 s:3  [a] t1446355800 time_twice(at=11/01/2015 01:30 AM)~kept\n"
        "4@5  no_such_time(at=02/30/2015 01:00 AM)\n"
        "5@6  no_such_time(at=2015-01-01)\n"
        "6@7 s:6  [a]\n");
}

TEST_CASE("line breaks outside the text become blanks, which is all that the engine takes there") {
  district::Diagnostics diagnostics;
  const auto mapping =
      read_import_mapping(diagnostics, "m.yaml", "schema: 1\nsource: s\nfields: {id: i, text: t, address: a}\n");
  REQUIRE(mapping);
  const auto all = names();
  const ImportMapper mapper(*mapping, all, *district::zone_offsets("UTC"), "UTC");
  const auto mapped = mapper.map({1, 2, {"1", "x\r\ny", "Main St\r\nGate\t2"}, std::nullopt});
  CHECK(mapped.whistle.text == "x\ny");
  CHECK(mapped.whistle.address == "Main St Gate 2");
}

TEST_CASE("JSON lines: members, members of members, and what no object is") {
  const std::string mapping =
      "schema: 1\nsource: s\nformat: jsonl\nfields: {id: id, text: text, lat: geo.lat, lon: geo.lon}\n";
  CHECK(imported(mapping,
                 "{\"id\":7,\"text\":\"a\",\"geo\":{\"lat\":36.5,\"lon\":119}}\n\n[1]\n{\"id\":8,\n"
                 "{\"id\":\"x y\",\"text\":\"b\"}") ==
        "1@1 s:7  [a] 365000000\n2@3  broken_row(=)\n3@4  broken_row(=)\n"
        "4@5 s:#" +
            import_key("s", "x y").substr(3) + "  [b]\n");
}

TEST_CASE("keys of different ids differ, whatever the ids are") {
  CHECK(import_key("s", "12-a_B.c") == "s:12-a_B.c");
  CHECK(import_key("s", "#12").starts_with("s:#"));
  CHECK(import_key("s", "#12") != import_key("s", "#13"));
  CHECK(import_key("a-source-with-24-letters", std::string(5'000, 'x')).size() <= 64);
  CHECK(import_key("a-source-with-24-letters", std::string(39, 'x')).size() == 64);
}

TEST_CASE("a mapping that makes no sense is refused with its line, before anything is sent") {
  CHECK(faults_of(kPlain) == "");
  CHECK(faults_of("{\"schema\": 1, \"source\": \"s\", \"fields\": {\"id\": \"a\", \"text\": \"b\"}}") == "");
  CHECK(
      faults_of("schema: 1\nsource: S 1\nformat: xml\nfields: {id: a, text: b}\n") ==
      "m.yaml:2:9: source: 'S 1' is no source (1-24 a-z 0-9 -)\nm.yaml:3:9: format: 'xml' is no format (csv, jsonl)\n");
  CHECK(faults_of("schema: 1\nsource: s\nfields: {id: a, lat: b, txt: c}\n").find("did you mean 'text'?") !=
        std::string::npos);
  CHECK(faults_of("schema: 1\nsource: s\nfields: {id: a, category: {column: b, map: {x: C9}}}\n")
            .find("unknown category 'C9'") != std::string::npos);
  CHECK(faults_of("schema: 1\nsource: s\ntime_format: \"%d.%m.%y\"\nfields: {id: a, text: b}\n")
            .find("m.yaml:3:14: time_format: ") == 0);
  CHECK(
      faults_of("schema: 1\nsource: s\nfields: {id: a, text: b, source: {value: hot}}\n").find("'hot' is no source") !=
      std::string::npos);
}

}  // namespace whistle::tools
