// A row of another system's export as a whistle, by the mapping.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/district/whistle_stream.h"
#include "tools/whistle/district_names.h"
#include "tools/whistle/exchange/import_fault.h"
#include "tools/whistle/exchange/import_mapping.h"
#include "tools/whistle/exchange/import_rows.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::tools {

struct MappedRow {
  adapters::district::StreamWhistle whistle;  // with its key; to be blown if no fault leaves the row out
  std::vector<ImportFault> faults;

  [[nodiscard]] bool left_out() const;
};

// Pure. Constant after construction; any thread.
class ImportMapper {
 public:
  // Both outlive the mapper. `offsets` are those of the zone in which times without an offset are meant, not empty;
  // `zone` is its name.
  ImportMapper(const ImportMapping& mapping, const DistrictNames& names, std::vector<v1::ZoneOffset> offsets,
               std::string zone)
      : mapping_(mapping), names_(names), offsets_(std::move(offsets)), zone_(std::move(zone)) {}

  [[nodiscard]] MappedRow map(const ImportRow& row) const;

 private:
  const ImportMapping& mapping_;
  const DistrictNames& names_;
  const std::vector<v1::ZoneOffset> offsets_;
  const std::string zone_;
};

// The idempotency key of a row: "boston-311:101001240734"; of an id that is long or has other characters than letters,
// digits and . _ - 128 bits of its hash, as "boston-311:#9f86d081…". No two ids share a key but by a collision of
// those.
[[nodiscard]] std::string import_key(std::string_view source, std::string_view id);

}  // namespace whistle::tools
