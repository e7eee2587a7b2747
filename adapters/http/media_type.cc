#include "adapters/http/media_type.h"

#include <algorithm>
#include <optional>

#include "adapters/http/http_message.h"

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

}  // namespace

std::string essence_of(std::string_view content_type) {
  return lower_case(trimmed(content_type.substr(0, content_type.find(';'))));
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

}  // namespace whistle::adapters::http
