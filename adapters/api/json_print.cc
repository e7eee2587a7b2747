// A message is printed from its serialized bytes, which is several times as fast as asking for each field by
// reflection: what is absent there is a literal known beforehand.
#include "adapters/api/json_print.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/assert.h"
#include "engine/base64.h"

namespace whistle::adapters::api {

namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedInputStream;

// ---- What is the same for all messages of a type, found once ----

struct Form;

struct FieldForm {
  const FieldDescriptor* field = nullptr;
  int number = 0;
  FieldDescriptor::Type type = FieldDescriptor::TYPE_STRING;
  bool repeated = false;
  std::string name;                      // "ticket":
  std::string absent;                    // "ticket":"0"; empty: it is left out
  std::vector<std::string> enumerators;  // "TICKET_STATE_OPEN", by number
  const Form* message = nullptr;
};

struct Form {
  std::vector<FieldForm> fields;  // by number, as they are serialized
};

std::string in_quotes(std::string_view text) {
  return std::string("\"").append(text).append("\"");
}

// Those that stand close together: the others are looked up.
std::vector<std::string> enumerators_of(const EnumDescriptor& type) {
  constexpr std::size_t kMax = 256;
  std::vector<std::string> names;
  for (int i = 0; i < type.value_count(); ++i) {
    const auto number = static_cast<std::size_t>(type.value(i)->number());  // below zero: too large
    if (number >= kMax) continue;
    if (names.size() <= number) names.resize(number + 1);
    if (names[number].empty()) names[number] = in_quotes(type.value(i)->name());
  }
  return names;
}

std::string absent_value(const FieldDescriptor& field) {
  if (field.is_repeated()) return "[]";
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return in_quotes("");
    case FieldDescriptor::CPPTYPE_ENUM:
      return in_quotes(field.default_value_enum()->name());
    case FieldDescriptor::CPPTYPE_BOOL:
      return "false";
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return in_quotes("0");
    default:
      return "0";
  }
}

class Forms {
 public:
  const Form& of(const Descriptor& type) {
    auto& form = forms_[&type];
    if (form) return *form;
    form = std::make_unique<Form>();
    auto& made = *form;  // it stays where it is when its parts, which may be of its own type, are added
    for (int i = 0; i < type.field_count(); ++i)
      made.fields.push_back(form_of(*type.field(i)));
    std::ranges::sort(made.fields, {}, &FieldForm::number);
    return made;
  }

 private:
  FieldForm form_of(const FieldDescriptor& field) {
    FieldForm form;
    form.field = &field;
    form.number = field.number();
    form.type = field.type();
    form.repeated = field.is_repeated();
    form.name = in_quotes(field.json_name()) + ":";
    if (!field.has_presence()) form.absent = form.name + absent_value(field);
    if (field.enum_type() != nullptr) form.enumerators = enumerators_of(*field.enum_type());
    if (field.message_type() != nullptr) form.message = &of(*field.message_type());
    return form;
  }

  std::unordered_map<const Descriptor*, std::unique_ptr<Form>> forms_;
};

// ---- Values ----

void append_escaped(std::string& out, char c) {
  constexpr std::string_view kHexDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '"' || c == '\\') {
    out.push_back('\\');
    out.push_back(c);
  } else {
    out.append("\\u00").push_back(kHexDigits[byte >> 4U]);
    out.push_back(kHexDigits[byte & 0xfU]);
  }
}

void append_string(std::string& out, std::string_view text) {
  constexpr unsigned char kFirstPlain = 0x20;
  out.push_back('"');
  std::size_t plain = 0;  // from here on nothing is written yet
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c != '"' && c != '\\' && static_cast<unsigned char>(c) >= kFirstPlain) continue;
    out.append(text, plain, i - plain);
    append_escaped(out, c);
    plain = i + 1;
  }
  out.append(text, plain).push_back('"');
}

template <typename Number>
void append_number(std::string& out, Number number) {
  constexpr std::size_t kDigitsMax = 20;
  char text[kDigitsMax];
  out.append(text, std::to_chars(text, text + kDigitsMax, number).ptr);
}

template <typename Number>
void append_quoted(std::string& out, Number number) {
  out.push_back('"');
  append_number(out, number);
  out.push_back('"');
}

void append_enumerator(std::string& out, const FieldForm& form, int number) {
  const auto place = static_cast<std::size_t>(number);
  if (place < form.enumerators.size() && !form.enumerators[place].empty()) {
    out.append(form.enumerators[place]);
  } else if (const auto* value = form.field->enum_type()->FindValueByNumber(number)) {
    out.append(in_quotes(value->name()));
  } else {
    append_number(out, number);
  }
}

