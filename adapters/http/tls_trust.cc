#include "adapters/http/tls_trust.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <boost/asio/ip/address.hpp>

namespace whistle::adapters::http {

namespace {

bool harden_client(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // What was written is retried from wherever it lies then.
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1;
}

// A name is asked for in the handshake too; an address never is.
bool expect(SSL* ssl, const std::string& host) {
  boost::system::error_code error;
  (void)boost::asio::ip::make_address(host, error);
  if (!error) return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
  return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

}  // namespace

tl::expected<std::shared_ptr<const TlsTrust>, HttpError> TlsTrust::load(const std::filesystem::path& roots) {
  ERR_clear_error();
  Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
  if (!context || !harden_client(context.get())) return tl::unexpected(HttpError{"no TLS on this machine"});
  const bool loaded = roots.empty() ? SSL_CTX_set_default_verify_paths(context.get()) == 1
                                    : SSL_CTX_load_verify_file(context.get(), roots.c_str()) == 1;
  ERR_clear_error();
  if (!loaded) return tl::unexpected(HttpError{roots.string() + ": holds no certificate in PEM that can be read"});
  return std::shared_ptr<const TlsTrust>(new TlsTrust(std::move(context)));
}

Ssl TlsTrust::connect(const std::string& host) const {
  Ssl ssl(SSL_new(context_.get()));
  if (!ssl || !expect(ssl.get(), host)) return nullptr;
  SSL_set_connect_state(ssl.get());
  return ssl;
}

std::string certificate_fault(const ssl_st* ssl) {
  const auto result = ssl != nullptr ? SSL_get_verify_result(ssl) : X509_V_OK;
  return result == X509_V_OK ? std::string() : X509_verify_cert_error_string(result);
}

}  // namespace whistle::adapters::http
