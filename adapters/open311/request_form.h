// POST requests: a form becomes the command that blows a resident's whistle.
#pragma once

#include <tl/expected.hpp>

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

// `Call::form` alone is read: what stands in a query is logged on the way. Every fault of the form is told.
[[nodiscard]] tl::expected<Question, Answer> read_form(const Call& call, const Context& context, Question question);

}  // namespace whistle::adapters::open311
