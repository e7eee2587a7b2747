// RevealReporter: who reported it, in the reply alone.
#include "adapters/zeromq/message_form.h"
#include "engine/decide.h"
#include "tools/whistled/acceptance.h"

namespace whistle::tools::whistled {

using engine::Sequence;
using engine::TicketId;

// Who may not be told is not told either whether there is anybody.
Result<engine::Decided<void>> Acceptance::check_reporter(const engine::Input& input) const {
  if (!input.command.has_reveal_reporter()) return engine::Decided<void>{};
  if (const auto considered = parts_.core.consider(input, parts_.clock.now()); !considered)
    return engine::Decided<void>{tl::unexpected(considered.error())};
  const TicketId ticket{input.command.reveal_reporter().ticket()};
  const auto named = std::to_string(ticket.value);
  const auto erased = is_erased(ticket);
  if (!erased) return tl::unexpected(erased.error());
  if (*erased) return engine::Decided<void>{engine::reject(v1::REFUSAL_CODE_ERASED, {{"ticket", named}})};
  const auto reporter = reporter_of(ticket);
  if (!reporter) return tl::unexpected(reporter.error());
  if (*reporter) return engine::Decided<void>{};
  return engine::Decided<void>{engine::reject(v1::REFUSAL_CODE_NO_REPORTER, {{"ticket", named}})};
}

// nullopt: nobody said who it was, or it is erased.
Result<std::optional<v1::Reporter>> Acceptance::reporter_of(TicketId ticket) const {
  const auto begun = find_entry(Sequence{ticket.value});
  if (!begun) return tl::unexpected(begun.error());
  auto personal = content().of_entry(ticket, *begun);
  if (!personal) return tl::unexpected(personal.error());
  if (!*personal || !(*personal)->has_reporter()) return std::nullopt;
  return std::move(*(*personal)->mutable_reporter());
}

Result<void> Acceptance::add_reporter(const v1::Entry& entry, v1::Accepted& accepted) const {
  if (!entry.command().has_reveal_reporter()) return {};
  auto reporter = reporter_of(TicketId{entry.ticket()});
  if (!reporter) return tl::unexpected(reporter.error());
  if (*reporter) *accepted.mutable_reporter() = **std::move(reporter);
  return {};
}

}  // namespace whistle::tools::whistled
