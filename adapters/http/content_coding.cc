#include "adapters/http/content_coding.h"

#define ZLIB_CONST
#include <zlib.h>

#include <optional>
#include <utility>

#include "adapters/http/media_type.h"

namespace whistle::adapters::http {

namespace {

constexpr std::size_t kWorthBytes = 1U << 10;
constexpr std::size_t kBytesMax = 8U << 20;  // a larger one would hold up the others on this thread
constexpr int kLevel = 5;
constexpr int kGzipWindow = 15 + 16;  // zlib's way to say gzip
constexpr int kMemory = 8;

bool shrinks(std::string_view content_type) {
  const auto essence = essence_of(content_type);
  return essence.starts_with("text/") || essence.ends_with("/json") || essence.ends_with("+json") ||
         essence.ends_with("/xml") || essence.ends_with("+xml") || essence.ends_with("/javascript");
}

// nullopt: no memory.
std::optional<std::string> gzip(std::string_view plain) {
  z_stream stream{};
  if (deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY) != Z_OK) return std::nullopt;
  std::string packed(deflateBound(&stream, static_cast<uLong>(plain.size())), '\0');
  stream.next_in = reinterpret_cast<const Bytef*>(plain.data());
  stream.avail_in = static_cast<uInt>(plain.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool whole = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(stream.total_out);
  (void)deflateEnd(&stream);
  if (!whole) return std::nullopt;
  packed.shrink_to_fit();
  return packed;
}

}  // namespace

bool accepts_gzip(const Request& request) {
  std::optional<unsigned> gzip_weight;
  std::optional<unsigned> any_weight;
  std::optional<unsigned> plain_weight;
  for (const auto list : request.values("Accept-Encoding")) {
    for (const auto& coding : parse_weighed(list)) {
      if (same_token(coding.what, "gzip") || same_token(coding.what, "x-gzip")) gzip_weight = coding.weight;
      if (same_token(coding.what, "identity")) plain_weight = coding.weight;
      if (coding.what == "*") any_weight = coding.weight;
    }
  }
  const auto weight = gzip_weight.value_or(any_weight.value_or(0));
  return weight > 0 && weight >= plain_weight.value_or(0);
}

void code_body(Response& response, bool accepts_gzip) {
  if (response.stream || !response.compress || response.status == 206) return;
  if (response.body.size() < kWorthBytes || response.body.size() > kBytesMax) return;
  if (!shrinks(response.content_type)) return;
  for (const auto& field : response.fields)
    if (same_token(field.name, "Content-Encoding")) return;
  response.fields.push_back({"Vary", "Accept-Encoding"});
  if (!accepts_gzip) return;
  auto packed = gzip(response.body);
  if (!packed || packed->size() >= response.body.size()) return;
  response.body = *std::move(packed);
  response.fields.push_back({"Content-Encoding", "gzip"});
  for (auto& field : response.fields)
    if (same_token(field.name, "ETag") && field.value.starts_with('"')) field.value.insert(0, "W/");
}

}  // namespace whistle::adapters::http
