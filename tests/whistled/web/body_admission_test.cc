// How much is read of whom, by the header alone.
#include "tools/whistled/web/body_admission.h"

#include <doctest/doctest.h>

#include <optional>
#include <vector>

#include "storage/sha256.h"

namespace whistle::tools::whistled::web {
namespace {

namespace http = adapters::http;

constexpr std::uint64_t kFile = 16U << 20;
constexpr std::uint64_t kSmall = 320U << 10;

http::Request post(const std::string& target, std::uint64_t bytes, http::Fields fields = {}) {
  http::Request request{.method = "POST", .target = target, .address = "10.0.0.1"};
  request.fields = std::move(fields);
  request.fields.push_back({"Content-Length", std::to_string(bytes)});
  return request;
}

const std::string kFiles = "/api/v1/tickets/17/attachments";
const http::Field kToken{"Authorization", "Bearer known"};
const http::Field kLink{"Whistle-Ticket-Token", "00112233445566778899aabbccddeeff"};

struct Door {
  BodyAdmission admission;

  Door() { admission.set_tokens({{storage::sha256("known"), false}, {storage::sha256("publisher"), true}}); }
  http::BodyRoom room(const http::Request& request) {
    return admission.room_for(request, *http::parse_target(request.target)).room;
  }
  std::optional<v1::Request> strangers(const http::Request& request) {
    return admission.room_for(request, *http::parse_target(request.target)).strangers;
  }
  unsigned status(const http::Request& request) {
    const auto given = room(request);
    return given.refusal ? given.refusal->status : 0;
  }
};

}  // namespace

TEST_CASE_FIXTURE(Door, "a large file is read of whoever shows a token that is known, or a link, and of nobody else") {
  CHECK(room(post(kFiles, kFile, {kToken})).bytes_max == kFile);
  CHECK(room(post(kFiles, kFile, {kLink})).bytes_max == kFile);
  CHECK(status(post(kFiles, kFile)) == 401);
  CHECK(status(post(kFiles, kFile, {{"Authorization", "Bearer guessed"}})) == 401);
  CHECK(status(post(kFiles, kFile, {{"Authorization", "Bearer guessed"}, kLink})) == 401);
  CHECK(status(post(kFiles, kFile, {{"Authorization", "Basic known"}})) == 401);
}

TEST_CASE_FIXTURE(Door,
                  "what a token that nobody is known by asks is told, for the core to refuse; and of nobody else") {
  const auto told = strangers(post(kFiles, kFile, {{"Authorization", "Bearer guessed"}}));
  REQUIRE(told);
  CHECK(told->put_chunk().ticket() == 17);
  CHECK(told->put_chunk().size() == kFile);
  CHECK(told->put_chunk().content().empty());
  const auto by_number =
      strangers(post("/api/v1/tickets/20260928-00017-4/attachments", kFile, {{"Authorization", "Bearer guessed"}}));
  REQUIRE(by_number);
  CHECK(by_number->put_chunk().ticket() == 0);
  for (const auto& request : {post(kFiles, kFile), post(kFiles, kFile, {kToken}), post(kFiles, kFile, {kLink}),
                              post(kFiles, kFile, {{"Authorization", "Basic known"}}),
                              post(kFiles, kFile + 1, {{"Authorization", "Bearer guessed"}})})
    CHECK_FALSE(strangers(request));
}

TEST_CASE_FIXTURE(Door, "more than a file may have is refused before it is read, a small one needs no place") {
  CHECK(status(post(kFiles, kFile + 1, {kToken})) == 413);
  CHECK(status(post(kFiles, kFile + 1)) == 413);
  const auto small = room(post(kFiles, kSmall));
  CHECK(small.bytes_max == kSmall);
  CHECK_FALSE(small.held);
  auto chunked = post(kFiles, 0, {kToken});
  chunked.fields.back() = {"Transfer-Encoding", "chunked"};
  CHECK(room(chunked).bytes_max == kSmall);
}

TEST_CASE_FIXTURE(Door, "of one token four are read at once, by links fewer, and then later") {
  std::vector<http::BodyRoom> rooms;
  for (int i = 0; i < 4; ++i)
    rooms.push_back(room(post(kFiles, kFile, {kToken})));
  CHECK(rooms.back().held);
  const auto fifth = room(post(kFiles, kFile, {kToken}));
  REQUIRE(fifth.refusal);
  CHECK(fifth.refusal->status == 503);
  CHECK(http::Request{.fields = fifth.refusal->fields}.field("Retry-After") == "2");
  rooms.clear();
  CHECK(room(post(kFiles, kFile, {kToken})).held);
  for (int i = 0; i < 2; ++i)
    rooms.push_back(room(post(kFiles, kFile, {kLink})));
  CHECK(status(post(kFiles, kFile, {kLink})) == 503);
}

TEST_CASE_FIXTURE(Door, "rules are read of whoever may publish them") {
  constexpr std::uint64_t kMore = 1U << 20;
  CHECK(room(post("/api/v1/rulesets", kMore, {{"Authorization", "Bearer publisher"}})).bytes_max > kMore);
  CHECK(room(post("/api/v1/rulesets", kMore, {kToken})).bytes_max == kSmall);
  CHECK(room(post("/api/v1/nothing", 1, {kToken})).bytes_max == 0);
}

}  // namespace whistle::tools::whistled::web
