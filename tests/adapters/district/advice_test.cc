#include "adapters/district/advice.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/district/civil_text.h"
#include "tests/adapters/district/sample.h"

namespace whistle::adapters::district {
namespace {

using Advise = void (*)(const CompiledDistrict&, const engine::Ruleset&, Diagnostics&);

std::vector<std::string> advice(Advise advise, std::vector<SourceFileBytes> files) {
  const auto district = compile_district(std::move(files));
  REQUIRE(district);
  const auto ruleset = load_ruleset(*district, engine::LoadGeometry::Yes);
  REQUIRE(ruleset);
  Diagnostics diagnostics;
  advise(*district, **ruleset, diagnostics);
  std::vector<std::string> texts;
  for (const Diagnostic& one : diagnostics.take(Severity::Warning))
    texts.push_back(to_text(one));
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a rule that an earlier one covers wholly is named with the one that covers it") {
  CHECK(advice(advise_on_routes, sample()).empty());
  CHECK(
      advice(advise_on_routes, sample_with("routes.yaml", "when: {category: E01}", "when: {place: [estate, grid]}")) ==
      Texts{"routes.yaml:7: warning: rule 'inside-an-estate' is never reached: rule 'gas' on line 2 holds wherever it "
            "does"});
  CHECK(advice(advise_on_routes, sample_with("routes.yaml", "    when: {category: E01}\n", "")).size() == 2);
}

TEST_CASE("a rule for a category covers a later one for a row below it, not the other way round") {
  const std::string narrow = "when: {kind: resident, place: estate, inside_estate: estate}";
  CHECK(
      advice(advise_on_routes, sample_with("routes.yaml", narrow, "when: {category: E01.1, kind: resident}")).size() ==
      1);
  CHECK(
      advice(advise_on_routes, sample_with("routes.yaml", "when: {category: E01}", "when: {category: E01.1}")).empty());
}

TEST_CASE("a rule that asks for more than a later one does not cover it") {
  for (const char* condition :
       {"kind: resident", "source: sensor", "category: E02", "class: event", "place: estate", "estate_type: UNMANAGED",
        "inside_estate: estate", "watched: true", "urgency: urgent", "area: C1", "hours: off"}) {
    CAPTURE(condition);
    auto files = sample_with("routes.yaml", "when: {category: E01}", std::string("when: {") + condition + "}");
    for (SourceFileBytes& file : files) {
      const std::string later = "when: {kind: resident, place: estate, inside_estate: estate}";
      if (file.path != "routes.yaml") continue;
      const std::string other =
          std::string(condition) == "hours: off" ? "when: {urgency: urgent}" : "when: {hours: off}";
      file.bytes.replace(file.bytes.find(later), later.size(), other);
    }
    CHECK(advice(advise_on_routes, files).empty());
  }
}

TEST_CASE("duties are named that nobody serves, or that end at a border") {
  CHECK(advice(advise_on_duties, sample()).empty());
  CHECK(advice(advise_on_duties, sample_with("catalogue.csv", "event,cleaning", "event,sweeping")) ==
        Texts{"catalogue.csv:4: warning: nobody has the duty 'sweeping'; its matters go to the desk"});
  CHECK(advice(advise_on_duties, sample_with("parties.csv", "S1,cleaning", "S1,")).size() == 1);
  CHECK(advice(advise_on_duties, sample_with("parties.csv", "燃气,,D,gas;heating", "燃气,,C1,gas;heating")) ==
        Texts{"catalogue.csv:2: warning: duty 'gas' is served in 1 of 2 grids; elsewhere, for instance in '0102', its "
              "matters go to the desk"});
}

TEST_CASE("an area without its authority is named where a rule asks for one") {
  CHECK(advice(advise_on_duties, sample_with("parties.csv", "CM2,community", "CM2,alliance")) ==
        Texts{"areas.csv:5: warning: no party of kind community answers for area 'C2'"});
}

TEST_CASE("parties without members are named, and a district without any") {
  const Texts texts = advice(advise_on_people, sample());
  CHECK(texts.size() == 6);
  CHECK(texts[1] == "parties.csv:4: warning: party 'G1' has no members");
  CHECK(advice(advise_on_people,
               sample_with("members.csv", "m1,物业员,F1,0101,handler;grid_member\nm2,接线员,DESK,,dispatcher\n", "")) ==
        Texts{"members.csv: warning: no party has members; nobody can act"});
}

TEST_CASE("a party that could lead and whose members can do nothing about it is named") {
  const std::string desk =
      "parties.csv:2: warning: nobody can act for party 'DESK': none of its members is handler or grid_member";
  CHECK(advice(advise_on_people, sample()).front() == desk);
  const Texts texts = advice(advise_on_people, sample_with("members.csv", "DESK,,dispatcher", "DESK,,handler"));
  CHECK(std::find(texts.begin(), texts.end(), desk) == texts.end());
  // An alliance leads nothing.
  auto files = sample_with("members.csv", "F1,0101,handler;grid_member", "F1,0101,auditor\nm3,联盟员,A1,,auditor");
  for (SourceFileBytes& file : files) {
    if (file.path == "parties.csv") file.bytes += "A1,alliance,共治联盟,,,,\n";
  }
  const Texts other = advice(advise_on_people, files);
  CHECK(std::count_if(other.begin(), other.end(), [](const std::string& text) {
          return text.find("nobody can act") != std::string::npos;
        }) == 2);  // the firm and the desk
}

TEST_CASE("a category on which no clock runs is named") {
  CHECK(advice(advise_on_limits, sample()).empty());
  CHECK(advice(advise_on_limits,
               sample_with("clocks.yaml",
                           "normal: {ack: 2wh, on_site: 0, resolve: 5wd, arbitrate: 2wh, verify: 1wd, total: 15cd}",
                           "normal: {ack: 0, on_site: 0, resolve: 0, arbitrate: 2wh, verify: 1wd, total: 0}"))
            .empty());
  auto files = sample_with("clocks.yaml",
                           "normal: {ack: 2wh, on_site: 0, resolve: 5wd, arbitrate: 2wh, verify: 1wd, total: 15cd}",
                           "normal: {ack: 0, on_site: 0, resolve: 0, arbitrate: 2wh, verify: 1wd, total: 0}");
  for (SourceFileBytes& file : files) {
    if (file.path == "catalogue.csv") file.bytes.replace(file.bytes.find("4wh"), 3, 1, '0');
  }
  CHECK(advice(advise_on_limits, files) ==
        Texts{"catalogue.csv:4: warning: no clock runs on category 'E02': neither ack, on_site, resolve nor total"});
}

TEST_CASE("ladders that end nowhere, step back or wait for office hours are named") {
  const auto of_firm = [](const Texts& texts) {
    Texts kept;
    std::copy_if(texts.begin(), texts.end(), std::back_inserter(kept),
                 [](const std::string& text) { return text.starts_with("clocks.yaml:"); });
    std::erase_if(kept, [](const std::string& text) { return text.find("no ladder applies") != std::string::npos; });
    return kept;
  };
  const std::string slow =
      "clocks.yaml:11: warning: urgency 'urgent' climbs ladder 'firm' by working time: 'ack' waits 1wh";
  CHECK(of_firm(advice(advise_on_ladders, sample())) == Texts{slow});
  CHECK(of_firm(advice(advise_on_ladders,
                       sample_with("clocks.yaml", "    applies_to", "    urgency: normal\n    applies_to")))
            .empty());
  CHECK(of_firm(advice(advise_on_ladders, sample_with("clocks.yaml", "{after: 2wd, do: reassign, to: \"party:DESK\"}",
                                                      "{after: 2wd, do: reassign, to: head}"))) ==
        Texts{"clocks.yaml:11: warning: the last step of 'resolve' of ladder 'firm' does not reach the desk", slow});
  CHECK(of_firm(advice(advise_on_ladders,
                       sample_with("clocks.yaml", "after: 0m, do: supervise", "after: 3wd, do: supervise"))) ==
        Texts{"clocks.yaml:11: warning: step 2 of 'resolve' of ladder 'firm' is due before the step above it", slow});
}

TEST_CASE("a kind of party that no ladder applies to is named once") {
  const Texts texts = advice(advise_on_ladders, sample());
  CHECK(std::count_if(texts.begin(), texts.end(), [](const std::string& text) {
          return text.find("no ladder applies") != std::string::npos;
        }) == 4);
}

TEST_CASE("a calendar that ends before the day asked about, or before a limit given on it, is named") {
  const auto of_day = [](const char* day, const std::vector<SourceFileBytes>& files) {
    const auto district = compile_district(files);
    REQUIRE(district);
    const auto ruleset = load_ruleset(*district, engine::LoadGeometry::Yes);
    REQUIRE(ruleset);
    Diagnostics diagnostics;
    advise_on_calendar(*district, **ruleset, day == nullptr ? std::nullopt : parse_date(day), diagnostics);
    Texts texts;
    for (const Diagnostic& one : diagnostics.take(Severity::Warning))
      texts.push_back(to_text(one));
    return texts;
  };
  // Fifteen working days, the longest limit, end on the last day.
  CHECK(of_day("2026-12-10", sample()).empty());
  CHECK(of_day("2026-12-11", sample()) ==
        Texts{"calendar.yaml: warning: data_until: a limit of 15wd (of 'A01') that is given on 2026-12-11 reaches past "
              "the calendar's data, which end on 2026-12-31"});
  CHECK(of_day("2026-12-31", sample()).size() == 1);
  const Texts ended{"calendar.yaml: warning: data_until: the calendar's data end on 2026-12-31, before 2027-01-01"};
  CHECK(of_day("2027-01-01", sample()) == ended);
  // Without a day: the one on which the rules come into force.
  CHECK(of_day(nullptr, sample()).empty());
  CHECK(of_day(nullptr, sample_with("district.yaml", "2026-01-01T00", "2027-01-01T00")) == ended);
  CHECK(of_day(nullptr, sample_with("district.yaml", "in_force_from: 2026-01-01T00:00:00+08:00\n", "")).empty());
}

TEST_CASE("a duty and an authority that only a ladder asks for are looked for too") {
  const auto texts =
      advice(advise_on_duties, sample_with("clocks.yaml", "{after: 1wh, do: reassign, to: \"party:DESK\"}",
                                           "{after: 1wh, do: reassign, to: \"duty:rescue\"}"));
  CHECK(texts == Texts{"clocks.yaml:11: warning: nobody has the duty 'rescue'; its matters go to the desk"});
}

}  // namespace whistle::adapters::district
