#include "tests/scenarios/privacy_words.h"

#include "engine/hexadecimal.h"
#include "tests/scenarios/event_words.h"

namespace whistle::tests {

namespace {

std::string get(const std::map<std::string, std::string>& given, const std::string& key) {
  const auto found = given.find(key);
  return found == given.end() ? std::string{} : found->second;
}

v1::Command reveal(std::uint64_t ticket, const std::string& why) {
  v1::Command command;
  command.mutable_reveal_reporter()->set_ticket(ticket);
  command.mutable_reveal_reporter()->mutable_personal()->set_text(why);
  return command;
}

v1::Command adopt(const std::string& logic) {
  v1::Command command;
  command.mutable_adopt_logic()->set_logic(static_cast<std::uint32_t>(std::stoul("0" + logic)));
  return command;
}

}  // namespace

v1::Command erasing(std::uint64_t ticket, v1::EraseGround ground, const std::string& reference) {
  v1::Command command;
  command.mutable_erase_ticket()->set_ticket(ticket);
  command.mutable_erase_ticket()->set_ground(ground);
  command.mutable_erase_ticket()->set_reference(reference);
  return command;
}

std::optional<v1::Command> privacy_named(const std::string& verb, std::uint64_t ticket,
                                         const std::map<std::string, std::string>& given) {
  if (verb == "reveal") return reveal(ticket, get(given, "why"));
  if (verb == "erase") return erasing(ticket, v1::ERASE_GROUND_REQUEST, get(given, "reference"));
  if (verb == "adopt-logic") return adopt(get(given, "logic"));
  return std::nullopt;
}

std::optional<std::string> about_privacy(const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kReporterRevealed: {
      const auto& revealed = event.reporter_revealed();
      const auto of_party = revealed.party().empty() ? std::string() : " of " + revealed.party();
      return revealed.member() + of_party + " is told who reported it";
    }
    case Body::kPersonalDataErased:
      return "personal data of ticket " + std::to_string(event.personal_data_erased().ticket()) +
             " erased: " + short_name(v1::EraseGround_Name(event.personal_data_erased().ground()), "ERASE_GROUND_");
    case Body::kReadingRecorded:
      return event.reading_recorded().member() + " reads " +
             short_name(v1::ReadingKind_Name(event.reading_recorded().kind()), "READING_KIND_");
    case Body::kMasterKeyRotated:
      return "master key " + engine::hexadecimal(event.master_key_rotated().id()) + " holds from now on";
    case Body::kLogicAdopted:
      return "decided by logic " + std::to_string(event.logic_adopted().logic()) + " from the next entry on";
    default:
      return std::nullopt;
  }
}

}  // namespace whistle::tests
