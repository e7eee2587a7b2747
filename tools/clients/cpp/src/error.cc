#include "whistle/client/error.h"

#include <charconv>
#include <cstdint>

namespace whistle::client {

namespace {

std::string words(const Refused& refused) {
  auto text = "refused: " + refused.code_name();
  for (const auto& argument : refused.refusal.arguments())
    text += " " + argument.name() + "=" + argument.value();
  return text;
}

std::string words(const NoAnswer& silence) {
  auto text = "no answer: " + silence.reason;
  if (!silence.key.empty()) text += "; it may have been done: repeat it under the key " + silence.key;
  return text;
}

template <typename Fault>
std::string words(const Fault& fault) {
  return fault.what;
}

std::optional<std::chrono::milliseconds> whole_number(std::string_view text, std::chrono::milliseconds unit) {
  std::uint32_t count = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
  return count * unit;
}

}  // namespace

std::string Refused::code_name() const {
  constexpr std::string_view kPrefix = "REFUSAL_CODE_";
  const auto& name = v1::RefusalCode_Name(refusal.code());
  return name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : std::to_string(refusal.code());
}

std::optional<std::string_view> Refused::argument(std::string_view name) const {
  for (const auto& one : refusal.arguments())
    if (one.name() == name) return one.value();
  return std::nullopt;
}

std::optional<std::chrono::milliseconds> Refused::retry_after() const {
  if (const auto value = argument("retry_after_ms")) return whole_number(*value, std::chrono::milliseconds{1});
  if (const auto value = argument("retry_s")) return whole_number(*value, std::chrono::seconds{1});
  return std::nullopt;
}

std::string to_string(const Error& error) {
  return std::visit([](const auto& one) { return words(one); }, error);
}

}  // namespace whistle::client
