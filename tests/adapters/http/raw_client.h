// A client that sends any bytes and reads whatever comes, plain or with TLS, blocking. For tests that no proper client
// would write.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

struct ssl_ctx_st;
struct ssl_st;

namespace whistle::adapters::http {

class RawClient {
 public:
  // Connects to an endpoint as HttpServer::endpoint() tells it; with a small receive buffer if that is asked for.
  // `alpn` in the form of the protocol: each name with its length before it.
  explicit RawClient(std::string_view endpoint, int receive_bytes = 0, std::string_view alpn = "\x08http/1.1");
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient();

  // False: the other side is gone. send_raw() passes TLS by.
  bool send(std::string_view bytes);
  bool send_raw(std::string_view bytes) const;
  // Says that nothing more will come.
  void end_sending() const;
  // One response with a length, or its head alone; "" where the connection ends before.
  std::string response();
  std::string head();
  // All until the other side closes.
  std::string rest();
  // What has come up to and with that text; "" where the connection ends before.
  std::string until(std::string_view text);
  // Of the TLS handshake: whether it went well, the protocol's version, the name in the server's certificate, the ALPN.
  [[nodiscard]] bool shaken() const { return shaken_; }
  [[nodiscard]] std::string version() const;
  [[nodiscard]] std::string certificate_name() const;
  [[nodiscard]] std::string alpn() const;
  [[nodiscard]] int descriptor() const { return descriptor_; }

 private:
  // False: the end.
  bool read_more();

  int descriptor_ = -1;
  ssl_ctx_st* context_ = nullptr;
  ssl_st* ssl_ = nullptr;
  bool shaken_ = false;
  std::string got_;
};

// Of the text of a response: its status, one of its fields ("" if it has none), what follows the head.
[[nodiscard]] int status_of(std::string_view response);
[[nodiscard]] std::string field_of(std::string_view response, std::string_view name);
[[nodiscard]] std::string body_of(std::string_view response);

}  // namespace whistle::adapters::http
