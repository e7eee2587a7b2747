// What the acts on a ticket that is there have in common.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tools/whistle/command_line.h"
#include "tools/whistle/engine_session.h"
#include "whistle/v1/command.pb.h"

namespace whistle::tools {

struct ActFlags {
  std::vector<std::string> tickets;  // as people name them
  std::string acted_at;              // empty: now
  std::string key;                   // empty: a fresh one for each ticket
  std::string until;                 // a date that the act carries; empty: none
  std::string other;                 // another ticket that the act names, as people name it; empty: none
};

// Adds the ticket, --acted-at and --idempotency-key.
void add_act_flags(CLI::App& command, ActFlags& flags, Language language, bool several);
// Adds --note of an act that has to say why.
void add_reason_flag(CLI::App& command, std::string& note, Language language);

// What an option says of a time, in microseconds UTC; 0: it says nothing.
[[nodiscard]] Result<std::int64_t> time_in(EngineSession& session, Language language, const std::string& text,
                                           const char* option);
// A date alone is the beginning of that day.
[[nodiscard]] Result<std::int64_t> day_or_time_in(EngineSession& session, Language language, const std::string& text,
                                                  const char* option);

// Does the same to every ticket, one after the other, and tells what came of each. A failure of one does not keep the
// next from being tried unless the engine is out of reach.
using ActBuilder = std::function<v1::Command(std::uint64_t ticket)>;
[[nodiscard]] Result<ExitCode> act_on_tickets(CommandContext& context, const ActFlags& flags, const ActBuilder& build);
// The same for an act that carries `flags.until`, in microseconds UTC; 0: none.
using DatedActBuilder = std::function<v1::Command(std::uint64_t ticket, std::int64_t until_us)>;
[[nodiscard]] Result<ExitCode> act_on_tickets(CommandContext& context, const ActFlags& flags,
                                              const DatedActBuilder& build);
// The same for an act that names `flags.other`, by its id.
using LinkingActBuilder = std::function<v1::Command(std::uint64_t ticket, std::uint64_t other)>;
[[nodiscard]] Result<ExitCode> link_tickets(CommandContext& context, const ActFlags& flags,
                                            const LinkingActBuilder& build);

}  // namespace whistle::tools
