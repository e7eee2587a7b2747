#include "tests/storage/batches.h"

#include <doctest/doctest.h>

#include <fstream>

#include "storage/seeded_random.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::storage {

using engine::Sequence;
using engine::TicketId;

std::string entry_with(std::uint64_t sequence, std::size_t filler) {
  v1::Entry entry;
  entry.set_sequence(sequence);
  entry.set_time_us(static_cast<std::int64_t>(sequence) + 1);
  std::string noise(filler, '\0');
  SeededRandom random(sequence);
  random.fill({reinterpret_cast<std::uint8_t*>(noise.data()), noise.size()});
  entry.mutable_actor()->set_credential(noise);
  return '\1' + entry.SerializeAsString();
}

engine::Batch whistle_batch(std::uint64_t sequence, std::size_t filler) {
  engine::Batch batch;
  batch.entries.push_back({Sequence{sequence}, entry_with(sequence, filler)});
  batch.open_tickets.push_back({TicketId{sequence}, "ticket " + std::to_string(sequence), {}});
  batch.vault.push_back({TicketId{sequence}, Sequence{sequence}, "vault " + std::to_string(sequence)});
  return batch;
}

std::vector<std::string> all_entries(const engine::Store& store) {
  std::vector<std::string> found;
  const auto scanned = store.scan_entries(Sequence{0}, [&](Sequence, std::string_view bytes) {
    found.emplace_back(bytes);
    return true;
  });
  REQUIRE(scanned.has_value());
  return found;
}

std::vector<std::uint64_t> open_ids(const engine::Store& store) {
  std::vector<std::uint64_t> ids;
  const auto scanned = store.scan_open_tickets([&](TicketId id, std::string_view) {
    ids.push_back(id.value);
    return true;
  });
  REQUIRE(scanned.has_value());
  return ids;
}

std::vector<std::uint64_t> closed_ids(const engine::Store& store) {
  std::vector<std::uint64_t> ids;
  const auto scanned = store.scan_closed_tickets(std::nullopt, [&](TicketId id, std::string_view) {
    ids.push_back(id.value);
    return true;
  });
  REQUIRE(scanned.has_value());
  return ids;
}

std::vector<std::uint64_t> closed_since(const engine::Store& store, engine::Instant from) {
  std::vector<std::uint64_t> ids;
  const auto scanned = store.scan_closed_since(from, [&](TicketId id, std::string_view) {
    ids.push_back(id.value);
    return true;
  });
  REQUIRE(scanned.has_value());
  return ids;
}

void turn_byte(const std::filesystem::path& path, std::uint64_t at) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(static_cast<std::streamoff>(at));
  const auto byte = static_cast<char>(~file.get());
  file.seekp(static_cast<std::streamoff>(at));
  file.put(byte);
  REQUIRE(file.flush().good());
}

}  // namespace whistle::storage
