#include "adapters/api/openapi_schema.h"

#include <google/protobuf/descriptor.pb.h>

#include <utility>

#include "adapters/api/descriptor_bytes.h"
#include "adapters/api/field_value.h"

namespace whistle::adapters::api {

namespace {

namespace json = boost::json;
using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;

// Lines become one text; blanks at their ends are the comment's, not the sentence's.
void append_text(std::string& text, std::string_view lines) {
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    auto line = lines.substr(0, end);
    lines.remove_prefix(std::min(end + 1, lines.size()));
    const auto first = line.find_first_not_of(' ');
    if (first == std::string_view::npos) continue;
    line = line.substr(first, line.find_last_not_of(' ') - first + 1);
    if (line.starts_with("----")) continue;  // a heading of a part of the file
    text.append(text.empty() ? "" : " ").append(line);
  }
}

template <typename Declaration>
std::string comment_on(const Declaration& declaration) {
  google::protobuf::SourceLocation place;
  std::string text;
  if (!declaration.GetSourceLocation(&place)) return text;
  append_text(text, place.leading_comments);
  append_text(text, place.trailing_comments);
  return text;
}

const FieldDescriptor* sibling(const FieldDescriptor& field, int distance) {
  const int index = field.index() + distance;
  const auto& type = *field.containing_type();
  return index >= 0 && index < type.field_count() ? type.field(index) : nullptr;
}

const google::protobuf::EnumValueDescriptor* sibling(const google::protobuf::EnumValueDescriptor& value, int distance) {
  const int index = value.index() + distance;
  return index >= 0 && index < value.type()->value_count() ? value.type()->value(index) : nullptr;
}

// A comment behind a declaration that goes on in the next line is for protoc the beginning of the next one's. Our own
// comments above declarations are sentences, which begin in upper case; what goes on does not.
bool goes_on(std::string_view leading_comment) {
  const auto first = leading_comment.find_first_not_of(" \n");
  if (first == std::string_view::npos) return false;
  return leading_comment[first] < 'A' || (leading_comment[first] > 'Z' && (leading_comment[first] & 0x80) == 0);
}

// Of a declaration among others: what stands above it, behind it, and on the lines below that belong to it.
template <typename Declaration>
std::string comment_among(const Declaration& declaration) {
  google::protobuf::SourceLocation own;
  std::string text;
  if (!declaration.GetSourceLocation(&own)) return text;
  google::protobuf::SourceLocation other;
  const auto* before = sibling(declaration, -1);
  const bool is_of_before = before != nullptr && before->GetSourceLocation(&other) &&
                            !other.trailing_comments.empty() && goes_on(own.leading_comments);
  if (!is_of_before) append_text(text, own.leading_comments);
  append_text(text, own.trailing_comments);
  const auto* after = sibling(declaration, 1);
  if (after != nullptr && !own.trailing_comments.empty() && after->GetSourceLocation(&other) &&
      goes_on(other.leading_comments)) {
    append_text(text, other.leading_comments);
  }
  return text;
}

json::object component_reference(std::string_view name) {
  return {{"$ref", "#/components/schemas/" + std::string(name)}};
}

json::object whole_number(std::string_view format, bool is_signed) {
  return {{"type", "string"}, {"format", format}, {"pattern", is_signed ? "^-?[0-9]+$" : "^[0-9]+$"}};
}

// Where every field is of one choice, the JSON has one member at most; else words say it.
void add_choices(const Descriptor& message, json::object& schema, std::string& description) {
  for (int i = 0; i < message.real_oneof_decl_count(); ++i) {
    const auto& choice = *message.oneof_decl(i);
    if (choice.field_count() == message.field_count()) {
      schema["maxProperties"] = 1;
      return;
    }
    description.append(description.empty() ? "" : " ").append("At most one of");
    for (int k = 0; k < choice.field_count(); ++k)
      description.append(k == 0 ? " `" : ", `").append(choice.field(k)->json_name()).append("`");
    description.append(" is there.");
  }
}

}  // namespace

Schemas::Schemas() : pool_(std::make_unique<google::protobuf::DescriptorPool>()) {
  google::protobuf::FileDescriptorSet files;
  const auto bytes = descriptor_set_bytes();
  if (!files.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  for (const auto& file : files.file())
    pool_->BuildFile(file);
}

const Descriptor& Schemas::commented(const std::string& message) const {
  if (const auto* found = pool_->FindMessageTypeByName(message)) return *found;
  return *google::protobuf::DescriptorPool::generated_pool()->FindMessageTypeByName(message);
}

json::object Schemas::reference(const std::string& message) {
  return reference_to(commented(message));
}

json::object Schemas::reference_to(const Descriptor& message) {
  auto [slot, is_new] = components_.try_emplace(message.name());
  if (!is_new) return component_reference(message.name());
  json::object properties;
  for (int i = 0; i < message.field_count(); ++i)
    properties[message.field(i)->json_name()] = field(*message.field(i));
  json::object schema{{"type", "object"}};
  auto description = comment_of(message);
  add_choices(message, schema, description);
  if (!description.empty()) schema["description"] = description;
  if (!properties.empty()) schema["properties"] = std::move(properties);
  slot->second = std::move(schema);
  return component_reference(message.name());
}

json::object Schemas::reference_to(const EnumDescriptor& type) {
  auto [slot, is_new] = components_.try_emplace(type.name());
  if (!is_new) return component_reference(type.name());
  json::array names;
  auto description = comment_on(type);
  for (int i = 0; i < type.value_count(); ++i) {
    const auto& value = *type.value(i);
    names.emplace_back(value.name());
    const auto comment = comment_among(value);
    if (!comment.empty()) description.append("\n- `").append(value.name()).append("`: ").append(comment);
  }
  slot->second = {{"type", "string"}, {"enum", std::move(names)}};
  if (!description.empty()) slot->second["description"] = description;
  return component_reference(type.name());
}

json::object Schemas::value(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      return reference_to(*field.message_type());
    case FieldDescriptor::CPPTYPE_ENUM:
      return reference_to(*field.enum_type());
    case FieldDescriptor::CPPTYPE_BOOL:
      return {{"type", "boolean"}};
    case FieldDescriptor::CPPTYPE_INT64:
      return whole_number("int64", /*is_signed=*/true);
    case FieldDescriptor::CPPTYPE_UINT64:
      return whole_number("uint64", /*is_signed=*/false);
    case FieldDescriptor::CPPTYPE_STRING:
      if (field.type() == FieldDescriptor::TYPE_BYTES) return {{"type", "string"}, {"contentEncoding", "base64"}};
      return {{"type", "string"}};
    case FieldDescriptor::CPPTYPE_UINT32:
      return {{"type", "integer"}, {"format", "uint32"}, {"minimum", 0}};
    default:
      return {{"type", "integer"}, {"format", "int32"}};
  }
}

json::object Schemas::field(const FieldDescriptor& field) {
  json::object schema = value(field);
  if (field.is_repeated()) schema = {{"type", "array"}, {"items", std::move(schema)}};
  const auto comment = comment_of(field);
  if (!comment.empty()) schema["description"] = comment;
  return schema;
}

json::object Schemas::components() && {
  json::object all;
  for (auto& [name, schema] : components_)
    all[name] = std::move(schema);
  return all;
}

std::string comment_of(const Descriptor& message) {
  return comment_on(message);
}

std::string comment_of(const FieldDescriptor& field) {
  return comment_among(field);
}

}  // namespace whistle::adapters::api
