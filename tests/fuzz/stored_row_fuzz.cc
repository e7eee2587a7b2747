// Rows of the tables: small keys and values, and tickets, headers and identities. The first byte says which.
#include <string>

#include "engine/assert.h"
#include "engine/state.h"
#include "engine/ticket.h"
#include "storage/record_format.h"
#include "tests/fuzz/target.h"

namespace whistle::fuzz {

namespace {

void read_keys(std::string_view bytes) {
  if (const auto number = storage::parse_number(bytes)) WHISTLE_ASSERT(storage::number_key(*number) == bytes);
  if (const auto place = storage::parse_closed_at(bytes))
    WHISTLE_ASSERT(storage::closed_at_key(place->closed, place->id) == bytes);
  const auto key = bytes.substr(0, bytes.size() / 2);
  const auto value = bytes.substr(bytes.size() / 2);
  if (const auto row = storage::parse_attachment(key, value)) {
    WHISTLE_ASSERT(storage::attachment_key(row->sha256, row->ticket) == key);
    WHISTLE_ASSERT(storage::attachment_value(*row) == value);
  }
}

void read_ticket(std::string_view bytes) {
  v1::TicketRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  const auto ticket = engine::from_record(record);
  const auto row = engine::to_record(ticket).SerializeAsString();
  WHISTLE_ASSERT(record.ParseFromString(row));
  WHISTLE_ASSERT(engine::to_record(engine::from_record(record)).SerializeAsString() == row);
}

void read_header(std::string_view bytes) {
  v1::HeaderRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  engine::State state;
  engine::restore_header(state, record);
  const auto row = engine::header_record(state).SerializeAsString();
  WHISTLE_ASSERT(record.ParseFromString(row));
  engine::State again;
  engine::restore_header(again, record);
  WHISTLE_ASSERT(engine::header_record(again).SerializeAsString() == row);
}

void read_identity(std::string_view bytes) {
  v1::IdentityRecord record;
  if (!record.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return;
  engine::State state;
  engine::restore_identity(state, record);
  for (const auto& [credential, identity] : state.identities)
    static_cast<void>(engine::identity_record(identity).SerializeAsString());
}

}  // namespace

void read(std::string_view input) {
  if (input.empty()) return;
  const auto bytes = input.substr(1);
  switch (input.front()) {
    case 'k':
      return read_keys(bytes);
    case 't':
      return read_ticket(bytes);
    case 'h':
      return read_header(bytes);
    case 'i':
      return read_identity(bytes);
    default:
      return;
  }
}

}  // namespace whistle::fuzz
