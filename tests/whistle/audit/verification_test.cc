// A whole journal is proven; whatever is done to it is found, and the entry named.
#include "tools/whistle/audit/verification.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>
#include <vector>

#include "engine/core.h"
#include "storage/checkpoint.h"
#include "storage/seeded_random.h"
#include "storage/tree_tiles.h"
#include "tests/support/load.h"
#include "tests/whistle/audit/lived_journal.h"
#include "tools/whistle/audit/file_journal.h"
#include "tools/whistle/audit/journal_file.h"

namespace whistle::tools {
namespace {

using Records = std::vector<v1::JournalFileRecord>;

struct Exported {
  v1::JournalFileHeader header;
  Records records;
};

Exported read_exported() {
  JournalFileReader reader(lived_journal().file());
  Exported exported{reader.header(), {}};
  v1::JournalFileRecord record;
  while (reader.next(record))
    exported.records.push_back(record);
  REQUIRE_FALSE(reader.fault().has_value());
  REQUIRE(exported.records.back().has_end());
  return exported;
}

// With an end that fits what is there.
void write_exported(const std::filesystem::path& path, const Exported& exported, std::uint64_t next_sequence) {
  std::filesystem::remove(path);
  auto writer = JournalFileWriter::open(path, exported.header);
  REQUIRE(writer.has_value());
  for (const auto& record : exported.records) {
    if (!record.has_end()) REQUIRE(writer->write(record));
  }
  REQUIRE(writer->finish(next_sequence));
}

std::vector<std::size_t> entry_records(const Records& records) {
  std::vector<std::size_t> at;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].has_entry()) at.push_back(i);
  }
  return at;
}

// An exported journal that somebody has been at.
class Forged {
 public:
  Forged() : exported(read_exported()), entries(entry_records(exported.records)) {}

  std::string found(std::uint64_t next_sequence = lived_journal().entries) {
    write_exported(dir_.path() / "forged", exported, next_sequence);
    const auto source = open_exported(dir_.path() / "forged");
    return found_in(verified(*source));
  }
  std::string& entry(std::size_t number) { return *exported.records[entries[number]].mutable_entry(); }

  Exported exported;
  std::vector<std::size_t> entries;

 private:
  support::TempDir dir_;
};

TEST_CASE("a journal that nobody has touched is proven: bytes, decisions and tables") {
  const auto& lived = lived_journal();
  const auto stored = verified(*open_stored(lived.store()));
  CHECK(found_in(stored) == "");
  CHECK(stored.outcome() == ExitCode::Ok);
  CHECK(stored.entries == lived.entries);
  CHECK(stored.signed_size == lived.entries);
  CHECK(stored.decided == lived.entries);
  CHECK(stored.places_as_found > 0);
  CHECK(stored.checkpoints > 1);
  CHECK(stored.rows > 50);
  const auto exported = verified(*open_exported(lived.file()));
  CHECK(found_in(exported) == "");
  CHECK(exported.decided == lived.entries);
  CHECK_FALSE(exported.has_tables);
}

TEST_CASE("an entry that has changed is named") {
  Forged forged;
  auto& bytes = forged.entry(30);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  CHECK(forged.found().starts_with("bytes_changed 30"));
}

TEST_CASE("an entry that is gone, twice there, or in another's place is named") {
  Forged dropped;
  dropped.exported.records.erase(dropped.exported.records.begin() + static_cast<std::ptrdiff_t>(dropped.entries[40]));
  CHECK(dropped.found().find("entry 40 is missing") != std::string::npos);
  Forged doubled;
  const auto at = static_cast<std::ptrdiff_t>(doubled.entries[40]);
  doubled.exported.records.insert(doubled.exported.records.begin() + at, doubled.exported.records[doubled.entries[40]]);
  CHECK(doubled.found().find("entry 41 is missing, or is another") != std::string::npos);
  Forged swapped;
  std::swap(swapped.entry(20), swapped.entry(50));
  CHECK(swapped.found().find("entry 20 is missing, or is another") != std::string::npos);
}

TEST_CASE("a tail that was cut off is found by a checkpoint that was kept elsewhere, and by the journal's own") {
  Forged cut;
  auto& records = cut.exported.records;
  const auto last = lived_journal().entries - 3;
  records.erase(records.begin() + static_cast<std::ptrdiff_t>(cut.entries[last]),
                records.begin() + static_cast<std::ptrdiff_t>(cut.entries.back()) + 1);
  const auto gone = "truncated " + std::to_string(last) + " to " + std::to_string(last + 2);
  CHECK(cut.found(last).find(gone) != std::string::npos);
  // Whoever takes the checkpoints away too is found by the note alone.
  std::erase_if(records,
                [&](const auto& record) { return record.has_checkpoint() && record.checkpoint().size() > last; });
  CHECK(cut.found(last).find(gone) != std::string::npos);
}

