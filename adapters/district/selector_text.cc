#include "adapters/district/selector_text.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "adapters/district/cells.h"
#include "adapters/district/names.h"
#include "adapters/district/words.h"

namespace whistle::adapters::district {
namespace {

constexpr std::array<std::string_view, 4> kBareSelectors{"estate", "duty", "blower", "head"};

class SelectorReader {
 public:
  SelectorReader(const FileReport& report, SourcePosition at, std::string_view field, std::string_view text)
      : report_(report), at_(at), field_(field), text_(text) {}

  std::optional<v1::Selector> tier(std::string_view word) const {
    const auto value = parse_word<v1::Tier>(word);
    if (!value || *value == v1::TIER_GRID) {
      constexpr std::array<std::string_view, 3> kTiers{"district", "street", "community"};
      return fault(Fault::BadSelectorTier, {std::string(word)}, nearest_name(word, kTiers));
    }
    v1::Selector selector = of(v1::SELECTOR_KIND_TIER);
    selector.set_tier(*value);
    return selector;
  }

  std::optional<v1::Selector> party(std::string_view code, const Parties& parties) const {
    const auto index = parties.names.resolve(report_, at_, field_, "party", code);
    if (!index) return std::nullopt;
    v1::Selector selector = of(v1::SELECTOR_KIND_PARTY);
    selector.set_party_index(*index);
    return selector;
  }

  std::optional<v1::Selector> duty(std::string_view word) const {
    if (!is_duty_word(word)) return fault(Fault::BadDutyWord, {std::string(word)}, {});
    v1::Selector selector = of(v1::SELECTOR_KIND_DUTY_WORD);
    selector.set_word(std::string(word));
    return selector;
  }

  std::optional<v1::Selector> bare(SelectorPlace place) const {
    if (text_ == "estate") return of(v1::SELECTOR_KIND_ESTATE);
    if (place == SelectorPlace::Catalogue) return duty(text_);
    if (text_ == "duty") return of(v1::SELECTOR_KIND_DUTY);
    if (text_ == "blower") return of(v1::SELECTOR_KIND_BLOWER);
    if (text_ == "head" && place == SelectorPlace::Ladder) return of(v1::SELECTOR_KIND_HEAD);
    const auto known = std::span(kBareSelectors).first(place == SelectorPlace::Ladder ? 4 : 3);
    return fault(text_ == "head" ? Fault::HeadInRoute : Fault::BadSelector, {std::string(text_)},
                 text_ == "head" ? std::string() : nearest_name(text_, known));
  }

  std::optional<v1::Selector> unknown_prefix(std::string_view prefix, SelectorPlace place) const {
    constexpr std::array<std::string_view, 3> kPrefixes{"duty", "tier", "party"};
    const std::string rest(text_.substr(prefix.size()));
    std::string near = nearest_name(prefix, kPrefixes);
    if (place != SelectorPlace::Catalogue) {
      return fault(Fault::BadSelector, {std::string(text_)}, near.empty() ? near : near + rest);
    }
    if (!near.empty()) near = near == "duty" ? rest.substr(1) : near + rest;
    return fault(Fault::BadDuty, {std::string(text_)}, near);
  }

 private:
  static v1::Selector of(v1::SelectorKind kind) {
    v1::Selector selector;
    selector.set_kind(kind);
    return selector;
  }

  std::optional<v1::Selector> fault(Fault what, std::vector<std::string> args, std::string suggestion) const {
    report_.error(at_, what, std::move(args), {field_, std::move(suggestion)});
    return std::nullopt;
  }

  const FileReport& report_;
  SourcePosition at_;
  std::string_view field_;
  std::string_view text_;
};

}  // namespace

bool is_duty_word(std::string_view word) {
  return is_code(word) && word.find(':') == std::string_view::npos &&
         std::find(kBareSelectors.begin(), kBareSelectors.end(), word) == kBareSelectors.end();
}

std::optional<v1::Selector> parse_selector(const FileReport& report, SourcePosition at, std::string_view field,
                                           std::string_view text, SelectorPlace place, const Parties& parties) {
  const SelectorReader reader(report, at, field, text);
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return reader.bare(place);
  const std::string_view prefix = text.substr(0, colon);
  const std::string_view rest = text.substr(colon + 1);
  if (prefix == "tier") return reader.tier(rest);
  if (prefix == "party") return reader.party(rest, parties);
  if (prefix == "duty" && place != SelectorPlace::Catalogue) return reader.duty(rest);
  return reader.unknown_prefix(prefix, place);
}

std::string selector_text(const v1::Selector& selector, std::string_view party_code) {
  switch (selector.kind()) {
    case v1::SELECTOR_KIND_ESTATE:
      return "estate";
    case v1::SELECTOR_KIND_DUTY:
      return "duty";
    case v1::SELECTOR_KIND_DUTY_WORD:
      return "duty:" + selector.word();
    case v1::SELECTOR_KIND_TIER:
      return "tier:" + std::string(word_of(selector.tier()));
    case v1::SELECTOR_KIND_PARTY:
      return "party:" + std::string(party_code);
    case v1::SELECTOR_KIND_BLOWER:
      return "blower";
    case v1::SELECTOR_KIND_HEAD:
      return "head";
    default:
      return "";
  }
}

}  // namespace whistle::adapters::district
