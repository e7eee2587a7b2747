#include "tools/whistle/journal_facts.h"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "engine/core.h"
#include "storage/rocksdb_store.h"
#include "storage/sha256.h"
#include "tools/whistle/engine_session.h"
#include "tools/whistle/entry_batches.h"
#include "tools/whistle/wording_report.h"

namespace whistle::tools {

namespace {

constexpr std::uint32_t kFactsPageEntries = 1'000;

class FactsReader {
 public:
  explicit FactsReader(Language language) : language_(language) {}

  void take(const v1::Entry& entry) { read_.facts.take(entry); }
  // Stored bytes. False: no entry of a format that this program knows, or not the one that follows.
  [[nodiscard]] bool take(std::string_view bytes) {
    if (!engine::parse_entry(bytes, entry_) || entry_.sequence() != next()) return false;
    take(entry_);
    return true;
  }
  [[nodiscard]] std::uint64_t next() const { return read_.facts.entries(); }
  [[nodiscard]] const std::string& ruleset_sha256() const { return read_.facts.ruleset_sha256(); }

  [[nodiscard]] tl::unexpected<Failure> unreadable() const {
    return file_failure(worded(language_, phrases::kEntryUnreadable, {std::to_string(next())}));
  }
  [[nodiscard]] Result<JournalFacts> with_rules(std::string_view manifest, const engine::BlobLookup& blobs) {
    auto ruleset = engine::Ruleset::load(manifest, blobs, engine::LoadGeometry::No);
    if (!ruleset) return file_failure(worded(language_, phrases::kRulesUnreadable, {ruleset.error().what}));
    read_.ruleset = *std::move(ruleset);
    return std::move(read_);
  }

 private:
  const Language language_;
  v1::Entry entry_;  // kept for its allocations
  JournalFacts read_;
};

Result<JournalFacts> read_store(const engine::Store& store, Language language) {
  FactsReader reader(language);
  EntryBatches batches(store);
  while (const auto batch = batches.next()) {
    for (const auto* entry : batch->entries)
      reader.take(*entry);
  }
  if (const auto read = batches.finish(); !read) return file_failure(read.error().what);
  if (reader.ruleset_sha256().empty()) return file_failure(worded(language, phrases::kNoRules, {}));
  const auto lookup = [&](std::string_view sha256) { return store.blob(sha256).value_or(std::nullopt); };
  const auto manifest = lookup(reader.ruleset_sha256());
  if (!manifest) return file_failure(worded(language, phrases::kRulesUnreadable, {"manifest"}));
  return reader.with_rules(*manifest, lookup);
}

Result<void> read_pages(EngineSession& session, FactsReader& reader) {
  for (std::uint64_t end = 1; reader.next() < end;) {
    v1::Request request;
    auto& query = *request.mutable_fetch_entries();
    query.set_raw(true);
    query.set_from(reader.next());
    query.set_limit(kFactsPageEntries);
    const auto reply = session.ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    const auto& page = reply->fetch_entries();
    // Up to where the journal ended when it was first asked for: it grows while it is read.
    if (end == 1) end = page.next_sequence();
    if (page.raw().empty()) break;
    for (const auto& bytes : page.raw()) {
      if (reader.next() < end && !reader.take(bytes)) return reader.unreadable();
    }
  }
  return {};
}

Result<JournalFacts> ask_engine(CommandContext& context) {
  auto session = open_session(context.settings, context.console.environment, context.language);
  if (!session) return tl::unexpected(session.error());
  FactsReader reader(context.language);
  if (const auto read = read_pages(**session, reader); !read) return tl::unexpected(read.error());
  if (reader.ruleset_sha256().empty()) return file_failure(worded(context.language, phrases::kNoRules, {}));
  v1::Request request;
  request.mutable_get_published_ruleset()->set_ruleset_sha256(reader.ruleset_sha256());
  const auto reply = (*session)->ask(std::move(request));
  if (!reply) return tl::unexpected(reply.error());
  const auto& answer = reply->get_published_ruleset();
  if (storage::sha256(answer.manifest()) != reader.ruleset_sha256())
    return file_failure(worded(context.language, phrases::kRulesUnreadable, {"manifest"}));
  std::map<std::string, std::string, std::less<>> parts;
  for (const auto& part : answer.parts())
    parts.emplace(storage::sha256(part), part);
  return reader.with_rules(answer.manifest(), [&](std::string_view sha256) -> std::optional<std::string> {
    const auto found = parts.find(sha256);
    return found == parts.end() ? std::nullopt : std::optional(found->second);
  });
}

}  // namespace

Result<JournalFacts> read_journal(CommandContext& context) {
  if (!context.settings.data) return ask_engine(context);
  const std::filesystem::path data(*context.settings.data);
  const auto store = storage::open_rocksdb_store(data / "db", {.create_if_missing = false, .read_only = true});
  if (store) return read_store(**store, context.language);
  std::error_code ignored;
  const bool engine_runs =
      store.error().fault == engine::StoreFault::Io && std::filesystem::exists(data / "endpoints", ignored);
  return engine_runs ? ask_engine(context) : file_failure(store.error().what);
}

}  // namespace whistle::tools
