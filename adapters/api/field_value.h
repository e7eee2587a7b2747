// One value of a message's field, from the text that JSON strings, queries and paths give it.
//
//   put_text(query, descriptor->FindFieldByName("states"), "on_site");   // appended, because it is repeated
//
// Any text is safe to pass. Fields are those of the language: no maps, groups or fractions.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include <tl/expected.hpp>

namespace whistle::adapters::api {

// Why a value is not one of the field, as the end of a sentence that begins with the field.
using Put = tl::expected<void, std::string>;

// By the name of the .proto file or its lowerCamelCase; nullptr: none.
[[nodiscard]] const google::protobuf::FieldDescriptor* find_field(const google::protobuf::Descriptor& message,
                                                                  std::string_view name);

// Sets the field, or adds to it where it is repeated. Numbers are decimal; an enumerator has its full name or the short
// one in lower case (TICKET_STATE_ON_SITE, on_site); bytes are base64, of a field named `…sha256` or `…public_key` also
// 64 hexadecimal digits, which 32 bytes in base64 never are. Not for messages.
[[nodiscard]] Put put_text(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                           std::string_view text);
[[nodiscard]] Put put_signed(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                             std::int64_t value);
[[nodiscard]] Put put_unsigned(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                               std::uint64_t value);
[[nodiscard]] Put put_bool(google::protobuf::Message& message, const google::protobuf::FieldDescriptor& field,
                           bool value);

// "on_site" of TICKET_STATE_ON_SITE.
[[nodiscard]] std::string short_name(const google::protobuf::EnumValueDescriptor& value);

}  // namespace whistle::adapters::api
