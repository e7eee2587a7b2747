// What a platform asks beside what everybody does: what became of its orders, and what waits of the rules that it has
// submitted. Who has to agree to those asks here what they are.
#include <algorithm>
#include <utility>

#include "adapters/zeromq/message_form.h"
#include "engine/hexadecimal.h"
#include "tools/whistled/publication.h"
#include "tools/whistled/queries.h"

namespace whistle::tools::whistled {

namespace {

using adapters::zeromq::refusal;
using engine::hexadecimal;
using engine::Sequence;
using engine::Standing;

bool sees_all_submissions(const Standing& standing) {
  return standing.has(v1::ROLE_ADMIN) || standing.has(v1::ROLE_SUPERVISOR) || standing.has(v1::ROLE_AUDITOR);
}

Result<std::optional<Sequence>> sequence_of(const QueryParts& parts, const std::string& client,
                                            const std::string& key) {
  if (const auto open = parts.state.find_key(client, key)) return open;
  const auto stored = parts.store.key(client, key);
  if (!stored) return tl::unexpected(failure_of(stored.error()));
  return *stored;
}

v1::Reply unknown_ruleset(const std::string& sha256) {
  return refused(refusal(v1::REFUSAL_CODE_UNKNOWN_RULESET, {{"ruleset_sha256", hexadecimal(sha256)}}));
}

}  // namespace

Result<v1::Reply> get_order(const QueryParts& parts, const Standing& standing, const v1::GetOrder& query) {
  const auto unknown = refused(refusal(v1::REFUSAL_CODE_UNKNOWN_ORDER, {{"order", query.order()}}));
  const auto sequence = sequence_of(parts, standing.member, query.order());
  if (!sequence) return tl::unexpected(sequence.error());
  if (!*sequence) return unknown;
  const auto bytes = parts.store.entry(**sequence);
  if (!bytes) return tl::unexpected(failure_of(bytes.error()));
  const auto entry = *bytes ? engine::parse_entry(**bytes) : std::nullopt;
  if (!entry) return fail(ExitCode::BadData, "entry " + std::to_string((*sequence)->value) + " cannot be read");
  if (!entry->command().has_blow_whistle()) return unknown;
  v1::GetTicket of;
  of.set_ticket(entry->ticket());
  auto reply = get_ticket(parts, standing, of);
  if (!reply || reply->has_refusal()) return reply;
  v1::Reply answer;
  *answer.mutable_get_order()->mutable_ticket() = std::move(*reply->mutable_get_ticket()->mutable_ticket());
  return answer;
}

v1::Reply list_submissions(const QueryParts& parts, const Standing& standing) {
  v1::Reply reply;
  auto& list = *reply.mutable_list_submissions();
  if (!parts.state.publications.empty()) list.set_in_force_sha256(parts.state.publications.back().sha256);
  for (const auto& [member, submission] : parts.state.submissions) {
    if (member != standing.member && !sees_all_submissions(standing)) continue;
    auto& row = *list.add_submissions();
    *row.mutable_record() = engine::submission_record(member, submission);
    row.set_outdated(submission.base_sha256 != list.in_force_sha256());
  }
  return reply;
}

Result<v1::Reply> get_district_files(const QueryParts& parts, const Standing& standing,
                                     const v1::GetDistrictFiles& query) {
  const auto& state = parts.state;
  const auto own = state.submissions.find(standing.member);
  const bool its_own = own != state.submissions.end() && own->second.sha256 == query.ruleset_sha256();
  if (!sees_all_submissions(standing) && !its_own)
    return refused(refusal(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "admin, supervisor or auditor"}}));
  auto sha256 = query.ruleset_sha256();
  if (sha256.empty() && !state.publications.empty()) sha256 = state.publications.back().sha256;
  const auto is_named = [&](const auto& ruleset) { return ruleset.sha256 == sha256; };
  const bool known = std::ranges::any_of(state.publications, is_named) ||
                     (state.proposal && state.proposal->sha256 == sha256) ||
                     (state.scheduled && state.scheduled->sha256 == sha256) ||
                     std::ranges::any_of(state.submissions, [&](const auto& row) { return is_named(row.second); });
  if (!known) return unknown_ruleset(sha256);
  auto files = stored_files(parts.store, sha256);
  if (!files) return fail(ExitCode::BadData, files.error());
  if (files->empty()) return unknown_ruleset(sha256);
  v1::Reply reply;
  auto& answer = *reply.mutable_get_district_files();
  answer.set_ruleset_sha256(sha256);
  for (auto& [path, bytes] : *files) {
    auto& file = *answer.add_files();
    file.set_path(std::move(path));
    file.set_content(std::move(bytes));
  }
  return reply;
}

}  // namespace whistle::tools::whistled
