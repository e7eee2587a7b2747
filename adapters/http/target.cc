#include "adapters/http/target.h"

#include <boost/url/parse_path.hpp>
#include <boost/url/pct_string_view.hpp>

#include <algorithm>

namespace whistle::adapters::http {

namespace urls = boost::urls;

namespace {

tl::unexpected<HttpError> wrong(const char* what) {
  return tl::unexpected(HttpError{what});
}

// Bytes of the character that starts with this one; 0: none does.
std::size_t utf8_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

// Whether the second byte may follow: shortest forms alone, no surrogates, nothing past U+10FFFF.
bool second_fits(unsigned char lead, unsigned char second) {
  if (lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second < 0xA0;
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second < 0x90;
  return true;
}

bool is_utf8(std::string_view text) {
  const auto at = [&](std::size_t place) { return static_cast<unsigned char>(text[place]); };
  for (std::size_t place = 0; place < text.size();) {
    const auto length = utf8_length(at(place));
    if (length == 0 || length > text.size() - place) return false;
    for (std::size_t next = 1; next < length; ++next)
      if ((at(place + next) & 0xC0U) != 0x80) return false;
    if (length > 1 && !second_fits(at(place), at(place + 1))) return false;
    place += length;
  }
  return true;
}

tl::expected<std::vector<std::string>, HttpError> parse_segments(std::string_view path) {
  const auto parsed = urls::parse_path(urls::string_view(path.data(), path.size()));
  if (!parsed || !parsed->is_absolute()) return wrong("the path is malformed");
  std::vector<std::string> segments;
  for (const auto encoded : *parsed) {
    auto segment = decode_percent({encoded.data(), encoded.size()}, Plus::Itself);
    if (!segment) return tl::unexpected(std::move(segment.error()));
    if (*segment == "." || *segment == "..") return wrong("the path has a segment of dots");
    if (segment->find_first_of("/\\") != std::string::npos) return wrong("a segment of the path hides a slash");
    segments.push_back(*std::move(segment));
  }
  return segments;
}

}  // namespace

std::optional<std::string_view> find_pair(const Pairs& pairs, std::string_view name) {
  const auto found = std::find_if(pairs.begin(), pairs.end(), [&](const auto& pair) { return pair.first == name; });
  if (found == pairs.end()) return std::nullopt;
  return found->second;
}

tl::expected<Target, HttpError> parse_target(std::string_view target) {
  const auto mark = target.find('?');
  const auto path = target.substr(0, mark);
  if (!path.starts_with('/')) return wrong("the target is no path");
  auto segments = parse_segments(path);
  if (!segments) return tl::unexpected(std::move(segments.error()));
  auto query = parse_pairs(mark == std::string_view::npos ? "" : target.substr(mark + 1), kQueryPairsMax);
  if (!query) return tl::unexpected(std::move(query.error()));
  return Target{std::string(path), *std::move(segments), *std::move(query)};
}

tl::expected<std::string, HttpError> decode_percent(std::string_view text, Plus plus) {
  const auto checked = urls::make_pct_string_view(urls::string_view(text.data(), text.size()));
  if (!checked) return wrong("a percent escape is broken");
  urls::encoding_opts options;
  options.space_as_plus = plus == Plus::Space;
  auto decoded = checked->decode(options);
  if (decoded.find('\0') != std::string::npos) return wrong("NUL has no place here");
  if (!is_utf8(decoded)) return wrong("what the escapes stand for is not UTF-8");
  return decoded;
}

tl::expected<Pairs, HttpError> parse_pairs(std::string_view text, std::size_t pairs_max) {
  Pairs pairs;
  while (!text.empty()) {
    const auto piece = text.substr(0, text.find('&'));
    text.remove_prefix(std::min(piece.size() + 1, text.size()));
    if (piece.empty()) continue;
    if (pairs.size() == pairs_max) return wrong("too many parameters");
    const auto equals = piece.find('=');
    auto name = decode_percent(piece.substr(0, equals), Plus::Space);
    if (!name) return tl::unexpected(std::move(name.error()));
    auto value = decode_percent(equals == std::string_view::npos ? "" : piece.substr(equals + 1), Plus::Space);
    if (!value) return tl::unexpected(std::move(value.error()));
    pairs.emplace_back(*std::move(name), *std::move(value));
  }
  return pairs;
}

}  // namespace whistle::adapters::http
