#include "tools/whistle/whistle_answer.h"

#include <algorithm>

#include <boost/json.hpp>

#include "adapters/district/words.h"

namespace whistle::tools {

namespace {

namespace json = boost::json;
using adapters::district::word_of;

json::value or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

std::optional<std::string> unless_empty(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return text;
}

json::array answer_array(const std::vector<std::string>& texts) {
  json::array array;
  for (const auto& text : texts)
    array.emplace_back(text);
  return array;
}

PlaceAnswer place_of(const v1::LocatedPlace& place, const DistrictNames& names) {
  return {.grid = names.area_at(place.area(), v1::TIER_GRID),
          .community = names.area_at(place.area(), v1::TIER_COMMUNITY),
          .street = names.area_at(place.area(), v1::TIER_STREET),
          .estate = unless_empty(place.estate()),
          .how = std::string(word_of(place.how()))};
}

struct LeadClock {
  std::optional<std::string>* due = nullptr;  // nullptr: none of those that an answer tells
  v1::RouteFlag past_data_until{};
};

LeadClock slot_of(DueAnswer& due, v1::ClockKind kind) {
  switch (kind) {
    case v1::CLOCK_KIND_ACK:
      return {&due.ack, v1::ROUTE_FLAG_ACK_PAST_DATA_UNTIL};
    case v1::CLOCK_KIND_ON_SITE:
      return {&due.on_site, v1::ROUTE_FLAG_ON_SITE_PAST_DATA_UNTIL};
    case v1::CLOCK_KIND_RESOLVE:
      return {&due.resolve, v1::ROUTE_FLAG_RESOLVE_PAST_DATA_UNTIL};
    case v1::CLOCK_KIND_TOTAL:
      return {&due.total, v1::ROUTE_FLAG_TOTAL_PAST_DATA_UNTIL};
    default:
      return {};
  }
}

void take_dispatch(const v1::TicketDispatched& event, WhistleAnswer& answer, std::vector<v1::RouteFlag>& flags) {
  answer.rule = event.rule();
  answer.lead = event.lead();
  for (const auto& part : event.assist())
    answer.assist.push_back(part.party());
  answer.inform.assign(event.inform().begin(), event.inform().end());
  answer.against = unless_empty(event.against());
  answer.hand_off = unless_empty(event.hand_off());
  if (event.fallback() != v1::LEAD_FALLBACK_UNSPECIFIED) flags.push_back(v1::ROUTE_FLAG_FELL_BACK);
}

}  // namespace

json::object to_json(const WhistleAnswer& answer) {
  json::object place;
  place["grid"] = or_null(answer.place.grid);
  place["community"] = or_null(answer.place.community);
  place["street"] = or_null(answer.place.street);
  place["estate"] = or_null(answer.place.estate);
  place["how"] = answer.place.how;
  json::object due;
  due["ack"] = or_null(answer.due.ack);
  due["on_site"] = or_null(answer.due.on_site);
  due["resolve"] = or_null(answer.due.resolve);
  due["total"] = or_null(answer.due.total);
  json::object object;
  object["key"] = answer.key;
  object["place"] = std::move(place);
  object["rule"] = answer.rule;
  object["lead"] = answer.lead;
  object["assist"] = answer_array(answer.assist);
  object["inform"] = answer_array(answer.inform);
  object["against"] = or_null(answer.against);
  object["hand_off"] = or_null(answer.hand_off);
  object["due"] = std::move(due);
  object["flags"] = answer_array(answer.flags);
  return object;
}

WhistleAnswer answer_of(const std::string& key, const v1::Accepted& accepted, const DistrictNames& names,
                        const DistrictTime& time) {
  WhistleAnswer answer;
  answer.key = key;
  std::vector<v1::RouteFlag> flags;
  for (const auto& event : accepted.events()) {
    if (event.has_whistle_blown()) {
      answer.place = place_of(event.whistle_blown().place(), names);
      for (const auto flag : event.whistle_blown().place().flags())
        flags.push_back(static_cast<v1::RouteFlag>(flag));
    } else if (event.has_ticket_dispatched()) {
      take_dispatch(event.ticket_dispatched(), answer, flags);
    } else if (event.has_clock_started() && event.clock_started().clock().part() == 0) {
      const auto slot = slot_of(answer.due, event.clock_started().clock().kind());
      if (slot.due == nullptr) continue;
      *slot.due = time.rfc3339({event.clock_started().due_us()});
      if (event.clock_started().past_data_until()) flags.push_back(slot.past_data_until);
    }
  }
  std::sort(flags.begin(), flags.end());
  for (const auto flag : flags)
    answer.flags.emplace_back(word_of(flag));
  return answer;
}

}  // namespace whistle::tools
