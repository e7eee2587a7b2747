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

  void start() { check(EVP_DigestInit_ex2(context_.get(), /*type=*/nullptr, nullptr)); }  // the algorithm that it has
  void add(std::string_view bytes) { check(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size())); }
  std::string finish() {
    std::string digest(kSha256Bytes, '\0');
    check(EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr));
    return digest;
  }

 private:
  static void check(int done) { WHISTLE_ASSERT(done == 1); }
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
  hasher.start();
  for (const auto part : parts)
    hasher.add(part);
  return hasher.finish();
}

struct Sha256::Context {
  Hasher hasher;
};

Sha256::Sha256() : context_(std::make_unique<Context>()) {
  context_->hasher.start();
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
  context_->hasher.add(bytes);
}

std::string Sha256::digest() {
  return context_->hasher.finish();
}

}  // namespace whistle::storage
