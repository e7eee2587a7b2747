#include "adapters/zeromq/zap_authenticator.h"

#include <array>
#include <vector>

#include "adapters/zeromq/curve_key_file.h"

namespace whistle::adapters::zeromq {

namespace {

constexpr const char* kZapEndpoint = "inproc://zeromq.zap.01";
constexpr const char* kEndEndpoint = "inproc://whistle.zap.end";
constexpr std::string_view kZapVersion = "1.0";
constexpr std::size_t kFixedFrames = 6;  // version, request id, domain, address, routing id, mechanism

std::string_view text_of(const zmq::message_t& frame) {
  return {static_cast<const char*>(frame.data()), frame.size()};
}

void send_frame(zmq::socket_t& socket, std::string_view frame, bool more) {
  (void)socket.send(zmq::buffer(frame), more ? zmq::send_flags::sndmore : zmq::send_flags::none);
}

}  // namespace

bool is_loopback(std::string_view address) {
  return address.starts_with("127.") || address == "::1" || address.starts_with("::ffff:127.");
}

ZapVerdict judge(Admission admission, const ZapRequest& request) {
  if (request.version != kZapVersion) return {false, "unknown version of ZAP", ""};
  if (request.domain != kZapDomain) return {false, "unknown domain", ""};
  if (request.mechanism == "CURVE") {
    if (admission != Admission::Curve) return {false, "this engine speaks in plain mode", ""};
    if (request.credentials.size() != kCurveKeyBytes) return {false, "not a CURVE key", ""};
    return {true, "OK", to_z85(request.credentials)};
  }
  if (request.mechanism != "NULL") return {false, "mechanism not supported", ""};
  if (admission != Admission::Plain) return {false, "CURVE is required", ""};
  if (!is_loopback(request.address)) return {false, "plain mode is for loopback", ""};
  return {true, "OK", ""};
}

tl::expected<std::unique_ptr<ZapAuthenticator>, SocketError> ZapAuthenticator::start(zmq::context_t& context,
                                                                                     Admission admission) {
  try {
    return std::unique_ptr<ZapAuthenticator>(new ZapAuthenticator(context, admission));
  } catch (const zmq::error_t& error) {
    return tl::unexpected(SocketError{error.num(), std::string("ZAP: ") + error.what()});
  }
}

ZapAuthenticator::ZapAuthenticator(zmq::context_t& context, Admission admission)
    : admission_(admission),
      questions_(context, zmq::socket_type::rep),
      ending_(context, zmq::socket_type::pair),
      ended_(context, zmq::socket_type::pair) {
  for (auto* socket : {&questions_, &ending_, &ended_})
    socket->set(zmq::sockopt::linger, 0);
  questions_.bind(kZapEndpoint);
  ended_.bind(kEndEndpoint);
  ending_.connect(kEndEndpoint);
  thread_ = std::thread([this] { serve(questions_, ended_); });
}

ZapAuthenticator::~ZapAuthenticator() {
  try {
    (void)ending_.send(zmq::str_buffer("end"), zmq::send_flags::none);
  } catch (const zmq::error_t&) {
    // The context was shut down: the loop has seen that too.
  }
  thread_.join();
}

void ZapAuthenticator::serve(zmq::socket_t& questions, zmq::socket_t& end) {
  try {
    for (;;) {
      std::array<zmq::pollitem_t, 2> items = {
          {{questions.handle(), 0, ZMQ_POLLIN, 0}, {end.handle(), 0, ZMQ_POLLIN, 0}}};
      zmq::poll(items.data(), items.size(), std::chrono::milliseconds{-1});
      if (items[1].revents != 0) return;
      if (items[0].revents != 0) answer(questions);
    }
  } catch (const zmq::error_t&) {
    // The context was shut down; no connection can ask any more.
  }
}

void ZapAuthenticator::answer(zmq::socket_t& questions) {
  std::vector<zmq::message_t> frames;
  do {
    frames.emplace_back();
    (void)questions.recv(frames.back(), zmq::recv_flags::none);
  } while (frames.back().more());

  ZapVerdict verdict{false, "malformed question", ""};
  std::string_view request_id;
  if (frames.size() >= kFixedFrames) {
    request_id = text_of(frames[1]);
    verdict = judge(admission_, {.version = text_of(frames[0]),
                                 .domain = text_of(frames[2]),
                                 .address = text_of(frames[3]),
                                 .mechanism = text_of(frames[5]),
                                 .credentials = frames.size() > kFixedFrames ? text_of(frames[6]) : ""});
  }
  if (!verdict.admitted) ++refused_;
  send_frame(questions, kZapVersion, /*more=*/true);
  send_frame(questions, request_id, /*more=*/true);
  send_frame(questions, verdict.admitted ? "200" : "400", /*more=*/true);
  send_frame(questions, verdict.status_text, /*more=*/true);
  send_frame(questions, verdict.user_id, /*more=*/true);
  send_frame(questions, "", /*more=*/false);
}

}  // namespace whistle::adapters::zeromq
