#include "adapters/district/whistle_stream.h"

#include <algorithm>
#include <array>
#include <utility>

#include "adapters/district/civil_text.h"
#include "adapters/district/decimal.h"
#include "adapters/district/names.h"
#include "adapters/district/utf8.h"
#include "adapters/district/words.h"

namespace whistle::adapters::district {
namespace {

using Kind = JsonNode::Kind;

constexpr std::array<std::string_view, 18> kMembers{"key",     "kind",  "source",  "channel",     "category", "text",
                                                    "lat",     "lon",   "estate",  "grid",        "legacy",   "area",
                                                    "address", "datum", "urgency", "occurred_at", "reporter", "at"};
constexpr std::array<std::string_view, 2> kLegacyMembers{"system", "code"};
constexpr std::array<std::string_view, 3> kReporterMembers{"name", "phone", "anonymous"};
constexpr std::size_t kStreamCodeBytesMax = 64;
constexpr std::size_t kChannelBytesMax = 32;
constexpr std::size_t kTextBytesMax = 8'192;
constexpr std::size_t kAddressBytesMax = 512;
constexpr std::size_t kPersonBytesMax = 128;

// Reads members of one object; the first fault is kept, later reads go on without harm.
class StreamMembers {
 public:
  StreamMembers(const JsonNode& object, const StreamRules& rules, std::string prefix)
      : object_(object), rules_(rules), prefix_(std::move(prefix)) {}

  void check_known(std::span<const std::string_view> known) {
    for (std::size_t i = 0; i < object_.keys.size() && !rules_.lenient; ++i) {
      if (std::find(known.begin(), known.end(), object_.keys[i]) != known.end()) continue;
      const std::string near = nearest_name(object_.keys[i], known);
      fault(object_.keys[i], "unknown member" + (near.empty() ? std::string() : "; did you mean '" + near + "'?"));
    }
  }

  // A member that is null counts as not given.
  const JsonNode* find(std::string_view key) const {
    const JsonNode* node = object_.find(key);
    return node == nullptr || node->kind == Kind::Null ? nullptr : node;
  }

  std::string text(std::string_view key, std::size_t bytes_max) {
    const JsonNode* node = find(key);
    if (node == nullptr) return {};
    if (node->kind != Kind::String) {
      fault(key, "must be a string");
    } else if (node->text.size() > bytes_max) {
      fault(key, "longer than " + std::to_string(bytes_max) + " bytes");
    } else if (first_invalid_utf8(node->text)) {
      fault(key, "not UTF-8");
    } else if (first_control_character(node->text)) {
      fault(key, "a control character");
    } else {
      return node->text;
    }
    return {};
  }

  template <typename Enum>
  std::optional<Enum> word(std::string_view key) {
    const std::string given = text(key, kStreamCodeBytesMax);
    if (given.empty()) return std::nullopt;
    const auto value = parse_word<Enum>(given);
    if (!value) {
      std::vector<std::string_view> known;
      for (const Word<Enum>& one : words<Enum>())
        known.push_back(one.text);
      const std::string near = nearest_name(given, known);
      fault(key, "unknown word '" + given + "'" + (near.empty() ? std::string() : "; did you mean '" + near + "'?"));
    }
    return value;
  }

  std::optional<std::int32_t> degrees(std::string_view key, std::int64_t max) {
    const JsonNode* node = find(key);
    if (node == nullptr) return std::nullopt;
    const bool number = node->kind == Kind::Number || (rules_.scalars_as_text && node->kind == Kind::String);
    const auto value = number ? scaled_decimal(node->text, /*places=*/7) : std::nullopt;
    if (!value) {
      fault(key, "must be a number");
    } else if (*value > max || *value < -max) {
      fault(key, "out of range: " + node->text);
    } else {
      return static_cast<std::int32_t>(*value);
    }
    return std::nullopt;
  }

  bool boolean(std::string_view key) {
    const JsonNode* node = find(key);
    if (node == nullptr) return false;
    const bool usable = node->kind == Kind::Boolean || (rules_.scalars_as_text && node->kind == Kind::String);
    if (!usable || (node->text != "true" && node->text != "false")) fault(key, "must be true or false");
    return node->text == "true";
  }

  // nullptr: not given, or no object.
  const JsonNode* object(std::string_view key) {
    const JsonNode* node = find(key);
    if (node == nullptr || node->kind == Kind::Object) return node;
    fault(key, "must be an object");
    return nullptr;
  }

  void fault(std::string_view key, std::string what) {
    if (!first) first = StreamFault{object_.line, prefix_ + std::string(key), std::move(what)};
  }
  void adopt(std::optional<StreamFault> inner) {
    if (!first) first = std::move(inner);
  }

  std::optional<StreamFault> first;

