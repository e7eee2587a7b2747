// A ticket as a service request.
#pragma once

#include <cstddef>

#include "adapters/open311/document.h"
#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

// For anybody: whatever the core tells, neither text nor address nor reporter of the whistle is in it.
[[nodiscard]] Value service_request(const v1::Ticket& ticket, const Question& question, const Context& context);

// The name of an enumerator without its type's: TICKET_STATE_ON_HOLD is "ON_HOLD". Null: unspecified, or no such one.
template <typename Enum>
[[nodiscard]] Value enum_word(Enum value) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  const auto* found = type->FindValueByNumber(static_cast<int>(value));
  const auto* unspecified = type->FindValueByNumber(0);
  if (found == nullptr || found == unspecified) return {};
  // TICKET_STATE_UNSPECIFIED says how long the prefix is.
  constexpr std::size_t kUnspecified = sizeof "UNSPECIFIED" - 1;
  return text(found->name().substr(unspecified->name().size() - kUnspecified));
}

}  // namespace whistle::adapters::open311
