#include "adapters/api/json_body.h"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <vector>

#include "adapters/api/field_value.h"
#include "adapters/district/utf8.h"

namespace whistle::adapters::api {

namespace {

namespace json = boost::json;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// A name in a JSON pointer.
std::string escaped(std::string_view name) {
  std::string text;
  for (const char c : name)
    c == '~' ? text.append("~0") : c == '/' ? text.append("~1") : text.append(1, c);
  return text;
}

// Whether a number with a fraction or an exponent is whole by its digits, which a double has forgotten.
bool is_whole(std::string_view number) {
  const auto e = std::min(number.find_first_of("eE"), number.size());
  const auto point = std::min(number.find('.'), e);
  auto fraction = number.substr(point, e - point);
  fraction.remove_suffix(fraction.size() - (fraction.find_last_not_of('0') + 1));
  const auto digits = fraction.empty() ? 0 : fraction.size() - 1;
  auto exponent = number.substr(std::min(e + 1, number.size()));
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  std::size_t zeros = 0;  // that the exponent adds; a negative one is not read
  const auto read = std::from_chars(exponent.data(), exponent.data() + exponent.size(), zeros);
  return digits == 0 ? exponent.empty() || read.ec == std::errc{} : read.ec == std::errc{} && digits <= zeros;
}

// What the parser of Boost.JSON calls. Its names are the library's.
class MessageBuilder {
 public:
  static constexpr std::size_t max_object_size = std::size_t(-1);  // NOLINT(readability-identifier-naming)
  static constexpr std::size_t max_array_size = std::size_t(-1);   // NOLINT(readability-identifier-naming)
  static constexpr std::size_t max_key_size = 256;                 // NOLINT(readability-identifier-naming)
  static constexpr std::size_t max_string_size = std::size_t(-1);  // NOLINT(readability-identifier-naming)

  explicit MessageBuilder(Message& root) : root_(root) { frames_.reserve(kDepthMax); }

  [[nodiscard]] const std::optional<std::string>& why() const { return why_; }

  // Of the field that was being read.
  [[nodiscard]] std::string pointer() const {
    std::string text;
    for (const auto& frame : frames_) {
      if (!frame.key.empty()) text.append("/").append(escaped(frame.key));
      if (frame.in_list) text.append("/").append(std::to_string(frame.index));
    }
    return text;
  }

  bool on_document_begin(json::error_code& /*ec*/) { return true; }
  bool on_document_end(json::error_code& /*ec*/) { return true; }

  bool on_object_begin(json::error_code& ec) {
    if (frames_.empty()) return push(root_);
    const auto& frame = frames_.back();
    if (frame.field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE)
      return fail("an object where one value belongs", ec);
    if (!begin_field(ec)) return false;
    const auto& reflection = *frame.message->GetReflection();
    if (frame.in_list) return push(*reflection.AddMessage(frame.message, frame.field));
    return push(*reflection.MutableMessage(frame.message, frame.field));
  }

  bool on_object_end(std::size_t /*n*/, json::error_code& /*ec*/) {
    frames_.pop_back();
    return value_ended();
  }

  bool on_array_begin(json::error_code& ec) {
    if (frames_.empty()) return fail("not an object", ec);
    auto& frame = frames_.back();
    if (!frame.field->is_repeated() || frame.in_list) return fail("a list where one value belongs", ec);
    frame.in_list = true;
    frame.index = 0;
    return true;
  }

  bool on_array_end(std::size_t /*n*/, json::error_code& /*ec*/) {
    frames_.back().in_list = false;
    return value_ended();
  }

  bool on_key_part(json::string_view text, std::size_t /*n*/, json::error_code& /*ec*/) { return gather(text); }

  bool on_key(json::string_view text, std::size_t /*n*/, json::error_code& ec) {
    gather(text);
    auto& frame = frames_.back();
    frame.key.swap(gathered_);
    gathered_.clear();
    frame.field = find_field(*frame.message->GetDescriptor(), frame.key);
    if (frame.field == nullptr) return fail("there is no such field here", ec);
    const auto index = static_cast<std::size_t>(frame.field->index());
    if (frame.seen.size() <= index) frame.seen.resize(index + 1);
    if (frame.seen[index]) return fail("given twice", ec);
    frame.seen[index] = true;
    return true;
  }

  bool on_string_part(json::string_view text, std::size_t /*n*/, json::error_code& /*ec*/) { return gather(text); }

  bool on_string(json::string_view text, std::size_t /*n*/, json::error_code& ec) {
    if (!begin_value(ec)) return false;
    const auto& frame = frames_.back();
    if (frame.field->cpp_type() == FieldDescriptor::CPPTYPE_BOOL) return fail("neither true nor false", ec);
    if (gathered_.empty()) return put(put_text(*frame.message, *frame.field, {text.data(), text.size()}), ec);
    gather(text);
    const auto whole = std::move(gathered_);
    gathered_.clear();
    return put(put_text(*frame.message, *frame.field, whole), ec);
  }

  bool on_number_part(json::string_view text, json::error_code& /*ec*/) { return gather(text); }

  bool on_int64(std::int64_t value, json::string_view /*text*/, json::error_code& ec) {
    gathered_.clear();
    if (!begin_value(ec)) return false;
    return put(put_signed(*frames_.back().message, *frames_.back().field, value), ec);
  }

  bool on_uint64(std::uint64_t value, json::string_view /*text*/, json::error_code& ec) {
    gathered_.clear();
    if (!begin_value(ec)) return false;
    return put(put_unsigned(*frames_.back().message, *frames_.back().field, value), ec);
  }

