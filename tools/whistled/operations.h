// What operators and their programs ask over HTTP: /-/healthy, /-/ready and /metrics on a port of loopback, and on the
// socket DATA/control, which only the engine's own user can open, also what changes something:
//
//   POST /-/confirm-clock      goes on after the machine's time has jumped
//   POST /-/snapshot           makes DATA/snapshot, from which `whistled backup` copies
//   GET  /-/deliveries…        how deliveries stand, and POST what is to be done with dead letters: see Deliveries
//
// Lives on the edge thread; asks the core thread for a Snapshot and waits without blocking it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "adapters/http/http_server.h"
#include "tools/whistled/failure.h"
#include "tools/whistled/snapshot.h"

namespace whistle::tools::whistled {

struct OperationsParts {
  // Calls back on the core thread, if that still turns.
  std::function<void(std::function<void(const Snapshot&)>)> ask;
  // Tells whether there was anything to confirm.
  std::function<void(std::function<void(bool)>)> confirm_clock;
  // Makes the copy that a backup is taken from; returns where it lies. On the edge thread. Null: there is none to make.
  std::function<Result<std::filesystem::path>()> copy_store;
  // A method and the path below /-/deliveries; see Deliveries::operate. Null: nothing is delivered.
  using Told = std::function<void(unsigned status, std::string body)>;
  std::function<void(std::string method, std::string path, Told told)> deliveries;
  std::filesystem::path store;  // whose size and disk are told
};

class Operations {
 public:
  // `endpoint` empty: no port. `control` empty: no socket. Failed where an address is in use or is not loopback.
  [[nodiscard]] static Result<std::unique_ptr<Operations>> open(boost::asio::io_context& context, OperationsParts parts,
                                                                const std::string& endpoint,
                                                                const std::filesystem::path& control);

  // Ends both doors. What is being answered still uses this object, until the context has run out of work.
  void close();

  // Of the port, as bound; empty: none.
  std::string endpoint() const { return port_ ? port_->endpoint() : std::string(); }

 private:
  enum class Door { Port, Control };
  explicit Operations(OperationsParts parts) : parts_(std::move(parts)) {}
  void respond(Door door, const adapters::http::Request& request, const adapters::http::HttpServer::Answer& answer);
  void ask_deliveries(const adapters::http::Request& request, const adapters::http::HttpServer::Answer& answer);
  void change(const adapters::http::Request& request, const adapters::http::HttpServer::Answer& answer);

  OperationsParts parts_;
  std::unique_ptr<adapters::http::HttpServer> port_;
  std::unique_ptr<adapters::http::HttpServer> control_;
};

}  // namespace whistle::tools::whistled
