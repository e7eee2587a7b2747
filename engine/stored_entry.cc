#include "engine/stored_entry.h"

#include <cstdint>
#include <utility>

namespace whistle::engine {

namespace {

constexpr char kEntryFormat = 1;

}  // namespace

std::string entry_bytes(const v1::Entry& entry) {
  std::string bytes;
  put_entry_bytes(entry, bytes);
  return bytes;
}

void put_entry_bytes(const v1::Entry& entry, std::string& bytes) {
  const auto size = entry.ByteSizeLong();
  bytes.resize(1 + size);
  bytes.front() = kEntryFormat;
  entry.SerializeWithCachedSizesToArray(reinterpret_cast<std::uint8_t*>(bytes.data() + 1));
}

bool parse_entry(std::string_view bytes, v1::Entry& entry) {
  return !bytes.empty() && bytes.front() == kEntryFormat &&
         entry.ParseFromArray(bytes.data() + 1, static_cast<int>(bytes.size() - 1));
}

std::optional<v1::Entry> parse_entry(std::string_view bytes) {
  v1::Entry entry;
  return parse_entry(bytes, entry) ? std::optional(std::move(entry)) : std::nullopt;
}

}  // namespace whistle::engine
