#include "storage/erasure_list.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <vector>

#include "tests/support/temp_dir.h"

namespace whistle::storage {
namespace {

using engine::StoreFault;
using engine::TicketId;

struct Fixture {
  support::TempDir dir;
  std::filesystem::path file = dir.path() / "erasures";

  [[nodiscard]] ErasureList open() const {
    auto list = ErasureList::open(file);
    REQUIRE_MESSAGE(list.has_value(), list.error().what);
    return *std::move(list);
  }
  [[nodiscard]] static std::vector<Erasure> all(const ErasureList& list) {
    std::vector<Erasure> found;
    REQUIRE(list.each([&](const Erasure& erasure) { found.push_back(erasure); }));
    return found;
  }
  void append(const std::string& text) const { std::ofstream(file, std::ios::app | std::ios::binary) << text; }
};

Erasure erasure(std::uint64_t ticket) {
  return {std::string(16, 'j'), TicketId{ticket}, std::string(32, static_cast<char>(ticket))};
}

}  // namespace

TEST_CASE_FIXTURE(Fixture,
                  "what is added is there again when the list is opened, in its order and for its owner alone") {
  {
    auto list = open();
    CHECK(all(list).empty());
    REQUIRE(list.add(erasure(7)));
    REQUIRE(list.add(erasure(3)));
    CHECK(all(list).size() == 2);
  }
  CHECK(all(open()) == std::vector<Erasure>{erasure(7), erasure(3)});
  struct ::stat about {};
  REQUIRE(::stat(file.c_str(), &about) == 0);
  CHECK((about.st_mode & 0777U) == 0600U);
}

TEST_CASE_FIXTURE(Fixture, "a last line that was cut off is removed, and what is added then stands alone") {
  REQUIRE(open().add(erasure(1)));
  append("6a6a6a6a 12");
  {
    auto list = open();
    CHECK(all(list) == std::vector<Erasure>{erasure(1)});
    REQUIRE(list.add(erasure(2)));
  }
  CHECK(all(open()) == std::vector<Erasure>{erasure(1), erasure(2)});
}

TEST_CASE_FIXTURE(Fixture, "another line that is no erasure is named, and the list is not taken for a shorter one") {
  REQUIRE(open().add(erasure(1)));
  for (const auto* line : {"nothing\n", "6a6a x 00\n", "6a6a 5 00\n", " 5 \n", "\n"}) {
    CAPTURE(line);
    std::filesystem::copy_file(file, dir.path() / "kept", std::filesystem::copy_options::overwrite_existing);
    append(line);
    const auto list = ErasureList::open(file);
    REQUIRE_FALSE(list.has_value());
    CHECK(list.error().fault == StoreFault::Damaged);
    CHECK(list.error().what == file.string() + ": line 2 is no erasure");
    std::filesystem::copy_file(dir.path() / "kept", file, std::filesystem::copy_options::overwrite_existing);
  }
}

}  // namespace whistle::storage
