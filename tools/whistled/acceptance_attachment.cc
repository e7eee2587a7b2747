// Files of tickets, as far as the core is asked: who may put one, and the command once the file lies sealed.
#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/decide.h"
#include "tools/whistled/acceptance.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Sequence;
using engine::TicketId;

constexpr std::size_t kHashBytes = 32;

v1::Command put_asked_for(const v1::Request& request) {
  v1::Command command;
  auto& put = *command.mutable_put_attachment();
  if (request.has_put_chunk()) {
    put.set_ticket(request.put_chunk().ticket());
    put.set_sha256(request.put_chunk().sha256());
  } else {
    put = request.command().put_attachment();
  }
  return command;
}

// As good as sealed: whether the sender may is to be said before anything is read.
v1::Command as_if_sealed(v1::Command command) {
  auto& put = *command.mutable_put_attachment();
  put.set_type(v1::ATTACHMENT_TYPE_JPEG);
  put.set_size(1);
  put.set_sealed_sha256(std::string(kHashBytes, '\0'));
  return command;
}

}  // namespace

Result<tl::expected<AdmittedFile, v1::Reply>> Acceptance::admit_file(const v1::Request& request,
                                                                     const v1::Actor& actor) const {
  using Outcome = tl::expected<AdmittedFile, v1::Reply>;
  const auto standing = standing_of(parts_.core.state(), actor, parts_.clock.now());
  if (!standing) return Outcome{tl::unexpect, refused(standing.error().refusal)};
  const auto command = put_asked_for(request);
  if (standing->for_resident) {
    const auto checked = check_token(request, command);
    if (!checked) return tl::unexpected(checked.error());
    if (!*checked) return Outcome{tl::unexpect, refused(checked->error().refusal)};
  }
  if (request.has_command()) {
    const auto known = find_key(standing->member, request.key());
    if (!known) return tl::unexpected(known.error());
    if (*known) {
      auto again = repeat(request, actor, command, **known);
      if (!again) return tl::unexpected(again.error());
      return Outcome{tl::unexpect, *std::move(again)};
    }
  }
  const auto sealed = as_if_sealed(command);
  const engine::Input input{actor, request.key(), request.acted_at_us(), sealed, {}};
  if (const auto may = parts_.core.consider(input, parts_.clock.now()); !may) {
    auto answer = closed_or(may.error(), command);
    if (!answer) return tl::unexpected(answer.error());
    return Outcome{tl::unexpect, *std::move(answer)};
  }
  const TicketId ticket{command.put_attachment().ticket()};
  auto row = find_vault_row(ticket, Sequence{ticket.value});
  if (!row) return tl::unexpected(row.error());
  if (!*row) {
    return Outcome{tl::unexpect,
                   refused(refusal(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", std::to_string(ticket.value)}}))};
  }
  // Residents share one name; each link counts by its ticket.
  const bool by_link = standing->member == engine::kResidentMember;
  const bool system =
      !by_link && (standing->has(v1::ROLE_INTAKE) || standing->has(v1::ROLE_PLATFORM) || standing->for_resident);
  const auto sender = by_link ? standing->member + "/" + std::to_string(ticket.value) : standing->member;
  return Outcome{AdmittedFile{{ticket, sender, command.put_attachment().sha256()}, **std::move(row), system}};
}

Result<v1::Reply> Acceptance::accept_file(const v1::Request& request, const v1::Actor& actor, const SealedFacts& file) {
  auto command = put_asked_for(request);
  auto& put = *command.mutable_put_attachment();
  const auto seen = find_same_file(put.sha256(), TicketId{put.ticket()});
  if (!seen) return tl::unexpected(seen.error());
  put.set_type(file.type);
  put.set_size(file.size);
  put.set_sealed_sha256(file.sealed_sha256);
  if (*seen) put.set_seen_on((*seen)->value);
  return decide(request, actor, command);
}

// The ticket that had it first. What is not stored yet comes after all that is.
Result<std::optional<TicketId>> Acceptance::find_same_file(const std::string& sha256, TicketId own) const {
  std::optional<engine::AttachmentRow> first;
  const auto look = [&](const engine::AttachmentRow& row) {
    if (row.ticket != own && (!first || row.entry < first->entry)) first = row;
    return true;
  };
  const auto scanned = parts_.store.scan_attachments(sha256, look);
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  for (const auto& row : parts_.uncommitted.find_attachments(sha256))
    look(row);
  return first ? std::optional(first->ticket) : std::nullopt;
}

}  // namespace whistle::tools::whistled
