// Personal data: RevealReporter, EraseTicket, RotateMasterKey; and RecordReading, who has read what. Source: DOMAIN,
// "Privacy and audit duties", rule 10.
#include "engine/decide_checks.h"
#include "engine/retention.h"
#include "engine/succession.h"

namespace whistle::engine {

namespace {

constexpr std::size_t kMasterKeyIdBytes = 8;

// Who has to call back, and who has to see to it that somebody did.
Decided<void> check_calls_back(const Draft& draft) {
  const auto& standing = draft.standing;
  if (is_complained_about(*draft.newest, draft.ticket, standing.party_code))
    return complained_about(draft.ticket.against);
  if (standing.has(v1::ROLE_SUPERVISOR)) return {};
  const auto part = acting_part(draft);
  if (!part) return tl::unexpected(part.error());
  return {};
}

Decided<void> check_on_request(const Draft& draft, const v1::EraseTicket& command) {
  const bool of_desk = draft.standing.party_kind == v1::PARTY_KIND_DESK && draft.standing.has(v1::ROLE_SUPERVISOR);
  if (!of_desk) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "supervisor of the desk"}});
  const auto ticket = draft.state.find_ticket(TicketId{command.ticket()});
  if (ticket && is_complained_about(*draft.newest, *ticket, draft.standing.party_code))
    return complained_about(ticket->against);
  return {};
}

Decided<void> check_due(const Draft& draft, const v1::EraseTicket& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  const auto until = draft.newest == nullptr
                         ? std::nullopt
                         : kept_until(*draft.newest, command.category(), Instant{command.closed_us()});
  if (until && *until <= draft.at) return {};
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "the end of its retention"}});
}

Decided<void> check_ground(const Draft& draft, const v1::EraseTicket& command) {
  switch (command.ground()) {
    case v1::ERASE_GROUND_REQUEST:
      return check_on_request(draft, command);
    case v1::ERASE_GROUND_RETENTION:
      return check_due(draft, command);
    case v1::ERASE_GROUND_RESTORED:
      return check_engine(draft);
    default:
      return reject(v1::REFUSAL_CODE_MISSING, {{"field", "ground"}});
  }
}

}  // namespace

Decided<void> decide_reveal_reporter(Draft& draft, const v1::RevealReporter& command) {
  if (auto permitted = check_calls_back(draft); !permitted) return permitted;
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  if (draft.ticket.anonymous) {
    return reject(v1::REFUSAL_CODE_NO_REPORTER, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  v1::Event event;
  event.mutable_reporter_revealed()->set_party(draft.standing.party_code);
  event.mutable_reporter_revealed()->set_member(draft.standing.member);
  draft.add(std::move(event));
  return {};
}

// Of any ticket, also one that closed long ago: the edge has looked it up, and says what its row says.
Decided<void> decide_erase_ticket(Draft& draft, const v1::EraseTicket& command) {
  if (auto ground = check_ground(draft, command); !ground) return ground;
  const TicketId id{command.ticket()};
  const bool comes_back = command.ground() == v1::ERASE_GROUND_RESTORED;
  if (const auto ticket = draft.state.find_open(id); ticket && !comes_back) {
    return reject(v1::REFUSAL_CODE_WRONG_STATE,
                  {{"ticket", std::to_string(id.value)}, {"state", v1::TicketState_Name(ticket->state)}});
  }
  if (id.value >= draft.state.next_sequence.value)
    return reject(v1::REFUSAL_CODE_UNKNOWN_TICKET, {{"ticket", std::to_string(id.value)}});
  v1::Event event;
  event.mutable_personal_data_erased()->set_ticket(id.value);
  event.mutable_personal_data_erased()->set_ground(command.ground());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_record_reading(Draft& draft, const v1::RecordReading& command) {
  if (auto engine = check_engine(draft); !engine) return engine;
  v1::Event event;
  event.mutable_reading_recorded()->set_member(command.reader().member());
  event.mutable_reading_recorded()->set_kind(command.kind());
  draft.add_journal(std::move(event));
  return {};
}

Decided<void> decide_rotate_master_key(Draft& draft, const v1::RotateMasterKey& command) {
  if (draft.standing.member != kOperatorMember) return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "operator"}});
  if (command.id().size() != kMasterKeyIdBytes || command.id() == command.former_id())
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "id"}, {"why", "the id of another key, 8 bytes"}});
  v1::Event event;
  event.mutable_master_key_rotated()->set_id(command.id());
  draft.add_journal(std::move(event));
  return {};
}

}  // namespace whistle::engine
