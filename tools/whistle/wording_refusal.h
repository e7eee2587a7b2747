// Why the engine would not, or could not be asked, and what to do next.
#pragma once

#include "adapters/zeromq/client_connection.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/wording.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools {

[[nodiscard]] Failure word_refusal(Language language, const v1::Refusal& refusal);
[[nodiscard]] Failure word_client_error(Language language, const adapters::zeromq::ClientError& error);

}  // namespace whistle::tools
