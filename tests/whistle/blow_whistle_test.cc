#include "tools/whistle/blow_whistle.h"

#include <doctest/doctest.h>

namespace whistle::tools {

namespace {

adapters::district::StreamWhistle whistle() {
  adapters::district::StreamWhistle whistle;
  whistle.kind = v1::WHISTLE_KIND_RESIDENT;
  whistle.source = v1::SOURCE_HOTLINE;
  whistle.category = "E0110";
  return whistle;
}

}  // namespace

TEST_CASE("a whistle's clues and time become the command's") {
  auto from = whistle();
  from.point = engine::Point{367'000'001, 1'191'000'000};
  from.datum = v1::DATUM_GCJ02;
  from.legacy_system = "old";
  from.legacy_code = "7";
  from.occurred_at = engine::Instant{5};
  from.text = "text";
  const auto blow = blow_command_of(from).blow_whistle();
  CHECK(blow.source() == v1::SOURCE_HOTLINE);
  CHECK(blow.location().point().lat_e7() == 367'000'001);
  CHECK(blow.location().datum() == v1::DATUM_GCJ02);
  CHECK(blow.location().legacy().code() == "7");
  CHECK(blow.occurred_at_us() == 5);
  CHECK(blow.personal().text() == "text");
  CHECK_FALSE(blow.personal().has_reporter());
}

TEST_CASE("what was not given is not sent") {
  const auto blow = blow_command_of(whistle()).blow_whistle();
  CHECK_FALSE(blow.has_personal());
  CHECK_FALSE(blow.location().has_point());
  CHECK_FALSE(blow.location().has_legacy());
}

TEST_CASE("name and telephone number of who wants to stay unnamed are not sent") {
  auto from = whistle();
  from.reporter = adapters::district::StreamReporter{"name", "13800000000", true};
  auto blow = blow_command_of(from).blow_whistle();
  CHECK(blow.anonymous());
  CHECK_FALSE(blow.has_personal());
  from.reporter->anonymous = false;
  blow = blow_command_of(from).blow_whistle();
  CHECK_FALSE(blow.anonymous());
  CHECK(blow.personal().reporter().phone() == "13800000000");
}

}  // namespace whistle::tools
