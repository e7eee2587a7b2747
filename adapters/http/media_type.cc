#include "adapters/http/media_type.h"

#include <algorithm>

namespace whistle::adapters::http {

namespace {

constexpr std::size_t kMembersMax = 64;
constexpr unsigned kWhole = 1000;

// What stands before the separator, outside of quotes; the text goes on behind it.
std::string_view cut(std::string_view& text, char separator) {
  bool quoted = false;
  std::size_t place = 0;
  for (; place < text.size() && (quoted || text[place] != separator); ++place) {
    if (text[place] == '"') quoted = !quoted;
    if (quoted && text[place] == '\\') ++place;
  }
  place = std::min(place, text.size());
  const auto piece = text.substr(0, place);
  text.remove_prefix(std::min(place + 1, text.size()));
  return trimmed(piece);
}

// "0", "0.25", "1.000" in thousandths.
std::optional<unsigned> parse_weight(std::string_view text) {
  constexpr std::size_t kLengthMax = 5;
  if (text.empty() || text.size() > kLengthMax || (text[0] != '0' && text[0] != '1')) return std::nullopt;
  auto weight = text[0] == '1' ? kWhole : 0;
  text.remove_prefix(1);
  if (!text.empty() && text.front() != '.') return std::nullopt;
  unsigned unit = kWhole;
  for (const char digit : text.substr(std::min<std::size_t>(1, text.size()))) {
    if (digit < '0' || digit > '9') return std::nullopt;
    unit /= 10;
    weight += static_cast<unsigned>(digit - '0') * unit;
  }
  if (weight > kWhole) return std::nullopt;
  return weight;
}

std::optional<std::string> unquoted(std::string_view text) {
  if (!text.starts_with('"')) return is_token(text) ? std::optional(std::string(text)) : std::nullopt;
  std::string plain;
  text.remove_prefix(1);
  while (!text.empty() && text.front() != '"') {
    if (text.front() == '\\') text.remove_prefix(1);
    if (text.empty()) return std::nullopt;
    plain.push_back(text.front());
    text.remove_prefix(1);
  }
  if (text != "\"" || !is_field_value(plain)) return std::nullopt;
  return plain;
}

bool is_essence(std::string_view text) {
  const auto slash = text.find('/');
  return slash != std::string_view::npos && is_token(text.substr(0, slash)) && is_token(text.substr(slash + 1));
}

// How closely a range names a type: 0 not at all, 1 "*/*", 2 "text/*", 3 the type itself, more with its parameters.
std::size_t closeness(std::string_view range, const MediaType& offered) {
  const auto wanted = parse_media_type(range);
  if (!wanted) return 0;
  if (wanted->essence == "*/*") return 1;
  const auto slash = wanted->essence.find('/');
  if (std::string_view(wanted->essence).substr(slash) == "/*")
    return std::string_view(offered.essence).starts_with(wanted->essence.substr(0, slash + 1)) ? 2 : 0;
  if (wanted->essence != offered.essence) return 0;
  for (const auto& parameter : wanted->parameters) {
    const auto own = offered.parameter(parameter.name);
    if (!own || !same_token(*own, parameter.value)) return 0;
  }
  return 3 + wanted->parameters.size();
}

unsigned weight_of(const std::vector<Weighed>& ranges, const MediaType& offered) {
  std::size_t closest = 0;
  unsigned weight = 0;
  for (const auto& range : ranges) {
    const auto close = closeness(range.what, offered);
    if (close <= closest) continue;
    closest = close;
    weight = range.weight;
  }
  return weight;
}

}  // namespace

std::optional<std::string_view> MediaType::parameter(std::string_view name) const {
  for (const auto& parameter : parameters)
    if (same_token(parameter.name, name)) return parameter.value;
  return std::nullopt;
}

std::optional<MediaType> parse_media_type(std::string_view text) {
  MediaType type{lower_case(cut(text, ';')), {}};
  if (!is_essence(type.essence)) return std::nullopt;
  while (!text.empty()) {
    auto value = cut(text, ';');
    if (value.empty()) continue;
    const auto name = cut(value, '=');
    auto plain = unquoted(value);
    if (!is_token(name) || !plain) return std::nullopt;
    type.parameters.push_back({lower_case(name), *std::move(plain)});
  }
  return type;
}

std::vector<Weighed> parse_weighed(std::string_view list) {
  std::vector<Weighed> members;
  while (!list.empty() && members.size() < kMembersMax) {
    const auto member = cut(list, ',');
    if (member.empty()) continue;
    auto rest = member;
    std::optional<unsigned> weight = kWhole;
    auto what = member;
    while (!rest.empty()) {
      const auto before = static_cast<std::size_t>(rest.data() - member.data());
      const auto parameter = cut(rest, ';');
      if (parameter.size() < 2 || !same_token(parameter.substr(0, 2), "q=")) continue;
      weight = parse_weight(parameter.substr(2));
      what = trimmed(member.substr(0, before == 0 ? 0 : before - 1));  // what follows the weight says nothing
      break;
    }
    if (weight && !what.empty()) members.push_back({what, *weight});
  }
  return members;
}

std::optional<std::size_t> choose_media_type(std::string_view accept, std::span<const std::string_view> offered) {
  if (trimmed(accept).empty()) return offered.empty() ? std::nullopt : std::optional<std::size_t>(0);
  const auto ranges = parse_weighed(accept);
  std::optional<std::size_t> best;
  unsigned most = 0;
  for (std::size_t place = 0; place < offered.size(); ++place) {
    const auto type = parse_media_type(offered[place]);
    const auto weight = type ? weight_of(ranges, *type) : 0;
    if (weight <= most) continue;
    most = weight;
    best = place;
  }
  return best;
}

}  // namespace whistle::adapters::http