void append_varint(std::string& out, const FieldForm& form, std::uint64_t value) {
  const auto low = static_cast<std::uint32_t>(value);
  switch (form.type) {
    case FieldDescriptor::TYPE_BOOL:
      out.append(value != 0 ? "true" : "false");
      return;
    case FieldDescriptor::TYPE_ENUM:
      return append_enumerator(out, form, static_cast<int>(low));
    case FieldDescriptor::TYPE_INT32:
      return append_number(out, static_cast<std::int32_t>(low));
    case FieldDescriptor::TYPE_SINT32:
      return append_number(out, WireFormatLite::ZigZagDecode32(low));
    case FieldDescriptor::TYPE_UINT32:
      return append_number(out, low);
    case FieldDescriptor::TYPE_INT64:
      return append_quoted(out, static_cast<std::int64_t>(value));
    case FieldDescriptor::TYPE_SINT64:
      return append_quoted(out, WireFormatLite::ZigZagDecode64(value));
    case FieldDescriptor::TYPE_UINT64:
      return append_quoted(out, value);
    default:
      WHISTLE_ASSERT(false);  // of fixed size: the language has none
  }
}

// ---- From bytes that were serialized a moment ago: nothing in them is malformed ----

std::string_view take_bytes(CodedInputStream& in) {
  std::uint32_t size = 0;
  const void* bytes = nullptr;
  int available = 0;
  const bool read = in.ReadVarint32(&size);
  if (size == 0) return {};
  in.GetDirectBufferPointerInline(&bytes, &available);
  WHISTLE_ASSERT(read && std::cmp_less_equal(size, available));
  in.Skip(static_cast<int>(size));
  return {static_cast<const char*>(bytes), size};
}

class Printer {
 public:
  explicit Printer(std::string& out) : out_(out) {}

  void print(const Form& form, std::string_view bytes) {
    CodedInputStream in(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
    out_.push_back('{');
    const auto begin = out_.size();
    auto tag = in.ReadTagNoLastTag();
    for (const auto& field : form.fields) {
      const auto number = WireFormatLite::GetTagFieldNumber(tag);
      if (number != field.number) {
        if (field.absent.empty()) continue;
        out_.append(field.absent).push_back(',');
        continue;
      }
      out_.append(field.name);
      if (field.repeated) {
        tag = print_list(field, tag, in);
      } else {
        print_value(field, in);
        tag = in.ReadTagNoLastTag();
      }
      out_.push_back(',');
    }
    // What is left is of a newer language: fields that are not known are serialized last.
    if (out_.size() > begin) out_.pop_back();
    out_.push_back('}');
  }

 private:
  void print_value(const FieldForm& field, CodedInputStream& in) {
    switch (field.type) {
      case FieldDescriptor::TYPE_MESSAGE:
        return print(*field.message, take_bytes(in));
      case FieldDescriptor::TYPE_STRING:
        return append_string(out_, take_bytes(in));
      case FieldDescriptor::TYPE_BYTES:
        out_.append("\"").append(engine::base64(take_bytes(in))).append("\"");
        return;
      default: {
        std::uint64_t value = 0;
        in.ReadVarint64(&value);
        return append_varint(out_, field, value);
      }
    }
  }

  // Numbers lie together in one field of bytes. The tag that follows the list.
  std::uint32_t print_list(const FieldForm& field, std::uint32_t tag, CodedInputStream& in) {
    out_.push_back('[');
    const auto own = tag;
    if (field.field->is_packed()) {
      const auto bytes = take_bytes(in);
      CodedInputStream numbers(reinterpret_cast<const std::uint8_t*>(bytes.data()), static_cast<int>(bytes.size()));
      for (std::uint64_t value = 0; numbers.ReadVarint64(&value); out_.push_back(','))
        append_varint(out_, field, value);
      tag = in.ReadTagNoLastTag();
    } else {
      for (; tag == own; tag = in.ReadTagNoLastTag(), out_.push_back(','))
        print_value(field, in);
    }
    out_.back() = ']';  // a list that is there has something in it
    return tag;
  }

  std::string& out_;
};

}  // namespace

std::string message_json(const Message& message) {
  constexpr std::size_t kGrowth = 4;  // names are much of it
  thread_local Forms forms;
  const auto bytes = message.SerializeAsString();
  std::string text;
  text.reserve(bytes.size() * kGrowth);
  Printer(text).print(forms.of(*message.GetDescriptor()), bytes);
  return text;
}

}  // namespace whistle::adapters::api
