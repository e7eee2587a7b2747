#include "storage/system_random.h"

#include <sodium.h>

#include <algorithm>

#include "storage/sodium.h"

namespace whistle::storage {

SystemRandom::SystemRandom() {
  start_sodium();
}

SystemRandom::~SystemRandom() {
  sodium_memzero(pool_.data(), pool_.size());
}

void SystemRandom::fill(std::span<std::uint8_t> bytes) {
  if (bytes.size() > pool_.size()) return randombytes_buf(bytes.data(), bytes.size());
  const std::scoped_lock lock(mutex_);
  if (pool_.size() - given_ < bytes.size()) {
    randombytes_buf(pool_.data(), pool_.size());
    given_ = 0;
  }
  std::copy_n(pool_.data() + given_, bytes.size(), bytes.data());
  sodium_memzero(pool_.data() + given_, bytes.size());
  given_ += bytes.size();
}

}  // namespace whistle::storage
