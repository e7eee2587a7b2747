// Who the client is, and which engine it takes for the right one: a pair of CURVE keys of its own and the engine's
// public key.
//
//   auto login = Login::from_files("kiosk.key_secret", "engine.key");   // of `whistle keygen` and `whistled init`
//
// Plain values. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "whistle/client/error.h"

namespace whistle::client {

struct Login {
  std::string server_key;  // 32 bytes each, not their Z85
  std::string public_key;
  std::string secret_key;

  // `key_file` holds both halves of the own key. `server_key` is the engine's as the 40 characters of Z85, or the name
  // of a file that holds it. Misused says which file, and the line where one is at fault.
  [[nodiscard]] static Result<Login> from_files(const std::filesystem::path& key_file, const std::string& server_key);
  // With a pair of keys that was never seen before. `server_key` as above.
  [[nodiscard]] static Result<Login> fresh(const std::string& server_key);
};

// 32 bytes as the 40 characters of Z85, as people pass a public key on; Misused: not 32 bytes.
[[nodiscard]] Result<std::string> key_text(std::string_view key);

}  // namespace whistle::client
