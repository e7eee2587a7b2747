#include "tools/whistled/clock_choice.h"

#include <algorithm>

#include "adapters/district/civil_text.h"

namespace whistle::tools::whistled {

namespace {

using engine::Instant;

bool is_driven(const RunOptions& options) {
  return options.clock == "follow" || options.clock_speed != 0;
}

Result<void> check_options(const RunOptions& options) {
  if (options.clock == "follow" && options.clock_speed != 0) {
    return fail(ExitCode::Usage, "--clock follow and --clock-speed: one of the two");
  }
  if (is_driven(options)) return {};
  if (options.seed) return fail(ExitCode::Usage, "--seed is for a driven clock: --clock follow or --clock-speed");
  if (!options.clock_start.empty()) {
    return fail(ExitCode::Usage, "--clock-start is for a driven clock: --clock follow or --clock-speed");
  }
  return {};
}

Result<void> check_life(bool driven, const engine::State& state) {
  if (driven && state.lived_on_real_time) {
    return fail(ExitCode::BadData, "this journal has lived on real time: a driven clock would falsify its deadlines");
  }
  if (!driven && state.lived_on_driven_time) {
    return fail(ExitCode::BadData,
                "this journal has lived on a driven clock: run it with --clock follow or --clock-speed");
  }
  return {};
}

Result<Instant> start_of(const RunOptions& options, const engine::State& state, const adapters::ReadInstant& wall) {
  if (!options.clock_start.empty()) {
    const auto at = adapters::district::parse_rfc3339(options.clock_start);
    if (!at) return fail(ExitCode::Usage, "--clock-start: not RFC 3339: " + options.clock_start);
    if (*at < state.last_time) {
      return fail(ExitCode::Usage, "--clock-start: the journal's last entry is later than " + options.clock_start);
    }
    return *at;
  }
  if (options.clock == "follow" || state.lived_on_driven_time) return state.last_time;
  return std::max(state.last_time, wall());
}

}  // namespace

Result<std::unique_ptr<adapters::CivilClock>> choose_clock(const RunOptions& options, const engine::State& state,
                                                           const adapters::ReadInstant& wall,
                                                           const adapters::ReadElapsed& elapsed) {
  if (auto checked = check_options(options); !checked) return tl::unexpected(checked.error());
  const bool driven = is_driven(options);
  if (auto checked = check_life(driven, state); !checked) return tl::unexpected(checked.error());
  if (!driven) return std::make_unique<adapters::RealClock>(wall, elapsed);
  const auto start = start_of(options, state, wall);
  if (!start) return tl::unexpected(start.error());
  if (options.clock == "follow") return std::make_unique<adapters::FollowClock>(*start);
  return std::make_unique<adapters::FastClock>(*start, options.clock_speed, elapsed);
}

}  // namespace whistle::tools::whistled
