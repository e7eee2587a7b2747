// One request to a socket of this machine, and its answer: how a tool talks to the daemon beside it.
#pragma once

#include <chrono>
#include <filesystem>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

// Connects to a socket in the file system, asks once and waits, all within `patience`. An error where nobody listens
// or no answer comes. Any thread.
[[nodiscard]] tl::expected<Response, HttpError> ask_local(const std::filesystem::path& socket, const Request& request,
                                                          std::chrono::milliseconds patience);
// The same of "http://127.0.0.1:PORT".
[[nodiscard]] tl::expected<Response, HttpError> ask_loopback(std::string_view endpoint, const Request& request,
                                                             std::chrono::milliseconds patience);

}  // namespace whistle::adapters::http
