// Examples of the main calls, which the tests read as any other body.
#pragma once

#include <string>
#include <string_view>

namespace whistle::adapters::api {

// JSON of a command's body, by the field of Command; empty: there is no example.
[[nodiscard]] std::string_view request_example(std::string_view command);
// What a whistle that was blown is answered with.
[[nodiscard]] std::string accepted_example();

}  // namespace whistle::adapters::api
