// Ctrl-C as a flag, for commands that have work to finish first.
#pragma once

namespace whistle::tools {

// While one lives, the first SIGINT or SIGTERM only sets the flag; the second ends the program. One at a time.
class InterruptWatch {
 public:
  InterruptWatch();
  ~InterruptWatch();
  InterruptWatch(const InterruptWatch&) = delete;
  InterruptWatch& operator=(const InterruptWatch&) = delete;

  [[nodiscard]] static bool interrupted();
};

}  // namespace whistle::tools
