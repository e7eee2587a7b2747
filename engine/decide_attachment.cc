// PutAttachment: a file that the edge has sealed already. Moves no clock. And what acts name must have been put.
// Source: DOMAIN, "Who may" and rule 10.
#include <algorithm>

#include "engine/attached.h"
#include "engine/decide_checks.h"
#include "engine/hexadecimal.h"
#include "engine/succession.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

constexpr std::size_t kHashBytes = 32;

// Its party has a part, or had one that it has finished or been released from: what it did there is looked at.
bool works_on(const Draft& draft) {
  const auto& standing = draft.standing;
  const bool acts = standing.has(v1::ROLE_HANDLER) || standing.has(v1::ROLE_GRID_MEMBER);
  return acts && !standing.party_code.empty() && has_part(draft.ticket, standing.party_code);
}

Decided<void> check_may_put(const Draft& draft) {
  const auto& standing = draft.standing;
  if (is_complained_about(*draft.newest, draft.ticket, standing.party_code))
    return complained_about(standing.party_code);
  if (check_blower(draft) || works_on(draft)) return {};
  if (draft.ticket.state == v1::TICKET_STATE_VERIFYING && verifies(draft.state, standing, draft.ticket)) return {};
  if (standing.has(v1::ROLE_DISPATCHER) && oversees(draft.state, standing, draft.ticket)) return {};
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED,
                {{"needs", "whistle-blower, lead, assistant, verifier or dispatcher above the place"}});
}

// What the edge has found out; nothing of it comes from the sender.
Decided<void> check_sealed(const v1::PutAttachment& command) {
  if (command.type() == v1::ATTACHMENT_TYPE_UNSPECIFIED || !v1::AttachmentType_IsValid(command.type()))
    return reject(v1::REFUSAL_CODE_ATTACHMENT_TYPE, {});
  if (command.sha256().size() != kHashBytes || command.sealed_sha256().size() != kHashBytes || command.size() == 0)
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "put_attachment"}, {"why", "not sealed"}});
  return {};
}

// A whistle-blower through an intake identity works for no party.
std::string putting_party(const Draft& draft) {
  const bool passes_on = draft.standing.has(v1::ROLE_INTAKE) && draft.standing.member == draft.ticket.blower;
  return draft.standing.for_resident || passes_on ? std::string() : draft.standing.party_code;
}

Decided<v1::AttachmentType> type_of(const Draft& draft, const std::string& sha256) {
  const auto& there = draft.ticket.attachments;
  const auto found = std::ranges::find(there, sha256, &Attachment::sha256);
  if (found != there.end()) return found->type;
  return reject(v1::REFUSAL_CODE_ATTACHMENT_MISSING, {{"sha256", hexadecimal(sha256)}});
}

bool is_picture(v1::AttachmentType type) {
  return type == v1::ATTACHMENT_TYPE_JPEG || type == v1::ATTACHMENT_TYPE_PNG || type == v1::ATTACHMENT_TYPE_WEBP ||
         type == v1::ATTACHMENT_TYPE_HEIC;
}

}  // namespace

Decided<void> check_attached(const Draft& draft, const google::protobuf::RepeatedPtrField<std::string>& hashes) {
  for (const auto& sha256 : hashes) {
    if (const auto type = type_of(draft, sha256); !type) return tl::unexpected(type.error());
  }
  return {};
}

Decided<void> check_attached(const Draft& draft, const v1::ResolveTicket& command) {
  for (const auto& item : command.evidence()) {
    const bool note = item.kind() == v1::EVIDENCE_NOTE;
    if (note && item.sha256().empty()) continue;  // its words are the evidence
    const auto type = type_of(draft, item.sha256());
    if (!type) return tl::unexpected(type.error());
    if (!note && !is_picture(*type))
      return reject(v1::REFUSAL_CODE_INVALID, {{"field", "evidence.sha256"}, {"why", "no picture"}});
  }
  return {};
}

Decided<void> decide_put_attachment(Draft& draft, const v1::PutAttachment& command) {
  if (auto may = check_may_put(draft); !may) return may;
  const auto& there = draft.ticket.attachments;
  const auto same = std::ranges::find(there, command.sha256(), &Attachment::sha256);
  if (same != there.end()) {
    return reject(v1::REFUSAL_CODE_ALREADY_DONE,
                  {{"ticket", std::to_string(draft.ticket.id.value)}, {"party", same->party}});
  }
  if (there.size() >= kAttachmentsPerTicket) {
    return reject(v1::REFUSAL_CODE_TOO_MANY_ATTACHMENTS, {{"ticket", std::to_string(draft.ticket.id.value)},
                                                          {"limit", std::to_string(kAttachmentsPerTicket)}});
  }
  if (auto sealed = check_sealed(command); !sealed) return sealed;
  v1::Event event;
  auto& put = *event.mutable_attachment_put();
  put.set_sha256(command.sha256());
  put.set_type(command.type());
  put.set_size(command.size());
  put.set_sealed_sha256(command.sealed_sha256());
  put.set_seen_on(command.seen_on());
  put.set_party(putting_party(draft));
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
