#include "adapters/api/file_answer.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "adapters/api/http_status.h"
#include "engine/hexadecimal.h"

namespace whistle::adapters::api {

namespace {

constexpr unsigned kPartial = 206;
constexpr unsigned kNotSatisfiable = 416;

std::string etag_of(const Asked& asked) {
  return '"' + engine::hexadecimal(asked.request.fetch_attachment().sha256()) + '"';
}

// Digits alone; what is past the largest number is that.
std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return UINT64_MAX;
  if (error != std::errc{}) return std::nullopt;
  return number;
}

// nullopt: nothing that can be read.
std::optional<FilePart> parse_range(std::string_view range, std::uint64_t size) {
  constexpr std::string_view kUnit = "bytes=";
  if (!range.starts_with(kUnit)) return std::nullopt;
  range.remove_prefix(kUnit.size());
  const auto dash = range.find('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const auto last_text = range.substr(dash + 1);
  const auto last = parse_number(last_text);
  if (!last_text.empty() && !last) return std::nullopt;
  if (dash == 0) {
    if (!last) return std::nullopt;
    if (*last == 0 || size == 0) return FilePart{.status = kNotSatisfiable};
    return FilePart{kPartial, size - std::min(*last, size), size};
  }
  const auto first = parse_number(range.substr(0, dash));
  if (!first || (last && *last < *first)) return std::nullopt;
  if (*first >= size) return FilePart{.status = kNotSatisfiable};
  return FilePart{kPartial, *first, last && *last < size ? *last + 1 : size};
}

std::string_view media_type(v1::AttachmentType type) {
  switch (type) {
    case v1::ATTACHMENT_TYPE_JPEG:
      return "image/jpeg";
    case v1::ATTACHMENT_TYPE_PNG:
      return "image/png";
    case v1::ATTACHMENT_TYPE_WEBP:
      return "image/webp";
    case v1::ATTACHMENT_TYPE_HEIC:
      return "image/heic";
    case v1::ATTACHMENT_TYPE_PDF:
      return "application/pdf";
    case v1::ATTACHMENT_TYPE_MP4:
      return "video/mp4";
    case v1::ATTACHMENT_TYPE_OGG:
      return "audio/ogg";
    case v1::ATTACHMENT_TYPE_AMR:
      return "audio/amr";
    default:
      return "application/octet-stream";
  }
}

std::string range_text(const FilePart& part, std::uint64_t size) {
  return "bytes " + std::to_string(part.begin) + "-" + std::to_string(part.end - 1) + "/" + std::to_string(size);
}

HttpAnswer problem_answer(const Asked& asked, Problem problem) {
  problem.instance = asked.path;
  return tell(problem);
}

HttpAnswer no_such_range(const Asked& asked, std::uint64_t size) {
  auto problem = http_problem(HttpFault::RangeNotSatisfiable, "The file has " + std::to_string(size) + " bytes.");
  problem.headers.push_back({"Content-Range", "bytes */" + std::to_string(size)});
  return problem_answer(asked, std::move(problem));
}

}  // namespace

bool is_known(std::string_view etags, const std::string& etag) {
  if (etags == "*") return true;
  for (auto at = etags.find(etag); at != std::string_view::npos; at = etags.find(etag, at + 1)) {
    const auto end = at + etag.size();
    if ((at == 0 || etags[at - 1] == ' ' || etags[at - 1] == ',' || etags[at - 1] == '/') &&
        (end == etags.size() || etags[end] == ' ' || etags[end] == ','))
      return true;
  }
  return false;
}

FilePart wanted_part(const Asked& asked, std::uint64_t size) {
  const auto etag = etag_of(asked);
  if (is_known(asked.known_etags, etag)) return {.status = kNotModified};
  const bool same = asked.if_range.empty() || asked.if_range == etag;
  return parse_range(same ? asked.range : std::string_view(), size).value_or(FilePart{kOk, 0, size});
}

// Residents sent it: no browser may run or guess at it.
HttpAnswer file_answer(const Asked& asked, const v1::FetchAttachmentReply& reply) {
  const auto part = wanted_part(asked, reply.size());
  if (part.status == kNotModified) return {kNotModified, {{"ETag", etag_of(asked)}, {"Cache-Control", "no-store"}}, {}};
  if (part.status == kNotSatisfiable) return no_such_range(asked, reply.size());
  if (part.end - part.begin != reply.content().size()) return problem_answer(asked, refusal_problem(v1::Refusal()));
  HttpAnswer answer{part.status,
                    {{"Content-Type", std::string(media_type(reply.type()))},
                     {"Content-Disposition", "attachment"},
                     {"Content-Security-Policy", "sandbox"},
                     {"X-Content-Type-Options", "nosniff"},
                     {"Cache-Control", "no-store"},
                     {"Accept-Ranges", "bytes"},
                     {"ETag", etag_of(asked)}},
                    reply.content()};
  if (part.status == kPartial) answer.headers.push_back({"Content-Range", range_text(part, reply.size())});
  return answer;
}

}  // namespace whistle::adapters::api
