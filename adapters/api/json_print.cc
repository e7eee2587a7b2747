#include "adapters/api/json_print.h"

#include <string_view>

#include "adapters/api/base64.h"

namespace whistle::adapters::api {

namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

void append_message(std::string& out, const Message& message);

void append_string(std::string& out, std::string_view text) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr unsigned char kFirstPlain = 0x20;
  out.push_back('"');
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (byte < kFirstPlain) {
      out.append("\\u00").push_back(kDigits[byte >> 4U]);
      out.push_back(kDigits[byte & 0xfU]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

template <typename Number>
void append_quoted(std::string& out, Number number) {
  out.append("\"").append(std::to_string(number)).append("\"");
}

void append_enumerator(std::string& out, const FieldDescriptor& field, int number) {
  const auto* value = field.enum_type()->FindValueByNumber(number);
  if (value == nullptr) {
    out.append(std::to_string(number));
  } else {
    out.append("\"").append(value->name()).append("\"");
  }
}

// One value, read by the two functions of reflection that a field of its kind has.
class Value {
 public:
  Value(const Message& message, const FieldDescriptor& field, int index)
      : message_(message), reflection_(*message.GetReflection()), field_(field), index_(index) {}

  void append_to(std::string& out) const {
    std::string scratch;
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_MESSAGE:
        return append_message(out, listed() ? reflection_.GetRepeatedMessage(message_, &field_, index_)
                                            : reflection_.GetMessage(message_, &field_));
      case FieldDescriptor::CPPTYPE_STRING: {
        const auto& text = listed() ? reflection_.GetRepeatedStringReference(message_, &field_, index_, &scratch)
                                    : reflection_.GetStringReference(message_, &field_, &scratch);
        if (field_.type() != FieldDescriptor::TYPE_BYTES) return append_string(out, text);
        out.append("\"").append(base64(text)).append("\"");
        return;
      }
      case FieldDescriptor::CPPTYPE_ENUM:
        return append_enumerator(out, field_,
                                 listed() ? reflection_.GetRepeatedEnumValue(message_, &field_, index_)
                                          : reflection_.GetEnumValue(message_, &field_));
      case FieldDescriptor::CPPTYPE_BOOL:
        out.append(
            (listed() ? reflection_.GetRepeatedBool(message_, &field_, index_) : reflection_.GetBool(message_, &field_))
                ? "true"
                : "false");
        return;
      default:
        return append_number(out);
    }
  }

 private:
  [[nodiscard]] bool listed() const { return index_ >= 0; }

  void append_number(std::string& out) const {
    switch (field_.cpp_type()) {
      case FieldDescriptor::CPPTYPE_INT64:
        return append_quoted(out, listed() ? reflection_.GetRepeatedInt64(message_, &field_, index_)
                                           : reflection_.GetInt64(message_, &field_));
      case FieldDescriptor::CPPTYPE_UINT64:
        return append_quoted(out, listed() ? reflection_.GetRepeatedUInt64(message_, &field_, index_)
                                           : reflection_.GetUInt64(message_, &field_));
      case FieldDescriptor::CPPTYPE_INT32:
        out.append(std::to_string(listed() ? reflection_.GetRepeatedInt32(message_, &field_, index_)
                                           : reflection_.GetInt32(message_, &field_)));
        return;
      case FieldDescriptor::CPPTYPE_UINT32:
        out.append(std::to_string(listed() ? reflection_.GetRepeatedUInt32(message_, &field_, index_)
                                           : reflection_.GetUInt32(message_, &field_)));
        return;
      default:
        out.append("null");  // a fraction, which the language does not have
    }
  }

  const Message& message_;
  const google::protobuf::Reflection& reflection_;
  const FieldDescriptor& field_;
  int index_;  // in a list; below 0: it is none
};

void append_list(std::string& out, const Message& message, const FieldDescriptor& field) {
  out.push_back('[');
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field); ++i) {
    if (i > 0) out.push_back(',');
    Value(message, field, i).append_to(out);
  }
  out.push_back(']');
}

void append_message(std::string& out, const Message& message) {
  const auto& type = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  char separator = '{';
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    if (field.has_presence() && !reflection.HasField(message, &field)) continue;
    out.append(1, separator).append("\"").append(field.json_name()).append("\":");
    separator = ',';
    if (field.is_repeated()) {
      append_list(out, message, field);
    } else {
      Value(message, field, -1).append_to(out);
    }
  }
  if (separator == '{') out.push_back('{');
  out.push_back('}');
}

}  // namespace

std::string message_json(const Message& message) {
  std::string text;
  append_message(text, message);
  return text;
}

}  // namespace whistle::adapters::api
