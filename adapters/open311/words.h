// What an answer says in words, in the language of whoever asks.
#pragma once

#include <string>
#include <string_view>

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

struct Phrase {
  std::string_view zh;
  std::string_view en;
};

[[nodiscard]] inline std::string_view say(Language language, const Phrase& phrase) {
  return language == Language::Zh ? phrase.zh : phrase.en;
}
inline constexpr Phrase kNotProvided{"未提供", "not provided"};
inline constexpr Phrase kNoSuchService{"没有此类服务", "no such service"};
inline constexpr Phrase kNoSuchRequest{"没有公开的此编号工单", "no public request has this number"};

// The name in the language; the Chinese one where there is no English one.
[[nodiscard]] inline const std::string& name_in(Language language, const std::string& zh, const std::string& en) {
  return language == Language::Zh || en.empty() ? zh : en;
}

[[nodiscard]] std::string_view words_for(Language language, v1::TicketState state);
[[nodiscard]] std::string_view words_for(Language language, v1::Outcome outcome);
[[nodiscard]] std::string_view words_for(Language language, v1::RejectReason reason);
[[nodiscard]] std::string_view words_for(Language language, v1::Evidence evidence);
[[nodiscard]] std::string_view words_for(Language language, v1::CategoryClass category_class);

}  // namespace whistle::adapters::open311
