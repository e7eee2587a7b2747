// Files of tickets over real sockets: up in chunks, completed, flagged, down again.
#include <doctest/doctest.h>

#include <array>
#include <fstream>
#include <iterator>

#include "storage/sha256.h"
#include "tests/support/sample_files.h"
#include "tests/whistled/engine_in_process.h"
#include "tests/whistled/file_requests.h"

namespace whistle::tools::whistled {
namespace {

namespace fs = std::filesystem;
using support::jpeg_of;

constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

v1::Request fetch_of(std::uint64_t ticket, const std::string& file, std::uint64_t offset = 0) {
  v1::Request request;
  request.mutable_fetch_attachment()->set_ticket(ticket);
  request.mutable_fetch_attachment()->set_sha256(storage::sha256(file));
  request.mutable_fetch_attachment()->set_offset(offset);
  return request;
}

std::string fetched(TestClient& client, std::uint64_t ticket, const std::string& file) {
  std::string all;
  for (;;) {
    const auto reply = client.call(fetch_of(ticket, file, all.size()));
    REQUIRE_MESSAGE(reply.has_fetch_attachment(), told(reply));
    if (reply.fetch_attachment().content().empty()) return all;
    all += reply.fetch_attachment().content();
  }
}

// A ticket that the firm leads, and who works on it.
struct Blown {
  EngineInProcess engine;
  std::unique_ptr<TestClient> app;
  std::unique_ptr<TestClient> handler;
  std::uint64_t ticket = 0;
  std::string token;
  int keys = 0;

