#include "tools/whistle/json_text.h"

#include <doctest/doctest.h>

namespace whistle::tools {

TEST_CASE("messages keep their fields' own names, and stand on one line") {
  v1::Accepted accepted;
  accepted.set_sequence(17);
  accepted.set_ticket_number("20260928-00017-4");
  CHECK(json_text(accepted) == R"({"sequence":"17","ticket_number":"20260928-00017-4"})");
}

TEST_CASE("several arguments of one name become a list") {
  v1::Refusal refusal;
  refusal.set_code(v1::REFUSAL_CODE_RULESET_INVALID);
  for (const char* value : {"areas.csv:3", "routes.yaml:7"}) {
    auto& argument = *refusal.add_arguments();
    argument.set_name("error");
    argument.set_value(value);
  }
  CHECK(json_text_of_refusal(refusal) ==
        R"({"code":"ruleset_invalid","arguments":{"error":["areas.csv:3","routes.yaml:7"]}})");
}

}  // namespace whistle::tools
