#include "adapters/zeromq/message_form.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <map>
#include <vector>

namespace whistle::adapters::zeromq {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
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

// What a message type's fields look like on the wire, by number: made once from the descriptors, because every request
// comes by here and reflection costs more than parsing.
struct Shape {
  struct Field {
    const FieldDescriptor* descriptor = nullptr;  // nullptr: no such field
    const Shape* inner = nullptr;                 // of messages
  };
  const Descriptor* descriptor = nullptr;
  std::vector<Field> fields;

  [[nodiscard]] const Field* find(int number) const {
    const auto at = static_cast<std::size_t>(number);
    return at < fields.size() && fields[at].descriptor != nullptr ? &fields[at] : nullptr;
  }
};

class Shapes {
 public:
  const Shape& of(const Descriptor& descriptor) {
    auto& shape = shapes_[&descriptor];
    if (shape.descriptor != nullptr) return shape;
    shape.descriptor = &descriptor;
    for (int i = 0; i < descriptor.field_count(); ++i) {
      const auto& field = *descriptor.field(i);
      const auto number = static_cast<std::size_t>(field.number());
      if (shape.fields.size() <= number) shape.fields.resize(number + 1);
      shape.fields[number].descriptor = &field;
      if (field.type() == FieldDescriptor::TYPE_MESSAGE) shape.fields[number].inner = &of(*field.message_type());
    }
    return shape;
  }

 private:
  std::map<const Descriptor*, Shape> shapes_;
};

const Shape& shape_of(const Descriptor& descriptor) {
  thread_local Shapes shapes;
  return shapes.of(descriptor);
}

class FormCheck {
 public:
  std::optional<v1::Refusal> message(std::string_view bytes, const Shape& shape) {
    CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
    while (const auto tag = in.ReadTag()) {
      const int number = WireFormatLite::GetTagFieldNumber(tag);
      const auto wire_type = WireFormatLite::GetTagWireType(tag);
      const auto* field = shape.find(number);
      // A known number of another wire type is kept by the parser as a field that it does not know.
      if (field == nullptr || !may_come_as(*field->descriptor, wire_type)) {
        return refusal(v1::REFUSAL_CODE_MALFORMED,
                       {{"what", "unknown field " + std::to_string(number) + " in " + shape.descriptor->name()}});
      }
      path_.push_back(field->descriptor);
      if (auto fault = value(in, bytes, *field, tag)) return fault;
      path_.pop_back();
    }
    return std::nullopt;
  }

 private:
  using WireType = WireFormatLite::WireType;

  static bool may_come_as(const FieldDescriptor& field, WireType wire_type) {
    const auto own = WireFormatLite::WireTypeForFieldType(static_cast<WireFormatLite::FieldType>(field.type()));
    return wire_type == own || (field.is_packable() && wire_type == WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  }

  // The path is put together when there is something to say of it.
  [[nodiscard]] std::string path() const {
    std::string path;
    for (const auto* field : path_)
      path = path_of(path, *field);
    return path;
  }

  std::optional<v1::Refusal> value(CodedInputStream& in, std::string_view bytes, const Shape::Field& field,
                                   std::uint32_t tag) {
    const auto type = field.descriptor->type();
    const bool delimited = WireFormatLite::GetTagWireType(tag) == WireFormatLite::WIRETYPE_LENGTH_DELIMITED;
    if (type == FieldDescriptor::TYPE_ENUM && !delimited) return enumerator(in, field);
    if (!delimited) {
      (void)WireFormatLite::SkipField(&in, tag);
      return std::nullopt;
    }
    std::uint32_t size = 0;
    (void)in.ReadVarint32(&size);  // it has parsed, so it is there
    const auto content = bytes.substr(static_cast<std::size_t>(in.CurrentPosition()), size);
    (void)in.Skip(static_cast<int>(size));
    if (type == FieldDescriptor::TYPE_MESSAGE) return message(content, *field.inner);
    if (type == FieldDescriptor::TYPE_STRING) return text(content, field);
    if (type == FieldDescriptor::TYPE_ENUM) return packed_enumerators(content, field);
    return std::nullopt;
  }

  std::optional<v1::Refusal> text(std::string_view text, const Shape::Field& field) const {
    if (!has_control_character(text, /*lines_allowed=*/field.descriptor->name() == "text")) return std::nullopt;
    return refusal(v1::REFUSAL_CODE_INVALID_TEXT, {{"field", path()}, {"why", "control character"}});
  }

  std::optional<v1::Refusal> enumerator(CodedInputStream& in, const Shape::Field& field) const {
    std::uint64_t number = 0;
    (void)in.ReadVarint64(&number);
    if (field.descriptor->enum_type()->FindValueByNumber(static_cast<int>(number)) != nullptr) return std::nullopt;
    return refusal(v1::REFUSAL_CODE_INVALID, {{"field", path()}, {"why", "unknown enumerator"}});
  }

  std::optional<v1::Refusal> packed_enumerators(std::string_view content, const Shape::Field& field) const {
    CodedInputStream in(reinterpret_cast<const std::uint8_t*>(content.data()), static_cast<int>(content.size()));
    while (static_cast<std::size_t>(in.CurrentPosition()) < content.size()) {
      if (auto fault = enumerator(in, field)) return fault;
    }
    return std::nullopt;
  }

  std::vector<const FieldDescriptor*> path_;  // from the outermost message to what is looked at
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

std::optional<v1::Refusal> check_form(std::string_view bytes, const Descriptor* descriptor) {
  return FormCheck().message(bytes, shape_of(*descriptor));
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
