#include "adapters/http/target.h"

#include <boost/url/parse_path.hpp>
#include <boost/url/pct_string_view.hpp>

#include <algorithm>

#include "adapters/district/utf8.h"

namespace whistle::adapters::http {

namespace urls = boost::urls;

namespace {

tl::unexpected<HttpError> wrong(const char* what) {
  return tl::unexpected(HttpError{what});
}

// Percent escapes undone, and "+" read as a space if it is one. An error of a broken escape, NUL or no UTF-8.
enum class Plus { Itself, Space };
tl::expected<std::string, HttpError> decode_percent(std::string_view text, Plus plus) {
  const auto checked = urls::make_pct_string_view(urls::string_view(text.data(), text.size()));
  if (!checked) return wrong("a percent escape is broken");
  urls::encoding_opts options;
  options.space_as_plus = plus == Plus::Space;
  auto decoded = checked->decode(options);
  if (decoded.find('\0') != std::string::npos) return wrong("NUL has no place here");
  if (district::first_invalid_utf8(decoded)) return wrong("what the escapes stand for is not UTF-8");
  return decoded;
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
