// Which refusals go into the journal, and how many of one sender: an audit has to see who tried what it may not, and
// nobody may fill the journal by trying.
//
//   RefusalAudit audit;
//   if (auto record = audit.note(state, actor, request, refusal, now)) acceptance.record(*record);
//
// Only where a CURVE key stands behind the request: what somebody claims to be in plain mode is no evidence against
// anybody. A sender's first refusals are recorded one by one, later ones as a count on the next record. One thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>

#include "engine/state.h"
#include "tools/whistled/rate_limit.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

class RefusalAudit {
 public:
  // Twenty at once and one a minute then: at most 1,460 entries a day of one sender. Keys that nobody knows are one
  // sender all together, because anybody can make more of them.
  static constexpr Rate kRate{std::chrono::minutes{1}, 20};

  // Unknown identity, not permitted, own work, wrong token, the last administrator's key: somebody tried what is not
  // its to do. Everything else is a mistake, or load.
  [[nodiscard]] static bool matters(v1::RefusalCode code);

  // The command that records it; nullopt: it does not matter, or there were too many. `request` may be nullptr: it
  // could not be read, but who sent it is known.
  [[nodiscard]] std::optional<v1::Command> note(const engine::State& state, const v1::Actor& actor,
                                                const v1::Request* request, const v1::Refusal& refusal,
                                                RateLimit::Time now);

 private:
  RateLimit recorded_;
  std::unordered_map<std::string, std::uint64_t> left_out_;  // by sender; looked up, never iterated
};

}  // namespace whistle::tools::whistled
