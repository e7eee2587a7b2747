#include "tests/adapters/http/raw_client.h"

#include <arpa/inet.h>
#include <doctest/doctest.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>

#include "adapters/http/http_message.h"
#include "adapters/http/listen_endpoint.h"

namespace whistle::adapters::http {

namespace {

constexpr ::timeval kPatience{60, 0};  // of a loaded machine

int connect_to(const ListenEndpoint& at, int receive_bytes) {
  const bool v6 = at.address.find(':') != std::string::npos;
  const int descriptor = ::socket(v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  REQUIRE(descriptor >= 0);
  (void)::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
  (void)::setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &kPatience, sizeof kPatience);
  if (receive_bytes > 0) (void)::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
  ::sockaddr_in6 to6{};
  ::sockaddr_in to4{};
  to6.sin6_family = AF_INET6;
  to4.sin_family = AF_INET;
  to6.sin6_port = to4.sin_port = htons(at.port);
  REQUIRE(::inet_pton(v6 ? AF_INET6 : AF_INET, at.address.c_str(),
                      v6 ? static_cast<void*>(&to6.sin6_addr) : static_cast<void*>(&to4.sin_addr)) == 1);
  const auto* const to = v6 ? reinterpret_cast<const ::sockaddr*>(&to6) : reinterpret_cast<const ::sockaddr*>(&to4);
  REQUIRE(::connect(descriptor, to, v6 ? sizeof to6 : sizeof to4) == 0);
  return descriptor;
}

}  // namespace

RawClient::RawClient(std::string_view endpoint, int receive_bytes, std::string_view alpn) {
  (void)std::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes without MSG_NOSIGNAL
  auto at = *parse_listen(endpoint);
  if (at.address == "0.0.0.0") at.address = "127.0.0.1";
  if (at.address == "::") at.address = "::1";
  descriptor_ = connect_to(at, receive_bytes);
  if (!at.tls) return;
  context_ = SSL_CTX_new(TLS_client_method());
  ssl_ = SSL_new(context_);
  (void)SSL_set_alpn_protos(ssl_, reinterpret_cast<const unsigned char*>(alpn.data()),
                            static_cast<unsigned>(alpn.size()));
  (void)SSL_set_fd(ssl_, descriptor_);
  shaken_ = SSL_connect(ssl_) == 1;
}

RawClient::~RawClient() {
  SSL_free(ssl_);
  SSL_CTX_free(context_);
  ::close(descriptor_);
}

bool RawClient::send(std::string_view bytes) {
  if (!ssl_) return send_raw(bytes);
  return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
}

bool RawClient::send_raw(std::string_view bytes) const {
  while (!bytes.empty()) {
    const auto sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void RawClient::end_sending() const {
  (void)::shutdown(descriptor_, SHUT_WR);
}

bool RawClient::read_more() {
  std::array<char, 16'384> piece;
  const auto got = ssl_ ? SSL_read(ssl_, piece.data(), piece.size())
                        : static_cast<int>(::recv(descriptor_, piece.data(), piece.size(), 0));
  if (got > 0) got_.append(piece.data(), static_cast<std::size_t>(got));
  return got > 0;
}

std::string RawClient::until(std::string_view text) {
  std::size_t end = 0;
  while ((end = got_.find(text)) == std::string::npos)
    if (!read_more()) return {};
  auto taken = got_.substr(0, end + text.size());
  got_.erase(0, taken.size());
  return taken;
}

std::string RawClient::head() {
  return until("\r\n\r\n");
}

std::string RawClient::response() {
  auto text = head();
  const auto length = field_of(text, "Content-Length");
  std::size_t bytes = 0;
  (void)std::from_chars(length.data(), length.data() + length.size(), bytes);
  while (got_.size() < bytes)
    if (!read_more()) return {};
  text += got_.substr(0, bytes);
  got_.erase(0, bytes);
  return text;
}

std::string RawClient::rest() {
  while (read_more()) {
  }
  return std::exchange(got_, {});
}

std::string RawClient::version() const {
  return SSL_get_version(ssl_);
}

std::string RawClient::certificate_name() const {
  auto* const certificate = SSL_get1_peer_certificate(ssl_);
  std::array<char, 128> name{};
  if (certificate) {
    (void)X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name.data(), name.size());
  }
  X509_free(certificate);
  return name.data();
}

std::string RawClient::alpn() const {
  const unsigned char* name = nullptr;
  unsigned bytes = 0;
  SSL_get0_alpn_selected(ssl_, &name, &bytes);
  return {reinterpret_cast<const char*>(name), bytes};
}

int status_of(std::string_view response) {
  int status = 0;
  if (response.size() > 12) (void)std::from_chars(response.data() + 9, response.data() + 12, status);
  return status;
}

std::string field_of(std::string_view response, std::string_view name) {
  auto head = response.substr(0, response.find("\r\n\r\n"));
  while (head.find("\r\n") != std::string_view::npos) {
    head.remove_prefix(head.find("\r\n") + 2);
    const auto line = head.substr(0, head.find("\r\n"));
    const auto colon = line.find(':');
    if (same_token(line.substr(0, colon), name)) return std::string(trimmed(line.substr(colon + 1)));
  }
  return {};
}

std::string body_of(std::string_view response) {
  const auto end = response.find("\r\n\r\n");
  return end == std::string_view::npos ? std::string() : std::string(response.substr(end + 4));
}

}  // namespace whistle::adapters::http
