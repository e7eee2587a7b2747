#include "tools/whistle/audit/engine_journal.h"

#include <algorithm>
#include <map>
#include <utility>

#include "engine/core.h"
#include "storage/record_format.h"
#include "storage/sha256.h"

namespace whistle::tools {

namespace {

constexpr std::uint32_t kPageEntries = 1'000;

class EngineJournal final : public JournalSource {
 public:
  explicit EngineJournal(std::unique_ptr<EngineSession> session) : session_(std::move(session)) {}

  Read<std::uint64_t> next_sequence() override {
    if (!end_) {
      if (auto page = fetch(0, 1); !page) return tl::unexpected(page.error());
    }
    return *end_;
  }

  Read<void> scan_entries(std::uint64_t from, const engine::EntryVisitor& visit) override {
    for (auto next = from;;) {
      const auto page = fetch(next, kPageEntries);
      if (!page) return tl::unexpected(page.error());
      if (page->raw().empty()) return {};
      for (const auto& bytes : page->raw()) {
        if (next >= *end_ || !visit(engine::Sequence{next}, bytes)) return {};
        ++next;
      }
    }
  }

  Read<std::optional<std::string>> entry(std::uint64_t sequence) override {
    auto page = fetch(sequence, 1);
    if (!page) return tl::unexpected(page.error());
    if (page->raw().empty() || sequence >= *end_) return std::nullopt;
    return std::move(*page->mutable_raw(0));
  }

  // The engine tells whole rulesets, by the hash of the manifest: their parts are asked for after it.
  Read<std::optional<std::string>> blob(std::string_view sha256) override {
    if (const auto found = parts_.find(sha256); found != parts_.end()) return found->second;
    v1::Request request;
    auto& query = *request.mutable_get_published_ruleset();
    query.set_ruleset_sha256(std::string(sha256));
    query.set_with_geometry(true);
    auto reply = ask(std::move(request));
    if (!reply) {
      const auto& failure = reply.error().failure;
      if (failure && failure->refusal && failure->refusal->code() == v1::REFUSAL_CODE_INVALID) return std::nullopt;
      return tl::unexpected(reply.error());
    }
    auto& answer = *reply->mutable_get_published_ruleset();
    parts_.clear();
    for (auto& part : *answer.mutable_parts())
      parts_.emplace(storage::sha256(part), std::move(part));
    return std::move(*answer.mutable_manifest());
  }

  Read<std::optional<std::string>> tile(std::uint8_t level, std::uint64_t index) override {
    v1::Request request;
    request.mutable_get_tile()->set_level(level);
    request.mutable_get_tile()->set_index(index);
    auto reply = ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    auto& hashes = *reply->mutable_get_tile()->mutable_hashes();
    return hashes.empty() ? std::nullopt : std::optional(std::move(hashes));
  }

  Read<void> scan_checkpoints(std::uint64_t from, const engine::CheckpointVisitor& visit) override {
    const auto end = next_sequence();
    if (!end) return tl::unexpected(end.error());
    for (auto next = from;;) {
      v1::Request request;
      request.mutable_list_checkpoints()->set_from(next);
      request.mutable_list_checkpoints()->set_limit(kPageEntries);
      const auto reply = ask(std::move(request));
      if (!reply) return tl::unexpected(reply.error());
      if (reply->list_checkpoints().checkpoints().empty()) return {};
      for (const auto& checkpoint : reply->list_checkpoints().checkpoints()) {
        if (checkpoint.size() > *end || !visit({checkpoint.size(), checkpoint.note()})) return {};
        next = checkpoint.size() + 1;
      }
    }
  }

  Read<std::optional<engine::CheckpointRow>> last_checkpoint() override {
    v1::Request request;
    request.mutable_list_checkpoints();
    const auto reply = ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    if (reply->list_checkpoints().checkpoints().empty()) return std::nullopt;
    const auto& last = reply->list_checkpoints().checkpoints(0);
    return engine::CheckpointRow{last.size(), last.note()};
  }

  Read<std::vector<std::uint64_t>> entries_of(std::uint64_t ticket) override {
    std::vector<std::uint64_t> found;
    for (std::uint64_t from = 0;;) {
      v1::Request request;
      auto& query = *request.mutable_fetch_entries();
      query.set_raw(true);
      query.set_ticket(ticket);
      query.set_from(from);
      query.set_limit(kPageEntries);
      const auto reply = ask(std::move(request));
      if (!reply) return tl::unexpected(reply.error());
      const auto& page = reply->fetch_entries();
      for (const auto& bytes : page.raw()) {
        if (const auto number = storage::entry_number(bytes)) found.push_back(number->value);
      }
      if (page.cursor() >= page.next_sequence()) return found;
      from = page.cursor();
    }
  }

  Read<std::optional<std::uint64_t>> ticket_of(const engine::NumberParts& number) override {
    v1::Request request;
    request.mutable_get_ticket()->set_number(engine::ticket_number(number.local_day, number.day_counter));
    const auto reply = ask(std::move(request));
    if (reply) return reply->get_ticket().ticket().record().id();
    const auto& failure = reply.error().failure;
    if (failure && failure->refusal && failure->refusal->code() == v1::REFUSAL_CODE_UNKNOWN_TICKET) return std::nullopt;
    return tl::unexpected(reply.error());
  }

 private:
  Read<v1::Reply> ask(v1::Request request) {
    auto reply = session_->ask(std::move(request));
    if (!reply) return tl::unexpected(SourceFault{false, reply.error().message, reply.error()});
    return *std::move(reply);
  }

  Read<v1::FetchEntriesReply> fetch(std::uint64_t from, std::uint32_t limit) {
    v1::Request request;
    auto& query = *request.mutable_fetch_entries();
    query.set_raw(true);
    query.set_from(from);
    query.set_limit(limit);
    auto reply = ask(std::move(request));
    if (!reply) return tl::unexpected(reply.error());
    auto& page = *reply->mutable_fetch_entries();
    if (!end_) end_ = page.next_sequence();
    return std::move(page);
  }

  std::unique_ptr<EngineSession> session_;
  std::optional<std::uint64_t> end_;
  std::map<std::string, std::string, std::less<>> parts_;  // of the ruleset that was asked for last
};

}  // namespace

std::unique_ptr<JournalSource> engine_journal(std::unique_ptr<EngineSession> session) {
  return std::make_unique<EngineJournal>(std::move(session));
}

}  // namespace whistle::tools
