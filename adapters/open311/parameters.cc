#include "adapters/open311/parameters.h"

#include "adapters/district/utf8.h"
#include "adapters/http/http_message.h"

namespace whistle::adapters::open311 {
std::optional<bool> truth_of(std::string_view text) {
  for (const auto* word : {"true", "1", "yes"}) {
    if (http::same_token(text, word)) return true;
  }
  for (const auto* word : {"false", "0", "no"}) {
    if (http::same_token(text, word)) return false;
  }
  return std::nullopt;
}

bool Parameters::is_text(std::string_view name, std::string_view value, std::size_t bytes_max, Breaks breaks) {
  if (value.size() > bytes_max) {
    const auto limit = std::to_string(bytes_max);
    faults_.add(400, name, {"最多" + limit + "字节", "at most " + limit + " bytes"});
    return false;
  }
  if (district::first_invalid_utf8(value)) {
    faults_.add(400, name, {"不是UTF-8", "not UTF-8"});
    return false;
  }
  if (district::first_control_character(value) ||
      (breaks == Breaks::Refused && value.find_first_of("\t\n\r") != std::string_view::npos)) {
    faults_.add(400, name, {"含有控制字符", "a control character"});
    return false;
  }
  return true;
}

std::string_view Parameters::find(std::string_view name, std::size_t bytes_max, Breaks breaks) {
  std::string_view found;
  for (const auto& [key, value] : pairs_) {
    if (key != name || value.empty() || value == found) continue;
    if (!found.empty()) {
      faults_.add(400, name, {"给出了两个不同的值", "given twice with different values"});
      return {};
    }
    found = value;
  }
  return is_text(name, found, bytes_max, breaks) ? found : std::string_view{};
}

std::string_view Parameters::one(std::string_view name, std::size_t bytes_max) {
  return find(name, bytes_max, Breaks::Refused);
}

std::string Parameters::lines(std::string_view name, std::size_t bytes_max) {
  const auto given = find(name, bytes_max, Breaks::Allowed);
  std::string text;
  text.reserve(given.size());
  for (std::size_t at = 0; at < given.size(); ++at) {
    if (given[at] != '\r')
      text += given[at];
    else if (at + 1 == given.size() || given[at + 1] != '\n')
      text += '\n';
  }
  return text;
}

std::vector<std::string_view> Parameters::list(std::string_view name, std::size_t items_max, std::size_t bytes_max) {
  std::vector<std::string_view> items;
  for (const auto& [key, value] : pairs_) {
    if (key != name) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const auto comma = rest.find(',');
      auto item = rest.substr(0, comma);
      rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
      while (item.starts_with(' '))
        item.remove_prefix(1);
      while (item.ends_with(' '))
        item.remove_suffix(1);
      if (item.empty()) continue;
      if (!is_text(name, item, bytes_max, Breaks::Refused)) return {};
      if (items.size() == items_max) {
        const auto limit = std::to_string(items_max);
        faults_.add(400, name, {"最多" + limit + "项", "at most " + limit + " items"});
        return {};
      }
      items.push_back(item);
    }
  }
  return items;
}

bool Parameters::flag(std::string_view name) {
  const auto given = one(name, 8);
  if (given.empty()) return false;
  const auto truth = truth_of(given);
  if (!truth) faults_.add(400, name, {"须为true或false", "true or false"});
  return truth.value_or(false);
}

}  // namespace whistle::adapters::open311
