#include "tools/whistled/ticket_view.h"

#include <doctest/doctest.h>

#include "engine/core.h"
#include "storage/memory_store.h"
#include "storage/seeded_random.h"
#include "tests/support/temp_dir.h"

namespace whistle::tools::whistled {
namespace {

TEST_CASE("a name keeps its first character, whatever its length in bytes") {
  CHECK(masked_name("张三") == "张**");
  CHECK(masked_name("欧阳娜娜") == "欧**");
  CHECK(masked_name("Ann") == "A**");
  CHECK(masked_name("𠮷田") == "𠮷**");
  CHECK(masked_name("x") == "x**");
  CHECK(masked_name("").empty());
}

TEST_CASE("a telephone number keeps its last two digits, a short one none") {
  CHECK(masked_phone("13800138012") == "***12");
  CHECK(masked_phone("+86 138-0013-8012") == "***12");
  CHECK(masked_phone("12345") == "***45");
  CHECK(masked_phone("1234") == "***");
  CHECK(masked_phone("none") == "***");
  CHECK(masked_phone("").empty());
}

TEST_CASE("a row of the vault that is another ticket's is not shown") {
  const support::TempDir dir;
  storage::SeededRandom random(1);
  const auto vault = storage::Vault::create(dir.path() / "master.key", random);
  REQUIRE(vault.has_value());
  v1::PersonalData mine;
  mine.set_text("mine");
  v1::PersonalData theirs;
  theirs.set_text("theirs");
  const auto own = vault->seal(mine, random);
  const auto other = vault->seal(theirs, random);
  const auto shown = [&](const std::string& row) {
    storage::MemoryStore store;
    v1::Entry entry;
    *entry.mutable_command()->mutable_blow_whistle()->mutable_commitments() = own.commitments;
    engine::Batch batch;
    batch.entries = {{engine::Sequence{0}, engine::entry_bytes(entry)}};
    batch.vault = {{engine::TicketId{0}, engine::Sequence{0}, row}};
    REQUIRE(store.commit(batch).has_value());
    v1::Ticket view;
    REQUIRE(add_content(store, *vault, engine::Sight::Work, view).has_value());
    return view.text();
  };
  CHECK(shown(own.row) == "mine");
  CHECK(shown(other.row).empty());
  CHECK(shown("torn").empty());
}

}  // namespace
}  // namespace whistle::tools::whistled
