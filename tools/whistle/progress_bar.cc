#include "tools/whistle/progress_bar.h"

#include <algorithm>
#include <string>

#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::size_t kCells = 30;

std::string bar_of(std::uint64_t done, std::uint64_t total) {
  const auto filled =
      total == 0 ? kCells : static_cast<std::size_t>(std::min<std::uint64_t>(done * kCells / total, kCells));
  std::string bar;
  for (std::size_t i = 0; i < kCells; ++i)
    bar += i < filled ? "█" : "░";
  return bar;
}

}  // namespace

ProgressBar::ProgressBar(Console& console, Language language, std::optional<std::uint64_t> total)
    : console_(console), language_(language), total_(total), drawn_(start_ - kRedraw) {}

void ProgressBar::advance(std::uint64_t done) {
  done_ += done;
  if (!console_.err_is_terminal || std::chrono::steady_clock::now() - drawn_ < kRedraw) return;
  draw();
}

void ProgressBar::draw() {
  drawn_ = std::chrono::steady_clock::now();
  shown_ = true;
  const auto rate = std::to_string(rate_of(done_, seconds()));
  const auto done = std::to_string(done_);
  console_.err << "\r\x1b[2K";
  if (total_) {
    const auto percent = std::to_string(*total_ == 0 ? 100 : std::min<std::uint64_t>(done_ * 100 / *total_, 100));
    console_.err << bar_of(done_, *total_) << ' '
                 << worded(language_, phrases::kProgress, {percent, done, std::to_string(*total_), rate});
  } else {
    console_.err << worded(language_, phrases::kProgressOpen, {done, rate});
  }
  console_.err.flush();
}

void ProgressBar::clear() {
  if (!shown_) return;
  console_.err << "\r\x1b[2K";
  console_.err.flush();
  shown_ = false;
}

double ProgressBar::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

std::uint64_t rate_of(std::uint64_t done, double seconds) {
  return seconds <= 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(done) / seconds);
}

}  // namespace whistle::tools
