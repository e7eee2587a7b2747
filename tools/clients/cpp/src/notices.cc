#include "tools/clients/cpp/src/notices.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "tools/clients/cpp/src/line.h"

namespace whistle::client {

Result<std::unique_ptr<Notices>> Notices::open(Client& client, const FollowOptions& options) {
  std::unique_ptr<Notices> notices(new Notices(*client.line_));
  try {
    notices->listening_ = notices->line_.listen(options.feed, options.topics,
                                                [told = notices.get()](const auto& notice) { told->take(notice); });
  } catch (const std::exception& fault) {
    return tl::unexpected(Error(Misused{options.feed + ": " + fault.what()}));
  }
  return notices;
}

Notices::~Notices() {
  if (listening_ != 0) line_.stop_listening(listening_);
}

void Notices::take(const v1::Notice& notice) {
  std::function<void()> wake;
  {
    const std::lock_guard lock(mutex_);
    next_ = std::max(next_, notice.sequence() + 1);
    wake = wake_;
  }
  heard_.notify_all();
  if (wake) wake();
}

bool Notices::announced(std::uint64_t sequence) const {
  const std::lock_guard lock(mutex_);
  return next_ > sequence;
}

bool Notices::wait_for(std::uint64_t sequence, Time until) const {
  std::unique_lock lock(mutex_);
  return heard_.wait_until(lock, until, [&] { return next_ > sequence; });
}

void Notices::wake_by(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

}  // namespace whistle::client
