#include "tools/whistled/reporter_limit.h"

#include <algorithm>

#include "storage/sha256.h"

namespace whistle::tools::whistled {

namespace {

using engine::State;
using engine::TicketId;

constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kNameBytes = 16;
constexpr std::size_t kDigitsMin = 5;   // fewer are an extension, or a slip
constexpr std::size_t kDigitsMax = 11;  // a number with and without its country's code is the same
constexpr std::size_t kSweepMin = 1'024;

std::string digits_of(const std::string& phone) {
  std::string digits;
  std::ranges::copy_if(phone, std::back_inserter(digits), [](char c) { return c >= '0' && c <= '9'; });
  return digits.size() > kDigitsMax ? digits.substr(digits.size() - kDigitsMax) : digits;
}

void forget_closed(std::vector<TicketId>& tickets, const State& state) {
  std::erase_if(tickets, [&](TicketId id) { return !state.open.contains(id); });
}

}  // namespace

ReporterLimit::ReporterLimit(std::uint32_t open_max, engine::RandomSource& random)
    : open_max_(open_max), secret_(kSecretBytes, '\0') {
  random.fill({reinterpret_cast<std::uint8_t*>(secret_.data()), secret_.size()});
}

std::optional<std::string> ReporterLimit::name_of(const v1::BlowWhistle& blow) const {
  if (open_max_ == 0) return std::nullopt;
  const auto digits = digits_of(blow.personal().reporter().phone());
  if (digits.size() < kDigitsMin) return std::nullopt;
  return storage::sha256({secret_, digits}).substr(0, kNameBytes);
}

bool ReporterLimit::is_full(const std::string& name, const State& state) {
  const auto found = open_.find(name);
  if (found == open_.end() || found->second.size() < open_max_) return false;
  forget_closed(found->second, state);
  return found->second.size() >= open_max_;
}

void ReporterLimit::opened(const std::string& name, TicketId ticket, const State& state) {
  if (open_.size() >= sweep_at_) {
    for (auto reporter = open_.begin(); reporter != open_.end();) {
      forget_closed(reporter->second, state);
      reporter = reporter->second.empty() ? open_.erase(reporter) : std::next(reporter);
    }
    sweep_at_ = std::max(kSweepMin, open_.size() * 2);
  }
  open_[name].push_back(ticket);
}

}  // namespace whistle::tools::whistled