 private:
  const JsonNode& object_;
  const StreamRules& rules_;
  std::string prefix_;
};

void read_point(StreamMembers& members, StreamWhistle& whistle) {
  const auto lat = members.degrees("lat", 900'000'000);
  const auto lon = members.degrees("lon", 1'800'000'000);
  if ((members.find("lat") == nullptr) != (members.find("lon") == nullptr)) {
    members.fault(members.find("lat") == nullptr ? "lat" : "lon", "lat and lon come together");
  }
  if (lat && lon) whistle.point = engine::Point{*lat, *lon};
  whistle.datum = members.word<v1::Datum>("datum").value_or(v1::DATUM_WGS84);
}

void read_legacy(StreamMembers& members, const StreamRules& rules, StreamWhistle& whistle) {
  const JsonNode* node = members.object("legacy");
  if (node == nullptr) return;
  StreamMembers inner(*node, rules, "legacy.");
  inner.check_known(kLegacyMembers);
  whistle.legacy_system = inner.text("system", kStreamCodeBytesMax);
  whistle.legacy_code = inner.text("code", kStreamCodeBytesMax);
  if (whistle.legacy_system.empty() || whistle.legacy_code.empty())
    inner.fault("code", "system and code are both needed");
  members.adopt(std::move(inner.first));
}

void read_reporter(StreamMembers& members, const StreamRules& rules, StreamWhistle& whistle) {
  const JsonNode* node = members.object("reporter");
  if (node == nullptr) return;
  StreamMembers inner(*node, rules, "reporter.");
  inner.check_known(kReporterMembers);
  StreamReporter reporter;
  reporter.name = inner.text("name", kPersonBytesMax);
  reporter.phone = inner.text("phone", kPersonBytesMax);
  reporter.anonymous = inner.boolean("anonymous");
  whistle.reporter = std::move(reporter);
  members.adopt(std::move(inner.first));
}

// `at` is what rule tests call it.
void read_time(StreamMembers& members, const StreamRules& rules, StreamWhistle& whistle) {
  const std::string_view key = rules.scalars_as_text && members.find("at") != nullptr ? "at" : "occurred_at";
  const std::string text = members.text(key, kStreamCodeBytesMax);
  if (text.empty()) return;
  whistle.occurred_at = parse_rfc3339(text);
  if (!whistle.occurred_at) members.fault(key, "'" + text + "' is no RFC 3339 time of the years 1970 to 2199");
}

}  // namespace

std::string to_text(const StreamFault& fault) {
  return std::to_string(fault.line) + ": " + (fault.member.empty() ? "" : fault.member + ": ") + fault.what;
}

tl::expected<StreamWhistle, StreamFault> read_whistle(const JsonNode& object, const StreamRules& rules) {
  if (object.kind != Kind::Object) return tl::unexpected(StreamFault{object.line, "", "must be an object"});
  StreamMembers members(object, rules, "");
  // The last member, `at`, is the rule tests' own.
  members.check_known(std::span(kMembers).first(kMembers.size() - (rules.scalars_as_text ? 0 : 1)));
  StreamWhistle whistle;
  whistle.line = object.line;
  whistle.key = members.text("key", kStreamCodeBytesMax);
  whistle.kind = members.word<v1::WhistleKind>("kind").value_or(v1::WHISTLE_KIND_UNSPECIFIED);
  if (whistle.kind == v1::WHISTLE_KIND_UNSPECIFIED) members.fault("kind", "is missing");
  const bool resident = whistle.kind == v1::WHISTLE_KIND_RESIDENT;
  whistle.source = members.word<v1::Source>("source").value_or(resident ? v1::SOURCE_RESIDENT : v1::SOURCE_COMMUNITY);
  whistle.channel = members.text("channel", kChannelBytesMax);
  whistle.category = members.text("category", kStreamCodeBytesMax);
  whistle.text = members.text("text", kTextBytesMax);
  read_point(members, whistle);
  whistle.estate = members.text("estate", kStreamCodeBytesMax);
  whistle.grid = members.text("grid", kStreamCodeBytesMax);
  read_legacy(members, rules, whistle);
  whistle.area = members.text("area", kStreamCodeBytesMax);
  whistle.address = members.text("address", kAddressBytesMax);
  whistle.urgency = members.text("urgency", kStreamCodeBytesMax);
  read_time(members, rules, whistle);
  read_reporter(members, rules, whistle);
  if (members.first) return tl::unexpected(std::move(*members.first));
  return whistle;
}

std::optional<tl::expected<StreamWhistle, StreamFault>> StreamReader::next() {
  while (std::getline(stream_, text_)) {
    ++line_;
    bytes_ += text_.size() + 1;
    std::string_view line = text_;
    if (line_ == 1) line = without_byte_order_mark(line);
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    if (line.size() > kStreamLineBytesMax) {
      return tl::unexpected(StreamFault{line_, "", "longer than " + std::to_string(kStreamLineBytesMax) + " bytes"});
    }
    auto object = read_json(line, line_);
    if (!object) {
      const bool repeated = object.error().kind == JsonFault::Kind::RepeatedKey;
      return tl::unexpected(StreamFault{line_, repeated ? object.error().what : "",
                                        repeated ? "given twice" : "not JSON: " + object.error().what});
    }
    return read_whistle(*object, rules_);
  }
  return std::nullopt;
}

std::optional<std::uint64_t> StreamReader::failed_at() const {
  return stream_.bad() ? std::optional(bytes_) : std::nullopt;
}

}  // namespace whistle::adapters::district
