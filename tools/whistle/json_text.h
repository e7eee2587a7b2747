// JSON for programs: the protobuf JSON mapping with the fields' own names, one object a line.
#pragma once

#include <string>

#include <google/protobuf/message.h>

#include "whistle/v1/service.pb.h"

namespace whistle::tools {

// Without line breaks. 64-bit numbers are strings, bytes are base64, as the mapping has it.
[[nodiscard]] std::string json_text(const google::protobuf::Message& message);

// {"code":"unknown_category","arguments":{"category":"X"}}; several arguments of a name become a list.
[[nodiscard]] std::string json_text_of_refusal(const v1::Refusal& refusal);

}  // namespace whistle::tools
