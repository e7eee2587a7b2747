#include "tools/whistle/json_text.h"

#include <google/protobuf/util/json_util.h>

#include <boost/json.hpp>

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

std::string json_text(const google::protobuf::Message& message) {
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(message, &text, options);
  // Our messages hold no Any and no invalid text: protobuf has checked both when it parsed them.
  return status.ok() ? text : std::string("{}");
}

std::string json_text_of_refusal(const v1::Refusal& refusal) {
  boost::json::object arguments;
  for (const auto& argument : refusal.arguments()) {
    auto& value = arguments[argument.name()];
    if (value.is_null()) {
      value = argument.value();
    } else if (value.is_array()) {
      value.as_array().emplace_back(argument.value());
    } else {
      value = boost::json::array{value, argument.value()};
    }
  }
  boost::json::object object;
  object["code"] = machine_word(refusal.code());
  object["arguments"] = std::move(arguments);
  return boost::json::serialize(object);
}

}  // namespace whistle::tools
