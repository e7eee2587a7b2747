#include "tools/whistled/refusal_audit.h"

#include <google/protobuf/descriptor.h>

#include "engine/decide.h"
#include "engine/permission.h"

namespace whistle::tools::whistled {

namespace {

// Members are codes of the ruleset, none of which is this.
constexpr const char* kNobody = "";

// Whom the key stands for, or stood for until it was revoked.
std::string member_behind(const engine::State& state, const std::string& credential) {
  const auto found = state.identities.find(credential);
  return found == state.identities.end() ? kNobody : found->second.member;
}

std::string name_of(const v1::Request* request) {
  if (request == nullptr) return {};
  const google::protobuf::Message* message = request;
  int number = request->body_case();
  if (request->has_command()) {
    message = &request->command();
    number = request->command().body_case();
  }
  const auto* field = message->GetDescriptor()->FindFieldByNumber(number);
  return field == nullptr ? std::string() : field->name();
}

std::uint64_t ticket_of(const v1::Request& request) {
  if (request.has_get_ticket()) return request.get_ticket().ticket();
  if (request.has_put_chunk()) return request.put_chunk().ticket();
  if (request.has_fetch_attachment()) return request.fetch_attachment().ticket();
  if (request.has_fetch_entries()) return request.fetch_entries().ticket();
  const auto ticket = engine::ticket_of(request.command());
  return ticket ? ticket->value : 0;
}

}  // namespace

bool RefusalAudit::matters(v1::RefusalCode code) {
  return code == v1::REFUSAL_CODE_UNKNOWN_IDENTITY || code == v1::REFUSAL_CODE_NOT_PERMITTED ||
         code == v1::REFUSAL_CODE_OWN_WORK || code == v1::REFUSAL_CODE_WRONG_TOKEN ||
         code == v1::REFUSAL_CODE_LAST_ADMIN;
}

std::optional<v1::Command> RefusalAudit::note(const engine::State& state, const v1::Actor& actor,
                                              const v1::Request* request, const v1::Refusal& refusal,
                                              RateLimit::Time now) {
  if (!engine::is_proven(actor) || !matters(refusal.code())) return std::nullopt;
  const auto member = member_behind(state, actor.credential());
  // RateLimit knows no empty names; no member's code begins like this.
  if (recorded_.take(member.empty() ? "@nobody" : member, kRate, now)) {
    ++left_out_[member];
    return std::nullopt;
  }
  v1::Command command;
  auto& record = *command.mutable_record_refusal();
  *record.mutable_sender() = actor;
  record.mutable_sender()->set_member(member);
  record.set_request(name_of(request));
  record.set_code(static_cast<std::uint32_t>(refusal.code()));
  if (request != nullptr) record.set_ticket(ticket_of(*request));
  if (const auto left_out = left_out_.extract(member)) record.set_left_out(left_out.mapped());
  return command;
}

}  // namespace whistle::tools::whistled
