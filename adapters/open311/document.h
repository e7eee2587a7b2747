// What an answer says, before it is JSON or XML: written once, rendered in either.
//
//   const auto request = object({{"service_request_id", text(number)}, {"media_url", {}}});
//   const auto document = list("request", {request});
//   render(Format::Json, "service_requests", document)  // [{"service_request_id":"20260928-00017-4","media_url":null}]
//   render(Format::Xml, "service_requests", document)   // <service_requests><request><service_request_id>2026...
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "adapters/open311/georeport.h"

namespace whistle::adapters::open311 {

struct Member;
using Members = std::vector<Member>;

// Made by the functions below. Nothing, the default, is null in JSON and an empty element in XML.
struct Value {
  enum class Kind { Nothing, Literal, Text, Object, List };

  Kind kind = Kind::Nothing;
  std::string content;  // of a Text any bytes; of a Literal what both formats write
  Members members;      // of an Object; of a List the items, each with the name that XML gives it
};

struct Member {
  const char* name = "";
  Value value;
};

// What is no UTF-8 in it, or nothing that XML can hold, is written as U+FFFD.
[[nodiscard]] Value text(std::string content);
// Nothing where there is no text.
[[nodiscard]] Value text_or_null(std::string content);
[[nodiscard]] Value truth(bool is_true);
[[nodiscard]] Value number(std::uint64_t whole);
// In units of 1e-7, written as the exact decimal.
[[nodiscard]] Value decimal_e7(std::int32_t e7);
[[nodiscard]] Value object(Members members);
// JSON: an array; XML: elements of that name.
[[nodiscard]] Value list(const char* item_name, std::vector<Value> items);

// The whole of an answer; `root` is its name in XML.
[[nodiscard]] std::string render(Format format, const char* root, const Value& document);
// 200, with such a document.
[[nodiscard]] Answer answer_of(Format format, const char* root, const Value& document);

}  // namespace whistle::adapters::open311
