#include "storage/seeded_random.h"

#include <sodium.h>

#include <string>

#include "storage/record_format.h"
#include "storage/sha256.h"
#include "storage/sodium.h"

namespace whistle::storage {

SeededRandom::SeededRandom(std::uint64_t seed, std::uint64_t stream) : seed_(seed), stream_(stream) {
  start_sodium();
}

// Each call has a seed of its own, so that what one call gives does not depend on how the ones before were sized.
void SeededRandom::fill(std::span<std::uint8_t> bytes) {
  static_assert(randombytes_SEEDBYTES == kSha256Bytes);
  std::string call;
  {
    const std::scoped_lock lock(mutex_);
    call = sha256({"whistle seeded random 1", number_key(seed_), number_key(stream_), number_key(calls_++)});
  }
  randombytes_buf_deterministic(bytes.data(), bytes.size(), reinterpret_cast<const unsigned char*>(call.data()));
}

}  // namespace whistle::storage
