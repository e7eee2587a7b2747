// The tree over the journal: what has been signed for, and what proofs are made of.
#include "adapters/zeromq/message_form.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

using adapters::zeromq::refusal;

Result<v1::Reply> list_checkpoints(const QueryParts& parts, const v1::ListCheckpoints& query) {
  v1::Reply reply;
  auto& listed = *reply.mutable_list_checkpoints();
  const auto add = [&](const engine::CheckpointRow& row) {
    auto& checkpoint = *listed.add_checkpoints();
    checkpoint.set_size(row.size);
    checkpoint.set_note(row.note);
    return static_cast<std::uint32_t>(listed.checkpoints_size()) < query.limit();
  };
  if (query.limit() == 0) {
    const auto last = parts.store.last_checkpoint();
    if (!last) return tl::unexpected(failure_of(last.error()));
    if (*last) add(**last);
    return reply;
  }
  const auto scanned = parts.store.scan_checkpoints(query.from(), add);
  if (!scanned) return tl::unexpected(failure_of(scanned.error()));
  return reply;
}

Result<v1::Reply> get_tile(const QueryParts& parts, const engine::Standing& standing, const v1::GetTile& query) {
  if (!engine::reads_raw_journal(standing))
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "auditor or supervisor"}}));
  auto tile = parts.store.tile(static_cast<std::uint8_t>(query.level()), query.index());
  if (!tile) return tl::unexpected(failure_of(tile.error()));
  v1::Reply reply;
  reply.mutable_get_tile();
  if (*tile) reply.mutable_get_tile()->set_hashes(**std::move(tile));
  return reply;
}

}  // namespace whistle::tools::whistled
