// From what the core answered to a response of HTTP.
//
//   auto response = tell(*asked, reply);
//   // 201, Location: /api/v1/tickets/17, ETag: "17", {"sequence":"17",…}
//
// The body is the reply's message by protobuf's JSON mapping: names in lowerCamelCase, 64-bit numbers as strings, bytes
// in base64, enumerators by name, every field that is no message or choice there even if it is zero. Pure; from any
// thread.
#pragma once

#include <string>
#include <vector>

#include "adapters/api/api_request.h"
#include "adapters/api/problem.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {

struct HttpAnswer {
  unsigned status = 200;
  std::vector<Header> headers;  // Content-Type among them; not Content-Length, which the server knows
  std::string body;             // to be left out of the answer to HEAD
};

// Any reply is safe to pass: what does not answer the question is a problem with status 500.
[[nodiscard]] HttpAnswer tell(const Asked& asked, const v1::Reply& reply);
[[nodiscard]] HttpAnswer tell(const Problem& problem);

}  // namespace whistle::adapters::api
