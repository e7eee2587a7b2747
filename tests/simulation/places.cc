#include "tests/simulation/places.h"

#include <array>

namespace whistle::tests {

SaidPlace said_place(const Setting& setting, Chance& chance) {
  SaidPlace said;
  switch (chance.below(7)) {
    case 0:
    case 1:
      said.location.set_estate(chance.pick(setting.estates));
      break;
    case 2: {
      static constexpr std::array<const char*, 4> kGrids = {"G1", "G2", "G3", "G9"};
      said.location.set_grid(chance.pick(kGrids));
      break;
    }
    case 3:
      said.location.set_area(chance.one_in(2) ? "C1" : "S2");
      break;
    case 4:
      said.address = "柳园南门";
      break;
    case 5:
      break;
    default:
      said.location.mutable_point()->set_lat_e7(static_cast<std::int32_t>(chance.between(366'980'000, 367'120'000)));
      said.location.mutable_point()->set_lon_e7(
          static_cast<std::int32_t>(chance.between(1'190'900'000, 1'191'400'000)));
  }
  return said;
}

}  // namespace whistle::tests
