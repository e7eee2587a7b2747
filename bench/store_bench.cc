// What does the store add to RocksDB? A synced commit of whistles (entry, ticket and vault row each) beside a bare
// RocksDB that puts entry and ticket alone, turn by turn in one run, so that what the disk does meanwhile meets both.
// And what sealing costs.
#include <benchmark/benchmark.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "bench/scratch_dir.h"
#include "storage/record_format.h"
#include "storage/rocksdb_store.h"
#include "storage/seeded_random.h"
#include "storage/sha256.h"
#include "storage/system_random.h"
#include "storage/vault.h"
#include "whistle/v1/entry.pb.h"

namespace whistle::storage {
namespace {

using engine::Sequence;
using engine::TicketId;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kEntryContentBytes = 400;
constexpr std::size_t kTicketBytes = 300;
constexpr std::size_t kVaultBytes = 400;

// Text that compresses as little as text can.
std::string noise(std::size_t size) {
  static SeededRandom random(1);
  std::string bytes(size, '\0');
  random.fill({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
  for (auto& byte : bytes)
    byte = static_cast<char>('!' + (byte & 63));
  return bytes;
}

std::string entry_bytes(std::uint64_t sequence, const std::string& content) {
  v1::Entry entry;
  entry.set_sequence(sequence);
  entry.set_key(content);
  return '\1' + entry.SerializeAsString();
}

void require(bool holds, const std::string& what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what.c_str());
  std::abort();
}

// Two families with ascending keys and RocksDB's own settings.
class Floor {
 public:
  explicit Floor(const std::filesystem::path& path) {
    rocksdb::DBOptions options;
    options.create_if_missing = true;
    options.create_missing_column_families = true;
    rocksdb::DB* db = nullptr;
    const auto status = rocksdb::DB::Open(options, path.string(), {{"default", {}}, {"tickets", {}}}, &families_, &db);
    require(status.ok(), status.ToString());
    db_.reset(db);
  }
  ~Floor() {
    for (auto* family : families_)
      db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }

  void commit(const engine::Batch& batch) {
    batch_.Clear();
    for (const auto& entry : batch.entries)
      batch_.Put(families_[0], number_key(entry.sequence.value), entry.bytes);
    for (const auto& row : batch.open_tickets)
      batch_.Put(families_[1], number_key(row.id.value), row.row);
    rocksdb::WriteOptions options;
    options.sync = true;
    const auto status = db_->Write(options, &batch_);
    require(status.ok(), status.ToString());
  }

 private:
  std::unique_ptr<rocksdb::DB> db_;
  std::vector<rocksdb::ColumnFamilyHandle*> families_;
  rocksdb::WriteBatch batch_;
};

engine::Batch make_batch(std::uint64_t from, std::uint64_t count) {
  static const std::string kContent = noise(kEntryContentBytes);
  static const std::string kTicket = noise(kTicketBytes);
  static const std::string kVault = noise(kVaultBytes);
  engine::Batch batch;
  for (auto at = from; at < from + count; ++at) {
    batch.entries.push_back({Sequence{at}, entry_bytes(at, kContent)});
    batch.open_tickets.push_back({TicketId{at}, kTicket, {}});
    batch.vault.push_back({TicketId{at}, Sequence{at}, kVault});
  }
  return batch;
}

double microseconds_of(Clock::duration duration) {
  return std::chrono::duration<double, std::micro>(duration).count();
}

void store_beside_floor(benchmark::State& state) {
  const bench::ScratchDir dir;
  Floor floor(dir.path() / "floor");
  auto store = open_rocksdb_store(dir.path() / "store", {});
  require(store.has_value(), "no store");
  const auto count = static_cast<std::uint64_t>(state.range(0));
  std::uint64_t next = 0;
  Clock::duration floor_time{};
  Clock::duration store_time{};
  for (auto iteration : state) {
    state.PauseTiming();
    const auto batch = make_batch(next, count);
    next += count;
    const auto start = Clock::now();
    floor.commit(batch);
    floor_time += Clock::now() - start;
    state.ResumeTiming();
    const auto begin = Clock::now();
    const auto committed = (*store)->commit(batch);
    store_time += Clock::now() - begin;
    require(committed.has_value(), "commit failed");
  }
  const auto batches = static_cast<double>(state.iterations());
  state.counters["floor_us"] = microseconds_of(floor_time) / batches;
  state.counters["store_us"] = microseconds_of(store_time) / batches;
  state.counters["ratio"] = microseconds_of(store_time) / microseconds_of(floor_time);
  state.counters["whistles/s"] = static_cast<double>(next) * 1e6 / microseconds_of(store_time);
}
BENCHMARK(store_beside_floor)->Arg(1)->Arg(64)->Arg(256)->Arg(1024)->MinTime(3.0)->UseRealTime();

v1::PersonalData personal() {
  v1::PersonalData data;
  data.set_text(noise(150));
  data.set_address(noise(40));
  data.mutable_reporter()->set_name(noise(9));
  data.mutable_reporter()->set_phone("13800000000");
  return data;
}

void seal_a_whistle(benchmark::State& state) {
  const bench::ScratchDir dir;
  SystemRandom random;
  const auto vault = Vault::create(dir.path() / "master.key", random);
  require(vault.has_value(), "no vault");
  const auto data = personal();
  for (auto iteration : state)
    benchmark::DoNotOptimize(vault->seal(data, random));
}
BENCHMARK(seal_a_whistle);

void open_a_whistle(benchmark::State& state) {
  const bench::ScratchDir dir;
  SystemRandom random;
  const auto vault = Vault::create(dir.path() / "master.key", random);
  require(vault.has_value(), "no vault");
  const auto sealed = vault->seal(personal(), random);
  for (auto iteration : state)
    benchmark::DoNotOptimize(vault->open(sealed.row, sealed.row));
}
BENCHMARK(open_a_whistle);

void hash(benchmark::State& state) {
  const auto bytes = noise(static_cast<std::size_t>(state.range(0)));
  for (auto iteration : state)
    benchmark::DoNotOptimize(sha256(bytes));
  state.SetBytesProcessed(state.iterations() * state.range(0));
}
BENCHMARK(hash)->Arg(64)->Arg(512)->Arg(1 << 20);

void scan_entries(benchmark::State& state) {
  const bench::ScratchDir dir;
  auto store = open_rocksdb_store(dir.path() / "store", {.sync = false});
  require(store.has_value(), "no store");
  constexpr std::uint64_t kEntries = 200'000;
  for (std::uint64_t at = 0; at < kEntries; at += 1000) {
    require((*store)->commit(make_batch(at, 1000)).has_value(), "commit failed");
  }
  for (auto iteration : state) {
    std::size_t bytes = 0;
    const auto scanned = (*store)->scan_entries(Sequence{0}, [&](Sequence, std::string_view entry) {
      bytes += entry.size();
      return true;
    });
    require(scanned.has_value(), "scan failed");
    benchmark::DoNotOptimize(bytes);
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kEntries));
}
BENCHMARK(scan_entries)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace whistle::storage
