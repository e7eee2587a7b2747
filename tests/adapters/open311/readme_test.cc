// The examples of adapters/open311/README.md, asked and answered.
#include <doctest/doctest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <pugixml.hpp>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "tests/adapters/open311/sample_call.h"

namespace whistle::adapters::open311 {

namespace {

struct Block {
  std::string kind;  // http, json, xml
  std::string text;
};

std::vector<Block> blocks_of_readme() {
  const char* root = std::getenv("WHISTLE_SOURCE_DIR");
  REQUIRE(root != nullptr);
  std::ifstream file(std::string(root) + "/adapters/open311/README.md");
  std::vector<Block> blocks;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) blocks.push_back({line.substr(3), {}});
    } else if (inside) {
      blocks.back().text += line + "\n";
    }
  }
  return blocks;
}

// "GET /v2/services.json", or "POST /v2/requests.json", an empty line and the form.
Call call_of(std::string_view text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  const auto space = line.find(' ');
  if (line.substr(0, space) == "GET") return get(line.substr(space + 1));
  auto form = text.substr(end + 2);
  return post(line.substr(space + 1), form.substr(0, form.find('\n')));
}

Answer answered(const Call& call) {
  const auto question = read(call, sample_context());
  if (!question) return question.error();
  const auto& request = question->request;
  if (request.has_command()) return tell(*question, accepted_reply(), sample_context());
  auto reply = list_reply(request.list_public_tickets());
  auto& tickets = *reply.mutable_list_public_tickets()->mutable_tickets();
  const int limit = std::min(static_cast<int>(request.list_public_tickets().limit()), tickets.size());
  tickets.DeleteSubrange(limit, tickets.size() - limit);
  return tell(*question, reply, sample_context());
}

std::string without_layout(const std::string& xml) {
  pugi::xml_document document;
  REQUIRE(document.load_string(xml.c_str(), pugi::parse_default | pugi::parse_declaration));
  std::ostringstream raw;
  document.save(raw, "", pugi::format_raw);
  return raw.str();
}

}  // namespace

TEST_CASE("the examples of the README are what is answered") {
  const auto blocks = blocks_of_readme();
  int checked = 0;
  for (std::size_t i = 0; i + 1 < blocks.size(); ++i) {
    if (blocks[i].kind != "http") continue;
    CAPTURE(blocks[i].text);
    const auto answer = answered(call_of(blocks[i].text));
    const auto& wanted = blocks[i + 1];
    if (wanted.kind == "json")
      CHECK(boost::json::serialize(boost::json::parse(answer.body)) ==
            boost::json::serialize(boost::json::parse(wanted.text)));
    else
      CHECK(answer.body == without_layout(wanted.text));
    ++checked;
  }
  CHECK(checked == 7);
}

}  // namespace whistle::adapters::open311
