// What every request has around what it asks: its correlation, and for whom it is said.
#include <doctest/doctest.h>

#include <string>

#include "adapters/zeromq/request_codec.h"

namespace whistle::adapters::zeromq {
namespace {

TEST_CASE("the correlation alone is found wherever it stands, and is 0 where there is none or no request") {
  v1::Request request;
  request.set_key("k");
  request.mutable_command()->mutable_acknowledge_ticket()->set_ticket(17);
  CHECK(correlation_of(request.SerializeAsString()) == 0);
  const auto without = request.SerializeAsString();
  v1::Request correlation;
  correlation.set_correlation(1'234'567'890'123);
  CHECK(correlation_of(correlation.SerializeAsString() + without) == 1'234'567'890'123);
  CHECK(correlation_of(without + correlation.SerializeAsString()) == 1'234'567'890'123);
  CHECK(correlation_of("") == 0);
  CHECK(correlation_of("\x08") == 0);
  CHECK(correlation_of(std::string(64, '\xff')) == 0);
}

TEST_CASE("acting for somebody names a member or brings a token of 16 bytes") {
  v1::Request request;
  request.set_key("k");
  request.mutable_command()->mutable_acknowledge_ticket()->set_ticket(17);
  const auto refused = [&] {
    const auto decoded = decode_request(request.SerializeAsString());
    return decoded ? std::string("fine") : decoded.error().refusal.arguments(0).value();
  };
  request.mutable_acting_for();
  CHECK(refused() == "acting_for");
  request.mutable_acting_for()->set_member("");
  CHECK(refused() == "acting_for.member");
  request.mutable_acting_for()->set_member(std::string(65, 'm'));
  CHECK(refused() == "acting_for.member");
  request.mutable_acting_for()->set_member("m-1");
  CHECK(refused() == "fine");
  request.mutable_acting_for()->set_ticket_token("0123456789abcdef");
  CHECK(refused() == "fine");
  request.mutable_acting_for()->set_ticket_token("short");
  CHECK(refused() == "acting_for.ticket_token");
}

}  // namespace
}  // namespace whistle::adapters::zeromq
