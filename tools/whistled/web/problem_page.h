// The pages that the types of problems lead to, /problems/NAME: what the code means and what the caller can do, for
// people, in Chinese and English; and /problems with all of them.
//
//   auto response = problem_page(request, *parse_target("/problems/unknown-ticket"));
//
// Pure; from any thread.
#pragma once

#include "adapters/http/http_message.h"
#include "adapters/http/target.h"

namespace whistle::tools::whistled::web {

// Of a target below /problems. 404 of what is no code's name.
[[nodiscard]] adapters::http::Response problem_page(const adapters::http::Request& request,
                                                    const adapters::http::Target& target);

}  // namespace whistle::tools::whistled::web
