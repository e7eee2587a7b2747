// What the doctor says of a store that is not at its best.
#include "tools/whistled/doctor.h"

#include <doctest/doctest.h>

#include "storage/rocksdb_store.h"
#include "tests/whistled/engine_in_process.h"
#include "tools/whistled/init.h"

namespace whistle::tools::whistled {

TEST_CASE("tables that lack entries of the journal are told, with how many") {
  const support::TempDir dir;
  const auto data = dir.path() / "data";
  InitOptions made;
  made.data = data;
  made.district = demonstration_directory();
  REQUIRE(init(made).has_value());
  DoctorOptions asked;
  asked.data = data;
  const auto whole = examine(asked);
  REQUIRE(whole.has_value());
  CHECK(whole->told.find("behind the journal") == std::string::npos);
  REQUIRE(storage::drop_rocksdb_tables(data / "db").has_value());
  const auto emptied = examine(asked);
  REQUIRE(emptied.has_value());
  CHECK(emptied->code == ExitCode::DoctorFailed);
  CHECK(emptied->told.find("the tables are 3 entries behind the journal") != std::string::npos);
}

}  // namespace whistle::tools::whistled
