#include "tests/adapters/http/own_certificate.h"

#include <doctest/doctest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <memory>

namespace whistle::adapters::http {

namespace {

using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;

File open_to_write(const std::filesystem::path& path) {
  File file(std::fopen(path.c_str(), "w"), std::fclose);
  REQUIRE(file);
  return file;
}

}  // namespace

TlsFiles write_certificate(const std::filesystem::path& directory, const std::string& name) {
  constexpr long kDay = 24L * 60 * 60;
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> certificate(X509_new(), X509_free);
  REQUIRE((key && certificate));
  (void)X509_set_version(certificate.get(), X509_VERSION_3);
  (void)ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), 1);
  (void)X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -kDay);
  (void)X509_gmtime_adj(X509_getm_notAfter(certificate.get()), kDay);
  (void)X509_set_pubkey(certificate.get(), key.get());
  auto* const subject = X509_get_subject_name(certificate.get());
  (void)X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(name.c_str()),
                                   -1, -1, 0);
  (void)X509_set_issuer_name(certificate.get(), subject);
  REQUIRE(X509_sign(certificate.get(), key.get(), EVP_sha256()) > 0);
  TlsFiles files{directory / "chain.pem", directory / "key.pem"};
  REQUIRE(PEM_write_X509(open_to_write(files.certificate_chain).get(), certificate.get()) == 1);
  REQUIRE(PEM_write_PrivateKey(open_to_write(files.key).get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  return files;
}

}  // namespace whistle::adapters::http
