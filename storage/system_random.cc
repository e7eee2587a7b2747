#include "storage/system_random.h"

#include <sodium.h>

#include "storage/sodium.h"

namespace whistle::storage {

SystemRandom::SystemRandom() {
  start_sodium();
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  randombytes_buf(bytes.data(), bytes.size());
}

}  // namespace whistle::storage