  Blown() {
    engine.start();
    app = engine.member("intake-app");
    handler = engine.member(kHandler);
    ticket = blow();
  }
  void restart() {
    app.reset();
    handler.reset();
    REQUIRE(engine.stop().has_value());
    engine.start();
    app = engine.client(engine.keys_of("intake-app"));
    handler = engine.client(engine.keys_of(kHandler));
  }
  std::uint64_t blow() {
    const auto reply = app->act("w-" + std::to_string(++keys), whistle());
    REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
    token = reply.accepted().ticket_token();
    return reply.accepted().ticket();
  }
  std::uint64_t send(TestClient& client, std::uint64_t to, const std::string& file, std::uint64_t offset = 0,
                     std::size_t size = kChunkBytes) {
    const auto reply = client.call(chunk_of(to, file, offset, size));
    REQUIRE_MESSAGE(reply.has_put_chunk(), told(reply));
    return reply.put_chunk().next();
  }
  void send_all(TestClient& client, std::uint64_t to, const std::string& file) {
    for (std::uint64_t at = 0; at < file.size();)
      at = send(client, to, file, at);
  }
  v1::Reply complete(TestClient& client, std::uint64_t to, const std::string& file) {
    return client.act("p-" + std::to_string(++keys), put_attachment(to, file));
  }
  v1::AttachmentPut bring(TestClient& client, std::uint64_t to, const std::string& file) {
    send_all(client, to, file);
    const auto reply = complete(client, to, file);
    REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
    REQUIRE(reply.accepted().events_size() == 1);
    return reply.accepted().events(0).attachment_put();
  }
  std::size_t files_in(const fs::path& directory) const {
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(directory))
      files += entry.is_regular_file() ? 1 : 0;
    return files;
  }
};

TEST_CASE_FIXTURE(Blown, "a photo goes up in chunks, lies sealed under its ciphertext's hash, and comes down again") {
  const auto photo = jpeg_of("the lift", 3 * kChunkBytes / 2);
  const auto event = bring(*handler, ticket, photo);
  CHECK(event.sha256() == storage::sha256(photo));
  CHECK(event.type() == v1::ATTACHMENT_TYPE_JPEG);
  CHECK(event.size() == photo.size());
  CHECK(event.seen_on() == 0);
  CHECK(event.party() == "F-XIANGRUI");
  const auto path = engine.attachments() / storage::AttachmentFiles::name_of(event.sealed_sha256());
  std::ifstream file(path, std::ios::binary);
  const std::string stored{std::istreambuf_iterator<char>(file), {}};
  CHECK(storage::sha256(stored) == event.sealed_sha256());
  CHECK(stored.find("the lift") == std::string::npos);
  CHECK(files_in(engine.attachments() / "incoming") == 0);
  CHECK(fetched(*handler, ticket, photo) == photo);
  CHECK(fetched(*app, ticket, photo) == photo);
  CHECK(fetched(*engine.member("supervisor-1"), ticket, photo) == photo);
}

TEST_CASE_FIXTURE(Blown, "chunks may be repeated and come in any order; the answer is what is missing") {
  const auto photo = jpeg_of("x", 3 * kChunkBytes);
  CHECK(send(*handler, ticket, photo, kChunkBytes) == 0);
  CHECK(send(*handler, ticket, photo) == kChunkBytes);
  CHECK(send(*handler, ticket, photo) == kChunkBytes);
  CHECK(told(complete(*handler, ticket, photo)) == "ATTACHMENT_INCOMPLETE next=262144");
  CHECK(send(*handler, ticket, photo, photo.size()) == kChunkBytes);  // asks alone
  bring(*handler, ticket, photo);
  CHECK(fetched(*handler, ticket, photo) == photo);
}

TEST_CASE_FIXTURE(Blown, "a restart in the middle loses nothing that was sent") {
  const auto photo = jpeg_of("x", 3 * kChunkBytes);
  CHECK(send(*handler, ticket, photo) == kChunkBytes);
  restart();
  CHECK(send(*handler, ticket, photo, photo.size()) == kChunkBytes);
  bring(*handler, ticket, photo);
  restart();
  CHECK(fetched(*handler, ticket, photo) == photo);
  CHECK(told(complete(*handler, ticket, photo)).starts_with("ALREADY_DONE"));
}

TEST_CASE_FIXTURE(Blown, "a repeated command gets its first answer, a key for another file none") {
  const auto photo = jpeg_of();
  send_all(*handler, ticket, photo);
  const auto first = handler->act("put", put_attachment(ticket, photo));
  REQUIRE_MESSAGE(first.has_accepted(), told(first));
  CHECK(handler->act("put", put_attachment(ticket, photo)).accepted().SerializeAsString() ==
        first.accepted().SerializeAsString());
  CHECK(told(handler->act("put", put_attachment(ticket, jpeg_of("other")))).starts_with("KEY_REUSED"));
  CHECK(engine.journal().size() == first.accepted().sequence() + 1);
}

TEST_CASE_FIXTURE(Blown, "a command that is sent again before it is answered is answered twice alike") {
  const auto photo = jpeg_of("x", 2 * kChunkBytes);
  send_all(*handler, ticket, photo);
  v1::Request request;
  request.set_key("once");
  *request.mutable_command() = put_attachment(ticket, photo);
  for (int i = 0; i < 2; ++i)
    REQUIRE(handler->connection().send(request).has_value());
  std::vector<std::string> answers;
  for (int i = 0; i < 2; ++i) {
    const auto reply = handler->connection().receive(std::chrono::seconds(20));
    REQUIRE(reply.has_value());
    REQUIRE_MESSAGE(reply->has_accepted(), told(*reply));
    answers.push_back(reply->accepted().SerializeAsString());
  }
  CHECK(answers[0] == answers[1]);
}

TEST_CASE_FIXTURE(Blown, "what is another file than was said, of no type that is kept, or never came, is refused") {
  const std::string noise(32, 'p');
  send_all(*handler, ticket, noise);
  CHECK(told(complete(*handler, ticket, noise)) == "ATTACHMENT_TYPE");
  CHECK(told(complete(*handler, ticket, jpeg_of("never sent"))) == "ATTACHMENT_INCOMPLETE next=0");
  auto request = chunk_of(ticket, jpeg_of("one"), 0, kChunkBytes);
  request.mutable_put_chunk()->set_content(jpeg_of("two"));
  REQUIRE(handler->call(request).has_put_chunk());
  CHECK(told(complete(*handler, ticket, jpeg_of("one"))).starts_with("ATTACHMENT_OTHER sha256="));
  CHECK(files_in(engine.attachments()) == 0);
}

TEST_CASE_FIXTURE(Blown, "limits are told before anything is kept") {
  auto request = chunk_of(ticket, jpeg_of(), 0, kChunkBytes);
  request.mutable_put_chunk()->set_size((16 << 20) + 1);
  CHECK(told(handler->call(request)) == "TOO_LARGE field=size limit=16777216");
  request = chunk_of(ticket, jpeg_of("x", 2 * kChunkBytes), 0, kChunkBytes + 1);
  CHECK(told(handler->call(request)) == "TOO_LARGE field=content limit=262144");
  request = chunk_of(ticket, jpeg_of(), 0, kChunkBytes);
  request.mutable_put_chunk()->set_offset(30);
  CHECK(told(handler->call(request)) == "INVALID field=content why=past the end");
  auto forged = put_attachment(ticket, jpeg_of());
  forged.mutable_put_attachment()->set_sealed_sha256(std::string(32, 's'));
  CHECK(told(handler->act("forged", forged)) == "INVALID field=sealed_sha256 why=journal only");
  for (std::size_t i = 0; i < engine::kAttachmentsPerTicket; ++i)
    bring(*handler, ticket, jpeg_of("n" + std::to_string(i)));
  CHECK(told(handler->call(chunk_of(ticket, jpeg_of("one too many"), 0, kChunkBytes)))
            .starts_with("TOO_MANY_ATTACHMENTS"));
}

TEST_CASE_FIXTURE(Blown, "a person begins so many files, and goes on with those that it has begun") {
  const auto begun = [](std::size_t number) { return jpeg_of("n" + std::to_string(number), 1'000); };
  constexpr std::size_t kFilesMax = 32;
  for (std::size_t i = 0; i < kFilesMax; ++i)
    CHECK(send(*handler, ticket, begun(i), 0, 10) == 10);
  CHECK(told(handler->call(chunk_of(ticket, begun(kFilesMax), 0, 10))) ==
        "TOO_LARGE field=files on their way limit=32");
  CHECK(send(*app, ticket, begun(kFilesMax), 0, 10) == 10);  // speaks for many
  bring(*handler, ticket, begun(0));
  CHECK(send(*handler, ticket, begun(kFilesMax), 0, 10) == 10);
}

TEST_CASE_FIXTURE(Blown, "a resolution names pictures that lie with the ticket, or is refused") {
  const auto photo = jpeg_of("after");
  const std::string paper = "%PDF-1.7 a receipt";
  auto resolution = resolve(ticket, "done");
  auto& evidence = *resolution.mutable_resolve_ticket()->add_evidence();
  evidence.set_kind(v1::EVIDENCE_PHOTO_AFTER);
  evidence.set_sha256(storage::sha256(photo));
  REQUIRE(handler->act("a", acknowledge(ticket)).has_accepted());
  CHECK(told(handler->act("r", resolution)).starts_with("ATTACHMENT_MISSING sha256="));
  bring(*handler, ticket, paper);
  evidence.set_sha256(storage::sha256(paper));
  CHECK(told(handler->act("r", resolution)) == "INVALID field=evidence.sha256 why=no picture");
  bring(*handler, ticket, photo);
  evidence.set_sha256(storage::sha256(photo));
  CHECK(told(handler->act("r", resolution)) == "accepted");
}

TEST_CASE_FIXTURE(Blown, "who may not put a file may not send a byte of it, nor have one") {
  const auto photo = jpeg_of("x");
  auto stranger = engine.member("d-lift-handler-1");
  CHECK(told(stranger->call(chunk_of(ticket, photo, 0, kChunkBytes))).starts_with("NOT_PERMITTED"));
  CHECK(files_in(engine.attachments()) == 0);
  bring(*handler, ticket, photo);
  CHECK(told(stranger->call(fetch_of(ticket, photo))).starts_with("UNKNOWN_TICKET"));
  CHECK(told(handler->call(fetch_of(ticket, jpeg_of("other")))).starts_with("UNKNOWN_ATTACHMENT"));
}

TEST_CASE_FIXTURE(Blown, "a resident brings a photo by its token, and gets back its own alone") {
  const auto own = jpeg_of("own");
  const auto firms = jpeg_of("firm's");
  bring(*handler, ticket, firms);
  const auto by_token = [&](v1::Request request) {
    request.mutable_acting_for()->set_ticket_token(token);
    return app->call(std::move(request));
  };
  CHECK(by_token(chunk_of(ticket, own, 0, kChunkBytes)).put_chunk().next() == own.size());
  v1::Request request;
  request.set_key("own");
  *request.mutable_command() = put_attachment(ticket, own);
  const auto reply = by_token(request);
  REQUIRE_MESSAGE(reply.has_accepted(), told(reply));
  CHECK(reply.accepted().events(0).attachment_put().party().empty());
  CHECK(by_token(fetch_of(ticket, own)).fetch_attachment().content() == own);
  CHECK(told(by_token(fetch_of(ticket, firms))).starts_with("UNKNOWN_ATTACHMENT"));
  v1::Request question;
  question.mutable_get_ticket()->set_ticket(ticket);
  const auto view = by_token(question);
  REQUIRE_MESSAGE(view.has_get_ticket(), told(view));
  REQUIRE(view.get_ticket().ticket().record().attachments_size() == 1);
  CHECK(view.get_ticket().ticket().record().attachments(0).sha256() == storage::sha256(own));
}

TEST_CASE_FIXTURE(Blown, "a photo that lies on another ticket is flagged, also within one batch and after a restart") {
  const auto photo = jpeg_of("used again");
  const auto second = blow();
  const auto third = blow();
  send_all(*handler, ticket, photo);
  send_all(*handler, second, photo);
  // Both are asked for before either is answered.
  std::array<v1::Request, 2> requests;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    requests[i].set_key("both-" + std::to_string(i));
    *requests[i].mutable_command() = put_attachment(i == 0 ? ticket : second, photo);
    REQUIRE(handler->connection().send(requests[i]).has_value());
  }
  std::vector<std::uint64_t> seen;
  for (std::size_t i = 0; i < requests.size(); ++i) {
    const auto reply = handler->connection().receive(std::chrono::seconds(20));
    REQUIRE(reply.has_value());
    REQUIRE_MESSAGE(reply->has_accepted(), told(*reply));
    seen.push_back(reply->accepted().events(0).attachment_put().seen_on());
  }
  CHECK(seen == std::vector<std::uint64_t>{0, ticket});
  restart();
  CHECK(bring(*handler, third, photo).seen_on() == ticket);
}

TEST_CASE_FIXTURE(Blown, "what a crash left between a file and its entry goes with the next start") {
  const auto photo = jpeg_of("kept");
  const auto event = bring(*handler, ticket, photo);
  const auto kept = engine.attachments() / storage::AttachmentFiles::name_of(event.sealed_sha256());
  fs::create_directories(engine.attachments() / "aa");
  fs::copy_file(kept, engine.attachments() / "aa" / std::string(64, 'a'));
  restart();
  CHECK(fs::exists(kept));
  CHECK_FALSE(fs::exists(engine.attachments() / "aa" / std::string(64, 'a')));
  CHECK(fetched(*handler, ticket, photo) == photo);
}

TEST_CASE_FIXTURE(Blown, "a file that is damaged or gone is not given out") {
  const auto photo = jpeg_of("x");
  const auto event = bring(*handler, ticket, photo);
  const auto kept = engine.attachments() / storage::AttachmentFiles::name_of(event.sealed_sha256());
  fs::resize_file(kept, fs::file_size(kept) - 1);
  CHECK(told(handler->call(fetch_of(ticket, photo))).starts_with("UNKNOWN_ATTACHMENT"));
  fs::remove(kept);
  CHECK(told(handler->call(fetch_of(ticket, photo))).starts_with("UNKNOWN_ATTACHMENT"));
  CHECK_FALSE(engine.fatal().has_value());
}

}  // namespace
}  // namespace whistle::tools::whistled
