// The English of refusals, for web developers; people who use a program get that program's own words.
#pragma once

#include <span>
#include <string_view>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {

struct RefusalWords {
  v1::RefusalCode code;
  std::string_view title;
  std::string_view sentence;  // names of the refusal's arguments stand in braces
};

// One row for every code but UNSPECIFIED, by number.
[[nodiscard]] std::span<const RefusalWords> refusal_words();

}  // namespace whistle::adapters::api
