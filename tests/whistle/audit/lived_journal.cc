#include "tests/whistle/audit/lived_journal.h"

#include <doctest/doctest.h>

#include "storage/checkpoint.h"
#include "storage/rocksdb_store.h"
#include "tests/whistled/lived.h"
#include "tools/whistle/audit/file_journal.h"
#include "tools/whistle/audit/journal_export.h"

namespace whistle::tools {

namespace {

void export_whole(JournalSource& source, const std::filesystem::path& path) {
  const ExportSelection whole{0, source.next_sequence().value(), std::nullopt};
  auto writer = JournalFileWriter::open(path, export_header(source.identity().value(), whole));
  REQUIRE(writer.has_value());
  const auto ended = export_journal(source, whole, *writer, [](std::uint64_t) { return true; });
  REQUIRE(ended == ExportEnd::Done);
}

std::unique_ptr<LivedJournal> live_it() {
  auto lived = std::make_unique<LivedJournal>();
  whistled::EngineInProcess::Options options;
  options.open_store = [&](const std::filesystem::path&) -> std::unique_ptr<engine::Store> {
    auto store = storage::open_rocksdb_store(lived->store(), {.sync = false});
    REQUIRE_MESSAGE(store.has_value(), store.error().what);
    return *std::move(store);
  };
  options.checkpoint_every = std::chrono::milliseconds{1};
  {
    whistled::EngineInProcess engine(std::move(options));
    whistled::live(engine);
    whistled::live_on(engine);
  }
  const auto source = open_stored(lived->store());
  lived->entries = source->next_sequence().value();
  lived->note = source->last_checkpoint().value()->note;
  const auto journal = source->identity().value();
  lived->key = {storage::checkpoint_origin(journal.district_code, journal.journal_id), journal.checkpoint_public_key};
  export_whole(*source, lived->file());
  return lived;
}

}  // namespace

const LivedJournal& lived_journal() {
  static const auto lived = live_it();
  return *lived;
}

std::unique_ptr<JournalSource> open_exported(const std::filesystem::path& path) {
  auto source = open_file_journal(path.string(), Language::English);
  REQUIRE_MESSAGE(source.has_value(), source.error().message);
  return *std::move(source);
}

std::unique_ptr<JournalSource> open_stored(const std::filesystem::path& path) {
  auto store = storage::open_rocksdb_store(path, {.create_if_missing = false, .read_only = true});
  REQUIRE_MESSAGE(store.has_value(), store.error().what);
  return store_journal(*std::move(store));
}

Verification verified(JournalSource& source) {
  TreeCheckOptions options;
  options.note = lived_journal().note;
  options.public_key = lived_journal().key.key;
  auto done = verify_journal(source, options, [](std::uint64_t) {});
  REQUIRE_MESSAGE(done.has_value(), done.error().what);
  return *std::move(done);
}

std::string found_in(const Verification& done) {
  std::string text;
  for (const auto& finding : done.findings) {
    if (!text.empty()) text += "\n";
    text += std::string(name_of(finding.kind));
    if (finding.sequence != 0 || finding.what.empty()) text += " " + std::to_string(finding.sequence);
    if (finding.last != finding.sequence) text += " to " + std::to_string(finding.last);
    if (!finding.what.empty()) text += " " + finding.what;
  }
  return text;
}

}  // namespace whistle::tools
