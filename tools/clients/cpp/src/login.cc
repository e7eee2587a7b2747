#include "whistle/client/login.h"

#include <system_error>
#include <utility>

#include "adapters/zeromq/curve_key_file.h"
#include "tools/clients/cpp/src/kernel_random.h"

namespace whistle::client {

namespace {

namespace zeromq = adapters::zeromq;

tl::unexpected<Error> misused(std::string what) {
  return tl::unexpected(Error(Misused{std::move(what)}));
}

Result<std::string> server_key_of(const std::string& text) {
  std::error_code ignored;
  if (text.size() == zeromq::kCurveKeyZ85Bytes && !std::filesystem::exists(text, ignored)) {
    if (auto key = zeromq::from_z85(text)) return *std::move(key);
    return misused("the engine's public key is not 40 characters of Z85");
  }
  auto file = zeromq::read_curve_key_file(text);
  if (!file) return misused(file.error().what);
  return std::move(file->keys.public_key);
}

}  // namespace

Result<Login> Login::from_files(const std::filesystem::path& key_file, const std::string& server_key) {
  auto own = zeromq::read_curve_key_file(key_file);
  if (!own) return misused(own.error().what);
  if (own->keys.secret_key.empty()) return misused(key_file.string() + ": holds no secret key");
  auto server = server_key_of(server_key);
  if (!server) return tl::unexpected(std::move(server.error()));
  return Login{std::move(*server), std::move(own->keys.public_key), std::move(own->keys.secret_key)};
}

Result<Login> Login::fresh(const std::string& server_key) {
  auto server = server_key_of(server_key);
  if (!server) return tl::unexpected(std::move(server.error()));
  KernelRandom random;
  auto keys = zeromq::make_curve_keys(random);
  return Login{std::move(*server), std::move(keys.public_key), std::move(keys.secret_key)};
}

Result<std::string> key_text(std::string_view key) {
  auto text = zeromq::to_z85(key);
  if (text.empty()) return misused("a CURVE key has 32 bytes");
  return text;
}

}  // namespace whistle::client
