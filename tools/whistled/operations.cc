#include "tools/whistled/operations.h"

#include <utility>

#include "tools/whistled/machine_facts.h"
#include "tools/whistled/metrics_text.h"

namespace whistle::tools::whistled {

namespace http = adapters::http;

namespace {

constexpr http::HttpLimits kLimits{
    .body_bytes = 1024,
    .answer_time = std::chrono::milliseconds(5'000),  // a core thread that is well answers
    .connections = 32};

constexpr std::string_view kDeliveries = "/-/deliveries";

void tell_ready(const Snapshot& snapshot, const http::HttpServer::Answer& answer) {
  const auto why = snapshot.not_ready();
  answer(why.empty() ? http::Response{200, "ready\n"} : http::Response{503, why + "\n"});
}

}  // namespace

Result<std::unique_ptr<Operations>> Operations::open(boost::asio::io_context& context, OperationsParts parts,
                                                     const std::string& endpoint,
                                                     const std::filesystem::path& control) {
  std::unique_ptr<Operations> operations(new Operations(std::move(parts)));
  const auto through = [self = operations.get()](Door door) {
    return [self, door](const http::Request& request, const http::HttpServer::Answer& answer) {
      self->respond(door, request, answer);
    };
  };
  if (!endpoint.empty()) {
    auto port = http::HttpServer::listen_loopback(context, endpoint, through(Door::Port), kLimits);
    if (!port) return fail(ExitCode::Failed, "--operations " + port.error().what);
    operations->port_ = *std::move(port);
  }
  if (!control.empty()) {
    auto socket = http::HttpServer::listen_local(context, control, through(Door::Control), kLimits);
    if (!socket) return fail(ExitCode::Failed, socket.error().what);
    operations->control_ = *std::move(socket);
  }
  return operations;
}

void Operations::close() {
  port_.reset();
  control_.reset();
}

void Operations::respond(Door door, const http::Request& request, const http::HttpServer::Answer& answer) {
  if (door == Door::Control && request.target.starts_with(kDeliveries)) return ask_deliveries(request, answer);
  if (request.method == "POST" && door == Door::Control) return change(request, answer);
  if (request.method != "GET") return answer({405, "GET alone\n"});
  if (request.target == "/-/healthy") {
    parts_.ask([answer](const Snapshot&) { answer({200, "healthy\n"}); });
  } else if (request.target == "/-/ready") {
    parts_.ask([answer](const Snapshot& snapshot) { tell_ready(snapshot, answer); });
  } else if (request.target == "/metrics") {
    // The machine is asked here, on the edge thread; what is left to the core thread is a copy.
    const auto machine = read_machine(parts_.store);
    parts_.ask([answer, machine](const Snapshot& snapshot) {
      answer({200, to_metrics(snapshot, machine), kMetricsType});
    });
  } else {
    answer({404, "/-/healthy, /-/ready or /metrics\n"});
  }
}

void Operations::ask_deliveries(const http::Request& request, const http::HttpServer::Answer& answer) {
  if (!parts_.deliveries) return answer({404, "nothing is delivered: this engine runs without --deliveries\n"});
  parts_.deliveries(request.method, request.target.substr(kDeliveries.size()),
                    [answer](unsigned status, std::string body) {
                      answer({status, std::move(body)});
                    });
}

void Operations::change(const http::Request& request, const http::HttpServer::Answer& answer) {
  if (request.target == "/-/confirm-clock") {
    parts_.confirm_clock([answer](bool confirmed) {
      answer(confirmed ? http::Response{200, "the time is confirmed, the engine goes on\n"}
                       : http::Response{409, "the time has not jumped, there is nothing to confirm\n"});
    });
  } else if (request.target == "/-/snapshot" && parts_.copy_store) {
    const auto made = parts_.copy_store();
    answer(made ? http::Response{200, made->string()} : http::Response{500, made.error().what});
  } else {
    answer({404, "/-/confirm-clock or /-/snapshot\n"});
  }
}

}  // namespace whistle::tools::whistled
