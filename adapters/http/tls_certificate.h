// The server's certificate and how it speaks TLS: 1.2 and 1.3, modern ciphers alone, no compression, no renegotiation,
// ALPN http/1.1. The certificate can be exchanged while connections are open; each keeps the one it began with.
#pragma once

#include <filesystem>
#include <memory>
#include <mutex>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"

struct ssl_ctx_st;
struct ssl_st;

namespace whistle::adapters::http {

// Where the certificate lies, in PEM: the server's own first, then those that lead to a root; and its key, not locked
// by a passphrase.
struct TlsFiles {
  std::filesystem::path certificate_chain;
  std::filesystem::path key;
};

struct FreeSsl {
  void operator()(ssl_st* ssl) const;
};
using Ssl = std::unique_ptr<ssl_st, FreeSsl>;

class TlsCertificate {
 public:
  // An error names the file and why.
  [[nodiscard]] static tl::expected<std::unique_ptr<TlsCertificate>, HttpError> load(TlsFiles files);

  // Reads the files again. After an error the old certificate stays. Any thread.
  [[nodiscard]] tl::expected<void, HttpError> reload();
  // The server's side of a new connection, with the newest certificate. Null: no memory. Any thread.
  [[nodiscard]] Ssl accept() const;

 private:
  using Context = std::shared_ptr<ssl_ctx_st>;
  explicit TlsCertificate(TlsFiles files) : files_(std::move(files)) {}
  static tl::expected<Context, HttpError> read(const TlsFiles& files);

  const TlsFiles files_;
  mutable std::mutex mutex_;
  Context context_;
};

}  // namespace whistle::adapters::http
