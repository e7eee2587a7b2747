// The district's catalogue as Open311 services: its leaf rows, but for those that only a round brings up (visits).
#pragma once

#include <string_view>

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

using NamedCodes = google::protobuf::RepeatedPtrField<v1::NamedCode>;

// Of lists that ascend by code; null: none has the code.
[[nodiscard]] const v1::NamedCode* find_code(const NamedCodes& list, std::string_view code);
[[nodiscard]] const v1::DistrictArea* find_area(const v1::GetDistrictReply& district, std::string_view code);

// In the language; the code itself where none has it. Of `list` or `code`, which outlive it.
[[nodiscard]] const std::string& name_of(const NamedCodes& list, const std::string& code, Language language);

// Whether a resident may blow the whistle for it.
[[nodiscard]] bool is_service(const v1::GetDistrictReply& district, std::string_view code);

// GET services.
[[nodiscard]] Answer tell_services(const Context& context, Format format, Language language);
// GET services/{code}. 404 for what is no service.
[[nodiscard]] Answer tell_definition(const Context& context, std::string_view code, Format format, Language language);

// What a form may say beyond the parameters that the specification names: attribute[anonymous], attribute[occurred_at].
inline constexpr std::string_view kAnonymous = "attribute[anonymous]";
inline constexpr std::string_view kOccurredAt = "attribute[occurred_at]";

}  // namespace whistle::adapters::open311
