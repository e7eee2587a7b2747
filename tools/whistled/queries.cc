#include "tools/whistled/queries.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "adapters/zeromq/message_form.h"
#include "adapters/zeromq/ruleset_names.h"
#include "engine/core.h"
#include "tools/whistled/number_lookup.h"
#include "tools/whistled/resident_token.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;

// The one ticket that a question is about; nullopt: not about one.
Result<std::optional<engine::TicketId>> subject_of(const QueryParts& parts, const v1::Request& request) {
  if (request.has_fetch_entries() && !request.fetch_entries().raw() && request.fetch_entries().ticket() != 0) {
    return engine::TicketId{request.fetch_entries().ticket()};
  }
  if (request.has_fetch_attachment()) return engine::TicketId{request.fetch_attachment().ticket()};
  if (!request.has_get_ticket()) return std::nullopt;
  if (!request.get_ticket().has_number()) return engine::TicketId{request.get_ticket().ticket()};
  const auto number = engine::parse_ticket_number(request.get_ticket().number());
  if (!number) return std::nullopt;
  return find_by_number(parts.store, *number);
}

// What needs no right is about no ticket, so that no token could be compared with anything: whoever shows one hears
// what everybody hears, and is taken for nobody in particular.
engine::Decided<engine::Standing> as_anybody() {
  engine::Standing standing;
  standing.member = engine::kAnybodyMember;
  return standing;
}

// By its token a resident may ask for its ticket, the ticket's entries and its own files, beside what anybody may, and
// nothing else. Of a ticket that there is not it hears the same as of one that is another's.
Result<engine::Decided<void>> check_resident(const QueryParts& parts, const v1::Request& request) {
  if (!request.has_get_ticket() && !request.has_fetch_entries() && !request.has_fetch_attachment()) {
    return engine::Decided<void>{
        engine::reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "an identity's own right"}})};
  }
  const engine::Decided<void> wrong = engine::reject(v1::REFUSAL_CODE_WRONG_TOKEN, {});
  const auto ticket = subject_of(parts, request);
  if (!ticket) return tl::unexpected(ticket.error());
  if (!*ticket) return wrong;
  const engine::Sequence first{(*ticket)->value};
  const auto bytes = parts.store.entry(first);
  if (!bytes) return tl::unexpected(failure_of(bytes.error()));
  const auto row = parts.store.vault_row(**ticket, first);
  if (!row) return tl::unexpected(failure_of(row.error()));
  const auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
  if (!entry || !*row) return wrong;
  return is_token_of(parts.vault, **row, *entry, request.acting_for().ticket_token()) ? engine::Decided<void>{} : wrong;
}

}  // namespace

v1::Reply refused(v1::Refusal why) {
  v1::Reply reply;
  *reply.mutable_refusal() = std::move(why);
  return reply;
}

engine::Instant now_of(const QueryParts& parts) {
  return std::max(parts.clock.now(), parts.state.last_time);
}

bool is_for_anybody(const v1::Request& request) {
  return request.has_get_status() || request.has_get_district() || request.has_list_public_tickets();
}

bool is_query(const v1::Request& request) {
  return !request.has_command() && !request.has_put_chunk();
}

Result<engine::Decided<engine::Standing>> asker_of(const QueryParts& parts, const v1::Request& request,
                                                   const v1::Actor& actor) {
  auto standing = standing_of(parts.state, actor, now_of(parts));
  if (!standing || !standing->for_resident) return standing;
  if (is_for_anybody(request)) return as_anybody();
  const auto checked = check_resident(parts, request);
  if (!checked) return tl::unexpected(checked.error());
  if (!*checked) return engine::Decided<engine::Standing>{tl::unexpect, checked->error()};
  return standing;
}

