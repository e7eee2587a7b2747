// Schemas of the language's messages, by protobuf's JSON mapping, with the comments of the .proto files.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <google/protobuf/descriptor.h>
#include <boost/json.hpp>

namespace whistle::adapters::api {

// Collects what is referred to, so that all of it is in the document once.
//
//   Schemas schemas;
//   body["schema"] = schemas.reference("whistle.v1.BlowWhistle");
//   components["schemas"] = std::move(schemas).components();
class Schemas {
 public:
  Schemas();

  // {"$ref": …} of a message of the language, by its full name.
  [[nodiscard]] boost::json::object reference(const std::string& message);
  // Of one value of a field, without its description.
  [[nodiscard]] boost::json::object value(const google::protobuf::FieldDescriptor& field);
  // Of a field, a list where it is one.
  [[nodiscard]] boost::json::object field(const google::protobuf::FieldDescriptor& field);

  // The same message as compiled in, but with its comments.
  [[nodiscard]] const google::protobuf::Descriptor& commented(const std::string& message) const;

  // All that was referred to, by name.
  [[nodiscard]] boost::json::object components() &&;

 private:
  boost::json::object reference_to(const google::protobuf::Descriptor& message);
  boost::json::object reference_to(const google::protobuf::EnumDescriptor& type);

  std::unique_ptr<google::protobuf::DescriptorPool> pool_;
  std::map<std::string, boost::json::object> components_;
};

// What is written above or behind a declaration, as one text; empty: nothing is.
[[nodiscard]] std::string comment_of(const google::protobuf::Descriptor& message);
[[nodiscard]] std::string comment_of(const google::protobuf::FieldDescriptor& field);

}  // namespace whistle::adapters::api
