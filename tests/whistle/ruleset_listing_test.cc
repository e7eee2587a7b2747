#include "tools/whistle/ruleset_listing.h"

#include <doctest/doctest.h>

#include "tests/whistle/offline_sample.h"

namespace whistle::tools {
namespace {

std::string changes(std::vector<adapters::district::SourceFileBytes> after) {
  std::string text;
  for (const ListedChange& one :
       compare_listings(list_ruleset(offline(adapters::district::sample())), list_ruleset(offline(std::move(after))))) {
    text += one.change == ItemChange::Added ? "+" : one.change == ItemChange::Removed ? "-" : "~";
    text += one.list + " " + one.code;
    for (const FieldChange& field : one.fields)
      text += " " + field.field + ":" + field.before + ">" + field.after;
    text += "\n";
  }
  return text;
}

using adapters::district::sample_with;

}  // namespace

TEST_CASE("equal rules have no changes") {
  CHECK(changes(adapters::district::sample()).empty());
}

TEST_CASE("a changed limit is named with both values, below it too") {
  CHECK(changes(sample_with("catalogue.csv", "30m,1ch", "20m,1ch")) ==
        "~catalogue E01 on_site:30m>20m\n~catalogue E01.1 on_site:30m>20m\n");
}

TEST_CASE("rows that come and go are named") {
  CHECK(changes(sample_with("places.csv", "大槐树", "老槐树")) == "-places 大槐树\n+places 老槐树\n");
  CHECK(changes(sample_with("calendar.yaml", "2026-01-02", "2026-01-03")) ==
        "-calendar/holidays 2026-01-02\n+calendar/holidays 2026-01-03\n");
  CHECK(changes(sample_with("venues.csv", "微家,,C1", "微家,,C2")) == "~venues V1 area:C1>C2\n");
}

TEST_CASE("an outline, a route, a ladder and an urgency that change are named") {
  CHECK(changes(sample_with("grids.geojson", "[119.3, 36.8]", "[119.31, 36.8]")).starts_with("~grids 0102 outline:"));
  CHECK(changes(sample_with("routes.yaml", "lead: duty:gas", "lead: duty:heating")) ==
        "~routes gas rule:gas: category E01 -> duty:gas, assist estate, hand off 119>gas: category E01 -> "
        "duty:heating, assist estate, hand off 119\n");
  CHECK(changes(sample_with("clocks.yaml", "remind_every: 1wd", "remind_every: 2wd"))
            .starts_with("~clocks/ladders firm ladder:"));
  CHECK(changes(sample_with("clocks.yaml", "ack: 15m", "ack: 10m")).starts_with("~clocks/urgencies urgent limits:"));
  CHECK(changes(sample_with("clocks.yaml", "recurrence_window: 72ch",
                            "recurrence_window: 72ch\nappeal_within: 10wd")) == "~clocks  appeal_within:5wd>10wd\n");
}

TEST_CASE("times to keep personal data are named by class, also where the file comes new") {
  auto files = adapters::district::sample();
  files.push_back({"retention.yaml", "personal_data: {event: 180cd, visit: 1095cd}\n"});
  CHECK(changes(std::move(files)) == "~retention  personal_data.event:>180cd personal_data.visit:>1095cd\n");
}

}  // namespace whistle::tools
