// The first page, at /: the files of tools/web/first_page, which the program carries in itself.
//
//   auto response = page_response(request, *parse_target(request.target));
//
// Pure; from any thread.
#pragma once

#include "adapters/http/http_message.h"
#include "adapters/http/target.h"

namespace whistle::tools::whistled::web {

// GET and HEAD of / and of the files that it needs, /page/NAME. 404 of anything else, 405 of other methods. Each has an
// ETag of its content, and is 304 to who has it. The page may load nothing, ask nobody and be framed by nobody but this
// origin.
[[nodiscard]] adapters::http::Response page_response(const adapters::http::Request& request,
                                                     const adapters::http::Target& target);

}  // namespace whistle::tools::whistled::web
