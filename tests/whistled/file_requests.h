// What a client sends of a file: its pieces, and what completes it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "storage/sha256.h"
#include "whistle/v1/service.pb.h"

namespace whistle::tools::whistled {

// The piece from `offset` on, at most `size` bytes of it.
[[nodiscard]] inline v1::Request chunk_of(std::uint64_t ticket, const std::string& file, std::uint64_t offset = 0,
                                          std::size_t size = std::size_t{256} << 10) {
  v1::Request request;
  auto& chunk = *request.mutable_put_chunk();
  chunk.set_ticket(ticket);
  chunk.set_sha256(storage::sha256(file));
  chunk.set_size(file.size());
  chunk.set_offset(offset);
  if (offset < file.size()) chunk.set_content(file.substr(offset, size));
  return request;
}

[[nodiscard]] inline v1::Command put_attachment(std::uint64_t ticket, const std::string& file) {
  v1::Command command;
  command.mutable_put_attachment()->set_ticket(ticket);
  command.mutable_put_attachment()->set_sha256(storage::sha256(file));
  return command;
}

}  // namespace whistle::tools::whistled
