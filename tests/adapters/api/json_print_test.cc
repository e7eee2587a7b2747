#include "adapters/api/json_print.h"

#include <google/protobuf/util/json_util.h>

#include <doctest/doctest.h>
#include <boost/json.hpp>

#include <limits>
#include <string>

#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {
namespace {

namespace json = boost::json;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Something in every field, of a choice in the one at `choice`, as deep as is said.
void fill(Message& message, int depth, int choice) {
  const auto& type = *message.GetDescriptor();
  const auto& reflection = *message.GetReflection();
  for (int i = 0; i < type.field_count(); ++i) {
    const auto& field = *type.field(i);
    const auto* oneof = field.real_containing_oneof();
    if (oneof != nullptr && oneof->field(choice % oneof->field_count()) != &field) continue;
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (depth == 0) continue;
      fill(
          field.is_repeated() ? *reflection.AddMessage(&message, &field) : *reflection.MutableMessage(&message, &field),
          depth - 1, choice);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      const std::string text = field.type() == FieldDescriptor::TYPE_BYTES ? "\x00\xff\x7f" : "\x01\"\\\n满 😀/<";
      field.is_repeated() ? reflection.AddString(&message, &field, text) : reflection.SetString(&message, &field, text);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      const int number = choice % 2 == 0 ? 1 : 30'000;  // one that there is, and one of a newer language
      field.is_repeated() ? reflection.AddEnumValue(&message, &field, number)
                          : reflection.SetEnumValue(&message, &field, number);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT64 && !field.is_repeated()) {
      reflection.SetInt64(&message, &field, std::numeric_limits<std::int64_t>::min());
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
      const auto most = std::numeric_limits<std::uint64_t>::max();
      field.is_repeated() ? reflection.AddUInt64(&message, &field, most) : reflection.SetUInt64(&message, &field, most);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_INT32 && !field.is_repeated()) {
      reflection.SetInt32(&message, &field, std::numeric_limits<std::int32_t>::min());
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_BOOL && !field.is_repeated()) {
      reflection.SetBool(&message, &field, true);
    }
  }
}

json::value by_protobuf(const Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.always_print_primitive_fields = true;
  std::string text;
  REQUIRE(google::protobuf::util::MessageToJsonString(message, &text, options).ok());
  return json::parse(text);
}

TEST_CASE("every reply is printed as protobuf prints it") {
  const auto& replies = *v1::Reply::descriptor()->FindOneofByName("body");
  for (int i = 0; i < replies.field_count(); ++i) {
    for (int depth = 0; depth < 5; ++depth) {
      v1::Reply reply;
      fill(*reply.GetReflection()->MutableMessage(&reply, replies.field(i)), depth, i);
      CAPTURE(replies.field(i)->name());
      CHECK(json::parse(message_json(reply)) == by_protobuf(reply));
    }
  }
}

TEST_CASE("every command in an entry is printed as protobuf prints it") {
  const auto& commands = *v1::Command::descriptor()->FindOneofByName("body");
  for (int i = 0; i < commands.field_count(); ++i) {
    v1::Command command;
    fill(*command.GetReflection()->MutableMessage(&command, commands.field(i)), 4, i);
    CAPTURE(commands.field(i)->name());
    CHECK(json::parse(message_json(command)) == by_protobuf(command));
  }
}

TEST_CASE("what is zero is there, what is absent is not") {
  const auto body = json::parse(message_json(v1::ResolveTicket())).as_object();
  CHECK(body.at("ticket") == "0");
  CHECK(body.at("outcome") == "OUTCOME_UNSPECIFIED");
  CHECK(body.at("evidence") == json::array{});
  CHECK_FALSE(body.contains("personal"));
  CHECK(message_json(v1::Command()) == "{}");
}

}  // namespace
}  // namespace whistle::adapters::api
