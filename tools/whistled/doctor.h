// `whistled doctor`: looks at a data directory and its machine, and says what is wrong or soon will be, and what to do.
//
// Changes nothing. Works beside a running engine.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core.h"
#include "engine/time.h"
#include "storage/copyable_store.h"
#include "tools/whistled/data_directory.h"
#include "tools/whistled/failure.h"
#include "tools/whistled/options.h"

namespace whistle::tools::whistled {

// By gravity: an error stops the engine or loses something, a warning will or may, a note is worth knowing.
enum class Gravity { Good, Note, Warning, Error };

struct Finding {
  Gravity gravity = Gravity::Good;
  std::string subject;  // one word, for programs: keys, disk, clock, ...
  std::string what;
  std::string advice;  // what to do; empty: nothing
};

struct Examination {
  std::string told;  // as --output wants it
  ExitCode code = ExitCode::Ok;
};

// Ok without warnings, DoctorWarned or DoctorFailed by the gravest finding. BadData where there is no data directory.
[[nodiscard]] Result<Examination> examine(const DoctorOptions& options);

// ---- the parts ----

// Who may read what, and whether the keys are keys (doctor_machine.cc, as the next).
[[nodiscard]] std::vector<Finding> examine_keys(const DataDirectory& data);
// Space, descriptors, clock, zone data.
[[nodiscard]] std::vector<Finding> examine_machine(const DataDirectory& data, engine::Instant now);
// Rules, calendar, identities, journal (doctor_store.cc). `store` is a copy at rest, `replayed` how many entries its
// tables lacked.
[[nodiscard]] std::vector<Finding> examine_rules(const storage::CopyableStore& store, const engine::State& state,
                                                 engine::Instant now);
[[nodiscard]] std::vector<Finding> examine_identities(const engine::State& state);
[[nodiscard]] std::vector<Finding> examine_journal(const engine::State& state, std::uint64_t replayed,
                                                   engine::Instant now);

// Files of tickets (doctor_files.cc); `deep` reads every byte of them.
[[nodiscard]] std::vector<Finding> examine_files(const storage::CopyableStore& store, const DataDirectory& data,
                                                 bool deep);

// Lines for people, or one JSON object: {"findings":[{"gravity":"warning","subject":...,"what":...,"advice":...}]}.
[[nodiscard]] std::string to_lines(const std::vector<Finding>& findings);
[[nodiscard]] std::string to_json(const std::vector<Finding>& findings);
[[nodiscard]] std::string_view word_of(Gravity gravity);

}  // namespace whistle::tools::whistled
