// A ticket as a service request.
#pragma once

#include "adapters/open311/document.h"
#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

// For anybody: whatever the core tells, neither text nor address nor reporter of the whistle is in it.
[[nodiscard]] Value service_request(const v1::Ticket& ticket, const Question& question, const Context& context);

}  // namespace whistle::adapters::open311
