// Whistles as JSON lines: what the client and the offline router read, one object a line.
//
//   StreamReader reader(file, StreamRules{});
//   while (auto whistle = reader.next()) { if (!*whistle) complain(whistle->error()); else blow(**whistle); }
//
// Blank lines are skipped and counted. A line that can't be read is reported, and reading goes on with the next. What
// reads ask failed_at() at the end, because a disk that fails looks like one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "adapters/district/json_tree.h"
#include "engine/grid_index.h"
#include "engine/time.h"
#include "whistle/v1/common.pb.h"

namespace whistle::adapters::district {

struct StreamReporter {
  std::string name;
  std::string phone;
  bool anonymous = false;
};

// Empty or absent: not given.
struct StreamWhistle {
  std::uint32_t line = 0;
  std::string key;  // at most 64 bytes
  v1::WhistleKind kind{};
  v1::Source source{};  // not given: `resident` of a resident whistle, `community` of a community whistle
  std::string channel;
  std::string category;
  std::string text;
  std::optional<engine::Point> point;  // as it came, in `datum`; rounded half to even from the decimal text
  v1::Datum datum = v1::DATUM_WGS84;
  std::string estate;
  std::string grid;
  std::string legacy_system;
  std::string legacy_code;
  std::string area;
  std::string address;
  std::string urgency;
  std::optional<engine::Instant> occurred_at;
  std::optional<StreamReporter> reporter;
};

struct StreamFault {
  std::uint32_t line = 0;
  std::string member;  // empty: the whole line
  std::string what;    // English
};
// "12: lat: 'x' is no number"; a caller puts the file's name before it.
[[nodiscard]] std::string to_text(const StreamFault& fault);

struct StreamRules {
  bool lenient = false;  // unknown members are skipped
  bool scalars_as_text =
      false;  // numbers and booleans may stand as strings: for rule tests, whose YAML has strings alone
};

inline constexpr std::size_t kStreamLineBytesMax = std::size_t{64} * 1024;

// A whistle from one JSON object. `kind` is required; `occurred_at` is the caller's to demand.
[[nodiscard]] tl::expected<StreamWhistle, StreamFault> read_whistle(const JsonNode& object, const StreamRules& rules);

class StreamReader {
 public:
  // The stream must outlive the reader.
  StreamReader(std::istream& stream, StreamRules rules) : stream_(stream), rules_(rules) {}

  // nullopt: the end, or the stream failed.
  [[nodiscard]] std::optional<tl::expected<StreamWhistle, StreamFault>> next();
  // At the end: it is none, because the stream failed in or behind the line that begins so many bytes from its start.
  [[nodiscard]] std::optional<std::uint64_t> failed_at() const;

 private:
  std::istream& stream_;
  StreamRules rules_;
  std::uint32_t line_ = 0;
  std::uint64_t bytes_ = 0;  // of the lines before
  std::string text_;
};

}  // namespace whistle::adapters::district
