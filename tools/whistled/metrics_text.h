// The metrics page: what the core thread counted and what the machine says, in Prometheus' text form.
//
// Names follow its conventions: seconds and bytes, `_total` on what only grows. README.md lists them.
#pragma once

#include <string>

#include "tools/whistled/machine_facts.h"
#include "tools/whistled/snapshot.h"

namespace whistle::tools::whistled {

inline constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

[[nodiscard]] std::string to_metrics(const Snapshot& snapshot, const MachineFacts& machine);

}  // namespace whistle::tools::whistled
