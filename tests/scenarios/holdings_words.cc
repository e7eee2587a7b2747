#include "tests/scenarios/holdings_words.h"

#include "tests/scenarios/event_words.h"

namespace whistle::tests {

namespace {

std::string duty_handed_over(const v1::DutyHandedOver& event) {
  const auto from = event.former().empty() ? std::string("nobody") : event.former();
  return event.party() + (event.part() == 0 ? "" : ", part " + std::to_string(event.part())) + ": in hand of " +
         event.member() + ", before of " + from;
}

}  // namespace

std::string about_holdings(const engine::Calendar& calendar, const v1::Event& event) {
  if (event.has_duty_handed_over()) return duty_handed_over(event.duty_handed_over());
  if (event.has_absence_reported()) {
    const auto& absence = event.absence_reported();
    return absence.member() + " is away from " + local_time(calendar, engine::Instant{absence.from_us()}) + " until " +
           local_time(calendar, engine::Instant{absence.until_us()});
  }
  if (event.has_absence_ended()) return event.absence_ended().member() + " is back";
  return event.ShortDebugString();
}

}  // namespace whistle::tests
