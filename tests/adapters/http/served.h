// A server for tests, on a thread of its own that runs until it is out of work.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/http_server.h"

namespace whistle::adapters::http {

class Served {
 public:
  // On a free port of loopback, with TLS if files are given.
  explicit Served(HttpServer::Respond respond, HttpLimits limits = {}, BodyLimit body_limit = {},
                  std::optional<TlsFiles> tls = {}, FaultAnswer fault_answer = {});
  ~Served();
  Served(const Served&) = delete;
  Served& operator=(const Served&) = delete;

  // Ends the server, and waits until nothing of it is left.
  void end();
  // Ends the server, and does not wait.
  void begin_end();
  // On the server's thread, and waits for it.
  void on_thread(const std::function<void()>& call);
  [[nodiscard]] const std::string& endpoint() const { return endpoint_; }
  HttpServer& server() { return *server_; }

 private:
  struct Running;  // keeps Asio out of here
  std::unique_ptr<Running> running_;
  std::string endpoint_;
  std::unique_ptr<HttpServer> server_;
};

// Says what was asked: "GET /a?b body".
void echo(const Request& request, const HttpServer::Answer& answer);

}  // namespace whistle::adapters::http
