// What can be done to tickets, as commands for `Client::act` and `AsyncClient::async_act`:
//
//   client.act(acknowledge(17), How("acknowledge-17"));
//   client.act(resolve(17, "dealt with on site"));
//
// The other commands are in `whistle/v1/command.pb.h`; proto/whistle/v1/command.proto says what each wants and who may.
// Texts are sealed by the engine and never in its journal. Pure functions. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "whistle/v1/command.pb.h"

namespace whistle::client {

// ---- The whistle-blower

// Starts a ticket: `ticket`, `ticket_number` and, for an intake identity, the resident's `ticket_token` are in the
// answer.
[[nodiscard]] v1::Command blow(v1::BlowWhistle whistle);
// It is done; closes the ticket. `rating` 1 to 5; 0: none given.
[[nodiscard]] v1::Command confirm(std::uint64_t ticket, std::uint32_t rating = 0);
// It is not done: rework for the same lead.
[[nodiscard]] v1::Command dispute(std::uint64_t ticket, std::string_view reason);
[[nodiscard]] v1::Command urge(std::uint64_t ticket, std::string_view note = {});
[[nodiscard]] v1::Command withdraw(std::uint64_t ticket);

// ---- Members of the lead and of assistants

[[nodiscard]] v1::Command acknowledge(std::uint64_t ticket);
// Acknowledges too.
[[nodiscard]] v1::Command arrive(std::uint64_t ticket);
[[nodiscard]] v1::Command contact_reporter(std::uint64_t ticket, bool reached, std::string_view note = {});
[[nodiscard]] v1::Command report_progress(std::uint64_t ticket, std::string_view note);
// With the evidence that the category demands; a note is evidence by itself, files have to be on the ticket already.
[[nodiscard]] v1::Command resolve(std::uint64_t ticket, std::string_view note,
                                  std::vector<v1::EvidenceItem> evidence = {}, v1::Outcome outcome = v1::OUTCOME_FIXED);
// An assistant's part is done.
[[nodiscard]] v1::Command finish_part(std::uint64_t ticket, std::string_view note = {});
// To a colleague of the same party.
[[nodiscard]] v1::Command hand_over(std::uint64_t ticket, std::string_view member, std::string_view note = {});

// ---- Those who check, dispatch and supervise

// A check by somebody who did not do the work. Of a failed one `note` says what is not done, and must be there.
[[nodiscard]] v1::Command verify(std::uint64_t ticket, bool passed, std::string_view note = {});
[[nodiscard]] v1::Command reassign(std::uint64_t ticket, std::string_view party, std::string_view reason);
[[nodiscard]] v1::Command supervise(std::uint64_t ticket, std::string_view reason);
[[nodiscard]] v1::Command force_close(std::uint64_t ticket, std::string_view reason);
[[nodiscard]] v1::Command reopen(std::uint64_t ticket, std::string_view reason);

}  // namespace whistle::client
