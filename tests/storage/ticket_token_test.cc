// A ticket's private token: made from its key, committed to by its entry, gone with its row.
#include <doctest/doctest.h>

#include "storage/sha256.h"
#include "storage/system_random.h"
#include "storage/vault.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {

namespace {

struct Fixture {
  support::TempDir dir;
  SystemRandom random;
  Vault vault = make(dir.path() / "master.key");

  Vault make(const std::filesystem::path& path) {
    auto made = Vault::create(path, random);
    if (!made) FAIL(made.error().what);
    return std::move(*made);
  }
  Vault::Sealed sealed(const std::string& text = "门禁坏了") {
    v1::PersonalData personal;
    personal.set_text(text);
    return vault.seal(personal, random, Vault::GiveToken::Yes);
  }
};

}  // namespace

TEST_CASE_FIXTURE(Fixture, "a token is given where one is asked for, and the row gives the same again") {
  const auto first = sealed();
  CHECK(first.ticket_token.size() == kTicketTokenBytes);
  CHECK(vault.ticket_token(first.row, first.commitments).value() == first.ticket_token);
  const auto without = vault.seal({}, random);
  CHECK(without.ticket_token.empty());
  CHECK(without.commitments.ticket_token().empty());
  CHECK_FALSE(vault.ticket_token(without.row, without.commitments).value().has_value());
}

TEST_CASE_FIXTURE(Fixture, "every ticket has another token") {
  CHECK(sealed().ticket_token != sealed().ticket_token);
}

TEST_CASE_FIXTURE(Fixture, "neither row nor commitment holds it, and the commitment is salted") {
  const auto first = sealed();
  CHECK(first.row.find(first.ticket_token) == std::string::npos);
  CHECK(first.commitments.ticket_token() != sha256({first.ticket_token}));
  const auto salt = vault.open(first.row, first.row)->salt;
  CHECK(first.commitments.ticket_token() == sha256({salt, "\x10", first.ticket_token}));
}

TEST_CASE_FIXTURE(Fixture, "it commits beside the personal data, and changes nothing of those commitments") {
  const auto first = sealed();
  CHECK(Vault::matches(vault.open(first.row, first.row).value(), first.commitments));
}

TEST_CASE_FIXTURE(Fixture, "a row in another ticket's place gives no token, also where both hold nothing") {
  const auto mine = sealed("");
  const auto other = sealed("");
  CHECK_FALSE(vault.ticket_token(other.row, mine.commitments).value().has_value());
}

TEST_CASE_FIXTURE(Fixture, "a damaged row, or another master key, gives an error and no token") {
  auto first = sealed();
  const auto other = make(dir.path() / "other.key");
  CHECK_FALSE(other.ticket_token(first.row, first.commitments).has_value());
  first.row.back() = static_cast<char>(first.row.back() ^ 1);
  CHECK_FALSE(vault.ticket_token(first.row, first.commitments).has_value());
}

TEST_CASE("secrets are the same byte by byte, of the same length") {
  CHECK(same_secret("abc", "abc"));
  CHECK_FALSE(same_secret("abc", "abd"));
  CHECK_FALSE(same_secret("abc", "ab"));
  CHECK_FALSE(same_secret("", "a"));
}

}  // namespace whistle::storage
