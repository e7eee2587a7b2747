#include "adapters/zeromq/zap_authenticator.h"

#include <doctest/doctest.h>

#include <string>

#include "adapters/zeromq/curve_key_file.h"

namespace whistle::adapters::zeromq {
namespace {

const std::string kKey(kCurveKeyBytes, 'k');

ZapRequest asking(std::string_view mechanism, std::string_view credentials, std::string_view address = "127.0.0.1") {
  return {
      .version = "1.0", .domain = kZapDomain, .address = address, .mechanism = mechanism, .credentials = credentials};
}

TEST_CASE("any CURVE key may connect, and the connection is named by it") {
  const auto verdict = judge(Admission::Curve, asking("CURVE", kKey, "10.1.2.3"));
  CHECK(verdict.admitted);
  CHECK(from_z85(verdict.user_id) == kKey);
}

TEST_CASE("without CURVE nobody connects to an engine that speaks CURVE") {
  CHECK_FALSE(judge(Admission::Curve, asking("NULL", "")).admitted);
  CHECK_FALSE(judge(Admission::Curve, asking("PLAIN", "user")).admitted);
  CHECK_FALSE(judge(Admission::Curve, asking("GSSAPI", "principal")).admitted);
}

TEST_CASE("plain mode is for loopback alone") {
  for (const char* near : {"127.0.0.1", "127.8.8.8", "::1", "::ffff:127.0.0.1"}) {
    CHECK(judge(Admission::Plain, asking("NULL", "", near)).admitted);
  }
  for (const char* far : {"10.0.0.1", "192.168.1.127", "::2", "", "fe80::1"}) {
    CHECK_FALSE(judge(Admission::Plain, asking("NULL", "", far)).admitted);
  }
  CHECK_FALSE(judge(Admission::Plain, asking("CURVE", kKey)).admitted);
  CHECK_FALSE(judge(Admission::Plain, asking("PLAIN", "user")).admitted);
}

TEST_CASE("questions that are not of our kind are turned away") {
  auto other_domain = asking("CURVE", kKey);
  other_domain.domain = "global";
  CHECK_FALSE(judge(Admission::Curve, other_domain).admitted);
  auto other_version = asking("CURVE", kKey);
  other_version.version = "2.0";
  CHECK_FALSE(judge(Admission::Curve, other_version).admitted);
  CHECK_FALSE(judge(Admission::Curve, asking("CURVE", "short")).admitted);
}

TEST_CASE("a context has one authenticator, and a second is an error, not a crash") {
  zmq::context_t context;
  const auto first = ZapAuthenticator::start(context, Admission::Curve);
  REQUIRE(first.has_value());
  CHECK_FALSE(ZapAuthenticator::start(context, Admission::Curve).has_value());
}

}  // namespace
}  // namespace whistle::adapters::zeromq
