// The standard input of a command that Ctrl-C ends in good order, also while it waits for more to read.
//
//   InterruptibleInput input(STDIN_FILENO);
//   std::istream in(&input);          // bad() where a read failed, or was interrupted while an InterruptWatch lives
//
// Use from one thread.
#pragma once

#include <array>
#include <cstddef>
#include <streambuf>

namespace whistle::tools {

class InterruptibleInput : public std::streambuf {
 public:
  // The descriptor stays the caller's.
  explicit InterruptibleInput(int descriptor) : descriptor_(descriptor) {}

 protected:
  // Throws where nothing can be read, as the library's own buffers do; its streams catch that.
  int_type underflow() override;

 private:
  // Until there is something to read, an end too. False: interrupted, or no such descriptor.
  [[nodiscard]] bool wait() const;

  const int descriptor_;
  std::array<char, std::size_t{8} << 10> buffer_{};
};

}  // namespace whistle::tools
