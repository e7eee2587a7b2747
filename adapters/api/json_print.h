// A message as JSON, by protobuf's JSON mapping.
#pragma once

#include <string>

#include <google/protobuf/message.h>

namespace whistle::adapters::api {

// Names in lowerCamelCase, 64-bit numbers as strings, bytes in base64, enumerators by name; fields of no message and no
// choice are there even if they are zero or empty. Of the language's messages: no maps, groups, fractions or known
// types.
[[nodiscard]] std::string message_json(const google::protobuf::Message& message);

}  // namespace whistle::adapters::api
