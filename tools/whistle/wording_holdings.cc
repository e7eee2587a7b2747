#include "tools/whistle/wording_holdings.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

std::string duty_sentence(const Telling& telling, const v1::DutyHandedOver& event) {
  const auto language = telling.language;
  const auto party = telling.names.party(language, event.party());
  if (event.former().empty()) {
    return worded(language, {"{0}：由 {1} 经手", "{0}: {1} has it in hand"}, {party, event.member()});
  }
  return worded(language, {"{0} 交班：{1} 交 {2} 经手", "{0}: {1} handed it over to {2}"},
                {party, event.former(), event.member()});
}

std::string absence_sentence(const Telling& telling, const v1::AbsenceReported& event) {
  return worded(telling.language, {"{0} 自 {1} 至 {2} 不在岗", "{0} is away from {1} until {2}"},
                {event.member(), telling.time.minute_text({event.from_us()}, telling.now),
                 telling.time.minute_text({event.until_us()}, telling.now)});
}

// Of duty and absence.
std::string_view duty_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kHandOverDuty:
      return phrase(language, {"交班", "handed over"});
    case v1::Command::kReportAbsence:
      return phrase(language, {"登记离岗", "reported an absence"});
    case v1::Command::kEndAbsence:
      return phrase(language, {"销假返岗", "ended an absence"});
    default:
      return {};
  }
}

}  // namespace

std::string holdings_sentence(const Telling& telling, const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kDutyHandedOver:
      return duty_sentence(telling, event.duty_handed_over());
    case v1::Event::kAbsenceReported:
      return absence_sentence(telling, event.absence_reported());
    case v1::Event::kAbsenceEnded:
      return worded(telling.language, {"{0} 返岗", "{0} is back"}, {event.absence_ended().member()});
    default:
      return {};
  }
}

std::string_view holdings_words(Language language, v1::Command::BodyCase command) {
  return duty_words(language, command);
}

}  // namespace whistle::tools
