#include "adapters/api/field_value.h"

#include <charconv>
#include <optional>
#include <utility>

#include "adapters/api/base64.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::api {

namespace {

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using CppType = FieldDescriptor::CppType;

tl::unexpected<std::string> because(std::string why) {
  return tl::unexpected(std::move(why));
}

template <typename Number>
std::optional<Number> decimal(std::string_view text) {
  Number number{};
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

// What the names of all enumerators begin with: that of the first is PREFIX_UNSPECIFIED.
std::string_view prefix_of(const EnumDescriptor& type) {
  constexpr std::string_view kUnspecified = "UNSPECIFIED";
  std::string_view name = type.value(0)->name();
  if (name.ends_with(kUnspecified)) name.remove_suffix(kUnspecified.size());
  return name;
}

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

const EnumValueDescriptor* find_enumerator(const EnumDescriptor& type, std::string_view text) {
  constexpr std::size_t kNameBytesMax = 64;
  if (text.size() > kNameBytesMax) return nullptr;
  if (const auto* exact = type.FindValueByName(std::string(text))) return exact;
  std::string full(prefix_of(type));
  for (const char c : text) {
    if (c >= 'A' && c <= 'Z') return nullptr;
    full.push_back(upper(c));
  }
  return type.FindValueByName(full);
}

Put put_enumerator(Message& message, const FieldDescriptor& field, const EnumValueDescriptor* value) {
  if (value == nullptr) {
    std::string names;
    for (int i = 1; i < field.enum_type()->value_count(); ++i)
      names.append(i == 1 ? "" : ", ").append(short_name(*field.enum_type()->value(i)));
    return because("not one of " + names);
  }
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    reflection.AddEnum(&message, &field, value);
  } else {
    reflection.SetEnum(&message, &field, value);
  }
  return {};
}

Put put_string(Message& message, const FieldDescriptor& field, std::string value) {
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    reflection.AddString(&message, &field, std::move(value));
  } else {
    reflection.SetString(&message, &field, std::move(value));
  }
  return {};
}

Put put_bytes(Message& message, const FieldDescriptor& field, std::string_view text) {
  constexpr std::size_t kDigitsMax = 64;
  const bool may_be_hex = field.name().ends_with("sha256") || field.name().ends_with("public_key");
  auto bytes = may_be_hex && text.size() == kDigitsMax ? from_hex(text) : from_base64(text);
  if (!bytes) return because(may_be_hex ? "neither base64 nor 64 hexadecimal digits" : "not base64");
  return put_string(message, field, std::move(*bytes));
}

// All integers fit into one of the two; the field's type says which values it takes.
template <typename Number>
Put put_number(Message& message, const FieldDescriptor& field, Number value) {
  const auto& reflection = *message.GetReflection();
  const auto fits = [&]<typename Wanted>(Wanted) { return std::in_range<Wanted>(value); };
  const auto out_of_range = [] { return because("out of the field's range"); };
  const bool adds = field.is_repeated();
  switch (field.cpp_type()) {
    case CppType::CPPTYPE_INT32:
      if (!fits(std::int32_t{})) return out_of_range();
      adds ? reflection.AddInt32(&message, &field, static_cast<std::int32_t>(value))
           : reflection.SetInt32(&message, &field, static_cast<std::int32_t>(value));
      return {};
    case CppType::CPPTYPE_UINT32:
      if (!fits(std::uint32_t{})) return out_of_range();
      adds ? reflection.AddUInt32(&message, &field, static_cast<std::uint32_t>(value))
           : reflection.SetUInt32(&message, &field, static_cast<std::uint32_t>(value));
      return {};
    case CppType::CPPTYPE_INT64:
      if (!fits(std::int64_t{})) return out_of_range();
      adds ? reflection.AddInt64(&message, &field, static_cast<std::int64_t>(value))
           : reflection.SetInt64(&message, &field, static_cast<std::int64_t>(value));
      return {};
    case CppType::CPPTYPE_UINT64:
      if (!fits(std::uint64_t{})) return out_of_range();
      adds ? reflection.AddUInt64(&message, &field, static_cast<std::uint64_t>(value))
           : reflection.SetUInt64(&message, &field, static_cast<std::uint64_t>(value));
      return {};
    case CppType::CPPTYPE_ENUM:
      if (!fits(int{})) return out_of_range();
      return put_enumerator(message, field, field.enum_type()->FindValueByNumber(static_cast<int>(value)));
    default:
      return because("not a number");
  }
}

}  // namespace

const FieldDescriptor* find_field(const google::protobuf::Descriptor& message, std::string_view name) {
  constexpr std::size_t kNameBytesMax = 64;  // nobody looks for more
  if (name.empty() || name.size() > kNameBytesMax) return nullptr;
  const std::string text(name);
  if (const auto* field = message.FindFieldByName(text)) return field;
  return message.FindFieldByCamelcaseName(text);
}

Put put_text(Message& message, const FieldDescriptor& field, std::string_view text) {
  switch (field.cpp_type()) {
    case CppType::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) return put_bytes(message, field, text);
      if (district::first_invalid_utf8(text)) return because("not UTF-8");
      return put_string(message, field, std::string(text));
    case CppType::CPPTYPE_ENUM:
      return put_enumerator(message, field, find_enumerator(*field.enum_type(), text));
    case CppType::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return because("neither true nor false");
      return put_bool(message, field, text == "true");
    case CppType::CPPTYPE_MESSAGE:
    case CppType::CPPTYPE_DOUBLE:
    case CppType::CPPTYPE_FLOAT:
      return because("not a text");
    default:
      if (const auto value = decimal<std::int64_t>(text)) return put_signed(message, field, *value);
      if (const auto value = decimal<std::uint64_t>(text)) return put_unsigned(message, field, *value);
      return because("not a whole number of its range in decimal digits");
  }
}

Put put_signed(Message& message, const FieldDescriptor& field, std::int64_t value) {
  return put_number(message, field, value);
}

Put put_unsigned(Message& message, const FieldDescriptor& field, std::uint64_t value) {
  return put_number(message, field, value);
}

Put put_bool(Message& message, const FieldDescriptor& field, bool value) {
  if (field.cpp_type() != CppType::CPPTYPE_BOOL) return because("not true or false");
  const auto& reflection = *message.GetReflection();
  if (field.is_repeated()) {
    reflection.AddBool(&message, &field, value);
  } else {
    reflection.SetBool(&message, &field, value);
  }
  return {};
}

std::string short_name(const EnumValueDescriptor& value) {
  std::string_view name = value.name();
  const auto prefix = prefix_of(*value.type());
  if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
  std::string text;
  for (const char c : name)
    text.push_back(lower(c));
  return text;
}

}  // namespace whistle::adapters::api
