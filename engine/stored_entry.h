// Entries as they are stored, and hashed as leaves of the journal's tree: one format byte and the serialized message.
// Pure functions. Any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "whistle/v1/entry.pb.h"

namespace whistle::engine {

[[nodiscard]] std::string entry_bytes(const v1::Entry& entry);
// The same into a buffer that is used again and again. What it held is lost.
void put_entry_bytes(const v1::Entry& entry, std::string& bytes);
// The way back; nullopt: not an entry of a format this program knows.
[[nodiscard]] std::optional<v1::Entry> parse_entry(std::string_view bytes);
// The same into a message that is used again and again, which saves its allocations. False: what it holds is nothing.
[[nodiscard]] bool parse_entry(std::string_view bytes, v1::Entry& entry);

}  // namespace whistle::engine
