#include "tools/whistled/web/file_door.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <optional>
#include <utility>

#include "adapters/api/file_answer.h"
#include "adapters/api/problem.h"
#include "adapters/image/metadata.h"
#include "storage/sha256.h"

namespace whistle::tools::whistled::web {

namespace api = adapters::api;
namespace image = adapters::image;

namespace {

constexpr std::size_t kPieceBytes = 256U << 10;
// Of one file: as many as it has pieces, and some for another upload of the same file that ends meanwhile.
constexpr unsigned kPiecesAskedMax = (16U << 20) / kPieceBytes + 16;
constexpr unsigned kConflict = 409;
constexpr unsigned kGone = 410;

api::Problem busy() {
  return api::refusal_problem(v1::REFUSAL_CODE_BUSY, {{"retry_after_ms", "1000"}});
}

api::Problem problem_of(image::StripFault fault) {
  switch (fault) {
    case image::StripFault::OtherFormat:
      return api::http_problem(api::HttpFault::UnsupportedMediaType,
                               "Metadata can be taken out of JPEG, PNG and WebP alone, and this file is none of them. "
                               "Nothing was kept.");
    case image::StripFault::TooLarge:
      return api::refusal_problem(v1::REFUSAL_CODE_TOO_LARGE,
                                  {{"field", "body"}, {"limit", std::to_string(image::kImageBytesMax)}});
    case image::StripFault::Malformed:
      break;
  }
  return api::http_problem(api::HttpFault::ImageMalformed,
                           "The picture is broken or cut off, so that its metadata cannot be taken out. Nothing was "
                           "kept.");
}

v1::Request like(const FileCall& call) {
  v1::Request request;
  if (call.asked.request.has_acting_for()) *request.mutable_acting_for() = call.asked.request.acting_for();
  return request;
}

// Where the state of things is against a piece, it may be because the file was put before: under a key that is known
// the command has its first answer.
bool may_be_repeated(const v1::Refusal& refusal) {
  const auto status = api::status_of(refusal.code());
  return status == kConflict || status == kGone;
}

}  // namespace

// ---- sent ----

struct FileDoor::Prepared {
  std::optional<image::StripFault> fault;
  std::string sha256;
};

void FileDoor::put(std::shared_ptr<FileCall> call) {
  // The context outlives what is to come back to it.
  worker_.run([this, guard = boost::asio::make_work_guard(context_), call = std::move(call)]() mutable {
    Prepared prepared;
    if (call->asked.strip_metadata) {
      if (auto stripped = image::strip_metadata(call->body)) {
        call->body = *std::move(stripped);
      } else {
        prepared.fault = stripped.error();
      }
    }
    if (!prepared.fault) prepared.sha256 = storage::sha256(call->body);
    boost::asio::post(context_, [this, call = std::move(call), prepared = std::move(prepared)] {
      if (prepared.fault) return call->refuse(problem_of(*prepared.fault));
      call->asked.request.mutable_command()->mutable_put_attachment()->set_sha256(prepared.sha256);
      send_piece(call, 0, 0);
    });
  });
}

void FileDoor::send_piece(const std::shared_ptr<FileCall>& call, std::uint64_t at, unsigned asked) {
  const auto& put = call->asked.request.command().put_attachment();
  auto request = like(*call);
  auto& chunk = *request.mutable_put_chunk();
  chunk.set_ticket(put.ticket());
  chunk.set_sha256(put.sha256());
  chunk.set_size(call->body.size());
  chunk.set_offset(at);
  chunk.set_content(call->body.substr(at, kPieceBytes));
  core_.ask({request, call->actor, call->address}, [this, call, asked](const v1::Reply& reply) {
    if (reply.has_refusal() && may_be_repeated(reply.refusal())) return complete(call);
    if (!reply.has_put_chunk()) return call->tell(reply, nullptr);
    const auto next = reply.put_chunk().next();
    if (next >= call->body.size()) return complete(call);
    if (asked >= kPiecesAskedMax) return call->refuse(busy());
    send_piece(call, next, asked + 1);
  });
}

void FileDoor::complete(const std::shared_ptr<FileCall>& call) {
  std::string().swap(call->body);
  call->held.reset();
  core_.ask({call->asked.request, call->actor, call->address},
            [call](const v1::Reply& reply) { call->tell(reply, nullptr); });
}

// ---- fetched ----

struct FileDoor::Fetched {
  v1::Reply reply;  // its content grows to the part
  api::FilePart part;
  std::shared_ptr<const void> held;
};

void FileDoor::fetch(const std::shared_ptr<FileCall>& call) {
  // The first piece says what the file is, whatever part is wanted, and that it is undamaged.
  core_.ask({call->asked.request, call->actor, call->address}, [this, call](v1::Reply reply) {
    if (!reply.has_fetch_attachment()) return call->tell(reply, nullptr);
    auto fetched = std::make_shared<Fetched>();
    fetched->reply = std::move(reply);
    auto& file = *fetched->reply.mutable_fetch_attachment();
    const auto part = fetched->part = api::wanted_part(call->asked, file.size());
    const auto first = std::exchange(*file.mutable_content(), {});
    if (part.end <= first.size()) {
      file.set_content(first.substr(part.begin, part.end - part.begin));
      return call->tell(fetched->reply, nullptr);
    }
    const auto& actor = call->actor;
    fetched->held = downloads_.take(actor.credential().empty() ? call->address : actor.credential());
    if (!fetched->held) return call->refuse(busy());
    file.mutable_content()->reserve(part.end - part.begin);
    if (part.begin < first.size()) file.mutable_content()->append(first, part.begin, std::string::npos);
    fetch_piece(call, fetched, std::max<std::uint64_t>(part.begin, first.size()));
  });
}

void FileDoor::fetch_piece(const std::shared_ptr<FileCall>& call, const std::shared_ptr<Fetched>& fetched,
                           std::uint64_t at) {
  auto request = call->asked.request;
  request.mutable_fetch_attachment()->set_offset(at);
  core_.ask({request, call->actor, call->address}, [this, call, fetched, at](const v1::Reply& reply) {
    if (!reply.has_fetch_attachment()) return call->tell(reply, nullptr);
    const auto& piece = reply.fetch_attachment().content();
    const auto bytes = std::min<std::uint64_t>(piece.size(), fetched->part.end - at);
    fetched->reply.mutable_fetch_attachment()->mutable_content()->append(piece, 0, bytes);
    // An end before its time is told by the answer's length.
    if (bytes == 0 || at + bytes >= fetched->part.end) return call->tell(fetched->reply, fetched->held);
    fetch_piece(call, fetched, at + bytes);
  });
}

}  // namespace whistle::tools::whistled::web
