#include "tests/simulation/confided.h"

#include <string>

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::TicketId;

void put_place(const v1::Location& location, const std::string& address, v1::PersonalData& words) {
  words.set_address(address);
  words.clear_point();
  words.clear_original_point();
  if (location.has_point()) *words.mutable_point() = location.point();
  if (location.has_original_point()) *words.mutable_original_point() = location.original_point();
}

}  // namespace

void Confided::follow(const v1::Entry& entry, const v1::Command& command, const v1::PersonalData& sealed) {
  const TicketId ticket{entry.ticket()};
  if (command.has_blow_whistle()) {
    const auto& blow = command.blow_whistle();
    auto& words = words_[ticket];
    if (blow.personal().has_reporter()) *words.mutable_reporter() = blow.personal().reporter();
    put_place(blow.location(), blow.personal().address(), words);
  } else if (command.has_amend_ticket()) {
    const auto& amend = command.amend_ticket();
    const bool placed = amend.has_location() || !amend.personal().address().empty();
    if (placed) put_place(amend.location(), amend.personal().address(), words_.at(ticket));
  } else if (command.has_split_ticket()) {
    const auto& split = command.split_ticket();
    // Where the first has been forgotten since, before anybody read what it said, its split alone says what that was.
    const auto first = words_.find(TicketId{split.ticket()});
    auto words = first == words_.end() ? sealed : first->second;
    const bool placed = split.has_location() || !split.personal().address().empty();
    if (placed) put_place(split.location(), split.personal().address(), words);
    auto expected = words;
    expected.set_text(split.personal().text());
    require(sealed.SerializeAsString() == expected.SerializeAsString(),
            "a split has the reporter of the first, and its address and point where it has none of its own: entry " +
                std::to_string(entry.sequence()));
    words_[ticket] = std::move(words);
  }
}

}  // namespace whistle::tests
