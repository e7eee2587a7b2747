#include "adapters/http/chunked_body.h"

#include <boost/url/grammar/hexdig_chars.hpp>

#include <algorithm>

#include "adapters/http/http_message.h"

namespace whistle::adapters::http {

namespace {

constexpr unsigned kSizeDigitsMax = 15;  // no size overflows

}  // namespace

ChunkedBody::State ChunkedBody::read(std::string_view& text, std::string& body) {
  auto state = State::More;
  while (state == State::More && !text.empty()) {
    if (place_ == Place::Data) {
      const auto piece = text.substr(0, static_cast<std::size_t>(std::min<std::uint64_t>(left_, text.size())));
      body.append(piece);
      text.remove_prefix(piece.size());
      left_ -= piece.size();
      if (left_ == 0) place_ = Place::DataEnd;
      continue;
    }
    const char c = text.front();
    text.remove_prefix(1);
    state = read_one(c, body);
  }
  return state;
}

ChunkedBody::State ChunkedBody::read_size(char c) {
  if (const auto digit = boost::urls::grammar::hexdig_value(c); digit >= 0) {
    left_ = left_ << 4U | static_cast<unsigned>(digit);
    return ++digits_ > kSizeDigitsMax ? State::Malformed : State::More;
  }
  if (digits_ == 0 || (c != ';' && c != '\r')) return State::Malformed;
  place_ = c == ';' ? Place::Extension : Place::SizeEnd;
  padding_ = 0;
  return State::More;
}

ChunkedBody::State ChunkedBody::read_one(char c, const std::string& body) {
  const auto expect = [&](char expected, Place next) {
    if (c != expected) return State::Malformed;
    place_ = next;
    return State::More;
  };
  // Within a line: its end, or what may stand in it.
  const auto pad = [&](Place line_end) {
    if (c == '\r')
      place_ = line_end;
    else if (!is_field_value({&c, 1}))
      return State::Malformed;
    return ++padding_ > padding_bytes_max_ ? State::TooLarge : State::More;
  };
  switch (place_) {
    case Place::Size:
      return read_size(c);
    case Place::Extension:
      return pad(Place::SizeEnd);
    case Place::SizeEnd:
      if (left_ > body_bytes_max_ - std::min<std::uint64_t>(body.size(), body_bytes_max_)) return State::TooLarge;
      padding_ = 0;
      return expect('\n', left_ == 0 ? Place::Trailer : Place::Data);
    case Place::DataEnd:
      return expect('\r', Place::DataLineEnd);
    case Place::DataLineEnd:
      digits_ = 0;
      return expect('\n', Place::Size);
    case Place::Trailer:
      if (c == '\r') return expect('\r', Place::LastEnd);
      if (c == ' ' || c == '\t') return State::Malformed;
      place_ = Place::TrailerLine;
      return pad(Place::TrailerEnd);
    case Place::TrailerLine:
      return pad(Place::TrailerEnd);
    case Place::TrailerEnd:
      return expect('\n', Place::Trailer);
    case Place::LastEnd:
      return c == '\n' ? State::Done : State::Malformed;
    case Place::Data:
      break;
  }
  return State::Malformed;
}

}  // namespace whistle::adapters::http
