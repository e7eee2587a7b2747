// What every simulation in one program shares: rulesets that are published by turns, and the vault's master key.
#pragma once

#include <string>
#include <vector>

#include "storage/vault.h"
#include "tests/support/temp_dir.h"
#include "tools/whistled/publication.h"

namespace whistle::tests {

struct Variant {
  std::string name;
  tools::whistled::PreparedRuleset rules;
};

// The district of the transcripts (tests/scenarios/district), with the files of tests/simulation/variants/NAME laid
// over it; an empty name lays nothing. Throws with every error where it does not compile.
// `in_force_from`: not before that; empty: at once.
[[nodiscard]] Variant load_simulated(const std::string& name, const std::string& in_force_from = {});

class Setting {
 public:
  Setting();

  // ---- constant after construction ----
  std::vector<Variant> variants;  // the first is founded with
  // Codes that stand in any of the variants, ascending.
  std::vector<std::string> categories, estates, members, parties;

  const storage::Vault& vault() const { return vault_; }
  const Variant& variant_of(const std::string& sha256) const;

 private:
  support::TempDir directory_;
  storage::Vault vault_;
};

}  // namespace whistle::tests
