#include "adapters/district/parties_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "adapters/district/limits.h"
#include "adapters/district/parent_loops.h"
#include "adapters/district/selector_text.h"

namespace whistle::adapters::district {
namespace {

enum Column : std::size_t { kCode, kKind, kNameZh, kNameEn, kArea, kDuties, kHead };
constexpr std::array<CsvColumn, 7> kColumns{
    {{"code"}, {"kind"}, {"name_zh"}, {"name_en"}, {"area"}, {"duties"}, {"head"}}};

v1::Party read_party(const FileReport& report, const CsvRow& row, const Areas& areas) {
  const Cells cells(report, kColumns, row);
  v1::Party party;
  party.set_code(cells.text(kCode));
  party.set_kind(cells.required_word<v1::PartyKind>(kKind, "party kind").value_or(v1::PARTY_KIND_UNSPECIFIED));
  party.set_name_zh(cells.name_text(kNameZh, /*required=*/true));
  party.set_name_en(cells.name_text(kNameEn, /*required=*/false));
  for (const std::uint32_t area : cells.references(kArea, "area", areas.names))
    party.add_area_indexes(area);
  std::vector<std::string> duties = cells.list(kDuties, kCodeBytesMax);
  std::sort(duties.begin(), duties.end());
  for (std::string& duty : duties) {
    if (!is_duty_word(duty)) cells.error(kDuties, Fault::BadDutyWord, {duty});
    party.add_duties(std::move(duty));
  }
  if (party.area_indexes().empty() && !party.duties().empty()) cells.warning(kDuties, Fault::DutiesWithoutArea);
  return party;
}

void set_heads(const FileReport& report, const std::vector<CsvRow>& rows, Parties& parties) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Cells cells(report, kColumns, rows[i]);
    if (const auto head = cells.reference(kHead, "party", parties.names)) parties.rows[i].set_head_index(*head);
  }
  std::vector<std::optional<std::uint32_t>> heads;
  for (const v1::Party& party : parties.rows) {
    heads.push_back(party.has_head_index() ? std::optional(party.head_index()) : std::nullopt);
  }
  for (const std::uint32_t party : parent_loops(heads)) {
    report.error({parties.names.line(party), 0}, Fault::HeadLoop, {parties.names.name(party)}, {"head", {}});
  }
}

// Whom a key (a duty, or a kind that answers for a tier) and an area name. Two at one key and area are an error: areas
// of one tier overlap only where they are the same.
using Claims = std::map<std::pair<std::string, std::uint32_t>, std::uint32_t>;

void claim(const FileReport& report, const Parties& parties, const Areas& areas, Claims& claims, Fault fault,
           const std::string& key, std::uint32_t party) {
  for (const std::uint32_t area : parties.rows[party].area_indexes()) {
    const auto [found, fresh] = claims.try_emplace({key, area}, party);
    if (fresh) continue;
    std::uint32_t first = found->second;
    std::uint32_t second = party;
    if (parties.names.line(first) > parties.names.line(second)) std::swap(first, second);
    report.error({parties.names.line(second), 0}, fault,
                 {key, areas.names.name(area), parties.names.name(first), std::to_string(parties.names.line(first))},
                 {fault == Fault::DutyTwice ? "duties" : "area", {}});
  }
}

void check_claims(const FileReport& report, const Parties& parties, const Areas& areas) {
  Claims duties;
  Claims kinds;
  for (std::uint32_t i = 0; i < parties.rows.size(); ++i) {
    const v1::Party& party = parties.rows[i];
    for (const std::string& duty : party.duties())
      claim(report, parties, areas, duties, Fault::DutyTwice, duty, i);
    if (party.kind() == v1::PARTY_KIND_COMMUNITY || party.kind() == v1::PARTY_KIND_STREET) {
      claim(report, parties, areas, kinds, Fault::TierTwice, std::string(word_of(party.kind())), i);
      if (party.area_indexes().empty()) {
        report.warning({parties.names.line(i), 0}, Fault::AuthorityWithoutArea, {std::string(word_of(party.kind()))},
                       {"area", {}});
      }
    }
  }
}

}  // namespace

bool Parties::has_duty(std::string_view word) const {
  return std::binary_search(duties.begin(), duties.end(), word);
}

Parties read_parties(const FileReport& report, std::string_view bytes, const Areas& areas) {
  Parties parties;
  const std::vector<CsvRow> rows = coded_rows(report, read_csv(report, bytes, kColumns), "party", parties.names);
  for (const CsvRow& row : rows)
    parties.rows.push_back(read_party(report, row, areas));
  set_heads(report, rows, parties);
  check_claims(report, parties, areas);
  for (const v1::Party& party : parties.rows) {
    parties.duties.insert(parties.duties.end(), party.duties().begin(), party.duties().end());
  }
  std::sort(parties.duties.begin(), parties.duties.end());
  parties.duties.erase(std::unique(parties.duties.begin(), parties.duties.end()), parties.duties.end());
  return parties;
}

}  // namespace whistle::adapters::district
