// The table of what a body has to bring, held against the check that every edge asks.
#include "adapters/api/required_fields.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>
#include <vector>

#include "adapters/api/routes.h"
#include "adapters/zeromq/request_limits.h"
#include "whistle/v1/command.pb.h"

namespace whistle::adapters::api {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Sets the field to something that is allowed; the path's last name is told.
std::string set(Message& message, std::string_view path) {
  const auto point = path.find('.');
  const auto* field = message.GetDescriptor()->FindFieldByName(std::string(path.substr(0, point)));
  REQUIRE(field != nullptr);
  const auto& reflection = *message.GetReflection();
  switch (field->cpp_type()) {
    case FieldDescriptor::CPPTYPE_MESSAGE:
      set(*reflection.MutableMessage(&message, field), path.substr(point + 1));
      break;
    case FieldDescriptor::CPPTYPE_ENUM:
      reflection.SetEnumValue(&message, field, 1);
      break;
    case FieldDescriptor::CPPTYPE_STRING:
      reflection.SetString(&message, field, field->type() == FieldDescriptor::TYPE_BYTES ? std::string(32, 'x') : "x");
      break;
    case FieldDescriptor::CPPTYPE_UINT32:
      reflection.SetUInt32(&message, field, 1);
      break;
    case FieldDescriptor::CPPTYPE_UINT64:
      reflection.SetUInt64(&message, field, 1);
      break;
    default:
      reflection.SetInt64(&message, field, 1'772'413'200'000'000);
  }
  return std::string(path);
}

// The command with those fields, and what its path names.
v1::Command made(const Route& route, const std::vector<std::string_view>& fields) {
  v1::Command command;
  auto& body = *command.GetReflection()->MutableMessage(&command, &asked_field(route));
  for (const auto name : path_parameters(route.path))
    set(body, name);
  for (const auto path : fields)
    set(body, path);
  return command;
}

// The field that is missing or cannot be zero, as the check names it; empty: none is.
std::string lacking(const v1::Command& command) {
  const auto refusal = zeromq::check_command_limits(command);
  if (!refusal) return {};
  const bool is_about_a_field =
      refusal->code() == v1::REFUSAL_CODE_MISSING || refusal->code() == v1::REFUSAL_CODE_INVALID;
  REQUIRE_MESSAGE(is_about_a_field, refusal->ShortDebugString());
  return refusal->arguments(0).value();
}

std::string as_checked(std::string_view path) {
  return std::string(path.ends_with("_us") ? path.substr(0, path.size() - 3) : path);
}

// What is demanded beside the table, because it depends on what else there is.
std::optional<std::string> depends(std::string_view command) {
  if (command == "amend_ticket") return "category";  // or urgency, location, address
  if (command == "publish_ruleset") return "files";  // or the hash of what is known
  if (command == "submit_ruleset") return "files";   // or paths of some that are no more
  if (command == "register_identity" || command == "revoke_identity") return "curve_public_key";  // or a token's hash
  if (command == "decide_approval") return "reason";           // of what is not approved
  if (command == "verify_resolution") return "personal.text";  // of what has not passed
  return std::nullopt;
}

TEST_CASE("without one of its fields a command is refused for that field, with all of them for none") {
  std::size_t fields_tried = 0;
  for (const auto& route : routes()) {
    if (!is_command(route) || route.body != BodyKind::Json) continue;
    CAPTURE(route.asks);
    const auto fields = required_fields(route.asks);
    CHECK(lacking(made(route, fields)) == depends(route.asks).value_or(""));
    for (const auto left_out : fields) {
      CAPTURE(left_out);
      auto others = fields;
      std::erase(others, left_out);
      const auto told = lacking(made(route, others));
      const bool is_told = told == as_checked(left_out) || told == depends(route.asks);
      CHECK_MESSAGE(is_told, told);
      CHECK_FALSE(told.empty());
      ++fields_tried;
    }
  }
  CHECK(fields_tried > 40);
}

}  // namespace
}  // namespace whistle::adapters::api
