// Bodies made smaller for clients that take it so.
#pragma once

#include <string>
#include <string_view>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

// Whether the request's Accept-Encoding takes gzip, and no less gladly than the body as it is.
[[nodiscard]] bool accepts_gzip(const Request& request);

// Compresses the body where that is worth it: 1 KiB to 8 MiB of text, JSON, XML, JavaScript or SVG that is not coded
// yet and may be (Response::compress). Says in Vary that the asker matters whether or not this one takes it, and makes
// a strong ETag a weak one. Streams stay as they are.
void code_body(Response& response, bool accepts_gzip);

}  // namespace whistle::adapters::http
