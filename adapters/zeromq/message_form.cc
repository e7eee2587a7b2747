#include "adapters/zeromq/message_form.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/unknown_field_set.h>
#include <google/protobuf/wire_format_lite.h>

#include <vector>

namespace whistle::adapters::zeromq {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

constexpr int kDepthMax = 32;  // the language nests six deep

std::string joined(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

// Names of the envelope and of the oneofs' members say nothing to the sender: fields are named as the body has them.
std::string path_of(const std::string& path, const FieldDescriptor& field) {
  const bool wrapper = field.real_containing_oneof() != nullptr && field.real_containing_oneof()->name() == "body";
  return wrapper ? path : joined(path, field.name());
}

bool has_control_character(std::string_view text, bool lines_allowed) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x20 && byte != 0x7f && byte != 0xc2) continue;
    if (byte == 0xc2) {
      // U+0080 to U+009F, the second set of controls.
      if (i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0) return true;
    } else if (!lines_allowed || (byte != '\n' && byte != '\t')) {
      return true;
    }
  }
  return false;
}

class FormCheck {
 public:
  std::optional<v1::Refusal> message(const Message& message, const std::string& path) {
    const auto& reflection = *message.GetReflection();
    const auto& unknown = reflection.GetUnknownFields(message);
    if (!unknown.empty()) {
      const auto number = std::to_string(unknown.field(0).number());
      return refusal(v1::REFUSAL_CODE_MALFORMED,
                     {{"what", "unknown field " + number + " in " + message.GetDescriptor()->name()}});
    }
    std::vector<const FieldDescriptor*> fields;
    reflection.ListFields(message, &fields);
    for (const auto* field : fields) {
      if (auto fault = this->field(message, reflection, *field, path)) return fault;
    }
    return std::nullopt;
  }

 private:
  std::optional<v1::Refusal> field(const Message& message, const Reflection& reflection, const FieldDescriptor& field,
                                   const std::string& path) {
    const int count = field.is_repeated() ? reflection.FieldSize(message, &field) : 1;
    for (int i = 0; i < count; ++i) {
      if (auto fault = value(message, reflection, field, field.is_repeated() ? i : -1, path)) return fault;
    }
    return std::nullopt;
  }

  std::optional<v1::Refusal> value(const Message& holder, const Reflection& reflection, const FieldDescriptor& field,
                                   int index, const std::string& path) {
    switch (field.type()) {
      case FieldDescriptor::TYPE_MESSAGE:
        return message(
            index < 0 ? reflection.GetMessage(holder, &field) : reflection.GetRepeatedMessage(holder, &field, index),
            path_of(path, field));
      case FieldDescriptor::TYPE_ENUM: {
        const int number = index < 0 ? reflection.GetEnumValue(holder, &field)
                                     : reflection.GetRepeatedEnumValue(holder, &field, index);
        if (field.enum_type()->FindValueByNumber(number) != nullptr) return std::nullopt;
        return refusal(v1::REFUSAL_CODE_INVALID, {{"field", path_of(path, field)}, {"why", "unknown enumerator"}});
      }
      case FieldDescriptor::TYPE_STRING: {
        std::string scratch;
        const auto& text = index < 0 ? reflection.GetStringReference(holder, &field, &scratch)
                                     : reflection.GetRepeatedStringReference(holder, &field, index, &scratch);
        if (!has_control_character(text, /*lines_allowed=*/field.name() == "text")) return std::nullopt;
        return refusal(v1::REFUSAL_CODE_INVALID_TEXT, {{"field", path_of(path, field)}, {"why", "control character"}});
      }
      default:
        return std::nullopt;
    }
  }
};

std::optional<std::string> broken_text(CodedInputStream& in, const Descriptor& descriptor, const std::string& path,
                                       int depth) {
  while (const auto tag = in.ReadTag()) {
    const auto* field = descriptor.FindFieldByNumber(WireFormatLite::GetTagFieldNumber(tag));
    if (field == nullptr || WireFormatLite::GetTagWireType(tag) != WireFormatLite::WIRETYPE_LENGTH_DELIMITED ||
        (field->type() != FieldDescriptor::TYPE_STRING && field->type() != FieldDescriptor::TYPE_MESSAGE)) {
      if (!WireFormatLite::SkipField(&in, tag)) return std::nullopt;
      continue;
    }
    std::uint32_t size = 0;
    std::string bytes;
    if (!in.ReadVarint32(&size) || !in.ReadString(&bytes, static_cast<int>(size))) return std::nullopt;
    const auto name = path_of(path, *field);
    if (field->type() == FieldDescriptor::TYPE_STRING) {
      if (!is_utf8(bytes)) return name;
    } else if (depth < kDepthMax) {
      CodedInputStream inner(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
      if (auto found = broken_text(inner, *field->message_type(), name, depth + 1)) return found;
    }
  }
  return std::nullopt;
}

}  // namespace

v1::Refusal refusal(v1::RefusalCode code, std::initializer_list<std::pair<const char*, std::string>> arguments) {
  v1::Refusal made;
  made.set_code(code);
  for (const auto& [name, value] : arguments) {
    auto& argument = *made.add_arguments();
    argument.set_name(name);
    argument.set_value(value);
  }
  return made;
}

std::optional<v1::Refusal> check_form(const Message& message, const std::string& path) {
  return FormCheck().message(message, path);
}

std::optional<std::string> find_broken_text(std::string_view bytes, const Descriptor* descriptor) {
  CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
  return broken_text(in, *descriptor, "", 0);
}

bool is_utf8(std::string_view bytes) {
  const auto at = [&](std::size_t i) { return i < bytes.size() ? static_cast<unsigned char>(bytes[i]) : 0U; };
  const auto tail = [&](std::size_t i) { return (at(i) & 0xc0U) == 0x80U; };
  for (std::size_t i = 0; i < bytes.size();) {
    const unsigned lead = at(i);
    if (lead < 0x80) {
      i += 1;
    } else if (lead >= 0xc2 && lead <= 0xdf && tail(i + 1)) {
      i += 2;
    } else if (lead >= 0xe0 && lead <= 0xef && tail(i + 1) && tail(i + 2)) {
      if ((lead == 0xe0 && at(i + 1) < 0xa0) || (lead == 0xed && at(i + 1) > 0x9f)) return false;
      i += 3;
    } else if (lead >= 0xf0 && lead <= 0xf4 && tail(i + 1) && tail(i + 2) && tail(i + 3)) {
      if ((lead == 0xf0 && at(i + 1) < 0x90) || (lead == 0xf4 && at(i + 1) > 0x8f)) return false;
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace whistle::adapters::zeromq
