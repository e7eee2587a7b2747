#include "whistle/client/follower.h"

#include <algorithm>
#include <utility>

#include "tools/clients/cpp/src/notices.h"
#include "tools/clients/cpp/src/reading.h"

namespace whistle::client {

Result<Follower> Follower::open(Client& client, const FollowOptions& options) {
  auto notices = Notices::open(client, options);
  if (!notices) return tl::unexpected(std::move(notices.error()));
  return Follower(client, *std::move(notices), options.from);
}

Follower::Follower(Client& client, std::unique_ptr<Notices> notices, std::uint64_t from)
    : client_(&client), notices_(std::move(notices)), reading_(std::make_unique<Reading>(from)) {}

Follower::~Follower() = default;
Follower::Follower(Follower&&) noexcept = default;
Follower& Follower::operator=(Follower&&) noexcept = default;

Result<std::optional<v1::Entry>> Follower::next(std::chrono::milliseconds timeout) {
  const auto deadline = std::chrono::steady_clock::now() + timeout;
  for (;;) {
    if (auto entry = reading_->take()) return entry;
    if (reading_->at_end()) {
      const auto silence = std::chrono::steady_clock::now() + Notices::kSilenceMax;
      const bool news = notices_->wait_for(reading_->reached(), std::min(deadline, silence));
      if (!news && std::chrono::steady_clock::now() >= deadline) return std::optional<v1::Entry>{};
    }
    auto page = client_->ask(reading_->question());
    if (!page) return tl::unexpected(std::move(page.error()));
    reading_->add(*std::move(page));
  }
}

std::uint64_t Follower::cursor() const {
  return reading_->cursor();
}

}  // namespace whistle::client