TEST_CASE("a decision that nobody made is found even where bytes and tree are made to fit") {
  // The forger has everything but the key.
  Forged forged;
  auto entry = engine::parse_entry(forged.entry(30)).value();
  entry.set_acted_at_us(entry.acted_at_us() + 1);
  forged.entry(30) = engine::entry_bytes(entry);
  storage::GrowingTree tree;
  for (const auto at : forged.entries)
    tree.add(forged.exported.records[at].entry());
  auto& records = forged.exported.records;
  std::erase_if(records, [](const auto& record) { return record.has_tile(); });
  for (auto& tile : tree.take_tiles()) {
    auto& stored = *records.emplace_back().mutable_tile();
    stored.set_level(tile.level);
    stored.set_index(tile.index);
    stored.set_hashes(std::move(tile.hashes));
  }
  const auto found = forged.found();
  CAPTURE(found);
  REQUIRE(found.starts_with("other_root "));
  CHECK(std::stoull(found.substr(std::string("other_root ").size())) <= 30);
}

TEST_CASE("a checkpoint of another key, and one that says something else, are told apart from the journal's own") {
  Forged forged;
  support::TempDir dir;
  storage::SeededRandom random(5);
  const auto other = storage::CheckpointKey::create(dir.path() / "key", random).value();
  for (auto& record : forged.exported.records) {
    if (!record.has_checkpoint()) continue;
    const auto said = storage::open_checkpoint(record.checkpoint().note(), lived_journal().key.key).value();
    record.mutable_checkpoint()->set_note(storage::sign_checkpoint(said, other));
    CHECK(forged.found().starts_with("other_key " + std::to_string(said.size)));
    break;
  }
}

TEST_CASE("a note from outside that is none of this journal is told as that") {
  const auto source = open_exported(lived_journal().file());
  TreeCheckOptions options;
  options.note = "no note\n";
  const auto done = verify_journal(*source, options, [](std::uint64_t) {});
  REQUIRE(done.has_value());
  CHECK(found_in(*done) == "other_key note");
}

TEST_CASE("a ruleset that is gone or has changed is named by the entry that publishes it") {
  Forged forged;
  auto& records = forged.exported.records;
  std::erase_if(records, [](const auto& record) { return record.has_blob(); });
  forged.entries = entry_records(records);
  CHECK(forged.found().starts_with("ruleset_missing 1"));
}

// ---- whatever somebody may do ---------------------------------------------------------------------------------------

enum class Edit { TurnBit, Drop, Swap, Insert, Truncate, TurnBitOfTile, OtherNote, CutFile };
constexpr int kEdits = 8;

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(engine_); }

 private:
  std::mt19937_64 engine_;
};

void turn_bit(std::string& bytes, Dice& dice) {
  auto& byte = bytes[dice.below(bytes.size())];
  byte = static_cast<char>(byte ^ (1 << dice.below(8)));
}

// Whether the finding names the entry: itself, or as the first that does not fit any more.
bool names(const std::string& found, std::uint64_t entry) {
  std::set<std::uint64_t> numbers;
  for (std::size_t at = 0; at < found.size();) {
    const auto digit = found.find_first_of("0123456789", at);
    if (digit == std::string::npos) break;
    const auto end = found.find_first_not_of("0123456789", digit);
    if (digit > 0 && found[digit - 1] == ' ') numbers.insert(std::strtoull(found.c_str() + digit, nullptr, 10));
    at = end == std::string::npos ? found.size() : end;
  }
  return numbers.contains(entry);
}

struct Attempt {
  std::string what;
  std::uint64_t entry = 0;  // that has to be named
  std::string found;
};

// An exported journal under somebody's hands.
struct Edited {
  Exported exported;
  std::vector<std::size_t> entries;  // where they stand among the records
  std::uint64_t next = 0;
  bool is_finished = true;

  std::string& entry(std::size_t number) { return *exported.records[entries[number]].mutable_entry(); }
  std::ptrdiff_t place(std::size_t number) const { return static_cast<std::ptrdiff_t>(entries[number]); }
};

void write_edited(const std::filesystem::path& path, const Edited& edited) {
  if (edited.is_finished) return write_exported(path, edited.exported, edited.next);
  std::filesystem::remove(path);
  auto writer = JournalFileWriter::open(path, edited.exported.header);
  for (const auto& record : edited.exported.records)
    REQUIRE(writer->write(record));
}

Attempt edit_tree(Edited& edited, Dice& dice) {
  auto& records = edited.exported.records;
  auto& hashes = *std::ranges::find_if(records, &v1::JournalFileRecord::has_tile)->mutable_tile()->mutable_hashes();
  const auto byte = dice.below(hashes.size());
  hashes[byte] = static_cast<char>(hashes[byte] ^ (1 << dice.below(8)));
  return {"turn a bit of the tree", byte / 32, ""};
}