Result<v1::Reply> answer(const QueryParts& parts, const v1::Request& request, const v1::Actor& actor) {
  using Body = v1::Request::BodyCase;
  const auto asker = asker_of(parts, request, actor);
  if (!asker) return tl::unexpected(asker.error());
  const auto& standing = *asker;
  if (!standing) return refused(standing.error().refusal);
  if (standing->member == engine::kAnybodyMember && !is_for_anybody(request)) {
    return refused(refusal(v1::REFUSAL_CODE_UNKNOWN_IDENTITY, {{"member", standing->member}}));
  }
  switch (request.body_case()) {
    case Body::kGetTicket:
      return get_ticket(parts, *standing, request.get_ticket());
    case Body::kListTickets:
      return list_tickets(parts, *standing, request.list_tickets());
    case Body::kFetchEntries:
      return fetch_entries(parts, *standing, request.fetch_entries());
    case Body::kGetStatus:
      return get_status(parts, *standing);
    case Body::kListIdentities:
      return list_identities(parts, *standing);
    case Body::kGetDistrict:
      return get_district(parts, request.get_district());
    case Body::kPreviewRebase:
      return preview_rebase(parts, *standing, request.preview_rebase());
    case Body::kGetRuleset:
      return get_ruleset(parts, *standing, request.get_ruleset());
    case Body::kGetPublishedRuleset:
      return get_published_ruleset(parts, *standing, request.get_published_ruleset());
    case Body::kListCheckpoints:
      return list_checkpoints(parts, request.list_checkpoints());
    case Body::kGetTile:
      return get_tile(parts, *standing, request.get_tile());
    case Body::kListPublicTickets:
      return list_public_tickets(parts, request.list_public_tickets());
    case Body::kReconcile:
      return reconcile(parts, *standing, request.reconcile());
    case Body::kGetOrder:
      return get_order(parts, *standing, request.get_order());
    case Body::kListSubmissions:
      return list_submissions(parts, *standing);
    case Body::kGetDistrictFiles:
      return get_district_files(parts, *standing, request.get_district_files());
    case Body::kPutChunk:  // by the service, as the next two
    case Body::kFetchAttachment:
    case Body::kHeartbeat:
    case Body::kCommand:
    case Body::BODY_NOT_SET:
      break;
  }
  return refused(refusal(v1::REFUSAL_CODE_MISSING, {{"field", "body"}}));
}

v1::Reply get_status(const QueryParts& parts, const engine::Standing& standing) {
  v1::Reply reply;
  auto& status = *reply.mutable_get_status();
  status.set_version(WHISTLE_VERSION);
  status.set_next_sequence(parts.state.next_sequence.value);
  status.set_open_tickets(parts.state.open_ids.size());
  const auto now = now_of(parts);
  status.set_civil_time_us(now.us);
  status.set_clock_mode(parts.clock.mode());
  status.set_speed(parts.clock.speed());
  status.set_district_code(parts.state.district_code);
  status.set_member(standing.member);
  status.set_party(standing.party_code);
  for (int role = v1::Role_MIN + 1; role <= v1::Role_MAX; ++role) {
    if (standing.has(static_cast<v1::Role>(role))) status.add_roles(static_cast<v1::Role>(role));
  }
  const auto absence = parts.state.absences.find(standing.member);
  if (absence != parts.state.absences.end() && absence->second.until > now) {
    status.mutable_absence()->set_member(standing.member);
    status.mutable_absence()->set_from_us(absence->second.from.us);
    status.mutable_absence()->set_until_us(absence->second.until.us);
  }
  const auto* rules = parts.state.in_force();
  if (rules == nullptr) return reply;
  status.set_district_name_zh(rules->manifest.name_zh());
  status.set_district_name_en(rules->manifest.name_en());
  status.set_time_zone(rules->manifest.time_zone());
  status.set_utc_offset_seconds(rules->calendar.offset_at(now));
  status.set_ruleset_sha256(parts.state.publications.back().sha256);
  status.set_ruleset(parts.state.publications.back().sequence.value);
  if (const auto& scheduled = parts.state.scheduled) {
    status.mutable_scheduled()->set_ruleset_sha256(scheduled->sha256);
    status.mutable_scheduled()->set_in_force_from_us(scheduled->from.us);
  }
  return reply;
}

v1::Reply get_district(const QueryParts& parts, const v1::GetDistrict& query) {
  v1::Reply reply;
  auto& district = *reply.mutable_get_district();
  const auto* rules = parts.state.in_force();
  if (rules == nullptr) return reply;
  district.set_ruleset_sha256(parts.state.publications.back().sha256);
  if (query.known_ruleset_sha256() == district.ruleset_sha256()) return reply;
  adapters::zeromq::put_names(*rules, district);
  return reply;
}

v1::Reply list_identities(const QueryParts& parts, const engine::Standing& standing) {
  if (!standing.has(v1::ROLE_ADMIN) && !standing.has(v1::ROLE_AUDITOR)) {
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin or auditor"}}));
  }
  std::vector<v1::IdentityRecord> rows;
  for (const auto& [credential, identity] : parts.state.identities)
    rows.push_back(identity_record(identity));
  std::ranges::sort(rows, {}, &v1::IdentityRecord::registered);
  v1::Reply reply;
  for (auto& row : rows)
    *reply.mutable_list_identities()->add_identities() = std::move(row);
  reply.mutable_list_identities();
  return reply;
}

}  // namespace whistle::tools::whistled
