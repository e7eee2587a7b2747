#include "adapters/http/request_reader.h"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>

#include <algorithm>
#include <charconv>
#include <utility>

#include "adapters/http/response_head.h"
#include "engine/assert.h"

namespace whistle::adapters::http {

namespace beast = boost::beast;

namespace {

constexpr std::size_t kPieceBytes = 16U << 10;  // of a body, read at once
constexpr std::size_t kFirstBytes = 2U << 10;   // of a header, which is rarely longer
constexpr std::size_t kMethodBytesMax = 32;
constexpr std::string_view kTooLarge = "the body is too large";

std::string_view to_std(beast::string_view text) {
  return {text.data(), text.size()};
}

// Digits alone: no sign, no list.
std::optional<std::uint64_t> parse_length(std::string_view text) {
  std::uint64_t length = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), length);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return length;
}

bool is_host(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c > ' ' && c < '\x7F' && std::string_view("/?#@\\\"<>^`{|},").find(c) == std::string_view::npos;
  });
}

bool is_target_char(char c) {
  return static_cast<unsigned char>(c) > ' ' && c != '\x7F' && c != '#';
}

}  // namespace

RequestReader::RequestReader(const HttpLimits& limits, const BodyLimit& body_limit, const FaultAnswer* fault_answer)
    : limits_(limits), body_limit_(body_limit), fault_answer_(fault_answer) {}

std::span<char> RequestReader::room() {
  WHISTLE_ASSERT(at_ == At::Header || at_ == At::Body);
  if (begin_ == end_) begin_ = end_ = scanned_ = 0;
  if (begin_ > 0) {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    scanned_ -= std::min(scanned_, begin_);
    begin_ = 0;
  }
  // A header never has more bytes here than it may have; of a body all is taken off that has come.
  const auto limit =
      at_ == At::Header ? std::min<std::size_t>(std::max(end_ * 2, kFirstBytes), limits_.header_bytes) : kPieceBytes;
  if (buffer_.size() < limit) buffer_.resize(limit);
  WHISTLE_ASSERT(end_ < limit);
  return {buffer_.data() + end_, limit - end_};
}

void RequestReader::arrived(std::size_t bytes) {
  WHISTLE_ASSERT(bytes <= buffer_.size() - end_);
  end_ += bytes;
}

void RequestReader::rest() {
  if (begin_ != end_) return;
  begin_ = end_ = scanned_ = 0;
  std::string().swap(buffer_);
}

RequestReader::Step RequestReader::step() {
  if (at_ == At::Header) return read_header();
  if (at_ == At::Body) return read_body();
  return at_ == At::Whole ? Step::Whole : Step::Refused;
}

Request RequestReader::take() {
  WHISTLE_ASSERT(at_ == At::Whole);
  at_ = At::Header;
  scanned_ = begin_;
  header_end_ = lines_ = 0;
  return std::exchange(request_, {});
}

RequestReader::Step RequestReader::refuse(unsigned status, std::string_view what, std::uint64_t limit) {
  at_ = At::Refused;
  const bool worded = fault_answer_ != nullptr && *fault_answer_;
  auto response =
      worded ? (*fault_answer_)({status, what, limit}, request_) : Response{status, std::string(what) + "\n"};
  if (!can_be_sent(response)) response = {status, std::string(what) + "\n"};
  fault_ = std::make_shared<const Response>(std::move(response));
  return Step::Refused;
}

unsigned RequestReader::scan() {
  const auto at = [&](std::size_t place) { return buffer_[place]; };
  for (; scanned_ < end_ && header_end_ == 0; ++scanned_) {
    if (scanned_ - begin_ >= limits_.header_bytes) return 431;
    const char c = at(scanned_);
    const char before = scanned_ > begin_ ? at(scanned_ - 1) : '\0';
    if (c == '\0' || (c == '\n') != (before == '\r')) return 400;
    const bool starts_line = before == '\n' || scanned_ == begin_;
    if (starts_line && (c == ' ' || c == '\t')) return 400;  // folded, or blanks before the method
    if (c != '\n') continue;
    const bool is_empty = scanned_ < begin_ + 2 || at(scanned_ - 2) == '\n';
    if (!is_empty) {
      if (++lines_ > std::size_t{limits_.header_fields} + 1) return 431;
    } else if (lines_ > 0) {
      header_end_ = scanned_ + 1;
    } else {
      begin_ = scanned_ + 1;  // an empty line before a request is passed over
    }
  }
  return header_end_ == 0 && end_ - begin_ >= limits_.header_bytes ? 431 : 0;
}

RequestReader::Step RequestReader::read_header() {
  const auto fault = scan();
  if (fault == 400) return refuse(400, "this is no request");
  if (fault != 0) return refuse(fault, "the header is too large", limits_.header_bytes);
  if (header_end_ == 0) return begin_ == end_ ? Step::Nothing : Step::MoreHeader;
  return read_fields(std::string_view(buffer_).substr(begin_, header_end_ - begin_));
}

