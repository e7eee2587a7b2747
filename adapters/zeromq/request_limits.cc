#include "adapters/zeromq/request_limits.h"

#include <algorithm>

#include "adapters/zeromq/field_checks.h"
#include "engine/ticket.h"

namespace whistle::adapters::zeromq {

namespace {

constexpr std::size_t kKeyBytesMax = 64;
constexpr std::size_t kNumberBytesMax = 32;
constexpr std::size_t kTicketTokenBytes = 16;
constexpr std::size_t kStatesMax = 16;
constexpr std::uint32_t kTicketsMax = 500;
constexpr std::uint32_t kEntriesMax = 1'000;
constexpr std::uint32_t kTileLevelMax = 7;
constexpr std::size_t kChunkBytesMax = std::size_t{256} << 10;
constexpr std::size_t kNamedMax = 50;
constexpr std::size_t kPublicMax = 1'000;
constexpr std::uint32_t kReconciledMax = 1'000;
constexpr std::size_t kDateBytes = 10;
constexpr std::size_t kReconcileCursorBytesMax = 2'048;
constexpr std::size_t kAttachmentBytesMax = std::size_t{16} << 20;

bool is_printable_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c <= 0x7e; });
}

void check_key(FieldChecks& check, const char* field, const std::string& key) {
  check.at_most(field, key.size(), kKeyBytesMax);
  if (!is_printable_ascii(key))
    check.fail(v1::REFUSAL_CODE_INVALID_TEXT, {{"field", field}, {"why", "printable ASCII alone"}});
}

void check_envelope(FieldChecks& check, const v1::Request& request) {
  if (request.has_command()) check.given("key", !request.key().empty());
  check_key(check, "key", request.key());
  check.at_most("claimed_member", request.claimed_member().size(), kCodeBytesMax);
  check.time("acted_at", request.acted_at_us());
  check.valid("if_last_entry", !request.has_if_last_entry() || request.has_command(), "of an act alone");
  if (!request.has_acting_for()) return;
  const auto& acting_for = request.acting_for();
  check.given("acting_for", acting_for.who_case() != v1::ActingFor::WHO_NOT_SET);
  check.at_most("acting_for.member", acting_for.member().size(), kCodeBytesMax);
  check.valid("acting_for.member", !acting_for.has_member() || !acting_for.member().empty(), "empty");
  check.valid("acting_for.ticket_token",
              !acting_for.has_ticket_token() || acting_for.ticket_token().size() == kTicketTokenBytes, "16 bytes");
}

void check_get_ticket(FieldChecks& check, const v1::GetTicket& query) {
  check.given("ticket", query.name_case() != v1::GetTicket::NAME_NOT_SET);
  if (!query.has_number()) return;
  check.at_most("number", query.number().size(), kNumberBytesMax);
  check.valid("number", engine::parse_ticket_number(query.number()).has_value(),
              "not a number, or its check digit is wrong");
}

void check_list_tickets(FieldChecks& check, const v1::ListTickets& query) {
  check.at_most("lead", query.lead().size(), kCodeBytesMax);
  check.at_most("member", query.member().size(), kCodeBytesMax);
  check.at_most("grid", query.grid().size(), kCodeBytesMax);
  check.at_most("states", static_cast<std::size_t>(query.states_size()), kStatesMax);
  for (const auto state : query.states())
    check.valid("states", state != v1::TICKET_STATE_UNSPECIFIED, "no state");
  check.at_most("limit", query.limit(), kTicketsMax);
  check.given("member", !query.in_hand() || !query.member().empty());
}

void check_public(FieldChecks& check, const v1::ListPublicTickets& query) {
  check.at_most("tickets", static_cast<std::size_t>(query.tickets_size()), kNamedMax);
  check.at_most("numbers", static_cast<std::size_t>(query.numbers_size()), kNamedMax);
  for (const auto& number : query.numbers()) {
    check.at_most("numbers", number.size(), kNumberBytesMax);
    check.valid("numbers", engine::parse_ticket_number(number).has_value(),
                "not a number, or its check digit is wrong");
  }
  check.at_most("categories", static_cast<std::size_t>(query.categories_size()), kNamedMax);
  for (const auto& category : query.categories())
    check.at_most("categories", category.size(), kCodeBytesMax);
  check.time("from_us", query.from_us());
  check.time("until_us", query.until_us());
  check.at_most("limit", query.limit(), kPublicMax);
}

