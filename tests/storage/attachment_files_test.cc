#include "storage/attachment_files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "storage/seeded_random.h"
#include "storage/sha256.h"
#include "storage/system_random.h"
#include "tests/storage/batches.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

namespace fs = std::filesystem;
using engine::StoreFault;
using engine::TicketId;

namespace {

std::string noise(std::size_t size, std::uint64_t seed = 1) {
  std::string bytes(size, '\0');
  SeededRandom random(seed);
  random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  return bytes;
}

std::string read_all(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Fixture {
  support::TempDir dir;
  SystemRandom random;
  Vault vault = make();
  FileCipher cipher{vault, vault.seal({}, random).row};
  AttachmentFiles files = open();

  Vault make() {
    auto made = Vault::create(dir.path() / "master.key", random);
    REQUIRE(made.has_value());
    return std::move(*made);
  }
  AttachmentFiles open() {
    auto opened = AttachmentFiles::open(dir.path() / "attachments");
    REQUIRE(opened.has_value());
    return *std::move(opened);
  }
  static Upload upload_of(const std::string& content, const std::string& member = "m-1") {
    return {TicketId{7}, member, sha256(content)};
  }
  std::uint64_t send(const std::string& content, std::uint64_t offset, std::size_t size) {
    const auto next =
        files.take_chunk(cipher, upload_of(content), content.size(), offset, content.substr(offset, size));
    REQUIRE(next.has_value());
    return *next;
  }
  std::string keep(const std::string& content) {
    for (std::uint64_t at = 0; at < content.size();)
      at = send(content, at, 100'000);
    const auto checked = files.check(cipher, upload_of(content));
    REQUIRE(checked.has_value());
    REQUIRE(checked->outcome == CheckedUpload::Outcome::Whole);
    CHECK(checked->size == content.size());
    REQUIRE(files.keep(upload_of(content), checked->sealed_sha256).has_value());
    return checked->sealed_sha256;
  }
  engine::Stored<std::string> fetch(const std::string& content, const std::string& sealed) const {
    std::string all;
    for (;;) {
      auto piece = files.read(cipher, sha256(content), sealed, all.size());
      if (!piece) return piece;
      if (piece->empty()) return all;
      all += *piece;
    }
  }
  fs::path arriving() const {
    for (const auto& entry : fs::directory_iterator(dir.path() / "attachments" / "incoming"))
      return entry.path();
    return {};
  }
  fs::path kept(const std::string& sealed) const {
    return dir.path() / "attachments" / AttachmentFiles::name_of(sealed);
  }
};

constexpr std::size_t kSeveralBlocks = 2 * kFileBlockBytes + 12'345;

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a file that came in pieces is read again, whole and from any place") {
  const auto content = noise(kSeveralBlocks);
  const auto sealed = keep(content);
  CHECK(*fetch(content, sealed) == content);
  for (const std::uint64_t at : {std::uint64_t{1}, std::uint64_t{kFileBlockBytes - 1}, std::uint64_t{kFileBlockBytes},
                                 std::uint64_t{kSeveralBlocks - 1}}) {
    const auto piece = files.read(cipher, sha256(content), sealed, at);
    REQUIRE(piece.has_value());
    CHECK(content.substr(at, piece->size()) == *piece);
    CHECK_FALSE(piece->empty());
  }
  CHECK(files.read(cipher, sha256(content), sealed, kSeveralBlocks)->empty());
}

TEST_CASE_FIXTURE(Fixture, "a file of exactly some blocks, and one of a byte") {
  for (const std::size_t size : {std::size_t{1}, kFileBlockBytes, 2 * kFileBlockBytes}) {
    const auto content = noise(size, size);
    CHECK(*fetch(content, keep(content)) == content);
  }
}

TEST_CASE_FIXTURE(Fixture, "no plain byte lies on the disk, and nobody else may read what does") {
  const auto content = std::string(1'000, 'A') + noise(kFileBlockBytes);
  send(content, 0, 2'000);
  CHECK(read_all(arriving()).find(std::string(16, 'A')) == std::string::npos);
  const auto sealed = keep(content);
  CHECK(read_all(kept(sealed)).find(std::string(16, 'A')) == std::string::npos);
  struct ::stat status {};
  REQUIRE(::stat(kept(sealed).c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0600);
  REQUIRE(::stat(kept(sealed).parent_path().c_str(), &status) == 0);
  CHECK((status.st_mode & 0077) == 0);
}

TEST_CASE_FIXTURE(Fixture, "the name is the hash of the ciphertext, and the same file is sealed to the same bytes") {
  const auto content = noise(kSeveralBlocks);
  const auto sealed = keep(content);
  CHECK(sha256(read_all(kept(sealed))) == sealed);
  const auto before = read_all(kept(sealed));
  CHECK(keep(content) == sealed);  // cut off between file and entry, and sent again
  CHECK(read_all(kept(sealed)) == before);
  const FileCipher other{vault, vault.seal({}, random).row};
  REQUIRE(files.take_chunk(other, upload_of(content), content.size(), 0, content.substr(0, kFileBlockBytes)));
  CHECK(read_all(arriving()).substr(9, 100) != before.substr(9, 100));
}

TEST_CASE_FIXTURE(Fixture, "chunks that come twice, or leave something out, change nothing") {
  const auto content = noise(kSeveralBlocks);
  CHECK(send(content, 0, 1'000) == 1'000);
  CHECK(send(content, 0, 1'000) == 1'000);
  CHECK(send(content, 5'000, 1'000) == 1'000);
  CHECK(send(content, 500, 1'500) == 2'000);
  CHECK(files.check(cipher, upload_of(content))->next == 2'000);
  CHECK(send(content, 2'000, kSeveralBlocks) == kSeveralBlocks);
  CHECK(files.check(cipher, upload_of(content))->outcome == CheckedUpload::Outcome::Whole);
}

TEST_CASE_FIXTURE(Fixture, "after a restart it goes on where it was; what a crash has torn is asked for again") {
  const auto content = noise(kSeveralBlocks);
  send(content, 0, kFileBlockBytes + 50'000);
  files = open();
  CHECK(send(content, 0, 0) == kFileBlockBytes + 50'000);
  fs::resize_file(arriving(), fs::file_size(arriving()) - 10);
  CHECK(send(content, 0, 0) == kFileBlockBytes);
  send(content, kFileBlockBytes, 50'000);
  turn_byte(arriving(), 100);
  CHECK(send(content, 0, 0) == kFileBlockBytes + 50'000);  // looked at when it is whole
  send(content, kFileBlockBytes + 50'000, kSeveralBlocks);
  const auto checked = files.check(cipher, upload_of(content));
  CHECK(checked->outcome == CheckedUpload::Outcome::Incomplete);
  CHECK(checked->next == 0);
  CHECK(*fetch(content, keep(content)) == content);
}

TEST_CASE_FIXTURE(Fixture, "another file than was said is told by its hash, and forgotten") {
  const auto content = noise(1'000);
  Upload upload = upload_of(content);
  upload.sha256 = sha256("another");
  REQUIRE(files.take_chunk(cipher, upload, content.size(), 0, content));
  const auto checked = files.check(cipher, upload);
  CHECK(checked->outcome == CheckedUpload::Outcome::Other);
  CHECK(checked->sha256 == sha256(content));
  CHECK_FALSE(files.has_arriving(upload));
}

TEST_CASE_FIXTURE(Fixture, "of another size than before it begins anew, and what others send is theirs") {
  const auto content = noise(5'000);
  send(content, 0, 2'000);
  REQUIRE(files.take_chunk(cipher, upload_of(content, "m-2"), content.size(), 0, "spoilt"));
  CHECK(send(content, 0, 0) == 2'000);
  CHECK(*files.take_chunk(cipher, upload_of(content), content.size() + 1, 0, {}) == 0);
}

TEST_CASE_FIXTURE(Fixture, "what is damaged, cut off, exchanged or of another ticket does not open") {
  const auto content = noise(kSeveralBlocks);
  const auto sealed = keep(content);
  CHECK(*files.holds(sealed));
  const auto whole = read_all(kept(sealed));
  const FileCipher other{vault, vault.seal({}, random).row};
  CHECK(files.read(other, sha256(content), sealed, 1).error().fault == StoreFault::Damaged);
  CHECK(files.read(cipher, sha256("another"), sealed, 1).error().fault == StoreFault::Damaged);
  // The first two blocks exchanged: each is whole, and in another's place.
  constexpr std::size_t kBox = kFileBlockBytes + 40;
  auto exchanged = whole;
  exchanged.replace(9, kBox, whole.substr(9 + kBox, kBox)).replace(9 + kBox, kBox, whole.substr(9, kBox));
  std::ofstream(kept(sealed), std::ios::binary) << exchanged;
  CHECK(files.read(cipher, sha256(content), sealed, 1).error().fault == StoreFault::Damaged);
  std::ofstream(kept(sealed), std::ios::binary) << whole;
  turn_byte(kept(sealed), whole.size() - 1);
  CHECK(files.read(cipher, sha256(content), sealed, 0).error().fault == StoreFault::Damaged);
  CHECK_FALSE(*files.holds(sealed));
  fs::resize_file(kept(sealed), whole.size() - kBox);
  CHECK(files.read(cipher, sha256(content), sealed, kSeveralBlocks - 1).error().fault == StoreFault::Damaged);
  files.remove(sealed);
  CHECK(files.read(cipher, sha256(content), sealed, 0).error().fault == StoreFault::Damaged);
  CHECK_FALSE(*files.has(sealed));
}

TEST_CASE_FIXTURE(Fixture, "what has not grown since a day is forgotten, and what is kept stays") {
  const auto sealed = keep(noise(10));
  const auto content = noise(5'000);
  send(content, 0, 10);
  const auto now = fs::last_write_time(arriving());
  CHECK(*files.forget_older(now) == 0);
  CHECK(files.arriving()->files == 1);
  CHECK(files.arriving("m-1")->files == 1);
  CHECK(files.arriving("m-2")->files == 0);
  CHECK(*files.forget_older(now + std::chrono::seconds(1)) == 1);
  CHECK(files.arriving()->files == 0);
  std::vector<std::string> there;
  REQUIRE(files.each_kept([&](const std::string& hash) {
    there.push_back(hash);
    return true;
  }));
  CHECK(there == std::vector<std::string>{sealed});
}

}  // namespace whistle::storage
