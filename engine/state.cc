#include "engine/state.h"

#include <algorithm>

#include "engine/assert.h"
#include "engine/ticket_index.h"

namespace whistle::engine {

const Ruleset* State::in_force() const {
  return publications.empty() ? nullptr : ruleset_of(publications.back().sequence);
}

const Ruleset* State::ruleset_of(Sequence publication) const {
  for (auto it = publications.rbegin(); it != publications.rend(); ++it) {
    if (it->sequence != publication) continue;
    const auto found = rulesets.find(it->sha256);
    return found == rulesets.end() ? nullptr : found->second.get();
  }
  return nullptr;
}

std::optional<Sequence> State::find_key(std::string_view client, std::string_view key) const {
  const auto [first, last] = keys.equal_range(hash_of_key(client, key));
  for (auto at = first; at != last; ++at) {
    const auto ticket = find_open(at->second);
    const auto held = std::ranges::find_if(
        ticket->keys, [&](const RememberedKey& known) { return known.client == client && known.key == key; });
    if (held != ticket->keys.end()) return held->sequence;
  }
  return std::nullopt;
}

std::optional<Ticket> State::find_ticket(TicketId id) const {
  auto found = open.find(id);
  if (!found) found = recent.find(id);
  return found;
}

namespace {

const Identity* find_valid(const State& state, std::string_view credential) {
  const auto found = state.identities.find(credential);
  return found == state.identities.end() || found->second.revoked ? nullptr : &found->second;
}

}  // namespace

const Identity* State::find_identity(std::string_view curve_public_key) const {
  const auto* identity = find_valid(*this, curve_public_key);
  return identity == nullptr || identity->is_token() ? nullptr : identity;
}

const Identity* State::find_token(std::string_view token_sha256, Instant now) const {
  const auto* identity = find_valid(*this, token_sha256);
  return identity != nullptr && identity->is_token() && now < *identity->expires ? identity : nullptr;
}

std::string key_of(std::string_view client, std::string_view key) {
  std::string joined;
  joined.reserve(client.size() + 1 + key.size());
  joined.append(client).push_back('\0');
  return joined.append(key);
}

void restore_ticket(State& state, const Ticket& ticket) {
  WHISTLE_ASSERT(!state.open.contains(ticket.id));
  reindex_ticket(state, ticket.id, std::nullopt, index_terms(ticket));
  for (const auto& key : ticket.keys)
    index_key(state, ticket.id, key);
  state.near.add(ticket.id, near_place(ticket));
  if (ticket.appeal_waits()) state.appealed.insert(ticket.id);
  state.open.put(ticket);
}

bool restore_recent(State& state, const Ticket& ticket) {
  const auto until = recent_until(ticket);
  if (!until || *until < state.last_time) return false;
  state.recent.put(ticket);
  state.near_recent.add(ticket.id, near_place(ticket));
  if (ticket.appeal_waits()) state.appealed.insert(ticket.id);
  return true;
}

void restore_identity(State& state, const v1::IdentityRecord& record) {
  auto identity = identity_in(record);
  identity.revoked = record.revoked();
  identity.registered = Sequence{record.registered()};
  state.identities[identity.credential] = identity;
}

v1::IdentityRecord identity_record(const Identity& identity) {
  v1::IdentityRecord record;
  record.set_member(identity.member);
  if (identity.is_token()) {
    record.set_token_sha256(identity.credential);
    record.set_expires_us(identity.expires->us);
  } else {
    record.set_curve_public_key(identity.credential);
  }
  record.set_label(identity.label);
  record.set_revoked(identity.revoked);
  record.set_registered(identity.registered.value);
  return record;
}

v1::SubmissionRecord submission_record(const std::string& member, const Submission& submission) {
  v1::SubmissionRecord record;
  record.set_ruleset_sha256(submission.sha256);
  record.set_member(member);
  record.set_base_sha256(submission.base_sha256);
  record.set_sequence(submission.sequence.value);
  record.set_submitted_us(submission.at.us);
  for (const auto& path : submission.paths)
    record.add_paths(path);
  return record;
}

void restore_header(State& state, const v1::HeaderRecord& record) {
  state.journal_id = record.journal_id();
  state.district_code = record.district_code();
  state.checkpoint_public_key = record.checkpoint_public_key();
  state.next_sequence = Sequence{record.next_sequence()};
  state.last_time = Instant{record.last_time_us()};
  state.logic = record.logic();
  state.master_key_id = record.master_key_id();
  state.counter_day = record.counter_day();
  state.day_counter = record.day_counter();
  state.lived_on_real_time = record.lived_on_real_time();
  state.lived_on_driven_time = record.lived_on_driven_time();
  state.publications.clear();
  for (const auto& row : record.publications())
    state.publications.push_back({Sequence{row.sequence()}, row.ruleset_sha256()});
  state.proposal.reset();
  if (record.has_proposal()) state.proposal = Proposal{record.proposal().ruleset_sha256(), record.proposal().member()};
  state.scheduled.reset();
  if (record.has_scheduled()) {
    state.scheduled = Scheduled{record.scheduled().ruleset_sha256(), Instant{record.scheduled().in_force_from_us()}};
  }
  state.submissions.clear();
  for (const auto& row : record.submissions())
    state.submissions[row.member()] = {row.ruleset_sha256(),
                                       row.base_sha256(),
                                       Sequence{row.sequence()},
                                       Instant{row.submitted_us()},
                                       {row.paths().begin(), row.paths().end()}};
  state.absences.clear();
  state.first_absence_ends = kInstantMax;
  for (const auto& row : record.absences()) {
    state.absences[row.member()] = {Instant{row.from_us()}, Instant{row.until_us()}};
    state.first_absence_ends = std::min(state.first_absence_ends, Instant{row.until_us()});
  }
}

std::string erasure_name(TicketId ticket) {
  constexpr unsigned kByteBits = 8;
  std::string name(kErasureRows);
  for (std::size_t i = sizeof ticket.value; i-- > 0;)
    name.push_back(static_cast<char>(ticket.value >> (kByteBits * i)));
  return name;
}

v1::HeaderRecord header_record(const State& state) {
  v1::HeaderRecord record;
  record.set_journal_id(state.journal_id);
  record.set_district_code(state.district_code);
  record.set_checkpoint_public_key(state.checkpoint_public_key);
  record.set_next_sequence(state.next_sequence.value);
  record.set_last_time_us(state.last_time.us);
  record.set_logic(state.logic);
  record.set_master_key_id(state.master_key_id);
  record.set_counter_day(state.counter_day);
  record.set_day_counter(state.day_counter);
  record.set_lived_on_real_time(state.lived_on_real_time);
  record.set_lived_on_driven_time(state.lived_on_driven_time);
  for (const auto& publication : state.publications) {
    auto* row = record.add_publications();
    row->set_sequence(publication.sequence.value);
    row->set_ruleset_sha256(publication.sha256);
  }
  if (const auto since = state.recent.since()) record.set_recent_since_us(since->us);
  if (state.proposal) {
    record.mutable_proposal()->set_ruleset_sha256(state.proposal->sha256);
    record.mutable_proposal()->set_member(state.proposal->member);
  }
  if (state.scheduled) {
    record.mutable_scheduled()->set_ruleset_sha256(state.scheduled->sha256);
    record.mutable_scheduled()->set_in_force_from_us(state.scheduled->from.us);
  }
  for (const auto& [member, submission] : state.submissions)
    *record.add_submissions() = submission_record(member, submission);
  for (const auto& [member, absence] : state.absences) {
    auto* row = record.add_absences();
    row->set_member(member);
    row->set_from_us(absence.from.us);
    row->set_until_us(absence.until.us);
  }
  return record;
}

}  // namespace whistle::engine
