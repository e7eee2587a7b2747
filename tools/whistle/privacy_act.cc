#include "tools/whistle/privacy_act.h"

#include <boost/json.hpp>

#include "tools/whistle/display_width.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_message.h"
#include "tools/whistle/wording_privacy.h"

namespace whistle::tools {

namespace {

constexpr std::size_t kLabelColumns = 11;

std::string id_words(std::uint64_t ticket) {
  return "id:" + std::to_string(ticket);
}

void print_consequences(Console& console, Language language, const std::vector<std::uint64_t>& copies) {
  console.out << "  " << phrase(language, phrases::kEraseGoes) << '\n'
              << "  " << phrase(language, phrases::kEraseStays) << '\n';
  std::string named;
  for (const auto copy : copies)
    named = listed(language, {named, id_words(copy)});
  if (!copies.empty()) {
    console.out << "  "
                << console.paint(Colour::Yellow,
                                 worded(language, phrases::kEraseCopies, {named, id_words(copies.front())}))
                << '\n';
  }
  console.out << "  " << console.paint(Colour::Yellow, phrase(language, phrases::kEraseBackups)) << '\n';
}

}  // namespace

v1::Command reveal_of(std::uint64_t ticket, const std::string& reason) {
  v1::Command command;
  command.mutable_reveal_reporter()->set_ticket(ticket);
  command.mutable_reveal_reporter()->mutable_personal()->set_text(reason);
  return command;
}

v1::Command erasure_of(std::uint64_t ticket, const std::string& reference) {
  v1::Command command;
  command.mutable_erase_ticket()->set_ticket(ticket);
  command.mutable_erase_ticket()->set_ground(v1::ERASE_GROUND_REQUEST);
  command.mutable_erase_ticket()->set_reference(reference);
  return command;
}

v1::Command adoption_of(std::uint32_t logic) {
  v1::Command command;
  command.mutable_adopt_logic()->set_logic(logic);
  return command;
}

void print_revealed(Console& console, Language language, const std::string& named, const v1::Accepted& accepted) {
  console.out << console.paint(Colour::Green, "✓") << ' ' << console.paint(Colour::Bold, printable(named)) << '\n';
  const auto line = [&](const Phrase& label, const std::string& text) {
    if (text.empty()) return;
    console.out << "  " << console.paint(Colour::Dim, padded(phrase(language, label), kLabelColumns)) << printable(text)
                << '\n';
  };
  if (accepted.has_reporter()) {
    line(phrases::kLabelName, accepted.reporter().name());
    line(phrases::kLabelPhone, accepted.reporter().phone());
  } else {
    console.out << "  " << console.paint(Colour::Yellow, phrase(language, phrases::kRevealErased)) << '\n';
  }
  console.out << "  " << worded(language, phrases::kRevealRecorded, {std::to_string(accepted.sequence())}) << '\n';
}

void print_erasure_preview(Console& console, const Telling& telling, const v1::Ticket& ticket,
                           const std::vector<std::uint64_t>& copies) {
  const auto language = telling.language;
  const auto& record = ticket.record();
  console.out << console.paint(Colour::Bold, ticket.number()) << "  " << id_words(record.id()) << "  "
              << words_for(language, record.state()) << '\n';
  if (ticket.has_erasure()) {
    console.out << "  " << erasure_words(telling, ticket.erasure()) << '\n';
    return;
  }
  print_consequences(console, language, copies);
  console.out << worded(language, phrases::kEraseNext, {id_words(record.id())}) << '\n';
}

void print_erasure_preview_json(Console& console, const v1::Ticket& ticket, const std::vector<std::uint64_t>& copies) {
  boost::json::object object;
  object["ticket"] = std::to_string(ticket.record().id());
  object["number"] = ticket.number();
  boost::json::array others;
  for (const auto copy : copies)
    others.emplace_back(std::to_string(copy));
  object["copies"] = std::move(others);
  object["erased"] = ticket.has_erasure();
  console.out << boost::json::serialize(object) << '\n';
}

void print_erased(Console& console, const Telling& telling, const v1::Ticket& ticket,
                  const std::vector<std::uint64_t>& copies, const v1::Accepted& accepted) {
  console.out << console.paint(Colour::Green, "✓") << ' ' << console.paint(Colour::Bold, ticket.number()) << '\n';
  for (const auto& event : accepted.events())
    console.out << "  " << event_sentence(telling, event) << '\n';
  print_consequences(console, telling.language, copies);
}

void print_adopted(Console& console, Language language, const v1::Accepted& accepted) {
  for (const auto& event : accepted.events()) {
    if (!event.has_logic_adopted()) continue;
    console.out << worded(language, phrases::kLogicAdopted,
                          {std::to_string(accepted.sequence() + 1), std::to_string(event.logic_adopted().logic())})
                << '\n';
  }
}

}  // namespace whistle::tools
