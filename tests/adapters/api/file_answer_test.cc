#include "adapters/api/file_answer.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/adapters/api/asking.h"

namespace whistle::adapters::api {
namespace {

const std::string kHash(64, 'a');

Asked fetch(const std::string& range = {}, const std::string& if_range = {}) {
  Asking asking("GET", "/tickets/17/attachments/" + kHash);
  if (!range.empty()) asking.with("Range", range);
  if (!if_range.empty()) asking.with("If-Range", if_range);
  return asking.asked();
}

v1::Reply file(const std::string& content, std::uint64_t size) {
  v1::Reply reply;
  reply.mutable_fetch_attachment()->set_type(v1::ATTACHMENT_TYPE_JPEG);
  reply.mutable_fetch_attachment()->set_size(size);
  reply.mutable_fetch_attachment()->set_content(content);
  return reply;
}

struct Wanted {
  const char* range;
  unsigned status;
  std::uint64_t begin;
  std::uint64_t end;
};

TEST_CASE("one range is taken as it is meant, and what cannot be read is the whole file") {
  for (const auto& [range, status, begin, end] :
       {Wanted{"bytes=0-0", 206, 0, 1}, Wanted{"bytes=2-4", 206, 2, 5}, Wanted{"bytes=2-", 206, 2, 10},
        Wanted{"bytes=9-99", 206, 9, 10}, Wanted{"bytes=-3", 206, 7, 10}, Wanted{"bytes=-99", 206, 0, 10},
        Wanted{"bytes=0-99999999999999999999999", 206, 0, 10}, Wanted{"bytes=10-", 416, 0, 0},
        Wanted{"bytes=99999999999999999999999-", 416, 0, 0}, Wanted{"bytes=-0", 416, 0, 0},
        Wanted{"bytes=4-2", 200, 0, 10}, Wanted{"bytes=0-1,3-4", 200, 0, 10}, Wanted{"bytes=-", 200, 0, 10},
        Wanted{"bytes=", 200, 0, 10}, Wanted{"bytes=a-b", 200, 0, 10}, Wanted{"bytes=+1-2", 200, 0, 10},
        Wanted{"lines=1-2", 200, 0, 10}, Wanted{"bytes=1", 200, 0, 10}}) {
    CAPTURE(range);
    const auto part = wanted_part(fetch(range), 10);
    CHECK(part.status == status);
    CHECK(part.begin == begin);
    CHECK(part.end == end);
  }
}

TEST_CASE("a file without bytes has no range") {
  CHECK(wanted_part(fetch("bytes=-3"), 0).status == 416);
  CHECK(wanted_part(fetch("bytes=0-"), 0).status == 416);
  CHECK(wanted_part(fetch(), 0).status == 200);
}

TEST_CASE("a file is told as what it is, and no browser runs it") {
  const auto answer = tell(fetch(), file("abcdef", 6));
  CHECK(answer.status == 200);
  CHECK(answer.body == "abcdef");
  CHECK(header_of(answer.headers, "Content-Type") == "image/jpeg");
  CHECK(header_of(answer.headers, "Content-Disposition") == "attachment");
  CHECK(header_of(answer.headers, "X-Content-Type-Options") == "nosniff");
  CHECK(header_of(answer.headers, "ETag") == '"' + kHash + '"');
  CHECK(header_of(answer.headers, "Accept-Ranges") == "bytes");
}

TEST_CASE("a range says where it lies, and one behind the end how long the file is") {
  const auto part = tell(fetch("bytes=2-3"), file("cd", 6));
  CHECK(part.status == 206);
  CHECK(part.body == "cd");
  CHECK(header_of(part.headers, "Content-Range") == "bytes 2-3/6");
  const auto none = tell(fetch("bytes=6-"), file("", 6));
  CHECK(none.status == 416);
  CHECK(header_of(none.headers, "Content-Range") == "bytes */6");
}

TEST_CASE("a range of another file than the asker has begun is the whole file") {
  CHECK(wanted_part(fetch("bytes=2-3", '"' + kHash + '"'), 6).status == 206);
  CHECK(wanted_part(fetch("bytes=2-3", "\"other\""), 6).status == 200);
  CHECK(wanted_part(fetch("bytes=2-3", "W/\"" + kHash + '"'), 6).status == 200);
}

TEST_CASE("what the asker has is not sent again") {
  const auto asked = Asking("GET", "/tickets/17/attachments/" + kHash).with("If-None-Match", '"' + kHash + '"').asked();
  CHECK(tell(asked, file("", 6)).status == 304);
}

TEST_CASE("bytes that are not the wanted part are never told as it") {
  CHECK(tell(fetch(), file("abc", 6)).status == 500);
}

TEST_CASE("a file that was put is found at its address") {
  auto asked = Asking("POST", "/tickets/17/attachments").with("Idempotency-Key", "k").bytes("x").asked();
  asked.request.mutable_command()->mutable_put_attachment()->set_sha256(std::string(32, '\xaa'));
  v1::Reply reply;
  reply.mutable_accepted()->set_sequence(20);
  reply.mutable_accepted()->set_ticket(17);
  const auto answer = tell(asked, reply);
  CHECK(answer.status == 201);
  CHECK(header_of(answer.headers, "Location") == "/api/v1/tickets/17/attachments/" + kHash);
  CHECK(header_of(answer.headers, "ETag") == "\"20\"");
}

}  // namespace
}  // namespace whistle::adapters::api