void check_reconcile(FieldChecks& check, const v1::Reconcile& query) {
  check.at_most("date", query.date().size(), kDateBytes);
  check.at_most("limit", query.limit(), kReconciledMax);
  check.at_most("cursor", query.cursor().size(), kReconcileCursorBytesMax);
  const bool said = !query.date().empty() || query.next_sequence() != 0;
  check.valid("date", query.date().empty() || query.next_sequence() == 0, "or next_sequence, not both");
  check.valid("cursor", query.cursor().empty() || !said, "says as of when by itself");
}

void check_put_chunk(FieldChecks& check, const v1::PutChunk& chunk) {
  check.given("sha256", !chunk.sha256().empty());
  check.hash("sha256", chunk.sha256());
  check.given("size", chunk.size() != 0);
  check.at_most("size", chunk.size(), kAttachmentBytesMax);
  check.at_most("content", chunk.content().size(), kChunkBytesMax);
  check.valid("offset", chunk.offset() <= chunk.size(), "past the end");
  check.valid("content", chunk.offset() > chunk.size() || chunk.content().size() <= chunk.size() - chunk.offset(),
              "past the end");
}

void check_get_ruleset(FieldChecks& check, const v1::GetRuleset& query) {
  check.valid("part", v1::RulesetPartKind_IsValid(query.part()), "no part");
  check.valid("part", query.part() != v1::RULESET_PART_KIND_GEOMETRY, "outlines are not told");
}

}  // namespace

std::optional<v1::Refusal> check_limits(const v1::Request& request) {
  using Body = v1::Request::BodyCase;
  FieldChecks check;
  check_envelope(check, request);
  switch (request.body_case()) {
    case Body::kCommand:
      if (auto fault = check.fault()) return fault;
      return check_command_limits(request.command());
    case Body::kGetTicket:
      check_get_ticket(check, request.get_ticket());
      break;
    case Body::kListTickets:
      check_list_tickets(check, request.list_tickets());
      break;
    case Body::kFetchEntries:
      check.at_most("limit", request.fetch_entries().limit(), kEntriesMax);
      break;
    case Body::kGetDistrict:
      check.hash("known_ruleset_sha256", request.get_district().known_ruleset_sha256());
      break;
    case Body::kPreviewRebase:
      check.at_most("limit", request.preview_rebase().limit(), kTicketsMax);
      break;
    case Body::kGetRuleset:
      check_get_ruleset(check, request.get_ruleset());
      break;
    case Body::kGetPublishedRuleset:
      check.given("ruleset_sha256", !request.get_published_ruleset().ruleset_sha256().empty());
      check.hash("ruleset_sha256", request.get_published_ruleset().ruleset_sha256());
      break;
    case Body::kPutChunk:
      check_put_chunk(check, request.put_chunk());
      break;
    case Body::kFetchAttachment:
      check.given("sha256", !request.fetch_attachment().sha256().empty());
      check.hash("sha256", request.fetch_attachment().sha256());
      break;
    case Body::kListCheckpoints:
      check.at_most("limit", request.list_checkpoints().limit(), kEntriesMax);
      break;
    case Body::kGetTile:
      check.at_most("level", request.get_tile().level(), kTileLevelMax);
      break;
    case Body::kListPublicTickets:
      check_public(check, request.list_public_tickets());
      break;
    case Body::kReconcile:
      check_reconcile(check, request.reconcile());
      break;
    case Body::kGetOrder:
      check.given("order", !request.get_order().order().empty());
      check_key(check, "order", request.get_order().order());
      break;
    case Body::kGetDistrictFiles:
      check.hash("ruleset_sha256", request.get_district_files().ruleset_sha256());
      break;
    case Body::kHeartbeat:
      check.given("sent_us", request.heartbeat().sent_us() != 0);
      check.time("sent_us", request.heartbeat().sent_us());
      break;
    case Body::kGetStatus:
    case Body::kListSubmissions:
    case Body::kListIdentities:
      break;
    case Body::BODY_NOT_SET:
      check.given("body", false);
      break;
  }
  return check.fault();
}

}  // namespace whistle::adapters::zeromq
