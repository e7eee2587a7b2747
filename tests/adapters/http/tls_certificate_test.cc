#include "adapters/http/tls_certificate.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/adapters/http/own_certificate.h"
#include "tests/support/temp_dir.h"

namespace whistle::adapters::http {

namespace {

std::string why(const TlsFiles& files) {
  const auto loaded = TlsCertificate::load(files);
  return loaded ? "" : loaded.error().what;
}

}  // namespace

TEST_CASE("a certificate and its key are read") {
  const support::TempDir dir;
  const auto loaded = TlsCertificate::load(write_certificate(dir.path(), "a.example"));
  REQUIRE_MESSAGE(loaded.has_value(), loaded.error().what);
  CHECK((*loaded)->accept());
}

TEST_CASE("a file that cannot be used is named, with why") {
  const support::TempDir dir;
  const auto files = write_certificate(dir.path(), "a.example");
  const auto other = dir.path() / "other";
  std::filesystem::create_directory(other);
  const auto others = write_certificate(other, "b.example");
  const auto missing = dir.path() / "missing.pem";
  const auto garbage = dir.path() / "garbage.pem";
  std::ofstream(garbage) << "garbage";
  CHECK(why({missing, files.key}).starts_with(missing.string() + ": "));
  CHECK(why({files.certificate_chain, missing}).starts_with(missing.string() + ": "));
  CHECK(why({garbage, files.key}).starts_with(garbage.string() + ": "));
  CHECK(why({files.certificate_chain, garbage}).starts_with(garbage.string() + ": "));
  CHECK(why({files.certificate_chain, others.key}).starts_with(others.key.string() + ": "));
}

TEST_CASE("a reload that fails leaves the old certificate") {
  const support::TempDir dir;
  const auto files = write_certificate(dir.path(), "a.example");
  const auto loaded = TlsCertificate::load(files);
  REQUIRE(loaded.has_value());
  std::ofstream(files.key) << "";
  CHECK_FALSE((*loaded)->reload().has_value());
  CHECK((*loaded)->accept());
}

}  // namespace whistle::adapters::http
