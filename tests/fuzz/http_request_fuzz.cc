// What anybody on the network sends to a server: whatever the bytes, the reader of requests takes them or refuses them,
// the same however they are cut, hands on only what is within its limits, and never takes one request's bytes for
// another's.
#include <algorithm>
#include <string>
#include <vector>

#include "adapters/http/request_reader.h"
#include "adapters/http/response_head.h"
#include "engine/assert.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace http = adapters::http;

namespace {

using Step = http::RequestReader::Step;

constexpr http::HttpLimits kLimits{.header_bytes = 1'024, .header_fields = 16, .body_bytes = 2'048};
constexpr std::size_t kRequestsMax = 256;

struct Read {
  std::vector<http::Request> requests;
  Step last = Step::Nothing;
  unsigned status = 0;
};

void check(const http::Request& request) {
  WHISTLE_ASSERT(http::is_token(request.method));
  WHISTLE_ASSERT(request.target.starts_with('/') || (request.target == "*" && request.method == "OPTIONS"));
  WHISTLE_ASSERT(request.method.size() + request.target.size() <= kLimits.header_bytes);
  WHISTLE_ASSERT(request.fields.size() <= kLimits.header_fields);
  WHISTLE_ASSERT(request.body.size() <= kLimits.body_bytes);
  WHISTLE_ASSERT(request.values("Host").size() <= 1);
  WHISTLE_ASSERT(request.values("Content-Length").size() + request.values("Transfer-Encoding").size() <= 1);
  for (const auto& field : request.fields)
    WHISTLE_ASSERT(http::is_token(field.name) && http::is_field_value(field.value));
}

Read read_all(std::string_view bytes, std::size_t piece) {
  static const http::BodyLimit none;
  http::RequestReader reader(kLimits, none);
  Read read;
  while (read.requests.size() < kRequestsMax) {
    read.last = reader.step();
    if (read.last == Step::Refused) {
      const auto fault = reader.fault();
      WHISTLE_ASSERT(http::can_be_sent(fault) && fault.status >= 400 && fault.status < 500);
      read.status = fault.status;
      break;
    }
    if (read.last == Step::Whole) {
      read.requests.push_back(reader.take());
      check(read.requests.back());
      reader.rest();
      continue;
    }
    if (bytes.empty()) break;
    const auto room = reader.room();
    WHISTLE_ASSERT(!room.empty());
    const auto count = std::min({room.size(), piece, bytes.size()});
    std::copy_n(bytes.begin(), count, room.begin());
    bytes.remove_prefix(count);
    reader.arrived(count);
  }
  return read;
}

bool equal(const http::Request& a, const http::Request& b) {
  return a.method == b.method && a.target == b.target && a.body == b.body &&
         std::equal(a.fields.begin(), a.fields.end(), b.fields.begin(), b.fields.end(),
                    [](const auto& x, const auto& y) { return x.name == y.name && x.value == y.value; });
}

}  // namespace

void read(std::string_view input) {
  const auto whole = read_all(input, input.size() + 1);
  for (const std::size_t piece : {1, 7}) {
    const auto cut = read_all(input, piece);
    WHISTLE_ASSERT(cut.status == whole.status);
    WHISTLE_ASSERT(
        std::equal(cut.requests.begin(), cut.requests.end(), whole.requests.begin(), whole.requests.end(), equal));
  }
}

}  // namespace whistle::fuzz