Attempt edit_checkpoint(Edited& edited, Dice& dice) {
  std::vector<v1::StoredCheckpoint*> checkpoints;
  for (auto& record : edited.exported.records) {
    if (record.has_checkpoint()) checkpoints.push_back(record.mutable_checkpoint());
  }
  auto& checkpoint = *checkpoints[dice.below(checkpoints.size())];
  turn_bit(*checkpoint.mutable_note(), dice);
  return {"turn a bit of a checkpoint", checkpoint.size(), ""};
}

Attempt edit_entries(Edited& edited, Edit edit, Dice& dice) {
  auto& records = edited.exported.records;
  const auto pick = dice.below(edited.entries.size());
  const auto at = records.begin() + edited.place(pick);
  switch (edit) {
    case Edit::Drop:
      records.erase(at);
      return {"drop an entry", pick, ""};
    case Edit::Swap: {
      const auto other = (pick + 1 + dice.below(edited.entries.size() - 1)) % edited.entries.size();
      std::swap(edited.entry(pick), edited.entry(other));
      return {"swap two entries", std::min(pick, other), ""};
    }
    case Edit::Insert: {
      const auto stranger = records[edited.entries[dice.below(edited.entries.size())]];
      const bool same = stranger.entry() == at->entry();
      records.insert(at, stranger);
      return {"insert an entry", same ? pick + 1 : pick, ""};
    }
    case Edit::Truncate:
      records.erase(at, records.begin() + edited.place(edited.entries.size() - 1) + 1);
      edited.next = pick;
      return {"cut the tail off", pick, ""};
    case Edit::CutFile:
      records.erase(at, records.end());
      edited.is_finished = false;
      return {"cut the file off", pick, ""};
    default:
      turn_bit(edited.entry(pick), dice);
      return {"turn a bit of an entry", pick, ""};
  }
}

Attempt try_edit(const Exported& original, const std::filesystem::path& path, Dice& dice) {
  Edited edited{original, entry_records(original.records), lived_journal().entries};
  const auto edit = static_cast<Edit>(dice.below(kEdits));
  auto attempt = edit == Edit::TurnBitOfTile ? edit_tree(edited, dice)
                 : edit == Edit::OtherNote   ? edit_checkpoint(edited, dice)
                                             : edit_entries(edited, edit, dice);
  write_edited(path, edited);
  const auto source = open_exported(path);
  attempt.found = found_in(verified(*source));
  return attempt;
}

TEST_CASE("a thousand edits of a finished journal are all found, and the entry is named") {
  const auto edits = static_cast<int>(tests::given("WHISTLE_EDITS", tests::kFast ? 1'000 : 100));
  const auto seed = tests::given("WHISTLE_SEED", std::random_device{}());
  MESSAGE("seed " << seed << ", " << edits << " edits");
  Dice dice(seed);
  const auto original = read_exported();
  const support::TempDir dir;
  for (int i = 0; i < edits; ++i) {
    const auto attempt = try_edit(original, dir.path() / "edited", dice);
    CAPTURE(i);
    CAPTURE(attempt.what);
    CAPTURE(attempt.entry);
    CAPTURE(attempt.found);
    CHECK_FALSE(attempt.found.empty());
    CHECK(names(attempt.found, attempt.entry));
  }
}

TEST_CASE("whatever bit of an exported file is turned, the journal is not proven") {
  std::ifstream in(lived_journal().file(), std::ios::binary);
  const std::string original((std::istreambuf_iterator<char>(in)), {});
  const auto seed = tests::given("WHISTLE_SEED", std::random_device{}());
  MESSAGE("seed " << seed);
  Dice dice(seed);
  const support::TempDir dir;
  const auto path = dir.path() / "turned";
  for (int i = 0; i < (tests::kFast ? 200 : 30); ++i) {
    auto bytes = original;
    const auto at = dice.below(bytes.size());
    const auto bit = dice.below(8);
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
    CAPTURE(at);
    CAPTURE(bit);
    auto source = open_file_journal(path.string(), Language::English);
    if (!source) continue;  // no journal of ours any more, and it says so
    const auto done = verified(**source);
    CHECK(done.is_damaged());
  }
}

// The golden journal of a release: made once, by the release's own program, and then read by every later one
// (golden_test.py).
//
//   WHISTLE_GOLDEN=golden/logic-4.journal build/release/bin/test_audit -ns -tc="a golden journal*"
TEST_CASE("a golden journal is made where it is asked for" * doctest::skip()) {
  const char* wanted = std::getenv("WHISTLE_GOLDEN");
  REQUIRE_MESSAGE(wanted != nullptr, "WHISTLE_GOLDEN names the file to make");
  CHECK(std::filesystem::copy_file(lived_journal().file(), wanted));
}

}  // namespace
}  // namespace whistle::tools
