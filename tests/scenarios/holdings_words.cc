#include "tests/scenarios/holdings_words.h"

#include "tests/scenarios/event_words.h"

namespace whistle::tests {

namespace {

constexpr std::size_t kHashBytes = 32;

std::string duty_handed_over(const v1::DutyHandedOver& event) {
  const auto from = event.former().empty() ? std::string("nobody") : event.former();
  return event.party() + (event.part() == 0 ? "" : ", part " + std::to_string(event.part())) + ": in hand of " +
         event.member() + ", before of " + from;
}

std::string type_name(v1::AttachmentType type) {
  const auto name = v1::AttachmentType_Name(type);
  return name.substr(name.rfind('_') + 1);
}

std::string about_file(const v1::AttachmentPut& event) {
  return (event.party().empty() ? "the whistle-blower" : event.party()) + " puts " + file_name(event.sha256()) + ": " +
         type_name(event.type()) + ", " + std::to_string(event.size()) + " bytes" +
         (event.seen_on() == 0 ? "" : ", flagged: the same file lies on ticket " + std::to_string(event.seen_on()));
}

}  // namespace

std::string file_hash(std::string name) {
  name.resize(kHashBytes, '.');
  return name;
}

std::string file_name(const std::string& hash) {
  return hash.substr(0, hash.find_last_not_of('.') + 1);
}

std::string about_holdings(const engine::Calendar& calendar, const v1::Event& event) {
  if (event.has_duty_handed_over()) return duty_handed_over(event.duty_handed_over());
  if (event.has_absence_reported()) {
    const auto& absence = event.absence_reported();
    return absence.member() + " is away from " + local_time(calendar, engine::Instant{absence.from_us()}) + " until " +
           local_time(calendar, engine::Instant{absence.until_us()});
  }
  if (event.has_absence_ended()) return event.absence_ended().member() + " is back";
  if (event.has_attachment_put()) return about_file(event.attachment_put());
  return event.ShortDebugString();
}

}  // namespace whistle::tests
