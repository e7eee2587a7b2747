// Words for the enumerations of the language.
#pragma once

#include <string>
#include <string_view>

#include <google/protobuf/generated_enum_reflection.h>

#include "tools/whistle/wording.h"
#include "whistle/v1/command.pb.h"
#include "whistle/v1/common.pb.h"
#include "whistle/v1/event.pb.h"
#include "whistle/v1/record.pb.h"

namespace whistle::tools {

[[nodiscard]] std::string_view words_for(Language language, v1::TicketState state);
[[nodiscard]] std::string_view words_for(Language language, v1::ClockKind clock);
[[nodiscard]] std::string_view words_for(Language language, v1::Outcome outcome);
[[nodiscard]] std::string_view words_for(Language language, v1::Evidence evidence);
[[nodiscard]] std::string_view words_for(Language language, v1::WhistleKind kind);
[[nodiscard]] std::string_view words_for(Language language, v1::Source source);
[[nodiscard]] std::string_view words_for(Language language, v1::Role role);
[[nodiscard]] std::string_view words_for(Language language, v1::PartState state);
[[nodiscard]] std::string_view words_for(Language language, v1::LocatedBy how);
[[nodiscard]] std::string_view words_for(Language language, v1::RouteFlag flag);
[[nodiscard]] std::string_view words_for(Language language, v1::ClockMode mode);
[[nodiscard]] std::string_view words_for(Language language, v1::DispatchCause cause);
[[nodiscard]] std::string_view words_for(Language language, v1::StepTaken action);
[[nodiscard]] std::string_view words_for(Language language, v1::RequestKind kind);
[[nodiscard]] std::string_view words_for(Language language, v1::ReturnReason reason);
[[nodiscard]] std::string_view words_for(Language language, v1::HoldCause cause);
[[nodiscard]] std::string_view words_for(Language language, v1::RejectReason reason);

// The two urgencies that every district begins with have words; others are called as the district calls them.
[[nodiscard]] std::string urgency_words(Language language, std::string_view urgency);

// The word for programs: TICKET_STATE_ON_SITE -> "on_site". Empty for a number that this program does not know.
template <typename Enum>
[[nodiscard]] std::string machine_word(Enum value);
// The way back, also for the enumerator's whole name; false: no such word.
template <typename Enum>
[[nodiscard]] bool parse_machine_word(std::string_view word, Enum& value);

// ---- implementation ----

[[nodiscard]] std::string machine_word(const google::protobuf::EnumDescriptor& type, int value);
[[nodiscard]] bool parse_machine_word(const google::protobuf::EnumDescriptor& type, std::string_view word, int& value);

template <typename Enum>
std::string machine_word(Enum value) {
  return machine_word(*google::protobuf::GetEnumDescriptor<Enum>(), static_cast<int>(value));
}

template <typename Enum>
bool parse_machine_word(std::string_view word, Enum& value) {
  int number = 0;
  if (!parse_machine_word(*google::protobuf::GetEnumDescriptor<Enum>(), word, number)) return false;
  value = static_cast<Enum>(number);
  return true;
}

}  // namespace whistle::tools
