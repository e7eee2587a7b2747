// What the core refuses, as an answer of HTTP with words.
#pragma once

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

// The core's fields are named as the client named them. Of its arguments none is repeated but a limit and a pause.
[[nodiscard]] Answer tell_refusal(const v1::Refusal& refusal, Format format, Language language);

}  // namespace whistle::adapters::open311
