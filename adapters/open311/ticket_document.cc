#include "adapters/open311/ticket_document.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>

#include "adapters/open311/instant.h"
#include "adapters/open311/words.h"

namespace whistle::adapters::open311 {
namespace {

bool is_closed(const v1::TicketRecord& record) {
  return record.state() == v1::TICKET_STATE_CLOSED || record.state() == v1::TICKET_STATE_REJECTED;
}

const v1::ClockRecord* lead_clock(const v1::TicketRecord& record, v1::ClockKind kind) {
  for (const auto& clock : record.clocks()) {
    if (clock.name().part() == 0 && clock.name().kind() == kind) return &clock;
  }
  return nullptr;
}

// Of a clock that runs; else of the one that was stopped last; 0: none is known.
std::int64_t due_us(const v1::TicketRecord& record, v1::ClockKind kind) {
  if (const auto* clock = lead_clock(record, kind)) return clock->due_us();
  if (kind == v1::CLOCK_KIND_RESOLVE) return record.resolve_due_us();
  return kind == v1::CLOCK_KIND_TOTAL ? record.total_due_us() : 0;
}

// A limit of the lead, or the whole's, has been missed.
bool is_overdue(const v1::TicketRecord& record) {
  const auto missed = [](const v1::ClockRecord& clock) {
    return clock.name().part() == 0 && clock.phase() == v1::CLOCK_PHASE_MISSED;
  };
  if (std::any_of(record.clocks().begin(), record.clocks().end(), missed) || record.total_missed()) return true;
  return record.resolve_due_us() != 0 && record.resolved_us() > record.resolve_due_us();
}

// The last change that the record has the time of; of a closed ticket its end.
std::int64_t updated_us(const v1::TicketRecord& record) {
  if (record.closed_us() != 0) return record.closed_us();
  std::int64_t last = std::max({record.accepted_us(), record.resolved_us(), record.last_progress_us()});
  for (const auto& clock : record.clocks())
    last = std::max(last, clock.started_us());
  return last;
}

std::string status_notes(const v1::TicketRecord& record, Language language) {
  if (record.state() == v1::TICKET_STATE_CLOSED) {
    if (const auto words = words_for(language, record.outcome()); !words.empty()) return std::string(words);
  }
  std::string notes(words_for(language, record.state()));
  const auto reason = words_for(language, record.reject_reason());
  if (record.state() == v1::TICKET_STATE_REJECTED && !reason.empty())
    notes.append(say(language, {"：", " "})).append(reason);
  return notes;
}

// The name of an enumerator without its type's: TICKET_STATE_ON_HOLD is "ON_HOLD". Null: unspecified, or no such one.
template <typename Enum>
Value enum_word(Enum value) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  const auto* found = type->FindValueByNumber(static_cast<int>(value));
  const auto* unspecified = type->FindValueByNumber(0);
  if (found == nullptr || found == unspecified) return {};
  // TICKET_STATE_UNSPECIFIED says how long the prefix is.
  constexpr std::size_t kUnspecified = sizeof "UNSPECIFIED" - 1;
  return text(found->name().substr(unspecified->name().size() - kUnspecified));
}

Value extended(const v1::Ticket& ticket, const std::string& lead_name, const Context& context) {
  const auto& record = ticket.record();
  const auto due = [&](v1::ClockKind kind) { return instant(due_us(record, kind), context); };
  return object({
      {"ticket_id", number(record.id())},
      {"kind", enum_word(record.kind())},
      {"state", enum_word(record.state())},
      // While it is being verified the outcome is what the lead says.
      {"outcome", is_closed(record) ? enum_word(record.outcome()) : Value{}},
      {"lead", record.parts().empty() ? Value{} : text_or_null(record.parts(0).party())},
      {"lead_name", text_or_null(lead_name)},
      {"due", object({
                  {"ack", due(v1::CLOCK_KIND_ACK)},
                  {"on_site", due(v1::CLOCK_KIND_ON_SITE)},
                  {"resolve", due(v1::CLOCK_KIND_RESOLVE)},
                  {"verify", due(v1::CLOCK_KIND_VERIFY)},
                  {"total", due(v1::CLOCK_KIND_TOTAL)},
              })},
      {"overdue", truth(is_overdue(record))},
      {"last_entry", number(record.last_entry())},
  });
}

}  // namespace

Value service_request(const v1::Ticket& ticket, const Question& question, const Context& context) {
  const auto& record = ticket.record();
  const auto language = question.language;
  const auto& category = name_in(language, ticket.category_name_zh(), ticket.category_name_en());
  const auto& lead = name_in(language, ticket.lead_name_zh(), ticket.lead_name_en());
  const auto& place = name_in(language, ticket.place_name_zh(), ticket.place_name_en());
  const auto resolve = due_us(record, v1::CLOCK_KIND_RESOLVE);
  const auto expected = resolve != 0 ? resolve : due_us(record, v1::CLOCK_KIND_TOTAL);
  Members members{
      {"service_request_id", text(ticket.number())},
      {"status", text(is_closed(record) ? "closed" : "open")},
      {"status_notes", text_or_null(status_notes(record, language))},
      {"service_name", text_or_null(category)},
      {"service_code", text(record.category())},
      {"description", {}},  // and the address as it was said: people write names in them
      {"agency_responsible", text_or_null(lead)},
      {"service_notice", {}},
      {"requested_datetime", instant(record.accepted_us(), context)},
      {"updated_datetime", instant(updated_us(record), context)},
      {"expected_datetime", instant(expected, context)},
      {"address", text_or_null(place)},
      {"address_id", {}},
      {"zipcode", {}},
      {"lat", ticket.has_point() ? decimal_e7(ticket.point().lat_e7()) : Value{}},
      {"long", ticket.has_point() ? decimal_e7(ticket.point().lon_e7()) : Value{}},
      {"media_url", {}},
  };
  if (question.extensions) members.push_back({"extended_attributes", extended(ticket, lead, context)});
  return object(std::move(members));
}

}  // namespace whistle::adapters::open311
