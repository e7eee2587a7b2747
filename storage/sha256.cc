#include "storage/sha256.h"

#include <openssl/evp.h>

#include <memory>

#include "engine/assert.h"

namespace whistle::storage {

namespace {

// OpenSSL looks its algorithms up by name, which costs more than a short hash: once a thread is enough.
class Hasher {
 public:
  Hasher() : algorithm_(EVP_MD_fetch(nullptr, "SHA256", nullptr)), context_(EVP_MD_CTX_new()) {
    WHISTLE_ASSERT(algorithm_ != nullptr && context_ != nullptr);
    WHISTLE_ASSERT(EVP_DigestInit_ex2(context_.get(), algorithm_.get(), nullptr) == 1);
  }

  std::string hash(std::initializer_list<std::string_view> parts) {
    std::string digest(kSha256Bytes, '\0');
    bool done = EVP_DigestInit_ex2(context_.get(), /*type=*/nullptr, nullptr) == 1;  // the algorithm that it has
    for (const auto part : parts)
      done = done && EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1;
    done = done && EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1;
    WHISTLE_ASSERT(done);
    return digest;
  }

 private:
  struct Free {
    void operator()(EVP_MD* algorithm) const { EVP_MD_free(algorithm); }
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD, Free> algorithm_;
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

}  // namespace

std::string sha256(std::string_view bytes) {
  return sha256({bytes});
}

std::string sha256(std::initializer_list<std::string_view> parts) {
  thread_local Hasher hasher;
  return hasher.hash(parts);
}

}  // namespace whistle::storage
