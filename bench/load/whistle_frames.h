// Request frames of whistles, made ahead: what is left at run time is a number and a key before bytes that are ready.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace whistle::bench {

class WhistleFrames {
 public:
  // One frame a line of a whistle stream, times left out: blown now. `member`: who speaks, in plain mode; empty:
  // whoever the connection says. `key_prefix` makes the keys of one run its own. Ends the program if the file cannot be
  // read.
  WhistleFrames(const std::filesystem::path& stream, std::string_view member, std::string key_prefix);

  // The request numbered `number`, whose correlation is that number. Valid until the next call.
  [[nodiscard]] std::string_view frame(std::uint64_t number);

 private:
  std::vector<std::string> tails_;  // serialized Requests without correlation and key
  std::string key_prefix_;
  std::string frame_;
};

// What a reply's first bytes say.
struct ReplyHead {
  std::uint64_t correlation = 0;
  bool accepted = false;
};
[[nodiscard]] ReplyHead read_head(std::string_view reply);

}  // namespace whistle::bench
