// tests/*.yaml: rule tests, in the words of the people who keep the rules.
//
//   - name: a resident's overflowing septic tank in a managed estate goes to its firm
//     whistle: {kind: resident, category: C0303.2, estate: XC-ZY-01, at: "2026-09-30T17:30:00+08:00"}
//     expect: {lead: F-SHENGTAI, rule: inside-an-estate, ack: "2026-10-08T09:30:00+08:00"}
//
// `whistle` takes the members of a whistle stream, with `at` for `occurred_at`. `expect` takes `lead`, `rule`, `grid`,
// `community`, `street`, `estate`, `how`, `against`, `hand_off`, `ack`, `on_site`, `resolve`, `total` (RFC 3339, or
// null: no clock, nobody) and the lists `assist`, `inform`, `flags` (one or more words; `[]`: none).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/diagnostic.h"
#include "adapters/district/whistle_stream.h"
#include "engine/time.h"

namespace whistle::adapters::district {

// One expected value; `text` absent: null is expected.
struct Expectation {
  std::string key;
  SourcePosition at;
  std::optional<std::string> text;
  std::optional<engine::Instant> instant;  // of the four deadlines
  std::vector<std::string> list;           // of the lists, in the file's order
};

struct RuleTest {
  std::string name;
  std::string file;
  SourcePosition at;
  StreamWhistle whistle;
  std::vector<Expectation> expect;  // in the file's order
};

[[nodiscard]] std::vector<RuleTest> read_rule_tests(const FileReport& report, std::string_view bytes);

}  // namespace whistle::adapters::district
