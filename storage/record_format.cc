#include "storage/record_format.h"

#include <cstddef>

#include "engine/assert.h"
#include "storage/sha256.h"
#include "storage/tree_tiles.h"

namespace whistle::storage {

using engine::Batch;
using engine::Instant;
using engine::Sequence;
using engine::TicketId;

namespace {

constexpr char kEntryFormat = 1;
constexpr char kSequenceTag = 0x08;  // field 1, varint
constexpr std::size_t kNumberBytes = 8;
constexpr std::size_t kVarintBytesMax = 10;

void append_number(std::string& key, std::uint64_t number) {
  for (std::size_t i = kNumberBytes; i-- > 0;)
    key.push_back(static_cast<char>(number >> (8 * i) & 0xff));
}

std::optional<std::uint64_t> leading_varint(std::string_view bytes) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < bytes.size() && i < kVarintBytesMax; ++i) {
    const auto byte = static_cast<std::uint8_t>(bytes[i]);
    value |= std::uint64_t{byte & 0x7fU} << (7 * i);
    if ((byte & 0x80U) == 0) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string number_key(std::uint64_t number) {
  std::string key;
  append_number(key, number);
  return key;
}

std::optional<std::uint64_t> parse_number(std::string_view bytes) {
  if (bytes.size() != kNumberBytes) return std::nullopt;
  std::uint64_t number = 0;
  for (const char byte : bytes)
    number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

std::string closed_at_key(Instant closed, TicketId id) {
  std::string key;
  append_number(key, static_cast<std::uint64_t>(closed.us));
  append_number(key, id.value);
  return key;
}

std::optional<engine::ClosedPlace> parse_closed_at(std::string_view key) {
  if (key.size() != 2 * kNumberBytes) return std::nullopt;
  const auto closed = parse_number(key.substr(0, kNumberBytes));
  const auto id = parse_number(key.substr(kNumberBytes));
  return engine::ClosedPlace{TicketId{*id}, Instant{static_cast<std::int64_t>(*closed)}};
}

std::string vault_key(TicketId ticket, Sequence entry) {
  std::string key;
  append_number(key, ticket.value);
  append_number(key, entry.value);
  return key;
}

std::optional<std::pair<TicketId, Sequence>> parse_vault_key(std::string_view key) {
  if (key.size() != 2 * kNumberBytes) return std::nullopt;
  return std::pair{TicketId{*parse_number(key.substr(0, kNumberBytes))},
                   Sequence{*parse_number(key.substr(kNumberBytes))}};
}

std::string attachment_key(std::string_view sha256, TicketId ticket) {
  std::string key(sha256);
  append_number(key, ticket.value);
  return key;
}

std::string attachment_value(const engine::AttachmentRow& row) {
  std::string value = number_key(row.entry.value);
  value.append(row.sealed_sha256);
  return value;
}

std::optional<engine::AttachmentRow> parse_attachment(std::string_view key, std::string_view value) {
  constexpr std::size_t kSize = kSha256Bytes + kNumberBytes;
  if (key.size() != kSize || value.size() != kSize) return std::nullopt;
  return engine::AttachmentRow{
      std::string(key.substr(0, kSha256Bytes)), TicketId{*parse_number(key.substr(kSha256Bytes))},
      Sequence{*parse_number(value.substr(0, kNumberBytes))}, std::string(value.substr(kNumberBytes))};
}

std::string tile_key(std::uint8_t level, std::uint64_t index) {
  std::string key(1, static_cast<char>(level));
  append_number(key, index);
  return key;
}

std::string client_key(std::string_view client, std::string_view key) {
  std::string joined;
  joined.reserve(client.size() + 1 + key.size());
  joined.append(client).push_back('\0');
  joined.append(key);
  return joined;
}

std::optional<Sequence> entry_number(std::string_view bytes) {
  if (bytes.empty() || bytes.front() != kEntryFormat) return std::nullopt;
  bytes.remove_prefix(1);
  // The sequence number is the message's first field; zero, the default, is not written.
  if (bytes.empty() || bytes.front() != kSequenceTag) return Sequence{0};
  const auto number = leading_varint(bytes.substr(1));
  if (!number) return std::nullopt;
  return Sequence{*number};
}

bool is_entry(Sequence sequence, std::string_view bytes) {
  return entry_number(bytes) == sequence;
}

void assert_batch(const Batch& batch, Sequence next) {
  for (const auto& entry : batch.entries) {
    WHISTLE_ASSERT(entry.sequence == next);
    WHISTLE_ASSERT(is_entry(entry.sequence, entry.bytes));
    ++next.value;
  }
  for (const auto& place : batch.reopened_tickets)
    WHISTLE_ASSERT(place.id.value < next.value);
  for (const auto& row : batch.open_tickets)
    WHISTLE_ASSERT(row.id.value < next.value);
  for (const auto& row : batch.closed_tickets) {
    WHISTLE_ASSERT(row.id.value < next.value);
    WHISTLE_ASSERT(row.closed >= engine::kInstantMin);
  }
  for (const auto& row : batch.keys) {
    WHISTLE_ASSERT(row.key.find('\0') == std::string::npos);
    WHISTLE_ASSERT(row.sequence < next);
  }
  for (const auto& row : batch.vault)
    WHISTLE_ASSERT(row.ticket.value <= row.entry.value && row.entry < next);
  for (const auto& row : batch.attachments) {
    WHISTLE_ASSERT(row.sha256.size() == kSha256Bytes && row.sealed_sha256.size() == kSha256Bytes);
    WHISTLE_ASSERT(row.ticket.value < row.entry.value && row.entry < next);
  }
  for (const auto& blob : batch.blobs)
    WHISTLE_ASSERT(blob.sha256 == sha256(blob.bytes));
  for (const auto& row : batch.meta)
    WHISTLE_ASSERT(!row.name.empty());
  for (const auto& tile : batch.tiles) {
    WHISTLE_ASSERT(!tile.hashes.empty() && tile.hashes.size() % kSha256Bytes == 0);
    WHISTLE_ASSERT(tile.hashes.size() <= kTileWidth * kSha256Bytes);
  }
  for (const auto& checkpoint : batch.checkpoints)
    WHISTLE_ASSERT(checkpoint.size <= next.value && !checkpoint.note.empty());
  for (const auto& delivery : batch.deliveries)
    WHISTLE_ASSERT(!delivery.subscriber.empty());
}

bool touches_tables(const Batch& batch) {
  return !batch.entries.empty() || !batch.open_tickets.empty() || !batch.closed_tickets.empty() ||
         !batch.keys.empty() || !batch.meta.empty();
}

}  // namespace whistle::storage
