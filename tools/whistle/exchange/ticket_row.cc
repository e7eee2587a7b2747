#include "tools/whistle/exchange/ticket_row.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

class Cells {
 public:
  void text(std::string_view name, std::string value) { all.push_back({name, std::move(value), false}); }
  void number(std::string_view name, std::int64_t value) { all.push_back({name, std::to_string(value), true}); }
  // Nothing where it is 0.
  void count(std::string_view name, std::int64_t value) {
    all.push_back({name, value == 0 ? std::string() : std::to_string(value), true});
  }

  std::vector<TicketCell> all;
};

// The word for programs; empty where there is none.
template <typename Enum>
std::string word(Enum value) {
  return static_cast<int>(value) == 0 ? std::string() : machine_word(value);
}

std::string assistants(const v1::TicketRecord& record) {
  std::string text;
  for (int i = 1; i < record.parts_size(); ++i)
    text += (text.empty() ? "" : ";") + record.parts(i).party();
  return text;
}

std::string place_name(const TicketRowParts& parts, const v1::LocatedPlace& place) {
  if (!place.estate().empty()) return parts.names.estate(parts.language, place.estate());
  return place.area().empty() ? std::string() : parts.names.area(parts.language, place.area());
}

std::int64_t resolve_due(const v1::TicketRecord& record) {
  for (const auto& clock : record.clocks()) {
    if (clock.name().part() == 0 && clock.name().kind() == v1::CLOCK_KIND_RESOLVE) return clock.due_us();
  }
  return record.resolve_due_us();
}

}  // namespace

std::vector<TicketCell> ticket_cells(const TicketRowParts& parts, const v1::Ticket& ticket) {
  const auto& record = ticket.record();
  const auto& place = record.place();
  const auto time = [&](std::int64_t us) { return us == 0 ? std::string() : parts.time.rfc3339({us}); };
  const auto lead = record.parts_size() > 0 ? record.parts(0).party() : std::string();
  Cells cells;
  cells.text("number", ticket.number());
  cells.number("id", static_cast<std::int64_t>(record.id()));
  cells.text("kind", word(record.kind()));
  cells.text("source", word(record.source()));
  cells.text("state", word(record.state()));
  cells.text("outcome", record.closed_us() == 0 ? std::string() : word(record.outcome()));
  cells.text("category", record.category());
  cells.text("category_name", record.category().empty() ? std::string()
                                                        : std::string(name_in(parts.language, ticket.category_name_zh(),
                                                                              ticket.category_name_en())));
  cells.text("urgency", record.urgency());
  cells.text("lead", lead);
  cells.text("lead_name", lead.empty() ? std::string() : parts.names.party(parts.language, lead));
  cells.text("assist", assistants(record));
  cells.text("area", place.area());
  cells.text("estate", place.estate());
  cells.text("place_name", place_name(parts, place));
  cells.text("located_by", word(place.how()));
  cells.text("accepted", time(record.accepted_us()));
  cells.text("occurred", time(record.occurred_us()));
  cells.text("resolve_due", time(resolve_due(record)));
  cells.text("resolved", time(record.resolved_us()));
  cells.text("closed", time(record.closed_us()));
  cells.count("rating", record.rating());
  cells.number("urges", record.urges());
  cells.number("reworks", record.reworks());
  cells.count("lead_ticket", static_cast<std::int64_t>(record.lead_ticket()));
  if (!parts.content) return std::move(cells.all);
  cells.text("address", ticket.address());
  cells.text("text", ticket.text());
  return std::move(cells.all);
}

std::optional<v1::Position> ticket_point(const v1::Ticket& ticket) {
  if (ticket.has_point()) return ticket.point();
  if (ticket.record().has_point()) return ticket.record().point();
  return std::nullopt;
}

std::string degrees_text(std::int32_t degrees_e7) {
  const std::int64_t value = degrees_e7;
  const std::int64_t size = value < 0 ? -value : value;
  auto fraction = std::to_string(size % 10'000'000);
  fraction.insert(0, 7 - fraction.size(), '0');
  while (fraction.size() > 1 && fraction.back() == '0')
    fraction.pop_back();
  return (value < 0 ? "-" : "") + std::to_string(size / 10'000'000) + '.' + fraction;
}

}  // namespace whistle::tools
