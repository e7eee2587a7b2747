// Why the engine could not be asked, and what to do next.
#pragma once

#include "adapters/zeromq/client_connection.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

[[nodiscard]] Failure word_client_error(Language language, const adapters::zeromq::ClientError& error);

}  // namespace whistle::tools
