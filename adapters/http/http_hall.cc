#include "adapters/http/http_hall.h"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <array>
#include <utility>

#include "adapters/http/http_session.h"
#include "adapters/http/response_head.h"

namespace whistle::adapters::http {

namespace asio = boost::asio;

namespace {

constexpr auto kToken = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::milliseconds kAcceptPause{100};  // after a failure such as no descriptors left

// As far as that goes without waiting.
void tell_full(int descriptor, std::string_view date) {
  const Response full{.status = 503, .body = "too many connections", .fields = {{"Retry-After", "5"}}};
  const auto told = to_head(full, {.keep_alive = false, .date = date}) + full.body;
  std::array<char, 4'096> dropped;
  (void)::recv(descriptor, dropped.data(), dropped.size(), MSG_DONTWAIT);
  (void)::send(descriptor, told.data(), told.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace

HttpHall::HttpHall(asio::io_context& context, HttpServer::Respond respond, HttpLimits limits, BodyLimit body_limit,
                   FaultAnswer fault_answer, std::unique_ptr<TlsCertificate> certificate)
    : context_(context),
      respond_(std::move(respond)),
      limits_(limits),
      body_limit_(std::move(body_limit)),
      fault_answer_(std::move(fault_answer)),
      certificate_(std::move(certificate)) {}

HttpHall::~HttpHall() = default;

void HttpHall::open(Acceptor<asio::ip::tcp> acceptor) {
  start(std::move(acceptor));
}
void HttpHall::open(Acceptor<asio::local::stream_protocol> acceptor) {
  start(std::move(acceptor));
}

template <typename Protocol>
void HttpHall::start(Acceptor<Protocol> acceptor) {
  close_ = [acceptor] {
    boost::system::error_code ignored;
    acceptor->close(ignored);
  };
  asio::co_spawn(context_, accept_all<Protocol>(shared_from_this(), std::move(acceptor)), asio::detached);
}

template <typename Protocol>
asio::awaitable<void> HttpHall::accept_all(std::shared_ptr<HttpHall> self, Acceptor<Protocol> acceptor) {
  while (!self->ending_) {
    auto [error, socket] = co_await acceptor->async_accept(kToken);
    if (self->ending_) break;
    if (error) {
      asio::steady_timer pause(self->context_, kAcceptPause);
      (void)co_await pause.async_wait(kToken);
      continue;
    }
    auto peer = peer_of(socket);
    self->admit(Socket(std::move(socket)), std::move(peer));
  }
}

Peer HttpHall::peer_of(const asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? Peer{} : peer_at(endpoint.address());
}

Peer HttpHall::peer_of(const asio::local::stream_protocol::socket& /*socket*/) {
  return {};
}

bool HttpHall::is_full(const std::string& group) const {
  if (sessions_.size() >= limits_.connections) return true;
  if (limits_.connections_per_address == 0 || group.empty()) return false;
  const auto there = of_group_.find(group);
  return there != of_group_.end() && there->second >= limits_.connections_per_address;
}

void HttpHall::admit(Socket socket, Peer peer) {
  if (is_full(peer.group)) {
    if (!certificate_) tell_full(socket.native_handle(), date());
    return;  // closed as it goes
  }
  auto ssl = certificate_ ? certificate_->accept() : Ssl();
  if (certificate_ && !ssl) return;
  if (limits_.connections_per_address != 0) ++of_group_[peer.group];
  const auto session = std::make_shared<HttpSession>(*this, std::move(socket), std::move(ssl), std::move(peer));
  sessions_.insert(session);
  session->start(shared_from_this());
}

void HttpHall::leave(HttpSession& session) {
  if (const auto there = of_group_.find(session.peer().group); there != of_group_.end() && --there->second == 0)
    of_group_.erase(there);
  sessions_.erase(session.shared_from_this());
}

void HttpHall::end() {
  ending_ = true;
  close_();
  for (const auto& session : sessions_)
    session->end();
}

std::string_view HttpHall::date() {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  if (now != dated_) date_ = to_http_date(now);
  dated_ = now;
  return date_;
}

tl::expected<void, HttpError> HttpHall::reload_certificate() {
  if (!certificate_) return {};
  return certificate_->reload();
}

}  // namespace whistle::adapters::http
