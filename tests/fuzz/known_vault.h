// A vault whose master key everybody knows, so that what it sealed can lie in the corpus.
#pragma once

#include <array>
#include <string>

#include "storage/seeded_random.h"
#include "storage/vault.h"
#include "storage/vault_row.h"
#include "tests/fuzz/memory_file.h"
#include "whistle/v1/command.pb.h"

namespace whistle::fuzz {

inline std::array<std::uint8_t, storage::kKeyBytes> known_master_key() {
  std::array<std::uint8_t, storage::kKeyBytes> key{};
  key.fill(0x11);
  return key;
}

inline const storage::Vault& known_vault() {
  static const storage::Vault vault = [] {
    std::string line = "whistle-master-key-1 ";
    for (std::size_t i = 0; i < storage::kKeyBytes; ++i)
      line += "11";
    const MemoryFile file(line + "\n");
    auto opened = storage::Vault::open(file.path());
    WHISTLE_ASSERT(opened.has_value());
    return std::move(*opened);
  }();
  return vault;
}

// Of a ticket without personal data.
inline const std::string& known_first_row() {
  static const std::string row = [] {
    storage::SeededRandom random(1);
    return known_vault().seal(v1::PersonalData(), random).row;
  }();
  return row;
}

}  // namespace whistle::fuzz
