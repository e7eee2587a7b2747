// Who somebody is, by what it shows.
#include "tools/whistled/web/credential.h"

#include <doctest/doctest.h>

#include "storage/sha256.h"

namespace whistle::tools::whistled::web {

TEST_CASE("a bearer token is its hash, whatever the case of the scheme") {
  for (const auto* header : {"Bearer wt_abc", "bearer wt_abc", "BEARER   wt_abc "}) {
    CAPTURE(header);
    const auto actor = actor_of(header, false);
    REQUIRE(actor);
    CHECK(actor->authentication() == v1::AUTHENTICATION_TOKEN);
    CHECK(actor->credential() == storage::sha256("wt_abc"));
    CHECK(actor->member().empty());
  }
}

TEST_CASE("who shows nothing is nobody in particular, and who shows a ticket's link a resident") {
  CHECK(actor_of(std::nullopt, false)->authentication() == v1::AUTHENTICATION_NOBODY);
  CHECK(actor_of(std::nullopt, true)->authentication() == v1::AUTHENTICATION_TICKET_TOKEN);
  // An intake system that acts for a resident is itself.
  CHECK(actor_of("Bearer wt_abc", true)->authentication() == v1::AUTHENTICATION_TOKEN);
}

TEST_CASE("another scheme, or what is no token, is told so and never taken for nobody") {
  const std::string long_token(257, 'a');
  for (const auto& header :
       {std::string("Basic dXNlcjpwYXNz"), std::string("Bearer"), std::string("Bearer "), std::string("Bearer a b"),
        std::string("Bearer wt_\"x\""), std::string(""), std::string("wt_abc"), "Bearer " + long_token}) {
    CAPTURE(header);
    CHECK_FALSE(actor_of(header, false));
  }
}

TEST_CASE("residents with the same key for different tickets do not meet") {
  CHECK(resident_key("ticket one's token", "1") != resident_key("ticket two's token", "1"));
  CHECK(resident_key("token", "1") == resident_key("token", "1"));
  CHECK(resident_key("token", "1") != resident_key("token", "2"));
  CHECK(resident_key("token", "1").size() == 64);
}

}  // namespace whistle::tools::whistled::web
