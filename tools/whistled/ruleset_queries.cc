// GetRuleset: the rules that an entry was decided by, for those who see its ticket's record. GetPublishedRuleset: all
// of a published one, for auditors and supervisors.
#include <algorithm>
#include <string>
#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/core.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::Sequence;

// The ruleset of an entry that the asker may know; nullptr: there is none, or it is another's.
Result<const engine::Publication*> ruleset_of(const QueryParts& parts, const engine::Standing& standing,
                                              Sequence sequence) {
  const auto bytes = parts.store.entry(sequence);
  if (!bytes) return tl::unexpected(failure_of(bytes.error()));
  const auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
  if (!entry || !entry->has_ticket()) return nullptr;
  const auto ticket = find_ticket(parts, engine::TicketId{entry->ticket()});
  if (!ticket) return tl::unexpected(ticket.error());
  if (!*ticket || sight_of(parts.state, standing, **ticket) < engine::Sight::Record) return nullptr;
  const auto& publications = parts.state.publications;
  const auto found = std::ranges::find(publications, Sequence{entry->ruleset()}, &engine::Publication::sequence);
  return found == publications.end() ? nullptr : &*found;
}

Result<std::string> read(const engine::Store& store, const std::string& sha256) {
  auto blob = store.blob(sha256);
  if (!blob) return tl::unexpected(failure_of(blob.error()));
  if (!*blob) return fail(ExitCode::BadData, "a part of a ruleset is not in the store");
  return **std::move(blob);
}

Result<std::string> without_members(const std::string& part) {
  v1::People people;
  if (!people.ParseFromString(part)) return fail(ExitCode::BadData, "the people of a ruleset cannot be read");
  people.clear_members();
  return people.SerializeAsString();
}

}  // namespace

Result<v1::Reply> get_ruleset(const QueryParts& parts, const engine::Standing& standing, const v1::GetRuleset& query) {
  const auto ruleset = ruleset_of(parts, standing, Sequence{query.entry()});
  if (!ruleset) return tl::unexpected(ruleset.error());
  // Who may not see the ticket is not told either that the entry is there.
  if (*ruleset == nullptr) {
    return refused(refusal(v1::REFUSAL_CODE_INVALID, {{"field", "entry"}, {"why", "no entry of a ticket in sight"}}));
  }
  auto content = read(parts.store, (*ruleset)->sha256);
  if (!content) return tl::unexpected(content.error());
  if (query.part() != v1::RULESET_PART_KIND_UNSPECIFIED) {
    v1::CompiledRuleset manifest;
    if (!manifest.ParseFromString(*content)) return fail(ExitCode::BadData, "a ruleset's manifest cannot be read");
    const auto part = std::ranges::find(manifest.parts(), query.part(), &v1::RulesetPart::kind);
    if (part == manifest.parts().end()) {
      return refused(refusal(v1::REFUSAL_CODE_INVALID, {{"field", "part"}, {"why", "the ruleset has no such part"}}));
    }
    content = read(parts.store, part->sha256());
    if (content && query.part() == v1::RULESET_PART_KIND_PEOPLE) content = without_members(*content);
    if (!content) return tl::unexpected(content.error());
  }
  v1::Reply reply;
  auto& told = *reply.mutable_get_ruleset();
  told.set_ruleset((*ruleset)->sequence.value);
  told.set_ruleset_sha256((*ruleset)->sha256);
  told.set_content(*std::move(content));
  return reply;
}

Result<v1::Reply> get_published_ruleset(const QueryParts& parts, const engine::Standing& standing,
                                        const v1::GetPublishedRuleset& query) {
  if (!engine::reads_raw_journal(standing))
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "auditor or supervisor"}}));
  const auto& published = parts.state.publications;
  if (std::ranges::find(published, query.ruleset_sha256(), &engine::Publication::sha256) == published.end())
    return refused(refusal(v1::REFUSAL_CODE_INVALID, {{"field", "ruleset_sha256"}, {"why", "never published"}}));
  v1::Reply reply;
  auto& ruleset = *reply.mutable_get_published_ruleset();
  const auto manifest = parts.store.blob(query.ruleset_sha256());
  if (!manifest) return tl::unexpected(failure_of(manifest.error()));
  v1::CompiledRuleset compiled;
  if (!*manifest || !compiled.ParseFromString(**manifest))
    return fail(ExitCode::BadData, "the manifest of a published ruleset cannot be read");
  ruleset.set_manifest(**manifest);
  for (const auto& part : compiled.parts()) {
    if (part.kind() == v1::RULESET_PART_KIND_GEOMETRY && !query.with_geometry()) continue;
    auto blob = parts.store.blob(part.sha256());
    if (!blob) return tl::unexpected(failure_of(blob.error()));
    if (!*blob) return fail(ExitCode::BadData, "a part of a published ruleset is missing");
    ruleset.add_parts(**std::move(blob));
  }
  return reply;
}

}  // namespace whistle::tools::whistled
