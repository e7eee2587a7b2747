// Signed notes and the keys that check them. The first byte says what the others are: a whole note, the text of one
// that is signed here with a key that everybody knows, or a public key.
#include "storage/checkpoint.h"

#include <string>

#include "engine/assert.h"
#include "engine/base64.h"
#include "storage/sha256.h"
#include "tests/fuzz/known_checkpoint_key.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace {

void check_opened(const storage::Checkpoint& checkpoint) {
  WHISTLE_ASSERT(!checkpoint.origin.empty() && checkpoint.root.size() == storage::kSha256Bytes);
  const auto note = storage::sign_checkpoint(checkpoint, known_checkpoint_key());
  WHISTLE_ASSERT(storage::open_checkpoint(note, known_checkpoint_key().public_key()) == checkpoint);
}

void read_note(std::string_view note) {
  const auto opened = storage::open_checkpoint(note, known_checkpoint_key().public_key());
  if (opened) check_opened(*opened);
}

void read_text(std::string_view text) {
  // A text ends where a line ends, and an empty line ends it.
  if (!text.ends_with('\n') || text.find("\n\n") != std::string_view::npos) return;
  const auto name = std::string(text.substr(0, text.find('\n')));
  const auto key = storage::parse_verifier_key(storage::verifier_key(name, known_checkpoint_key().public_key()));
  // Of a name with '+' in it there is no such key.
  const std::string hash = storage::sha256({name, "\n", "\x01", known_checkpoint_key().public_key()}).substr(0, 4);
  const auto note = std::string(text) + "\n\xe2\x80\x94 " + name + " " +
                    engine::base64(hash + known_checkpoint_key().sign(text)) + "\n";
  const auto opened = storage::open_checkpoint(note, known_checkpoint_key().public_key());
  WHISTLE_ASSERT(opened || opened.error() == storage::NoteFault::Malformed);
  if (!opened) return;
  WHISTLE_ASSERT(opened->origin == name);
  WHISTLE_ASSERT(!key || key->name == name);
  check_opened(*opened);
  // One bit of what was signed turned: whatever is read of it, it is not taken for signed.
  auto forged = note;
  forged[name.size() / 2] = static_cast<char>(forged[name.size() / 2] ^ 1);
  WHISTLE_ASSERT(!storage::open_checkpoint(forged, known_checkpoint_key().public_key()));
}

void read_key(std::string_view text) {
  const auto key = storage::parse_verifier_key(text);
  if (key) WHISTLE_ASSERT(storage::verifier_key(key->name, key->public_key) == text);
}

}  // namespace

void read(std::string_view input) {
  if (input.empty()) return;
  const auto text = input.substr(1);
  if (input.front() == 'n') read_note(text);
  if (input.front() == 't') read_text(text);
  if (input.front() == 'k') read_key(text);
}

}  // namespace whistle::fuzz