RequestReader::Step RequestReader::read_fields(std::string_view head) {
  beast::http::request_parser<beast::http::empty_body> parser;
  parser.header_limit(limits_.header_bytes + 1);
  parser.body_limit(boost::none);  // judged here, once it is known whose body it is
  boost::system::error_code error;
  parser.put(boost::asio::const_buffer(head.data(), head.size()), error);
  if (error || !parser.is_header_done()) return refuse(400, "this is no request");
  const auto& message = parser.get();
  request_ = {std::string(to_std(message.method_string())), std::string(to_std(message.target()))};
  for (const auto& field : message)
    request_.fields.push_back({std::string(to_std(field.name_string())), std::string(to_std(field.value()))});
  http10_ = message.version() == 10;
  keep_alive_ = message.keep_alive();
  if (const auto why = fault_of_header(head); !why.empty()) return refuse(400, why);
  begin_ = header_end_;
  return begin_body();
}

std::string_view RequestReader::fault_of_header(std::string_view head) {
  const auto line = head.substr(0, head.find("\r\n"));
  if (!line.ends_with(" HTTP/1.1") && !line.ends_with(" HTTP/1.0")) return "HTTP/1.1 or HTTP/1.0 alone";
  if (!is_token(request_.method) || request_.method.size() > kMethodBytesMax) return "no such method";
  if (!take_target()) return "the target is malformed";
  const auto hosts = request_.values("Host");
  if (hosts.size() > 1 || (hosts.empty() && !http10_)) return "exactly one Host";
  if (!hosts.empty() && !is_host(hosts.front())) return "the Host is malformed";
  return fault_of_framing();
}

bool RequestReader::take_target() {
  auto& target = request_.target;
  if (target.empty() || !std::all_of(target.begin(), target.end(), is_target_char)) return false;
  if (target == "*") return request_.method == "OPTIONS";
  if (target.front() == '/') return true;
  // The whole address, as to a proxy: what is asked of us is its path.
  const auto scheme = target.find("://");
  if (scheme == std::string::npos) return false;
  const auto name = lower_case(std::string_view(target).substr(0, scheme));
  if (name != "http" && name != "https") return false;
  const auto path = target.find_first_of("/?", scheme + 3);
  if (path == scheme + 3) return false;
  target = path == std::string::npos ? "/" : (target[path] == '?' ? "/" : "") + target.substr(path);
  return true;
}

std::string_view RequestReader::fault_of_framing() {
  const auto lengths = request_.values("Content-Length");
  const auto codings = request_.values("Transfer-Encoding");
  const auto length = lengths.empty() ? 0 : parse_length(lengths.front());
  if (lengths.size() > 1 || !length) return "exactly one Content-Length";
  if (codings.size() > 1 || (!codings.empty() && !same_token(codings.front(), "chunked")))
    return "chunked is the one coding";
  if (!codings.empty() && (http10_ || !lengths.empty())) return "the length of the body is told in two ways";
  missing_ = *length;
  return {};
}

RequestReader::Step RequestReader::begin_body() {
  const auto expected = request_.values("Expect");
  const bool waits = !http10_ && !expected.empty();  // to be told to go on
  if (waits && (expected.size() > 1 || !same_token(expected.front(), "100-continue")))
    return refuse(417, "100-continue alone");
  const bool chunked = request_.field("Transfer-Encoding").has_value();
  auto room = !chunked && missing_ == 0 ? BodyRoom(0)
              : body_limit_             ? body_limit_(request_)
                                        : BodyRoom(limits_.body_bytes);
  if (room.refusal) {
    at_ = At::Refused;
    fault_ = std::move(room.refusal);
    fault_after_ = room.refusal_after;
    return Step::Refused;
  }
  room_ = room.bytes_max;
  if (missing_ > room_) return refuse(413, kTooLarge, room_);
  request_.held = std::move(room.held);
  if (request_.held) request_.body.reserve(missing_);  // what is counted takes no more than it says
  chunks_.reset();
  if (chunked) chunks_.emplace(room.bytes_max, limits_.header_bytes);
  at_ = At::Body;
  return waits && begin_ == end_ && (chunks_ || missing_ > 0) ? Step::Continue : read_body();
}

RequestReader::Step RequestReader::read_body() {
  auto text = std::string_view(buffer_).substr(begin_, end_ - begin_);
  if (chunks_) {
    const auto state = chunks_->read(text, request_.body);
    begin_ = end_ - text.size();
    if (state == ChunkedBody::State::Malformed) return refuse(400, "a chunk is malformed");
    if (state == ChunkedBody::State::TooLarge) return refuse(413, kTooLarge, room_);
    if (state == ChunkedBody::State::More) return Step::MoreBody;
  } else {
    const auto piece = text.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(missing_, text.size())));
    request_.body.append(piece);
    begin_ += piece.size();
    missing_ -= piece.size();
    if (missing_ > 0) return Step::MoreBody;
  }
  at_ = At::Whole;
  return Step::Whole;
}

}  // namespace whistle::adapters::http
