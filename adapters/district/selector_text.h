// Who is meant, as rules and the catalogue write it: `estate`, `duty`, `duty:WORD`, `tier:T`, `party:CODE`, `blower`,
// `head`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/district/diagnostic.h"
#include "adapters/district/parties_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

// Where a selector stands decides which forms it may take.
enum class SelectorPlace : std::uint8_t {
  Route,      // all but `head`
  Ladder,     // all
  Catalogue,  // `estate`, `tier:T`, `party:CODE` or a bare duty word
};

// nullopt: reported. A duty word that no party has is no fault: its matters go to the desk.
[[nodiscard]] std::optional<v1::Selector> parse_selector(const FileReport& report, SourcePosition at,
                                                         std::string_view field, std::string_view text,
                                                         SelectorPlace place, const Parties& parties);

// Whether a word may be a duty: a code without ':' that is no selector by itself.
[[nodiscard]] bool is_duty_word(std::string_view word);

// As the directory writes it.
[[nodiscard]] std::string selector_text(const v1::Selector& selector, std::string_view party_code);

}  // namespace whistle::adapters::district
