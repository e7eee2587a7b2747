// How far a long piece of work has come, drawn on one line of a terminal; elsewhere nothing is drawn.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "tools/whistle/console.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {

// One thread. Whoever prints elsewhere meanwhile calls `clear` first.
class ProgressBar {
 public:
  // `total` in units of work; nullopt: not known.
  ProgressBar(Console& console, Language language, std::optional<std::uint64_t> total);
  ~ProgressBar() { clear(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void advance(std::uint64_t done);
  // Takes the line off the screen.
  void clear();
  [[nodiscard]] double seconds() const;

 private:
  void draw();

  Console& console_;
  const Language language_;
  const std::optional<std::uint64_t> total_;
  const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  std::chrono::steady_clock::time_point drawn_;
  std::uint64_t done_ = 0;
  bool shown_ = false;
};

// Units a second; 0 where no time has passed.
[[nodiscard]] std::uint64_t rate_of(std::uint64_t done, double seconds);

}  // namespace whistle::tools
