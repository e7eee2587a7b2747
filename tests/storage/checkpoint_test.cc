#include "storage/checkpoint.h"

#include <doctest/doctest.h>

#include <string>

#include "storage/seeded_random.h"
#include "storage/sha256.h"
#include "tests/support/temp_dir.h"

namespace whistle::storage {
namespace {

struct Keys {
  support::TempDir dir;
  SeededRandom random{11};  // of the keys, and of what is spoilt
  CheckpointKey own = CheckpointKey::create(dir.path() / "own.key", random).value();
  CheckpointKey other = CheckpointKey::create(dir.path() / "other.key", random).value();
};

Checkpoint sample() {
  return {checkpoint_origin("370790", std::string(16, '\x1f')), 12'345, sha256("root")};
}

TEST_CASE_FIXTURE(Keys, "a note says what was signed, in the lines that others read too") {
  const auto note = sign_checkpoint(sample(), own);
  CHECK(
      note.starts_with("whistle/370790/1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f\n12345\n"
                       "SBNJTRN+FjG7owHVrKtue7eqdM4RhdRWVl71HXN2d7I=\n\n"
                       "\xe2\x80\x94 whistle/370790/1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f1f "));
  CHECK(open_checkpoint(note, own.public_key()) == sample());
  CHECK(sign_checkpoint(sample(), own) == note);  // nothing random in it
}

TEST_CASE_FIXTURE(Keys, "a note of nobody, of another key, or changed after the signing is told apart") {
  const auto note = sign_checkpoint(sample(), own);
  CHECK(open_checkpoint(note, other.public_key()).error() == NoteFault::OtherKey);
  CHECK(open_checkpoint(note, "short").error() == NoteFault::OtherKey);
  auto changed = note;
  changed.replace(changed.find("12345"), 5, "12346");
  CHECK(open_checkpoint(changed, own.public_key()).error() == NoteFault::Forged);
  const auto foreign = sign_checkpoint({"elsewhere", 12'345, sha256("root")}, own);
  CHECK(open_checkpoint(foreign, own.public_key())->origin == "elsewhere");
}

TEST_CASE_FIXTURE(Keys, "signatures of witnesses beside the journal's own are passed over") {
  auto witnessed = sign_checkpoint(sample(), own);
  witnessed += "\xe2\x80\x94 witness.example AAAAAWJ5IHNvbWVib2R5IGVsc2U=\n";
  CHECK(open_checkpoint(witnessed, own.public_key()) == sample());
}

TEST_CASE_FIXTURE(Keys, "whatever bytes come instead of a note, none is taken for one") {
  const auto note = sign_checkpoint(sample(), own);
  for (std::size_t end = 0; end < note.size(); ++end)
    CHECK_FALSE(open_checkpoint(note.substr(0, end), own.public_key()).has_value());
  for (int i = 0; i < 2'000; ++i) {
    auto spoilt = note;
    std::string dice(3, '\0');
    random.fill({reinterpret_cast<std::uint8_t*>(dice.data()), dice.size()});
    const auto at = (static_cast<unsigned char>(dice[0]) * 256U + static_cast<unsigned char>(dice[1])) % spoilt.size();
    if (spoilt[at] == dice[2]) continue;
    spoilt[at] = dice[2];
    CAPTURE(spoilt);
    CHECK_FALSE(open_checkpoint(spoilt, own.public_key()).has_value());
  }
  for (const auto* size : {"012345", "+12345", "12345 ", "-1", "", "18446744073709551616"}) {
    auto other_size = note;
    other_size.replace(other_size.find("12345"), 5, size);
    CHECK(open_checkpoint(other_size, own.public_key()).error() == NoteFault::Malformed);
  }
  CHECK_FALSE(open_checkpoint(std::string(kNoteBytesMax + 1, 'n'), own.public_key()).has_value());
}

TEST_CASE_FIXTURE(Keys, "a verifier's key names key and hash") {
  const auto text = verifier_key("whistle/1/00", own.public_key());
  CHECK(text.starts_with("whistle/1/00+"));
  CHECK(text.size() == std::string("whistle/1/00+01234567+").size() + 44);
  CHECK(parse_verifier_key(text) == VerifierKey{"whistle/1/00", own.public_key()});
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto spoilt = text;
    spoilt[i] = spoilt[i] == 'A' ? 'B' : 'A';
    CAPTURE(spoilt);
    CHECK_FALSE(parse_verifier_key(spoilt).has_value());
    CHECK_FALSE(parse_verifier_key(text.substr(0, i)).has_value());
  }
}

}  // namespace
}  // namespace whistle::storage
