// CURVE keys, and the certificate files that hold them: the ZPL format that czmq's zcert and pyzmq's zmq.auth write and
// read.
//
//   auto keys = make_curve_keys(random);
//   write_curve_key_files("keys/desk.key", *keys, {{"member", "DESK-01"}});   // desk.key and desk.key_secret (mode
//   0600) auto loaded = read_curve_key_file("keys/desk.key_secret");
//
// Plain functions, no shared state; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

#include "engine/ports.h"

namespace whistle::adapters::zeromq {

inline constexpr std::size_t kCurveKeyBytes = 32;
inline constexpr std::size_t kCurveKeyZ85Bytes = 40;

// Keys as bytes, as the messages carry them; ZeroMQ's own text form is Z85.
struct CurveKeys {
  std::string public_key;  // 32 bytes
  std::string secret_key;  // 32 bytes; empty: the file holds a public key alone
};

struct CurveKeyFile {
  CurveKeys keys;
  std::vector<std::pair<std::string, std::string>> metadata;  // in the file's order; names without blanks
};

struct CurveKeyFileError {
  std::string what;  // names the file, and the line where one is at fault
};

// A new pair; the secret half is 32 bytes of `random`. Drawn again where the text of the public half would begin with
// '-', which command lines take for an option.
[[nodiscard]] CurveKeys make_curve_keys(engine::RandomSource& random);

// Reads either file of a pair. Fails on a file that cannot be read, a line that is not ZPL, a key that is not 40
// characters of Z85, a missing public key, or a secret key that is not the public key's.
[[nodiscard]] tl::expected<CurveKeyFile, CurveKeyFileError> read_curve_key_file(const std::filesystem::path& path);

// Writes the public certificate to `path` and, if there is a secret key, both keys to `path` + "_secret" with mode
// 0600. Refuses to overwrite either file. Values of metadata must not hold '"', line breaks or other control
// characters.
[[nodiscard]] tl::expected<void, CurveKeyFileError> write_curve_key_files(
    const std::filesystem::path& path, const CurveKeys& keys,
    const std::vector<std::pair<std::string, std::string>>& metadata);

// Path of the secret file that belongs to a public certificate.
[[nodiscard]] std::filesystem::path secret_file_of(const std::filesystem::path& path);

// 32 bytes to 40 characters and back; nullopt: not the Z85 form of 32 bytes.
[[nodiscard]] std::string to_z85(std::string_view key);
[[nodiscard]] std::optional<std::string> from_z85(std::string_view text);

}  // namespace whistle::adapters::zeromq
