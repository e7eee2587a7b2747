// Open311 GeoReport v2: a call of a civic client becomes a request to the core, the core's reply an answer in JSON or
// XML. README.md says what is served.
//
//   auto question = read(call, context);
//   if (!question) return question.error();        // discovery, services, whatever is wrong with the call
//   question->request.set_key(key);                // of a POST; whose identity it is says question->api_key
//   return tell(*question, ask_core(question->request), context);
//
// Pure: no socket, no clock, nothing kept between calls. Any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::open311 {

// In the order in which they came, percent-decoded, any bytes.
using Pairs = std::vector<std::pair<std::string, std::string>>;

// What a client asks over HTTP. The caller bounds the size of the whole.
struct Call {
  std::string method;             // GET, HEAD (answered as GET; the caller leaves the body out) or POST
  std::vector<std::string> path;  // segments after /open311, percent-decoded: "v2", "services.json"
  Pairs query;
  Pairs form;                // of a body that is application/x-www-form-urlencoded
  std::string content_type;  // headers as they came; empty: not given
  std::string accept;
  std::string accept_language;
  bool authorized = false;  // brings a credential outside its parameters, in a header
};

// The district that answers. What is pointed to outlives the call.
struct Context {
  std::string jurisdiction_id;  // the district's code
  std::string name_zh;
  std::string name_en;                                   // may be empty
  const v1::GetDistrictReply* district = nullptr;        // of the ruleset in force; never null
  std::function<std::int32_t(std::int64_t)> utc_offset;  // seconds east of UTC at an instant in microseconds UTC
  std::int64_t now_us = 0;                               // microseconds UTC; of a call that needs_now() alone
  std::int64_t rules_since_us = 0;                       // since when the ruleset is in force; 0: not known
  std::string base_url;     // for instance https://whistle.example/open311; no slash at its end
  std::string contact;      // whom to write to about the service; empty: the district's name
  std::string key_service;  // how a key is to be had, in words or a URL; empty: of an administrator
};

enum class Format { Json, Xml };
enum class Language { Zh, En };

struct Answer {
  unsigned status = 200;
  std::string content_type;
  std::string body;
  Pairs headers;  // beside Content-Type and Content-Length; names and values are safe to send
};

// What the core is to be asked, and what is needed to word its reply.
struct Question {
  enum class About { Requests, OneRequest, Token, NewRequest };

  v1::Request request;  // without correlation and, of a NewRequest, without key: both are the caller's
  About about = About::Requests;
  Format format = Format::Xml;
  Language language = Language::Zh;
  bool extensions = false;  // with `extended_attributes`
  std::size_t skip = 0;     // tickets of earlier pages that the reply begins with
  // Of a NewRequest: the bearer token of who posts, not looked at yet. Empty: the call's own header has it. A secret:
  // neither to be logged nor told.
  std::string api_key;
};

// Whether the answer depends on what time it is: tickets are asked for without a span.
[[nodiscard]] bool needs_now(const Call& call);

// Of a body that says to be a form and is none; whatever else the call is.
enum class FormFault { TooLarge, Unreadable };
[[nodiscard]] Answer refuse_form(const Call& call, FormFault fault);
// Of a call that the core would not even tell the district for: too busy, or stopping.
[[nodiscard]] Answer refuse(const Call& call, const v1::Refusal& refusal);

// Who may ask what is the core's to say: a NewRequest is asked in the name of `api_key`, everything else as nobody.
[[nodiscard]] tl::expected<Question, Answer> read(const Call& call, const Context& context);

// `reply` answers `question.request`; any other is told as a fault of this server.
[[nodiscard]] Answer tell(const Question& question, const v1::Reply& reply, const Context& context);

}  // namespace whistle::adapters::open311
