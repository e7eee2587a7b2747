// What can go wrong between a program and the engine, as values: nothing in this library throws of its own.
//
//   auto accepted = client.act(acknowledge(17));
//   if (accepted) return;
//   if (const auto* refused = std::get_if<Refused>(&accepted.error())) complain(refused->code_name());
//   if (const auto* silence = std::get_if<NoAnswer>(&accepted.error())) remember(silence->key);
//
// Any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <tl/expected.hpp>

#include "whistle/v1/service.pb.h"

namespace whistle::client {

// The engine said no, and nothing was changed.
struct Refused {
  v1::Refusal refusal;  // code and arguments, which may come more than once, in the engine's order

  // Without the prefix, for instance `WRONG_STATE`; of an engine that is newer than these messages the number.
  [[nodiscard]] std::string code_name() const;
  // The first of that name; nullopt: there is none. Valid as long as this.
  [[nodiscard]] std::optional<std::string_view> argument(std::string_view name) const;
  // When the engine asked to be tried again; nullopt: it did not say.
  [[nodiscard]] std::optional<std::chrono::milliseconds> retry_after() const;
};

// The time was up, or the client was ended. A command may have been accepted all the same: sent again under the same
// `key` it happens once or not at all.
struct NoAnswer {
  std::string reason;
  std::string key;  // empty: a question, which changes nothing
};

// Somebody answers at the address, but not as the engine with that public key; or plainly where CURVE was wanted, or
// the reverse.
struct WrongKeys {
  std::string what;
};

// What came is nothing that an engine of this language says.
struct Malformed {
  std::string what;
};

// What was asked for cannot be sent: no address, no key, longer than any engine takes. Nothing was sent.
struct Misused {
  std::string what;
};

// A checkpoint or receipt that proves nothing: not in form, signed by another key, or over another text.
struct Unsound {
  std::string what;
};

using Error = std::variant<Refused, NoAnswer, WrongKeys, Malformed, Misused, Unsound>;
template <typename T>
using Result = tl::expected<T, Error>;

// One line of English for a log.
[[nodiscard]] std::string to_string(const Error& error);

}  // namespace whistle::client
