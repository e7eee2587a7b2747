#include "tests/adapters/http/served.h"

#include <doctest/doctest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <thread>
#include <utility>

namespace whistle::adapters::http {

namespace asio = boost::asio;

struct Served::Running {
  asio::io_context context{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{context.get_executor()};
  std::thread thread{[this] { context.run(); }};
};

Served::Served(HttpServer::Respond respond, HttpLimits limits, BodyLimit body_limit, std::optional<TlsFiles> tls,
               FaultAnswer fault_answer)
    : running_(std::make_unique<Running>()) {
  const auto* const endpoint = tls ? "https://127.0.0.1:*" : "http://127.0.0.1:*";
  auto server = HttpServer::listen(running_->context, endpoint, std::move(tls), std::move(respond), limits,
                                   std::move(body_limit), std::move(fault_answer));
  REQUIRE_MESSAGE(server.has_value(), server.error().what);
  server_ = std::move(*server);
  endpoint_ = server_->endpoint();
}

Served::~Served() {
  end();
}

void Served::begin_end() {
  server_.reset();
}

void Served::end() {
  server_.reset();
  running_->work.reset();
  if (running_->thread.joinable()) running_->thread.join();
}

void Served::on_thread(const std::function<void()>& call) {
  std::promise<void> done;
  asio::post(running_->context, [&] {
    call();
    done.set_value();
  });
  done.get_future().wait();
}

void echo(const Request& request, const HttpServer::Answer& answer) {
  answer({200, request.method + " " + request.target + " " + request.body});
}

}  // namespace whistle::adapters::http
