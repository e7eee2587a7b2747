// FetchEntries: the journal, as far as the asker may see it.
#include <map>
#include <utility>
#include <vector>

#include "adapters/zeromq/message_form.h"
#include "engine/core.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Sequence;
using engine::Sight;
using engine::Standing;
using engine::TicketId;

constexpr std::uint32_t kPageDefault = 100;
// One answer looks at no more entries and carries no more bytes than this; the cursor tells where to go on.
constexpr std::size_t kLookedAtMax = 4'096;
constexpr std::size_t kReplyBytesMax = std::size_t{512} << 10;

class Reader {
 public:
  Reader(const QueryParts& parts, const Standing& standing) : parts_(parts), standing_(standing) {}

  [[nodiscard]] Result<bool> may_see(const v1::Entry& entry) {
    if (reads_raw_journal(standing_)) return true;
    if (!entry.has_ticket()) return may_see_matter(entry);
    const auto sight = sight_on(TicketId{entry.ticket()});
    if (!sight) return tl::unexpected(sight.error());
    return *sight >= Sight::Record;
  }

  // Keys and credentials are their owners' business.
  void redact(v1::Entry& entry) const {
    if (reads_raw_journal(standing_)) return;
    entry.mutable_actor()->clear_credential();
    if (entry.actor().member() != standing_.member) entry.clear_key();
  }

 private:
  [[nodiscard]] bool may_see_matter(const v1::Entry& entry) const {
    const auto& command = entry.command();
    return (!command.has_register_identity() && !command.has_revoke_identity()) || standing_.has(v1::ROLE_ADMIN);
  }

  [[nodiscard]] Result<Sight> sight_on(TicketId id) {
    const auto [known, is_new] = sights_.try_emplace(id, Sight::Nothing);
    if (!is_new) return known->second;
    if (const auto open = parts_.state.find_open(id)) {
      known->second = sight_of(parts_.state, standing_, *open);
      return known->second;
    }
    const auto row = parts_.store.closed_ticket(id);
    if (!row) return tl::unexpected(failure_of(row.error()));
    v1::TicketRecord record;
    if (*row && record.ParseFromString(**row)) {
      known->second = sight_of(parts_.state, standing_, engine::from_record(record));
    }
    return known->second;
  }

  const QueryParts& parts_;
  const Standing& standing_;
  std::map<TicketId, Sight> sights_;
};

// Taken over first: a scan must not be interrupted by other questions to the store.
Result<std::vector<std::string>> read_entries(const engine::Store& store, Sequence from, std::size_t most) {
  std::vector<std::string> entries;
  std::size_t bytes_read = 0;
  const auto scanned = store.scan_entries(from, [&](Sequence, std::string_view bytes) {
    bytes_read += bytes.size();
    entries.emplace_back(bytes);
    return entries.size() < most && bytes_read < kReplyBytesMax;
  });
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  return entries;
}

}  // namespace

Result<v1::Reply> fetch_entries(const QueryParts& parts, const Standing& standing, const v1::FetchEntries& query) {
  if (query.raw() && !reads_raw_journal(standing)) {
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "auditor or supervisor"}}));
  }
  const std::size_t page = query.limit() == 0 ? kPageDefault : query.limit();
  const auto stored = read_entries(parts.store, Sequence{query.from()}, query.raw() ? page : kLookedAtMax);
  if (!stored) return tl::unexpected(stored.error());
  v1::Reply reply;
  auto& fetched = *reply.mutable_fetch_entries();
  fetched.set_next_sequence(parts.state.next_sequence.value);
  auto cursor = query.from();
  Reader reader(parts, standing);
  for (const auto& bytes : *stored) {
    if (static_cast<std::size_t>(fetched.entries_size()) == page) break;
    ++cursor;
    if (query.raw()) {
      fetched.add_raw(bytes);
      continue;
    }
    auto entry = engine::parse_entry(bytes);
    if (!entry) return fail(ExitCode::BadData, "entry " + std::to_string(cursor - 1) + " cannot be read");
    const auto seen = reader.may_see(*entry);
    if (!seen) return tl::unexpected(seen.error());
    if (!*seen) continue;
    reader.redact(*entry);
    *fetched.add_entries() = *std::move(entry);
  }
  fetched.set_cursor(cursor);
  return reply;
}

}  // namespace whistle::tools::whistled
