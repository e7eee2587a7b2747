// storage/FORMAT.md's worked example is what the store writes. WHISTLE_REWRITE=1 writes the rows into the page.
#include <doctest/doctest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <rocksdb/db.h>

#include "storage/rocksdb_directory.h"
#include "storage/rocksdb_store.h"
#include "storage/seeded_random.h"
#include "storage/tree_tiles.h"
#include "storage/vault.h"
#include "tests/support/temp_dir.h"
#include "whistle/v1/entry.pb.h"
#include "whistle/v1/record.pb.h"

namespace whistle::storage {

using engine::Batch;
using engine::Instant;
using engine::Sequence;
using engine::TicketId;

namespace {

std::string hex(std::string_view bytes) {
  static constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const char byte : bytes) {
    text.push_back(kDigits[static_cast<unsigned char>(byte) >> 4]);
    text.push_back(kDigits[static_cast<unsigned char>(byte) & 15]);
  }
  return text;
}

Vault example_vault(const std::filesystem::path& directory) {
  const auto file = directory / "master.key";
  std::ofstream(file) << "whistle-master-key-1 " << hex(std::string(32, 'm')) << "\n";
  ::chmod(file.c_str(), 0600);
  auto vault = Vault::open(file);
  if (!vault) FAIL(vault.error().what);
  return std::move(*vault);
}

v1::PersonalData text_of(const std::string& text) {
  v1::PersonalData personal;
  personal.set_text(text);
  return personal;
}

v1::Entry entry_of(std::uint64_t sequence, std::int64_t time_us) {
  v1::Entry entry;
  entry.set_sequence(sequence);
  entry.set_time_us(time_us);
  entry.set_logic(1);
  return entry;
}

void put_entry(Batch& batch, const v1::Entry& entry) {
  batch.entries.push_back({Sequence{entry.sequence()}, '\1' + entry.SerializeAsString()});
}

// What the page tells.
Batch example(const Vault& vault, engine::RandomSource& random) {
  Batch batch;
  batch.epoch = 1;
  auto first = entry_of(0, 1);
  first.mutable_command()->mutable_create_journal()->set_format(1);
  put_entry(batch, first);

  const auto whistle = vault.seal(text_of("门禁坏了"), random);
  auto blown = entry_of(1, 2);
  blown.set_key("k");
  *blown.mutable_command()->mutable_blow_whistle()->mutable_commitments() = whistle.commitments;
  put_entry(batch, blown);
  batch.vault.push_back({TicketId{1}, Sequence{1}, whistle.row});

  const auto note = vault.seal_under(whistle.row, text_of("已修复"), random);
  REQUIRE(note.has_value());
  auto resolved = entry_of(2, 1'000'000);
  resolved.mutable_command()->mutable_resolve_ticket()->set_ticket(1);
  *resolved.mutable_command()->mutable_resolve_ticket()->mutable_commitments() = note->commitments;
  put_entry(batch, resolved);
  batch.vault.push_back({TicketId{1}, Sequence{2}, note->row});

  v1::TicketRecord ticket;
  ticket.set_id(1);
  ticket.set_state(v1::TICKET_STATE_CLOSED);
  ticket.set_closed_us(1'000'000);
  batch.closed_tickets.push_back({TicketId{1}, ticket.SerializeAsString(), Instant{1'000'000}});
  batch.keys.push_back({"G1", "k", Sequence{1}});
  const std::string photo(32, '\x0a');  // stands for the hash of a photo, and the next for that of its ciphertext
  batch.attachments.push_back({photo, TicketId{1}, Sequence{2}, std::string(32, '\x0b')});
  GrowingTree tree;
  for (const auto& entry : batch.entries)
    tree.add(entry.bytes);
  batch.tiles = tree.take_tiles();
  batch.checkpoints.push_back({3, "note"});  // stands for a signed one
  v1::DeliveryRecord told;
  told.set_next(2);
  batch.deliveries.push_back({"platform", told.SerializeAsString()});
  v1::HeaderRecord header;
  header.set_next_sequence(3);
  batch.meta.push_back({"header", header.SerializeAsString()});
  return batch;
}

// Every row of every family, one a line.
std::string rows_of(const std::filesystem::path& path) {
  auto directory = open_directory(path, /*create_if_missing=*/false, 1 << 20);
  REQUIRE(directory.has_value());
  std::string rows;
  for (std::size_t family = 0; family < kFamilyNames.size(); ++family) {
    const std::unique_ptr<rocksdb::Iterator> at(directory->db->NewIterator({}, directory->handles[family]));
    for (at->SeekToFirst(); at->Valid(); at->Next()) {
      const auto value = at->value().empty() ? std::string() : " " + hex({at->value().data(), at->value().size()});
      rows += std::string(kFamilyNames[family]) + " " + hex({at->key().data(), at->key().size()}) + value + "\n";
    }
  }
  close_directory(*directory, /*flush=*/false);
  return rows;
}

std::string read(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("the worked example of FORMAT.md is what the store writes") {
  const support::TempDir dir;
  const auto vault = example_vault(dir.path());
  SeededRandom random(7);
  {
    const auto store = open_rocksdb_store(dir.path() / "store", {.sync = false});
    REQUIRE(store.has_value());
    REQUIRE((*store)->commit(example(vault, random)).has_value());
  }
  const auto rows = rows_of(dir.path() / "store");

  const char* source = std::getenv("WHISTLE_SOURCE_DIR");
  const auto page = std::filesystem::path(source != nullptr ? source : ".") / "storage" / "FORMAT.md";
  auto text = read(page);
  const std::string opening = "```rows\n";
  const auto begin = text.find(opening);
  REQUIRE(begin != std::string::npos);
  const auto from = begin + opening.size();
  const auto size = text.find("```", from) - from;
  if (std::getenv("WHISTLE_REWRITE") != nullptr) {
    text.replace(from, size, rows);
    std::ofstream(page) << text;
    return;
  }
  CHECK(text.substr(from, size) == rows);
}

}  // namespace whistle::storage
