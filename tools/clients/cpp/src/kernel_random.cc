#include "tools/clients/cpp/src/kernel_random.h"

#include <sys/random.h>

#include <cerrno>

#include "engine/assert.h"

namespace whistle::client {

void KernelRandom::fill(std::span<std::uint8_t> bytes) {
  while (!bytes.empty()) {
    const auto filled = ::getrandom(bytes.data(), bytes.size(), 0);
    if (filled < 0 && errno == EINTR) continue;
    WHISTLE_ASSERT(filled > 0);  // a kernel without it is older than any that this runs on
    bytes = bytes.subspan(static_cast<std::size_t>(filled));
  }
}

}  // namespace whistle::client
