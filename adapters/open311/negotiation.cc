#include "adapters/open311/negotiation.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "adapters/http/http_message.h"

namespace whistle::adapters::open311 {
namespace {

constexpr std::size_t kWishesMax = 32;  // more are no wish
constexpr int kQualityMax = 1000;

struct Wish {
  std::string range;  // lower case
  int quality = kQualityMax;
};

// "0.8" in thousandths; what is no quality counts as the full one.
int quality_of(std::string_view text) {
  if (text.empty() || (text.front() != '0' && text.front() != '1')) return kQualityMax;
  if (text.front() == '1') return kQualityMax;
  int value = 0;
  int unit = kQualityMax;
  for (const char c : text.substr(std::min<std::size_t>(2, text.size()))) {
    if (c < '0' || c > '9') break;
    unit /= 10;
    value += (c - '0') * unit;
  }
  return value;
}

Wish wish_of(std::string_view text) {
  auto end = text.find(';');
  Wish wish{http::lower_case(http::trimmed(text.substr(0, end)))};
  while (end != std::string_view::npos) {
    text.remove_prefix(end + 1);
    end = text.find(';');
    const auto parameter = http::lower_case(http::trimmed(text.substr(0, end)));
    if (parameter.starts_with("q=")) wish.quality = quality_of(std::string_view(parameter).substr(2));
  }
  return wish;
}

std::vector<Wish> wishes_of(std::string_view header) {
  std::vector<Wish> wishes;
  while (!header.empty() && wishes.size() < kWishesMax) {
    const auto comma = header.find(',');
    auto wish = wish_of(header.substr(0, comma));
    if (!wish.range.empty()) wishes.push_back(std::move(wish));
    if (comma == std::string_view::npos) break;
    header.remove_prefix(comma + 1);
  }
  return wishes;
}

// The quality of the first of `ranges`, most specific first, that is wished for; 0: none is.
template <std::size_t N>
int best_quality(const std::vector<Wish>& wishes, const std::array<std::string_view, N>& ranges) {
  for (const auto range : ranges) {
    int best = -1;
    for (const auto& wish : wishes) {
      if (wish.range == range) best = std::max(best, wish.quality);
    }
    if (best >= 0) return best;
  }
  return 0;
}

std::optional<Language> named_language(std::string_view tag) {
  const auto primary = tag.substr(0, tag.find_first_of("-_"));
  if (primary == "zh") return Language::Zh;
  if (primary == "en") return Language::En;
  return std::nullopt;
}

}  // namespace

std::optional<Format> accepted_format(std::string_view accept) {
  const auto wishes = wishes_of(accept);
  if (wishes.empty()) return Format::Xml;
  const int json = best_quality<3>(wishes, {"application/json", "application/*", "*/*"});
  const int text_xml = best_quality<3>(wishes, {"text/xml", "text/*", "*/*"});
  const int application_xml = best_quality<3>(wishes, {"application/xml", "application/*", "*/*"});
  const int xml = std::max(text_xml, application_xml);
  if (json == 0 && xml == 0) return std::nullopt;
  return json > xml ? Format::Json : Format::Xml;
}

Language spoken_language(std::string_view locale, std::string_view accept_language) {
  if (const auto named = named_language(http::lower_case(locale))) return *named;
  Language best = Language::Zh;
  int best_quality = 0;
  for (const auto& wish : wishes_of(accept_language)) {
    const auto named = named_language(wish.range);
    if (!named || wish.quality <= best_quality) continue;
    best = *named;
    best_quality = wish.quality;
  }
  return best;
}

}  // namespace whistle::adapters::open311
