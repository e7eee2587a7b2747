#include "tools/whistled/deliveries/deliveries_command.h"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "adapters/http/http_client.h"
#include "adapters/platform/cloud_event.h"
#include "tools/whistled/data_directory.h"

namespace whistle::tools::whistled {

namespace {

namespace json = boost::json;
using Row = std::vector<std::string>;

constexpr std::chrono::seconds kPatience{10};

// Each column as wide as its widest text, the last as it is.
std::string table_of(const std::vector<Row>& rows) {
  std::vector<std::size_t> widths(rows.front().size(), 0);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], row[i].size());
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line += i + 1 == row.size() ? row[i] : row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

std::string text_of(const json::value& value) {
  if (const auto* text = value.if_string()) return std::string(*text);
  return json::serialize(value);
}

std::string instant_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value == nullptr || text_of(*value) == "0"
             ? "-"
             : adapters::platform::instant_text(std::stoll(text_of(*value))).substr(0, 19) + "Z";
}

std::string list_text(const json::array& subscribers) {
  std::vector<Row> rows{{"SUBSCRIBER", "NEXT", "BACKLOG", "OLDEST", "DEAD", "BREAKER", "DELIVERED", "FAILED", "FAULT"}};
  for (const auto& one : subscribers) {
    const auto& told = one.as_object();
    const bool configured = told.at("configured").as_bool();
    rows.push_back({text_of(told.at("name")), text_of(told.at("next")), text_of(told.at("backlog")),
                    instant_of(told, "oldestUs"), text_of(told.at("dead")),
                    configured ? text_of(told.at("breaker")) : "not in the file", text_of(told.at("delivered")),
                    text_of(told.at("failures")), text_of(told.at("lastFault"))});
  }
  return table_of(rows);
}

std::string dead_text(const json::array& letters) {
  std::vector<Row> rows{{"ENTRY", "TICKET", "SINCE", "ATTEMPTS", "WHY"}};
  for (const auto& one : letters) {
    const auto& told = one.as_object();
    rows.push_back({text_of(told.at("sequence")), text_of(told.at("ticket")), instant_of(told, "sinceUs"),
                    text_of(told.at("attempts")),
                    told.at("retrying").as_bool() ? "is being tried again" : text_of(told.at("why"))});
  }
  return table_of(rows);
}

std::string target_of(const DeliveriesOptions& options) {
  std::string target = "/-/deliveries";
  if (options.action == "list") return target;
  target += "/" + options.subscriber + "/" + options.action;
  return options.action == "dead" ? target : target + "/" + options.sequence;
}

Result<void> check(const DeliveriesOptions& options) {
  const auto is_plain = [](const std::string& text) {
    return std::ranges::all_of(text,
                               [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
  };
  if (!is_plain(options.subscriber)) return fail(ExitCode::Usage, "a subscriber's name is of a-z, 0-9 and -");
  if (!is_plain(options.sequence)) return fail(ExitCode::Usage, "SEQUENCE is the number of an entry, or all");
  return {};
}

}  // namespace

Result<std::string> operate_deliveries(const DeliveriesOptions& options) {
  if (auto checked = check(options); !checked) return tl::unexpected(checked.error());
  const DataDirectory data(options.data);
  const bool asks = options.action == "list" || options.action == "dead";
  const auto answer =
      adapters::http::ask_local(data.control(), {asks ? "GET" : "POST", target_of(options), ""}, kPatience);
  if (!answer) return fail(ExitCode::Failed, "no engine answers: " + answer.error().what);
  if (answer->status != 200) return fail(ExitCode::Failed, answer->body.substr(0, answer->body.find('\n')));
  if (!asks || options.output == "json") return answer->body;
  boost::system::error_code error;
  const auto told = json::parse(answer->body, error);
  if (error || !told.is_object()) return fail(ExitCode::Failed, "the engine's answer cannot be read");
  if (options.action == "list") return list_text(told.at("subscribers").as_array());
  return dead_text(told.at("deadLetters").as_array());
}

}  // namespace whistle::tools::whistled
