// RevealReporter: who reported it, in the reply alone.
#include "adapters/zeromq/message_form.h"
#include "engine/decide.h"
#include "tools/whistled/acceptance.h"

namespace whistle::tools::whistled {

using engine::Sequence;
using engine::TicketId;

// Who may not be told is not told either whether there is anybody.
Result<engine::Decided<std::optional<v1::Reporter>>> Acceptance::reporter_to_tell(const engine::Input& input) const {
  using Outcome = engine::Decided<std::optional<v1::Reporter>>;
  if (!input.command.has_reveal_reporter()) return Outcome{std::nullopt};
  if (const auto considered = parts_.core.consider(input, parts_.clock.now()); !considered)
    return Outcome{tl::unexpected(considered.error())};
  const TicketId ticket{input.command.reveal_reporter().ticket()};
  const auto erased = is_erased(ticket);
  if (!erased) return tl::unexpected(erased.error());
  auto reporter = reporter_of(ticket);
  if (!reporter) return tl::unexpected(reporter.error());
  if (*reporter) return Outcome{*std::move(reporter)};
  const auto why = *erased ? v1::REFUSAL_CODE_ERASED : v1::REFUSAL_CODE_NO_REPORTER;
  return Outcome{engine::reject(why, {{"ticket", std::to_string(ticket.value)}})};
}

Result<std::optional<v1::Reporter>> Acceptance::reporter_of(TicketId ticket) const {
  const auto begun = find_entry(Sequence{ticket.value});
  if (!begun) return tl::unexpected(begun.error());
  auto personal = content().of_entry(ticket, *begun);
  if (!personal) return tl::unexpected(personal.error());
  if (!*personal || !(*personal)->has_reporter()) return std::nullopt;
  return std::move(*(*personal)->mutable_reporter());
}

}  // namespace whistle::tools::whistled
