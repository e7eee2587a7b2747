// Service discovery: where the interface is, in which formats, and whom to ask for a key.
#pragma once

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

[[nodiscard]] Answer tell_discovery(const Context& context, Format format, Language language);

}  // namespace whistle::adapters::open311
