// The chunked coding of a body (RFC 9112, 7.1), read strictly and as it comes. Extensions and trailers are passed over,
// so that no field of a trailer is ever taken for one of the header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace whistle::adapters::http {

class ChunkedBody {
 public:
  enum class State { More, Done, Malformed, TooLarge };

  // A body of more bytes than this is TooLarge; so are extensions of one chunk, or a trailer, of more than
  // `padding_bytes_max`.
  ChunkedBody(std::uint64_t body_bytes_max, std::size_t padding_bytes_max)
      : body_bytes_max_(body_bytes_max), padding_bytes_max_(padding_bytes_max) {}

  // Reads what is there, takes it off the text, and appends what belongs to the body. Stops behind the body's end.
  State read(std::string_view& text, std::string& body);

 private:
  enum class Place { Size, Extension, SizeEnd, Data, DataEnd, DataLineEnd, Trailer, TrailerLine, TrailerEnd, LastEnd };
  State read_one(char c, const std::string& body);
  State read_size(char c);

  std::uint64_t body_bytes_max_;
  std::size_t padding_bytes_max_;
  Place place_ = Place::Size;
  std::uint64_t left_ = 0;  // of the chunk
  unsigned digits_ = 0;
  std::size_t padding_ = 0;
};

}  // namespace whistle::adapters::http
