#include "tools/whistled/mailbox.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <utility>

#include "engine/assert.h"

namespace whistle::tools::whistled {

Mailbox::Mailbox() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  WHISTLE_ASSERT(event_ >= 0);
}

Mailbox::~Mailbox() {
  ::close(event_);
}

void Mailbox::post(std::function<void()> job) {
  bool first = false;
  {
    const std::scoped_lock lock(mutex_);
    first = jobs_.empty();
    jobs_.push_back(std::move(job));
  }
  if (first) wake();  // whoever left the first of those that wait has, or will
}

void Mailbox::wake() {
  const std::uint64_t one = 1;
  // It fails only when the counter is full, and then the descriptor is readable already.
  [[maybe_unused]] const auto written = ::write(event_, &one, sizeof one);
}

void Mailbox::run() {
  std::uint64_t count = 0;
  [[maybe_unused]] const auto read = ::read(event_, &count, sizeof count);
  std::vector<std::function<void()>> jobs;
  {
    const std::scoped_lock lock(mutex_);
    jobs.swap(jobs_);
  }
  for (const auto& job : jobs)
    job();
}

}  // namespace whistle::tools::whistled
