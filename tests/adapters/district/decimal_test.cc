#include "adapters/district/decimal.h"

#include <doctest/doctest.h>

namespace whistle::adapters::district {

TEST_CASE("decimals are rounded half to even from their text") {
  CHECK(scaled_decimal("42.35940005", 7) == 423594000);
  CHECK(scaled_decimal("42.35940015", 7) == 423594002);
  CHECK(scaled_decimal("42.3594000500000000000000001", 7) == 423594001);
  CHECK(scaled_decimal("-71.00157435", 7) == -710015744);
  CHECK(scaled_decimal("-71.00157445", 7) == -710015744);
  CHECK(scaled_decimal("0.00000005", 7) == 0);
  CHECK(scaled_decimal("0.00000006", 7) == 1);
  CHECK(scaled_decimal("0.000000049", 7) == 0);
  CHECK(scaled_decimal("180", 7) == 1800000000);
}

TEST_CASE("exponents shift the point") {
  CHECK(scaled_decimal("4.2e1", 7) == 420000000);
  CHECK(scaled_decimal("42E-1", 7) == 42000000);
  CHECK(scaled_decimal("1e-400", 7) == 0);
  CHECK(scaled_decimal("0e999999999999", 7) == 0);
  CHECK_FALSE(scaled_decimal("1e30", 7));
}

TEST_CASE("what is no JSON number is refused") {
  for (const char* text : {"", "-", "+1", "01", "1.", ".5", "1e", "1 ", "0x10", "nan", "1,5", "--1"}) {
    CAPTURE(text);
    CHECK_FALSE(scaled_decimal(text, 7));
  }
}

TEST_CASE("whole numbers have no sign, no leading zero and a bound") {
  CHECK(whole_number("0", 10) == 0);
  CHECK(whole_number("10", 10) == 10);
  for (const char* text : {"11", "01", "-1", "", "1.0", "4294967296", "99999999999"}) {
    CAPTURE(text);
    CHECK_FALSE(whole_number(text, 10));
  }
}

}  // namespace whistle::adapters::district
