// GET requests, requests/{id} and tokens/{token}: which public tickets the core is asked for.
#pragma once

#include <string_view>
#include <tl/expected.hpp>

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

// Many: by numbers, or by service, time and status. What nothing can be found for is answered at once.
[[nodiscard]] tl::expected<Question, Answer> read_query(const Call& call, const Context& context, Question question);

// One: by its number. A token is the number too: every whistle gets its number at once.
[[nodiscard]] tl::expected<Question, Answer> read_number(std::string_view number, Question question);

// 404, of a question about one: whether there is none, or none that is public.
[[nodiscard]] Answer no_such_request(const Question& question);

}  // namespace whistle::adapters::open311
