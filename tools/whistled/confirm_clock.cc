#include "tools/whistled/confirm_clock.h"

#include <chrono>

#include "adapters/http/http_client.h"
#include "tools/whistled/data_directory.h"

namespace whistle::tools::whistled {

Result<std::string> confirm_clock(const ConfirmClockOptions& options) {
  const DataDirectory data(options.data);
  const auto answer =
      adapters::http::ask_local(data.control(), {"POST", "/-/confirm-clock", ""}, std::chrono::seconds(10));
  if (!answer) return fail(ExitCode::Failed, "no engine answers: " + answer.error().what);
  if (answer->status != 200) return fail(ExitCode::Failed, answer->body.substr(0, answer->body.find('\n')));
  return answer->body;
}

}  // namespace whistle::tools::whistled