  // 1.0 and 1e3 are whole numbers too, as long as a double holds them exactly.
  bool on_double(double value, json::string_view text, json::error_code& ec) {
    constexpr double kExactMax = 9'007'199'254'740'992;
    if (!begin_value(ec)) return false;
    gather(text);
    const auto whole = is_whole(gathered_);
    gathered_.clear();
    if (!whole || !(std::abs(value) <= kExactMax)) {
      return fail("not a whole number that JSON numbers hold exactly", ec);
    }
    return put(put_signed(*frames_.back().message, *frames_.back().field, static_cast<std::int64_t>(value)), ec);
  }

  bool on_bool(bool value, json::error_code& ec) {
    if (!begin_value(ec)) return false;
    return put(put_bool(*frames_.back().message, *frames_.back().field, value), ec);
  }

  bool on_null(json::error_code& ec) {
    if (frames_.empty()) return fail("not an object", ec);
    if (frames_.back().in_list) return fail("null in a list", ec);
    return value_ended();
  }

  bool on_comment_part(json::string_view /*text*/, json::error_code& /*ec*/) { return true; }
  bool on_comment(json::string_view /*text*/, json::error_code& /*ec*/) { return true; }

 private:
  // An object that is open, and where in it the reading is.
  struct Frame {
    Message* message = nullptr;
    const FieldDescriptor* field = nullptr;  // of `key`
    std::string key;                         // as it was written
    bool in_list = false;
    std::size_t index = 0;   // in the list
    std::vector<bool> seen;  // by the field's place in the message
  };

  bool push(Message& message) {
    frames_.emplace_back().message = &message;
    return true;
  }

  bool gather(json::string_view text) {
    gathered_.append(text.data(), text.size());
    return true;
  }

  bool fail(std::string why, json::error_code& ec) {
    why_ = std::move(why);
    ec = json::error::input_error;
    return false;
  }

  bool begin_value(json::error_code& ec) {
    if (frames_.empty()) return fail("not an object", ec);
    if (frames_.back().field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) return fail("not an object", ec);
    return begin_field(ec);
  }

  bool begin_field(json::error_code& ec) {
    const auto& frame = frames_.back();
    if (frame.field->is_repeated() && !frame.in_list) return fail("not a list", ec);
    const auto* choice = frame.field->real_containing_oneof();
    if (choice != nullptr && frame.message->GetReflection()->HasOneof(*frame.message, choice)) {
      return fail("only one of a choice may be given", ec);
    }
    return true;
  }

  bool put(Put done, json::error_code& ec) {
    if (!done) return fail(std::move(done.error()), ec);
    return value_ended();
  }

  bool value_ended() {
    if (frames_.empty()) return true;
    auto& frame = frames_.back();
    if (frame.in_list) {
      ++frame.index;
    } else {
      frame.key.clear();
    }
    return true;
  }

  Message& root_;
  std::vector<Frame> frames_;
  std::string gathered_;  // of a key or text that comes in parts
  std::optional<std::string> why_;
};

// Of a text that stopped at `offset`: whether that follows an escaped first half which nothing completes.
bool ends_in_half_a_pair(std::string_view text, std::size_t offset) {
  constexpr std::size_t kEscape = 6;  // backslash, u, four digits
  if (offset < kEscape || offset > text.size()) return false;
  const auto escape = text.substr(offset - kEscape, kEscape);
  return escape.starts_with("\\u") && (escape[2] == 'd' || escape[2] == 'D') &&
         std::string_view("89abAB").find(escape[3]) != std::string_view::npos;
}

std::string syntax_fault(const json::error_code& ec, std::string_view text, std::size_t offset) {
  const auto rest = text.substr(std::min(offset, text.size()));
  if (ec == json::error::incomplete) return "the text ends too early";
  if (ec == json::error::too_deep) return "too many levels";
  if (ec == json::error::illegal_leading_surrogate || ec == json::error::illegal_trailing_surrogate ||
      ec == json::error::expected_utf16_escape || ends_in_half_a_pair(text, offset)) {
    return "half of a surrogate pair";
  }
  if (ec == json::error::exponent_overflow) return "a number that is too large";
  if (rest.starts_with('N') || rest.starts_with('I') || rest.starts_with("-I")) return "NaN and Infinity are not JSON";
  return "not JSON: " + ec.message();
}

// Where an offset is, for people.
void set_place(std::string_view text, std::size_t offset, JsonFault& fault) {
  const auto before = text.substr(0, std::min(offset, text.size()));
  const auto line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  fault.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
  fault.column = 1 + district::character_count(before.substr(line_start));
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

}  // namespace

tl::expected<void, JsonFault> read_json(std::string_view text, google::protobuf::Message& message) {
  JsonFault fault;
  if (text.starts_with("\xef\xbb\xbf")) {
    fault.why = "a byte order mark, which JSON does not have";
    return tl::unexpected(std::move(fault));
  }
  json::parse_options options;
  options.max_depth = kDepthMax;
  json::basic_parser<MessageBuilder> parser(options, message);
  json::error_code ec;
  const auto read = parser.write_some(/*more=*/false, text.data(), text.size(), ec);
  if (!ec && is_blank(text.substr(read))) return {};
  const auto& builder = parser.handler();
  set_place(text, read, fault);
  fault.pointer = builder.pointer();
  if (!ec) {
    fault.why = "something follows the object";
  } else if (builder.why()) {
    fault.code = v1::REFUSAL_CODE_INVALID;
    fault.why = *builder.why();
  } else if (district::first_invalid_utf8(text)) {
    fault.code = v1::REFUSAL_CODE_INVALID_TEXT;
    fault.why = "not UTF-8";
  } else {
    fault.why = syntax_fault(ec, text, read);
  }
  return tl::unexpected(std::move(fault));
}

}  // namespace whistle::adapters::api
