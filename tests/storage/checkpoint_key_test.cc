#include "storage/checkpoint_key.h"

#include <doctest/doctest.h>

#include "storage/system_random.h"
#include "storage/vault.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

TEST_CASE("a checkpoint key read from its file signs as the one that was made") {
  const support::TempDir dir;
  SystemRandom random;
  const auto made = CheckpointKey::create(dir.path() / "checkpoint.key", random);
  REQUIRE(made.has_value());
  const auto opened = CheckpointKey::open(dir.path() / "checkpoint.key");
  REQUIRE(opened.has_value());
  CHECK(opened->public_key().size() == 32);
  CHECK(opened->public_key() == made->public_key());
  const auto signature = opened->sign("tree head");
  CHECK(CheckpointKey::verify(made->public_key(), "tree head", signature));
  CHECK_FALSE(CheckpointKey::verify(made->public_key(), "tree heaD", signature));
  CHECK_FALSE(CheckpointKey::verify(made->public_key(), "tree head", signature.substr(1)));
  CHECK_FALSE(CheckpointKey::create(dir.path() / "checkpoint.key", random).has_value());
}

TEST_CASE("a key file of another kind is refused") {
  const support::TempDir dir;
  SystemRandom random;
  REQUIRE(Vault::create(dir.path() / "master.key", random).has_value());
  const auto opened = CheckpointKey::open(dir.path() / "master.key");
  REQUIRE_FALSE(opened.has_value());
  CHECK(opened.error().fault == engine::StoreFault::Damaged);
}

}  // namespace whistle::storage
