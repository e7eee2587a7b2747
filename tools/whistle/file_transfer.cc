#include "tools/whistle/file_transfer.h"

#include <algorithm>
#include <fstream>
#include <utility>

#include "adapters/district/sha256.h"
#include "engine/hexadecimal.h"
#include "tools/whistle/progress_bar.h"
#include "tools/whistle/wording_files.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::uint64_t kChunkBytes = std::uint64_t{256} << 10;
constexpr int kRoundsMax = 3;  // of an engine that forgets what it has taken: it crashed in between
constexpr std::uint64_t kKiB = 1024;

bool is_refused_with(const Failure& failure, v1::RefusalCode code) {
  return failure.refusal && failure.refusal->code() == code;
}

std::uint64_t kib(std::uint64_t bytes) {
  return (bytes + kKiB - 1) / kKiB;
}

Result<std::string> piece_of(Language language, const LocalFile& file, std::uint64_t offset) {
  std::ifstream in(file.path, std::ios::binary);
  in.seekg(static_cast<std::streamoff>(offset));
  std::string piece(std::min(kChunkBytes, file.size - offset), '\0');
  in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
  if (!in) return file_failure(worded(language, phrases::kCannotRead, {file.path}));
  return piece;
}

// What the engine has of it, from `content` at `offset` on.
Result<std::uint64_t> send_chunk(EngineSession& session, std::uint64_t ticket, const LocalFile& file,
                                 std::uint64_t offset, std::string content) {
  v1::Request request;
  auto& chunk = *request.mutable_put_chunk();
  chunk.set_ticket(ticket);
  chunk.set_sha256(file.sha256);
  chunk.set_size(file.size);
  chunk.set_offset(offset);
  chunk.set_content(std::move(content));
  const auto reply = session.ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  return reply->put_chunk().next();
}

Result<void> send_all(EngineSession& session, Console& console, std::uint64_t ticket, const LocalFile& file) {
  auto next = send_chunk(session, ticket, file, 0, {});
  ProgressBar bar(console, session.language(), kib(file.size));
  if (next) bar.advance(kib(*next));
  while (next && *next < file.size) {
    const auto before = *next;
    auto piece = piece_of(session.language(), file, before);
    if (!piece) return tl::unexpected(piece.error());
    next = send_chunk(session, ticket, file, before, *std::move(piece));
    if (next && *next > before) bar.advance(kib(*next) - kib(before));
  }
  if (!next) return tl::unexpected(next.error());
  return {};
}

}  // namespace

Result<std::optional<v1::Accepted>> put_file(EngineSession& session, Console& console, std::uint64_t ticket,
                                             const LocalFile& file) {
  for (int round = 1;; ++round) {
    auto sent = send_all(session, console, ticket, file);
    if (!sent && is_refused_with(sent.error(), v1::REFUSAL_CODE_ALREADY_DONE)) return std::nullopt;
    if (!sent) return tl::unexpected(sent.error());
    v1::Command command;
    command.mutable_put_attachment()->set_ticket(ticket);
    command.mutable_put_attachment()->set_sha256(file.sha256);
    auto accepted = session.act(std::move(command), {.key = make_key()});
    if (accepted) return *std::move(accepted);
    if (is_refused_with(accepted.error(), v1::REFUSAL_CODE_ALREADY_DONE)) return std::nullopt;
    const bool again = is_refused_with(accepted.error(), v1::REFUSAL_CODE_ATTACHMENT_INCOMPLETE);
    if (!again || round == kRoundsMax) return tl::unexpected(accepted.error());
  }
}

Result<std::string> fetch_file(EngineSession& session, Console& console, std::uint64_t ticket,
                               const v1::AttachmentRecord& attachment) {
  std::string bytes;
  ProgressBar bar(console, session.language(), kib(attachment.size()));
  while (bytes.size() < attachment.size()) {
    v1::Request request;
    auto& fetch = *request.mutable_fetch_attachment();
    fetch.set_ticket(ticket);
    fetch.set_sha256(attachment.sha256());
    fetch.set_offset(bytes.size());
    const auto reply = session.ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    const auto& content = reply->fetch_attachment().content();
    if (content.empty()) break;
    bar.advance(kib(bytes.size() + content.size()) - kib(bytes.size()));
    bytes += content;
  }
  bar.clear();
  if (adapters::district::to_bytes(adapters::district::sha256(bytes)) == attachment.sha256()) return bytes;
  return file_failure(worded(session.language(), phrases::kOtherFile, {engine::hexadecimal(attachment.sha256())}));
}

}  // namespace whistle::tools
