// Whom a client of ours believes: TLS 1.2 and 1.3 with a certificate that leads to a known root and names the host.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include <tl/expected.hpp>

#include "adapters/http/http_message.h"
#include "adapters/http/tls_certificate.h"

namespace whistle::adapters::http {

class TlsTrust {
 public:
  // Roots in PEM; empty: those of the machine. An error names the file and why.
  [[nodiscard]] static tl::expected<std::shared_ptr<const TlsTrust>, HttpError> load(
      const std::filesystem::path& roots);

  // The client's side of a new connection to that host, a name or a numeric address. Null: no memory. Any thread.
  [[nodiscard]] Ssl connect(const std::string& host) const;

 private:
  using Context = std::shared_ptr<ssl_ctx_st>;
  explicit TlsTrust(Context context) : context_(std::move(context)) {}

  const Context context_;
};

// Why the last handshake of that connection failed, as far as it lies with the certificate; empty: it does not.
[[nodiscard]] std::string certificate_fault(const ssl_st* ssl);

}  // namespace whistle::adapters::http
