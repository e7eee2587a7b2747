#include "adapters/api/routes.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "adapters/api/field_value.h"
#include "whistle/v1/service.pb.h"

namespace whistle::adapters::api {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

std::set<std::string> fields_of(const Descriptor& message) {
  std::set<std::string> names;
  const auto* body = message.FindOneofByName("body");
  for (int i = 0; i < body->field_count(); ++i)
    names.insert(body->field(i)->name());
  return names;
}

std::set<std::string> asked_by_routes() {
  std::set<std::string> names;
  for (const auto& route : routes())
    names.emplace(route.asks);
  return names;
}

// "acknowledge_ticket" on a ticket is "acknowledge": what the path says already is left out.
std::string verb_of(std::string command) {
  for (const std::string said : {"_tickets", "_ticket", "_resolution", "_whistle", "_on_site"})
    if (command.ends_with(said)) command.resize(command.size() - said.size());
  std::ranges::replace(command, '_', '-');
  return command;
}

TEST_CASE("every command that a client may send has a route, and none of the engine's own has") {
  auto wanted = fields_of(*v1::Command::descriptor());
  for (const auto own : commands_without_route()) {
    CAPTURE(own);
    CHECK(wanted.erase(std::string(own)) == 1);
  }
  const auto asked = asked_by_routes();
  for (const auto& command : wanted) {
    CAPTURE(command);
    CHECK(asked.contains(command));
  }
  for (const auto own : commands_without_route())
    CHECK_FALSE(asked.contains(std::string(own)));
}

TEST_CASE("every query has a route") {
  const auto asked = asked_by_routes();
  for (const auto& query : fields_of(*v1::Request::descriptor())) {
    CAPTURE(query);
    CHECK((query == "command" || asked.contains(query)));
  }
}

TEST_CASE("a route asks for what the language has, and its parameters are fields of that") {
  for (const auto& route : routes()) {
    CAPTURE(route.path);
    const auto& message = *asked_field(route).message_type();
    for (const auto name : path_parameters(route.path)) {
      CAPTURE(name);
      CHECK(find_field(message, name) != nullptr);
    }
    CHECK((route.takes_if_match == (is_command(route) && message.FindFieldByName("ticket") != nullptr)));
    CHECK((route.method == "GET") == (route.body == BodyKind::None));
    CHECK((route.body == BodyKind::None) == (route.body_bytes_max == 0));
    if (!route.cursor.empty()) CHECK(find_field(message, route.cursor) != nullptr);
    CHECK_FALSE(route.summary.empty());
  }
}

TEST_CASE("an act on a ticket is called as its command is") {
  constexpr std::string_view kTicket = "/tickets/{ticket}/";
  for (const auto& route : routes()) {
    if (route.method != "POST" || !route.path.starts_with(kTicket)) continue;
    const auto verb = std::string(route.path.substr(kTicket.size()));
    CHECK(
        (verb == verb_of(std::string(route.asks)) || verb == "attachments" || verb == "attachments/{sha256}/complete"));
  }
}

TEST_CASE("no two routes answer to the same method and path") {
  std::set<std::string> seen;
  for (const auto& route : routes())
    CHECK(seen.insert(std::string(route.method).append(" ").append(route.path)).second);
}

TEST_CASE("without a credential nothing is asked but status, district and public tickets") {
  std::set<std::string_view> anybody;
  std::set<std::string_view> residents;
  for (const auto& route : routes()) {
    if (route.asker == Asker::Anybody) anybody.insert(route.asks);
    if (route.asker == Asker::Resident) residents.insert(route.asks);
  }
  CHECK(anybody == std::set<std::string_view>{"get_status", "get_district", "list_public_tickets"});
  CHECK(residents == std::set<std::string_view>{"get_ticket", "fetch_entries", "confirm_resolution",
                                                "dispute_resolution", "urge_ticket", "withdraw_whistle", "put_chunk",
                                                "put_attachment", "fetch_attachment"});
}

TEST_CASE("a path is found with its parameters") {
  const auto found = find_route("POST", std::vector<std::string>{"tickets", "17", "acknowledge"});
  REQUIRE(found);
  CHECK(found->route->asks == "acknowledge_ticket");
  REQUIRE(found->parameters.size() == 1);
  CHECK(found->parameters[0].first == "ticket");
  CHECK(found->parameters[0].second == "17");
  CHECK(find_route("HEAD", std::vector<std::string>{"status"})->route->asks == "get_status");
}

TEST_CASE("what is not there is told apart from what has another method") {
  for (const auto& path : std::vector<std::vector<std::string>>{{},
                                                                {"tickts"},
                                                                {"tickets", "17", "fly"},
                                                                {"tickets", ""},
                                                                {"tickets", "17", "acknowledge", ""},
                                                                {"status", "x"}}) {
    const auto found = find_route("GET", path);
    REQUIRE_FALSE(found);
    CHECK(found.error().status == 404);
  }
  const auto found = find_route("DELETE", std::vector<std::string>{"identities"});
  REQUIRE_FALSE(found);
  CHECK(found.error().status == 405);
  REQUIRE(found.error().headers.size() == 1);
  CHECK(found.error().headers[0].name == "Allow");
  CHECK(found.error().headers[0].value == "GET, HEAD, POST");
}

// The rows of README.md that begin with a method.
std::vector<std::string> rows_of_readme() {
  std::ifstream file(std::string(std::getenv("WHISTLE_SOURCE_DIR")) + "/adapters/api/README.md");
  std::vector<std::string> rows;
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("| `GET ") || line.starts_with("| `POST ") || line.starts_with("| `PUT "))
      rows.push_back(line);
  return rows;
}

TEST_CASE("the README lists the routes as they are") {
  std::vector<std::string> rows;
  for (const auto& route : routes()) {
    std::ostringstream row;
    row << "| `" << route.method << ' ' << route.path << "` | `" << asked_field(route).message_type()->name() << "` | "
        << route.summary << " |";
    rows.push_back(row.str());
  }
  const auto told = rows_of_readme();
  CHECK(told.size() == rows.size());
  for (const auto& row : rows) {
    CAPTURE(row);
    CHECK(std::ranges::find(told, row) != told.end());
  }
}

}  // namespace
}  // namespace whistle::adapters::api
