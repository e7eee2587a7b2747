// district.yaml: identity.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/parties_file.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::adapters::district {

struct Identity {
  std::uint32_t schema = 0;
  std::string code;
  std::string name_zh;
  std::string name_en;
  std::string time_zone;
  std::vector<v1::ZoneOffset> offsets;
  std::string desk;  // party code
  SourcePosition desk_at;
  std::optional<std::int64_t> in_force_from_us;
};

[[nodiscard]] Identity read_identity(const FileReport& report, std::string_view bytes);
// The desk's index among the parties; reported where there is none.
[[nodiscard]] std::uint32_t resolve_desk(const FileReport& report, const Identity& identity, const Parties& parties);

}  // namespace whistle::adapters::district
