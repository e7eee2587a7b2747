// Who reads what only auditors and supervisors may: an entry says so before they are told anything.
//
//   ReadingAudit audit;
//   if (auto record = audit.note(state, actor, request, now)) acceptance.record(*record);   // then the answer
//
// One entry opens an hour of reading of one kind, so that following the journal does not fill it. What is remembered is
// lost with the process: the next reading is recorded again. As refusals, only where a CURVE key stands behind the
// request. One thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/state.h"
#include "engine/time.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

class ReadingAudit {
 public:
  static constexpr engine::Duration kOpen = engine::minutes(60);

  // The command that records it; nullopt: it reads nothing of the kind, may not, or has been recorded.
  [[nodiscard]] std::optional<v1::Command> note(const engine::State& state, const v1::Actor& actor,
                                                const v1::Request& request, engine::Instant now);

 private:
  std::map<std::pair<std::string, v1::ReadingKind>, engine::Instant> open_until_;  // by member
};

}  // namespace whistle::tools::whistled
