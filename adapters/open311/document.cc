#include "adapters/open311/document.h"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>
#include <pugixml.hpp>
#include <string_view>

#include "adapters/district/utf8.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Bytes of what XML cannot hold at the start of a valid `rest`: a control character, U+FFFE or U+FFFF; 0: it fits.
std::size_t unfit_bytes(std::string_view rest) {
  const auto byte = static_cast<unsigned char>(rest.front());
  if (byte < 0x20) return byte == '\t' || byte == '\n' || byte == '\r' ? 0 : 1;
  return rest.starts_with("\xEF\xBF\xBE") || rest.starts_with("\xEF\xBF\xBF") ? 3 : 0;
}

std::string fit(std::string_view text) {
  const auto broken_from = [text](std::size_t at) {
    const auto found = district::first_invalid_utf8(text.substr(at));
    return found ? at + *found : text.size();
  };
  std::string whole;
  std::size_t broken = broken_from(0);
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t unfit = at == broken ? 1 : unfit_bytes(text.substr(at));
    whole += unfit == 0 ? text.substr(at, 1) : kReplacement;
    if (at == broken) broken = broken_from(at + 1);
    at += unfit == 0 ? 1 : unfit;
  }
  return whole;
}

// By hand but for the texts: positions are exact decimals, which no double is.
void put_json(const Value& value, std::string& out) {
  const bool is_object = value.kind == Value::Kind::Object;
  switch (value.kind) {
    case Value::Kind::Nothing:
      out += "null";
      return;
    case Value::Kind::Literal:
      out += value.content;
      return;
    case Value::Kind::Text:
      out += boost::json::serialize(boost::json::string(fit(value.content)));
      return;
    case Value::Kind::Object:
    case Value::Kind::List:
      break;
  }
  out += is_object ? '{' : '[';
  bool first = true;
  for (const auto& member : value.members) {
    if (!first) out += ',';
    first = false;
    if (is_object) out.append("\"").append(member.name).append("\":");
    put_json(member.value, out);
  }
  out += is_object ? '}' : ']';
}

void put_xml(const Value& value, pugi::xml_node element) {
  if (value.kind == Value::Kind::Literal) element.text().set(value.content.c_str());
  if (value.kind == Value::Kind::Text && !value.content.empty()) element.text().set(fit(value.content).c_str());
  for (const auto& member : value.members)
    put_xml(member.value, element.append_child(member.name));
}

struct StringWriter : pugi::xml_writer {
  std::string text;
  void write(const void* bytes, std::size_t size) override { text.append(static_cast<const char*>(bytes), size); }
};

std::string xml_text(const char* root, const Value& document) {
  pugi::xml_document tree;
  auto declaration = tree.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "utf-8";
  put_xml(document, tree.append_child(root));
  StringWriter writer;
  tree.save(writer, "", pugi::format_raw, pugi::encoding_utf8);
  return std::move(writer.text);
}

Value literal(std::string content) {
  return {Value::Kind::Literal, std::move(content), {}};
}

const char* content_type_of(Format format) {
  return format == Format::Json ? "application/json; charset=utf-8" : "text/xml; charset=utf-8";
}

}  // namespace

Value text(std::string content) {
  return {Value::Kind::Text, std::move(content), {}};
}

Value text_or_null(std::string content) {
  return content.empty() ? Value{} : text(std::move(content));
}

Value truth(bool is_true) {
  return literal(is_true ? "true" : "false");
}

Value number(std::uint64_t whole) {
  return literal(std::to_string(whole));
}

Value decimal_e7(std::int32_t e7) {
  constexpr std::int64_t kUnit = 10'000'000;
  const std::int64_t size = e7 < 0 ? -std::int64_t{e7} : e7;
  std::string digits = (e7 < 0 ? "-" : "") + std::to_string(size / kUnit);
  if (size % kUnit == 0) return literal(std::move(digits));
  const std::string fraction = std::to_string(kUnit + size % kUnit).substr(1);
  return literal(digits + '.' + fraction.substr(0, fraction.find_last_not_of('0') + 1));
}

Value object(Members members) {
  return {Value::Kind::Object, {}, std::move(members)};
}

Value list(const char* item_name, std::vector<Value> items) {
  Value value{Value::Kind::List, {}, {}};
  value.members.reserve(items.size());
  for (auto& item : items)
    value.members.push_back({item_name, std::move(item)});
  return value;
}

std::string render(Format format, const char* root, const Value& document) {
  if (format == Format::Xml) return xml_text(root, document);
  std::string out;
  put_json(document, out);
  return out;
}

Answer answer_of(Format format, const char* root, const Value& document) {
  return {200, content_type_of(format), render(format, root, document), {}};
}

}  // namespace whistle::adapters::open311
