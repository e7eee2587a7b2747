// A file in answer to GET: all of it, or the one range that was asked for (RFC 9110, section 14).
//
//   const auto part = wanted_part(asked, size);
//   reply.set_content(bytes from part.begin to part.end);
//   answer = tell(asked, reply);
//
// Pure; from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "adapters/api/api_request.h"
#include "adapters/api/api_response.h"

namespace whistle::adapters::api {

struct FilePart {
  unsigned status = 200;  // 206: a range; 304: the asker has it; 416: there is no such range
  std::uint64_t begin = 0;
  std::uint64_t end = 0;  // equal to begin where no byte is wanted
};

// Of a file of `size` bytes. Several ranges, or a Range that cannot be read, are answered with the whole file, as the
// standard allows; so is one whose If-Range names another file.
[[nodiscard]] FilePart wanted_part(const Asked& asked, std::uint64_t size);

// `content` is the wanted part; of another length it is a problem with status 500.
[[nodiscard]] HttpAnswer file_answer(const Asked& asked, const v1::FetchAttachmentReply& reply);

// Whether the list of If-None-Match names the tag. It compares weakly: W/ does not matter.
[[nodiscard]] bool is_known(std::string_view etags, const std::string& etag);

}  // namespace whistle::adapters::api
