// The public key of a journal's checkpoints as people keep it: the verifier key of a signed note,
// `name+hash+base64`, as `whistle audit key` prints it.
#pragma once

#include <string>

#include "tools/whistle/audit/journal_source.h"
#include "tools/whistle/failure.h"
#include "tools/whistle/language.h"

namespace whistle::tools {

struct PublicKey {
  std::string origin;  // the journal's name in its notes
  std::string key;     // 32 bytes
};

// `text` as it is printed, or the name of a file that holds it. Fails where it is neither.
[[nodiscard]] Result<PublicKey> read_public_key(Language language, const std::string& text);
// The journal's own, as its first entry says.
[[nodiscard]] Result<PublicKey> own_key(JournalSource& source);
// A small file, such as a note. Fails where it cannot be read or is longer than any note.
[[nodiscard]] Result<std::string> read_note_file(Language language, const std::string& path);

}  // namespace whistle::tools
