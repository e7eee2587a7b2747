#include "adapters/platform/signature.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::platform {

namespace {

constexpr const char* kSecret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

}  // namespace

// The vectors that the libraries of Standard Webhooks are tested with.
TEST_CASE("published signatures are made again") {
  CHECK(
      sign({*parse_signing_key(kSecret)}, {"msg_p5jXN8AQM9LWM0D4loKWxJek", 1'614'265'330, R"({"test": 2432232314})"}) ==
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  CHECK(sign({*parse_signing_key("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")},
             {"msg_27UH4WbU6Z5A5EzD8u03UvzRbpk", 1'649'367'553,
              R"({"email":"test@example.com","username":"test_user"})"}) ==
        "v1,tZ1I4/hDygAJgO5TYxiSd6Sd0kDW6hPenDe+bTa3Kkw=");
}

TEST_CASE("two keys give two signatures, each as it is alone") {
  const auto one = *parse_signing_key(kSecret);
  const auto two = *parse_signing_key("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
  const SignedMessage message{"4711", 1, "body"};
  CHECK(sign({one, two}, message) == sign({one}, message) + " " + sign({two}, message));
}

TEST_CASE("a key of too few or too many bytes, or none at all, is refused without telling it") {
  const auto of = [](std::size_t quads) { return "whsec_" + std::string(quads * 4, 'A'); };
  CHECK(parse_signing_key(of(8))->size() == 24);
  CHECK(parse_signing_key("whsec_" + std::string(84, 'A') + "AA==")->size() == 64);
  for (const auto& bad : {std::string("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"), of(7), of(22), of(8) + "A", of(7) + "AA A",
                          of(7) + "AA*A", std::string("whsec_"), std::string()}) {
    CAPTURE(bad);
    const auto key = parse_signing_key(bad);
    REQUIRE_FALSE(key.has_value());
    CHECK(key.error().find("AAAA") == std::string::npos);
  }
}

}  // namespace whistle::adapters::platform
