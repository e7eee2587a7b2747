// Why the daemon cannot go on: words for its log, and the code it ends with.
#pragma once

#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "engine/ports.h"
#include "tools/whistled/exit_code.h"

namespace whistle::tools::whistled {

struct Failure {
  ExitCode code = ExitCode::Failed;
  std::string what;
};

template <typename T>
using Result = tl::expected<T, Failure>;

[[nodiscard]] inline tl::unexpected<Failure> fail(ExitCode code, std::string what) {
  return tl::unexpected(Failure{code, std::move(what)});
}

// A store that cannot be read or written, while running.
[[nodiscard]] inline Failure failure_of(const engine::StoreError& error) {
  switch (error.fault) {
    case engine::StoreFault::Full:
      return {ExitCode::StoreFull, error.what};
    case engine::StoreFault::StaleEpoch:
      return {ExitCode::Superseded, error.what};
    case engine::StoreFault::Damaged:
      return {ExitCode::BadData, error.what};
    case engine::StoreFault::Io:
      break;
  }
  return {ExitCode::StoreFailed, error.what};
}

// One that cannot be opened.
[[nodiscard]] inline Failure unopened(const engine::StoreError& error) {
  return {error.fault == engine::StoreFault::Full ? ExitCode::StoreFull : ExitCode::BadData, error.what};
}

}  // namespace whistle::tools::whistled
