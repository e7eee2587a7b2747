// Requests of one connection, read from its bytes as they come, without a socket. Beast parses the header; what it lets
// pass and a server on the open web must not (folded fields, both lengths, two hosts, ...) is refused here.
//
//   RequestReader reader(limits, {});
//   const auto room = reader.room();
//   reader.arrived(socket.read(room));
//   switch (reader.step()) { case Step::Whole: serve(reader.take()); ...
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "adapters/http/chunked_body.h"
#include "adapters/http/http_limits.h"
#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

class RequestReader {
 public:
  enum class Step {
    Nothing,     // no byte of a request is there
    MoreHeader,  // a header has begun
    Continue,    // the header is read, and the client waits to be told to go on; once, then MoreBody
    MoreBody,
    Whole,    // take() it
    Refused,  // tell fault(); nothing more can be read from this connection
  };

  // All must live as long as the reader; `fault_answer` may be null, as what it points to.
  RequestReader(const HttpLimits& limits, const BodyLimit& body_limit, const FaultAnswer* fault_answer = nullptr);

  // Where the next bytes belong, at least one; and how many came there. Not where a request is Whole or was Refused.
  std::span<char> room();
  void arrived(std::size_t bytes);
  // Goes as far as the bytes reach.
  Step step();

  // Of the request that is Whole: it, once; the next step() begins the next one.
  Request take();
  [[nodiscard]] bool keep_alive() const { return keep_alive_; }
  [[nodiscard]] bool http10() const { return http10_; }
  [[nodiscard]] const Response& fault() const { return *fault_; }
  // How long it has to wait.
  [[nodiscard]] std::chrono::milliseconds fault_after() const { return fault_after_; }
  // Whether bytes have come that no request has taken yet.
  [[nodiscard]] bool has_more() const { return begin_ != end_; }
  // Of the body that is being read: what has come.
  [[nodiscard]] std::size_t body_bytes() const { return request_.body.size(); }
  // Gives back what memory waiting for the next request does not need.
  void rest();

 private:
  Step read_header();
  Step read_fields(std::string_view head);
  Step begin_body();
  Step read_body();
  // Looks at each byte of a header once, until its end. What to refuse it with, as soon as that shows; 0: nothing yet.
  unsigned scan();
  // Why the header is refused with 400; empty: it is not.
  std::string_view fault_of_header(std::string_view head);
  std::string_view fault_of_framing();
  bool take_target();
  Step refuse(unsigned status, std::string_view what, std::uint64_t limit = 0);

  const HttpLimits& limits_;
  const BodyLimit& body_limit_;
  const FaultAnswer* const fault_answer_;
  // What has come and is not read: [begin_, end_) of the buffer; up to scanned_ no byte is wrong.
  std::string buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::size_t scanned_ = 0;
  std::size_t header_end_ = 0;  // 0: not seen
  std::size_t lines_ = 0;

  enum class At { Header, Body, Whole, Refused };
  At at_ = At::Header;
  Request request_;
  std::uint64_t missing_ = 0;          // bytes of a body whose length was told
  std::uint64_t room_ = 0;             // for the body
  std::optional<ChunkedBody> chunks_;  // of one that comes in chunks
  bool keep_alive_ = false;
  bool http10_ = false;
  std::shared_ptr<const Response> fault_;  // of what is Refused
  std::chrono::milliseconds fault_after_{0};
};

}  // namespace whistle::adapters::http
