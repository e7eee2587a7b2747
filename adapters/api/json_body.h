// A body of JSON into a message, by protobuf's JSON mapping, in one pass.
//
//   v1::BlowWhistle blow;
//   auto read = read_json(body, blow);
//   if (!read) read.error();    // "/location/point/latE7", line 3, column 17: "out of the field's range"
//
// Names are lowerCamelCase or those of the .proto file; null is the same as leaving the field out. Refused, each with
// its place: what is no JSON (a byte order mark, NaN, comments, what follows the object, text that is not UTF-8, lone
// surrogates), unknown names, a name or a member of a oneof given twice, values that a field does not take, more than
// kDepthMax levels. Nothing is kept of a body but the message: the text is looked at once, names that the message does
// not have end the reading, so what a body can cost is its length. Pure; from any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include <tl/expected.hpp>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {

inline constexpr std::size_t kDepthMax = 16;  // objects and lists inside each other; no command has more than five

struct JsonFault {
  v1::RefusalCode code = v1::REFUSAL_CODE_MALFORMED;  // or INVALID, INVALID_TEXT
  std::string pointer;                                // RFC 6901, of the field; empty: the whole body
  std::string why;
  std::size_t line = 1;    // where reading stopped, from 1
  std::size_t column = 1;  // in characters, from 1
};

// Adds to what the message holds; after a fault it holds something.
[[nodiscard]] tl::expected<void, JsonFault> read_json(std::string_view text, google::protobuf::Message& message);

}  // namespace whistle::adapters::api
