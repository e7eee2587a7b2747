#include "whistle/client/files.h"

#include <algorithm>
#include <utility>

#include "storage/sha256.h"

namespace whistle::client {

namespace {

constexpr std::size_t kChunkBytes = std::size_t{256} << 10;

tl::unexpected<Error> malformed(std::string what) {
  return tl::unexpected(Error(Malformed{std::move(what)}));
}

}  // namespace

std::string file_name(std::string_view content) {
  return storage::sha256(content);
}

Result<v1::Accepted> put_file(Client& client, std::uint64_t ticket, std::string_view content, const How& how) {
  v1::PutChunk chunk;  // empty: asks how much has arrived
  chunk.set_ticket(ticket);
  chunk.set_sha256(file_name(content));
  chunk.set_size(content.size());
  for (;;) {
    const auto answer = client.ask(chunk, how);
    if (!answer) return tl::unexpected(answer.error());
    const auto at = answer->next();
    if (at >= content.size()) break;
    if (!chunk.content().empty() && at <= chunk.offset())
      return malformed("byte " + std::to_string(at) + " is missing still");
    chunk.set_offset(at);
    chunk.set_content(std::string(content.substr(at, kChunkBytes)));
  }
  v1::Command whole;
  whole.mutable_put_attachment()->set_ticket(ticket);
  whole.mutable_put_attachment()->set_sha256(chunk.sha256());
  return client.act(std::move(whole), how);
}

Result<std::string> fetch_file(Client& client, std::uint64_t ticket, std::string_view sha256, const How& how) {
  v1::FetchAttachment question;
  question.set_ticket(ticket);
  question.set_sha256(std::string(sha256));
  std::string content;
  for (;;) {
    question.set_offset(content.size());
    const auto answer = client.ask(question, how);
    if (!answer) return tl::unexpected(answer.error());
    content += answer->content();
    if (answer->content().empty() || content.size() >= answer->size()) break;
  }
  if (file_name(content) != sha256) return malformed("the file that came has another hash");
  return content;
}

}  // namespace whistle::client
