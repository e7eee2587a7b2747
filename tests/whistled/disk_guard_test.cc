#include "tools/whistled/disk_guard.h"

#include <doctest/doctest.h>

#include "tests/support/temp_dir.h"

namespace whistle::tools::whistled {

TEST_CASE("space is ample, low, exhausted, and ample again only well above the mark") {
  DiskGuard guard(limits_from(1'000));
  CHECK(guard.update(1'000) == DiskSpace::Ample);
  CHECK(guard.update(999) == DiskSpace::Low);
  CHECK(guard.update(1'000) == DiskSpace::Low);
  CHECK(guard.update(1'249) == DiskSpace::Low);
  CHECK(guard.update(1'250) == DiskSpace::Ample);
  CHECK(guard.update(250) == DiskSpace::Low);
  CHECK(guard.update(249) == DiskSpace::Exhausted);
  CHECK(guard.update(250) == DiskSpace::Low);
  CHECK(guard.update(249) == DiskSpace::Exhausted);
  CHECK(guard.update(2'000) == DiskSpace::Ample);
}

TEST_CASE("without a mark the disk is never low") {
  DiskGuard guard(limits_from(0));
  CHECK(guard.update(0) == DiskSpace::Ample);
}

TEST_CASE("the default mark is 1 GiB, on a small disk a twentieth of it") {
  constexpr std::uint64_t kGiB = std::uint64_t{1} << 30;
  CHECK(default_limits(1'000 * kGiB).low == kGiB);
  CHECK(default_limits(10 * kGiB).low == kGiB / 2);
  CHECK(default_limits(10 * kGiB).floor == kGiB / 8);
}

TEST_CASE("a disk is read where a path lies, and not where there is none") {
  const support::TempDir dir;
  const auto disk = read_disk(dir.path());
  REQUIRE(disk);
  CHECK(disk->total_bytes > 0);
  CHECK(disk->free_bytes <= disk->total_bytes);
  CHECK_FALSE(read_disk(dir.path() / "absent"));
}

}  // namespace whistle::tools::whistled
