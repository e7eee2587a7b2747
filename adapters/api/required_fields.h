// What a command's body has to bring, whatever else it says: without it the language's own check refuses it
// (adapters/zeromq/command_limits.cc), which a test compares with this table. What is needed only beside something
// else, or one of several, is said by the comments of the .proto files.
//
//   required_fields("reassign_ticket");   // {"party", "personal.text"}
#pragma once

#include <string_view>
#include <vector>

namespace whistle::adapters::api {

// Names as in the .proto files, with a point before a field of a field; none of a command that needs nothing. Fields
// that a path may name are not among them.
[[nodiscard]] std::vector<std::string_view> required_fields(std::string_view command);

}  // namespace whistle::adapters::api
