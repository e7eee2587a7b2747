#include "adapters/http/tls_certificate.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <array>
#include <string>
#include <utility>

namespace whistle::adapters::http {

namespace {

// Forward secrecy and authenticated encryption; those of TLS 1.3 are all good.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";
constexpr const char* kGroups = "X25519:P-256:P-384";
constexpr std::string_view kAlpn = "\x08http/1.1";
constexpr std::string_view kSessionContext = "whistle";

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Takes OpenSSL's errors, of which the first says most.
tl::unexpected<HttpError> wrong(const std::filesystem::path& file, const char* otherwise) {
  const auto code = ERR_get_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  ERR_clear_error();
  return tl::unexpected(HttpError{file.string() + ": " + (reason ? reason : otherwise)});
}

int choose_protocol(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* chosen_bytes,
                    const unsigned char* offered, unsigned offered_bytes, void* /*context*/) {
  unsigned char* found = nullptr;
  const int agreed = SSL_select_next_proto(&found, chosen_bytes, bytes(kAlpn), static_cast<unsigned>(kAlpn.size()),
                                           offered, offered_bytes);
  *chosen = found;
  return agreed == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

// A daemon has nobody to ask.
int no_passphrase(char* /*text*/, int /*size*/, int /*writing*/, void* /*context*/) {
  return -1;
}

bool harden(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  // A connection that waits keeps no record buffers. What was written is retried from wherever it lies then.
  SSL_CTX_set_mode(context,
                   SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);  // tickets need none
  SSL_CTX_set_default_passwd_cb(context, no_passphrase);
  SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
  return SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION) == 1 &&
         SSL_CTX_set_cipher_list(context, kCiphers) == 1 && SSL_CTX_set1_groups_list(context, kGroups) == 1 &&
         SSL_CTX_set_session_id_context(context, bytes(kSessionContext),
                                        static_cast<unsigned>(kSessionContext.size())) == 1;
}

}  // namespace

void FreeSsl::operator()(ssl_st* ssl) const {
  SSL_free(ssl);
}

tl::expected<std::unique_ptr<TlsCertificate>, HttpError> TlsCertificate::load(TlsFiles files) {
  std::unique_ptr<TlsCertificate> certificate(new TlsCertificate(std::move(files)));
  auto loaded = certificate->reload();
  if (!loaded) return tl::unexpected(std::move(loaded.error()));
  return certificate;
}

tl::expected<TlsCertificate::Context, HttpError> TlsCertificate::read(const TlsFiles& files) {
  ERR_clear_error();
  Context context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
  if (!context || !harden(context.get())) return wrong(files.certificate_chain, "no TLS on this machine");
  if (SSL_CTX_use_certificate_chain_file(context.get(), files.certificate_chain.c_str()) != 1)
    return wrong(files.certificate_chain, "no certificate");
  if (SSL_CTX_use_PrivateKey_file(context.get(), files.key.c_str(), SSL_FILETYPE_PEM) != 1)
    return wrong(files.key, "no key");
  if (SSL_CTX_check_private_key(context.get()) != 1) return wrong(files.key, "not the key of the certificate");
  return context;
}

tl::expected<void, HttpError> TlsCertificate::reload() {
  auto fresh = read(files_);
  if (!fresh) return tl::unexpected(std::move(fresh.error()));
  const std::scoped_lock lock(mutex_);
  context_ = *std::move(fresh);
  return {};
}

Ssl TlsCertificate::accept() const {
  const std::scoped_lock lock(mutex_);
  Ssl ssl(SSL_new(context_.get()));
  if (ssl) SSL_set_accept_state(ssl.get());
  return ssl;
}

}  // namespace whistle::adapters::http
