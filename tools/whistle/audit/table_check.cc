#include "tools/whistle/audit/table_check.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "engine/hexadecimal.h"
#include "storage/record_format.h"
#include "storage/sha256.h"

namespace whistle::tools {

namespace {

using engine::StoreFault;

tl::unexpected<SourceFault> unread(const engine::StoreError& error) {
  return tl::unexpected(SourceFault{error.fault == StoreFault::Damaged, error.what});
}

std::string ticket_row(const char* table, engine::TicketId id) {
  return std::string(table) + " " + std::to_string(id.value);
}

// A name may end in bytes.
std::string meta_row(const std::string& name) {
  for (const auto kind : {engine::kIdentityRows, engine::kErasureRows}) {
    if (name.starts_with(kind)) return "meta " + std::string(kind) + engine::hexadecimal(name.substr(kind.size()));
  }
  return "meta " + name;
}

void add_sized(storage::Sha256& hash, std::string_view bytes) {
  hash.add(storage::number_key(bytes.size()));
  hash.add(bytes);
}

}  // namespace

TableCheck::TableCheck(const storage::CopyableStore& store)
    : store_(store), digests_(std::async(std::launch::async, [&store] { return store.digests(); })) {}

void TableCheck::found(FindingKind kind, std::string what) {
  if (findings_.size() < kNamedMax) findings_.push_back({kind, 0, 0, std::move(what)});
}

// A ticket that is reopened, or appealed for, is put again: the last word counts.
Read<void> TableCheck::take_closed(const engine::TicketRow& row) {
  const auto stored = store_.closed_ticket(row.id);
  if (!stored) return unread(stored.error());
  ++rows_;
  if (*stored == row.row) {
    closed_unlike_.erase(row.id);
  } else {
    closed_unlike_[row.id] = *stored ? FindingKind::RowChanged : FindingKind::RowMissing;
  }
  closed_at_.insert({row.closed, row.id});
  return {};
}

Read<void> TableCheck::take(const engine::Batch& batch) {
  for (const auto& place : batch.reopened_tickets) {
    closed_at_.erase({place.closed, place.id});
    closed_unlike_.erase(place.id);
  }
  for (const auto& row : batch.closed_tickets) {
    if (auto taken = take_closed(row); !taken) return taken;
  }
  for (const auto& row : batch.keys) {
    const auto stored = store_.key(row.client, row.key);
    if (!stored) return unread(stored.error());
    ++keys_;
    ++rows_;
    const auto name = "keys " + row.client + " " + row.key;
    if (!*stored) found(FindingKind::RowMissing, name);
    if (*stored && **stored != row.sequence) found(FindingKind::RowChanged, name);
  }
  for (const auto& row : batch.attachments)
    attachments_[{row.sha256, row.ticket}] = {row.entry, row.sealed_sha256};
  for (const auto& row : batch.meta)
    meta_[row.name] = row.row;
  return {};
}

Read<void> TableCheck::compare_open(const engine::State& state) {
  std::uint64_t stored_rows = 0;
  const auto scanned = store_.scan_open_tickets([&](engine::TicketId id, std::string_view row) {
    ++stored_rows;
    ++rows_;
    const auto ticket = state.find_open(id);
    if (!ticket) {
      found(FindingKind::RowExtra, ticket_row("open", id));
      return true;
    }
    v1::TicketRecord record;
    engine::put_record(*ticket, record);
    if (record.SerializeAsString() != row) found(FindingKind::RowChanged, ticket_row("open", id));
    return true;
  });
  if (!scanned) return unread(scanned.error());
  if (stored_rows >= state.open_ids.size()) return {};
  found(FindingKind::RowMissing,
        "open: " + std::to_string(stored_rows) + " of " + std::to_string(state.open_ids.size()) + " rows");
  return {};
}

Read<void> TableCheck::compare_meta() {
  const auto stored = store_.scan_meta("");
  if (!stored) return unread(stored.error());
  auto expected = meta_;
  for (const auto& row : *stored) {
    ++rows_;
    const auto name = meta_row(row.name);
    const auto found_row = expected.find(row.name);
    if (found_row == expected.end()) {
      found(FindingKind::RowExtra, name);
      continue;
    }
    if (found_row->second != row.row) found(FindingKind::RowChanged, name);
    expected.erase(found_row);
  }
  for (const auto& [name, row] : expected)
    found(FindingKind::RowMissing, meta_row(name));
  return {};
}

// What an entry says is gone is not there.
Read<void> TableCheck::compare_erasures() {
  for (const auto& [name, row] : meta_) {
    v1::ErasureRecord record;
    if (!name.starts_with(engine::kErasureRows) || !record.ParseFromString(row)) continue;
    const engine::TicketId ticket{record.ticket()};
    const auto stored = store_.vault_row(ticket, engine::Sequence{ticket.value});
    if (!stored) return unread(stored.error());
    if (*stored) found(FindingKind::RowExtra, ticket_row("vault: erased, and there is the key of", ticket));
  }
  return {};
}

Read<void> TableCheck::compare_attachments() {
  auto expected = attachments_.begin();
  const auto name = [](const std::string& sha256, engine::TicketId ticket) {
    return "attachments " + engine::hexadecimal(sha256) + " " + std::to_string(ticket.value);
  };
  const auto scanned = store_.scan_attachments({}, [&](const engine::AttachmentRow& row) {
    ++rows_;
    const std::pair key(row.sha256, row.ticket);
    for (; expected != attachments_.end() && expected->first < key; ++expected)
      found(FindingKind::RowMissing, name(expected->first.first, expected->first.second));
    if (expected == attachments_.end() || key < expected->first) {
      found(FindingKind::RowExtra, name(row.sha256, row.ticket));
      return true;
    }
    if (expected->second != std::pair(row.entry, row.sealed_sha256))
      found(FindingKind::RowChanged, name(row.sha256, row.ticket));
    ++expected;
    return true;
  });
  if (!scanned) return unread(scanned.error());
  for (; expected != attachments_.end(); ++expected)
    found(FindingKind::RowMissing, name(expected->first.first, expected->first.second));
  return {};
}

// What is there and should not be shows by numbers; when the closed ones closed, by a hash over all of them.
Read<void> TableCheck::compare_counts() {
  const auto digests = digests_.get();
  if (!digests) return unread(digests.error());
  storage::Sha256 closed_at;
  for (const auto& [closed, id] : closed_at_) {
    add_sized(closed_at, storage::closed_at_key(closed, id));
    add_sized(closed_at, {});
  }
  const std::map<std::string, std::uint64_t> expected = {
      {"closed", closed_at_.size()}, {"closed_at", closed_at_.size()}, {"keys", keys_}};
  const auto wanted_closed_at = closed_at.digest();
  for (const auto& digest : *digests) {
    const auto rows = expected.find(digest.family);
    if (rows == expected.end()) continue;
    if (digest.rows != rows->second) {
      found(digest.rows > rows->second ? FindingKind::RowExtra : FindingKind::RowMissing,
            digest.family + ": " + std::to_string(digest.rows) + " of " + std::to_string(rows->second) + " rows");
    } else if (digest.family == "closed_at" && digest.sha256 != wanted_closed_at) {
      found(FindingKind::RowChanged, digest.family);
    }
  }
  return {};
}

Read<Findings> TableCheck::finish(const engine::State& state) {
  for (const auto& [id, kind] : closed_unlike_)
    found(kind, ticket_row("closed", id));
  if (auto compared = compare_open(state); !compared) return tl::unexpected(compared.error());
  if (auto compared = compare_meta(); !compared) return tl::unexpected(compared.error());
  if (auto compared = compare_erasures(); !compared) return tl::unexpected(compared.error());
  if (auto compared = compare_attachments(); !compared) return tl::unexpected(compared.error());
  if (auto compared = compare_counts(); !compared) return tl::unexpected(compared.error());
  return std::move(findings_);
}

}  // namespace whistle::tools
