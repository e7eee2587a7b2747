// What holds of every message on the wire, whatever its kind: known fields, known enumerators, clean text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <google/protobuf/message.h>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::zeromq {

[[nodiscard]] v1::Refusal refusal(v1::RefusalCode code,
                                  std::initializer_list<std::pair<const char*, std::string>> arguments);

// The first fault of form, in the order of the bytes: an unknown field (MALFORMED), an enumerator that the language
// does not have (INVALID), a control character (INVALID_TEXT). Line feed and tab are text in fields named `text`.
// nullopt: none. The bytes must have parsed as a message of this type; what a later field of the same number overwrites
// is judged too.
[[nodiscard]] std::optional<v1::Refusal> check_form(std::string_view bytes,
                                                    const google::protobuf::Descriptor* descriptor);

// Of bytes that did not parse: the field whose text is not UTF-8, if that is what is wrong. nullopt: it is something
// else.
[[nodiscard]] std::optional<std::string> find_broken_text(std::string_view bytes,
                                                          const google::protobuf::Descriptor* descriptor);

// Whether the bytes are UTF-8: shortest forms alone, no surrogates, nothing past U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view bytes);

}  // namespace whistle::adapters::zeromq
