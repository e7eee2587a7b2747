#include "adapters/open311/negotiation.h"

#include <doctest/doctest.h>

#include <string>

namespace whistle::adapters::open311 {

TEST_CASE("the format is what the client prefers, XML where it does not say") {
  CHECK(accepted_format("") == Format::Xml);
  CHECK(accepted_format("*/*") == Format::Xml);
  CHECK(accepted_format("application/json") == Format::Json);
  CHECK(accepted_format("Application/JSON; charset=utf-8") == Format::Json);
  CHECK(accepted_format("text/xml;q=0.5, application/json;q=0.6") == Format::Json);
  CHECK(accepted_format("application/xml, application/json") == Format::Xml);
  CHECK(accepted_format("text/*, application/json;q=0.9") == Format::Xml);
  CHECK(accepted_format("application/*;q=0.1, text/xml;q=0, application/xml;q=0") == Format::Json);
  CHECK(accepted_format("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8") == Format::Xml);
}

TEST_CASE("a client that takes neither format has none") {
  CHECK_FALSE(accepted_format("text/html").has_value());
  CHECK_FALSE(accepted_format("image/png, */*;q=0").has_value());
}

TEST_CASE("a header of any shape is read") {
  CHECK(accepted_format(",,;;q=,") == Format::Xml);
  CHECK(accepted_format("application/json;q=9") == Format::Json);
  CHECK(accepted_format("application/json;q=0.99999999999999999") == Format::Json);
  CHECK_FALSE(accepted_format(std::string(10'000, 'a')).has_value());
}

TEST_CASE("the language is the parameter's, else the header's, else Chinese") {
  CHECK(spoken_language("", "") == Language::Zh);
  CHECK(spoken_language("en_US", "zh") == Language::En);
  CHECK(spoken_language("zh-Hans-CN", "en") == Language::Zh);
  CHECK(spoken_language("", "en-GB,en;q=0.9,zh;q=0.5") == Language::En);
  CHECK(spoken_language("", "zh;q=0.5, en;q=0.9") == Language::En);
  CHECK(spoken_language("", "en;q=0") == Language::Zh);
  CHECK(spoken_language("fr", "fr, de") == Language::Zh);
  CHECK(spoken_language("fr", "fr, en;q=0.1") == Language::En);
  CHECK(spoken_language("english", "") == Language::Zh);
}

}  // namespace whistle::adapters::open311
