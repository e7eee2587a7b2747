#include "adapters/district/time_zone.h"

#include <doctest/doctest.h>

namespace whistle::adapters::district {

TEST_CASE("a zone's offsets ascend from 1970 and change at the right second") {
  const auto offsets = zone_offsets("America/New_York");
  REQUIRE(offsets);
  CHECK(offsets->front().utc_seconds() == 0);
  CHECK(offsets->front().offset_seconds() == -5 * 3600);
  bool spring = false;
  for (std::size_t i = 1; i < offsets->size(); ++i) {
    CHECK((*offsets)[i - 1].utc_seconds() < (*offsets)[i].utc_seconds());
    CHECK((*offsets)[i - 1].offset_seconds() != (*offsets)[i].offset_seconds());
    if ((*offsets)[i].utc_seconds() == 1425798000)
      spring = (*offsets)[i].offset_seconds() == -4 * 3600;  // 8 March 2015, 07:00 UTC
  }
  CHECK(spring);
}

TEST_CASE("a misspelt zone is unknown and leads to the right one") {
  const auto offsets = zone_offsets("Asia/Shangai");
  REQUIRE_FALSE(offsets);
  CHECK(offsets.error().unknown);
  CHECK(offsets.error().suggestion == "Asia/Shanghai");
}

}  // namespace whistle::adapters::district
