#include "tools/whistled/reading_audit.h"

#include "engine/logic.h"
#include "engine/permission.h"

namespace whistle::tools::whistled {

namespace {

v1::ReadingKind kind_of(const v1::Request& request) {
  if (request.has_fetch_entries() && request.fetch_entries().raw()) return v1::READING_KIND_RAW_ENTRIES;
  if (request.has_get_published_ruleset()) return v1::READING_KIND_PUBLISHED_RULESET;
  return v1::READING_KIND_UNSPECIFIED;
}

}  // namespace

std::optional<v1::Command> ReadingAudit::note(const engine::State& state, const v1::Actor& actor,
                                              const v1::Request& request, engine::Instant now) {
  const auto kind = kind_of(request);
  if (kind == v1::READING_KIND_UNSPECIFIED || !engine::is_proven(actor)) return std::nullopt;
  if (state.logic < engine::logic_needed(v1::Command::kRecordReading)) return std::nullopt;
  const auto standing = standing_of(state, actor, now);
  if (!standing || !reads_raw_journal(*standing)) return std::nullopt;
  auto& open_until = open_until_.try_emplace({standing->member, kind}, engine::kInstantMin).first->second;
  if (now < open_until) return std::nullopt;
  open_until = now + kOpen;
  v1::Command command;
  auto& record = *command.mutable_record_reading();
  *record.mutable_reader() = actor;
  record.mutable_reader()->set_member(standing->member);
  record.set_kind(kind);
  record.set_until_us(open_until.us);
  return command;
}

}  // namespace whistle::tools::whistled
