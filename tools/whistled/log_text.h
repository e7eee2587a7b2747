// Values in log lines: key=value, with what holds blanks, quotes or line breaks in quotes.
#pragma once

#include <string>
#include <string_view>

namespace whistle::tools::whistled {

// One line, in double quotes, with \" \\ \n \t and \xNN for what would break it.
[[nodiscard]] std::string in_quotes(std::string_view text);

// Lines to stderr: time=... level=... event=...; levels are spdlog's words. False: no such level.
[[nodiscard]] bool start_log(std::string_view level);

}  // namespace whistle::tools::whistled
