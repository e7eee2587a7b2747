// Why a command came to nothing, in words for the person and a word for programs.
#pragma once

#include <optional>
#include <string>

#include <tl/expected.hpp>

#include "tools/whistle/exit_code.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

struct Failure {
  ExitCode exit = ExitCode::LocalFile;
  std::string word;                    // for programs: refused, usage, no_answer, file, not_recognised
  std::string message;                 // one line, in the person's language
  std::string hint;                    // the next step to take; empty: none is known
  std::optional<v1::Refusal> refusal;  // what the engine said
};

template <typename T>
using Result = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> usage_failure(std::string message, std::string hint = {}) {
  return tl::unexpected(Failure{ExitCode::Usage, "usage", std::move(message), std::move(hint), std::nullopt});
}

[[nodiscard]] inline tl::unexpected<Failure> file_failure(std::string message, std::string hint = {}) {
  return tl::unexpected(Failure{ExitCode::LocalFile, "file", std::move(message), std::move(hint), std::nullopt});
}

}  // namespace whistle::tools
