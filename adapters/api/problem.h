// What went wrong, as RFC 9457 tells it: application/problem+json.
//
//   auto refused = refusal_problem(reply.refusal());       // of the engine; every RefusalCode has a status
//   auto fault = http_problem(HttpFault::UnknownPath, "There is nothing at /api/v1/tickts.");
//   body = problem_json(fault);
//
// Beside the members of the RFC a problem has `code`, for programs, and `arguments`, the values of its sentence. The
// codes are RefusalCode's without their prefix, and HttpFault's. Pure functions, from any thread.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {

struct Header {
  std::string name;
  std::string value;
};

struct Problem {
  unsigned status = 500;
  std::string code;                                            // UNKNOWN_TICKET; `type` is made of it
  std::string title;                                           // the same for every problem of the code
  std::string detail;                                          // one sentence about this one
  std::string instance;                                        // path of what was asked; empty: left out
  std::vector<std::pair<std::string, std::string>> arguments;  // in order; a name may be there more than once
  std::vector<Header> headers;                                 // Allow, Retry-After, WWW-Authenticate
};

// What HTTP itself refuses, before the engine is asked.
enum class HttpFault {
  UnknownPath,           // 404
  MethodNotAllowed,      // 405; the caller adds Allow
  NotAcceptable,         // 406
  UnsupportedMediaType,  // 415
  CredentialMissing,     // 401
  KeyMissing,            // 400: a command without Idempotency-Key
  HeaderInvalid,         // 400
  QueryInvalid,          // 400
  RangeNotSatisfiable,   // 416; the caller adds Content-Range
  ImageMalformed,        // 422
  RequestMalformed,      // 400: no request of HTTP
  HeaderTooLarge,        // 431
  ExpectationUnknown,    // 417
};

// A row of the catalogue of problems, for the documents.
struct ProblemKind {
  std::string_view code;
  unsigned status = 500;
  std::string_view title;
  std::string_view sentence;  // of the engine's: with the names of arguments in braces; else empty
};

// Of every RefusalCode but UNSPECIFIED, then of every HttpFault.
[[nodiscard]] std::vector<ProblemKind> problem_kinds();

// Total: what this program does not know is 500.
[[nodiscard]] unsigned status_of(v1::RefusalCode code);

[[nodiscard]] Problem refusal_problem(const v1::Refusal& refusal);
[[nodiscard]] Problem refusal_problem(v1::RefusalCode code,
                                      std::initializer_list<std::pair<const char*, std::string>> arguments);
[[nodiscard]] Problem http_problem(HttpFault fault, std::string detail);

// "/problems/unknown-ticket", relative to the server; stable.
[[nodiscard]] std::string problem_type(std::string_view code);
// The body. An argument that is there more than once is an array.
[[nodiscard]] std::string problem_json(const Problem& problem);

}  // namespace whistle::adapters::api
