#include "engine/apply.h"

#include <algorithm>

#include "engine/assert.h"
#include "engine/concern.h"
#include "engine/invariants.h"
#include "engine/kind.h"
#include "engine/personal.h"
#include "engine/ticket_index.h"

namespace whistle::engine {

namespace {

void create_journal(State& state, const v1::Entry& entry, const v1::JournalCreated& event) {
  state.logic = entry.logic();
  state.journal_id = event.journal_id();
  state.district_code = event.district_code();
  state.checkpoint_public_key = event.checkpoint_public_key();
}

void start_engine(State& state, const v1::EngineStarted& event) {
  if (event.clock_mode() == v1::CLOCK_MODE_REAL) {
    state.lived_on_real_time = true;
  } else {
    state.lived_on_driven_time = true;
  }
}

// What is agreed on is not a mere wish any more.
void forget_submitted(State& state, const std::string& sha256) {
  std::erase_if(state.submissions, [&](const auto& row) { return row.second.sha256 == sha256; });
}

void submit(State& state, const v1::Entry& entry, const v1::RulesetSubmitted& event) {
  const auto& paths = entry.command().submit_ruleset().paths();
  state.submissions[event.member()] = {event.ruleset_sha256(),
                                       event.base_sha256(),
                                       Sequence{entry.sequence()},
                                       Instant{entry.time_us()},
                                       {paths.begin(), paths.end()}};
}

void withdraw(State& state, const v1::RulesetWithdrawn& event) {
  if (state.scheduled && state.scheduled->sha256 == event.ruleset_sha256()) {
    state.scheduled.reset();
  } else {
    forget_submitted(state, event.ruleset_sha256());
  }
}

void publish(State& state, const v1::Entry& entry, const v1::RulesetPublished& event) {
  WHISTLE_ASSERT(state.rulesets.contains(event.ruleset_sha256()));
  state.publications.push_back({Sequence{entry.sequence()}, event.ruleset_sha256()});
  state.proposal.reset();
  if (state.scheduled && state.scheduled->sha256 == event.ruleset_sha256()) state.scheduled.reset();
  forget_submitted(state, event.ruleset_sha256());
}

void schedule(State& state, const v1::RulesetScheduled& event) {
  state.scheduled = Scheduled{event.ruleset_sha256(), Instant{event.in_force_from_us()}};
  state.proposal.reset();
  forget_submitted(state, event.ruleset_sha256());
}

void register_identity(State& state, const v1::Entry& entry, const v1::IdentityRegistered& event, Changes& changes) {
  auto identity = identity_in(event);
  identity.registered = Sequence{entry.sequence()};
  changes.identities.insert(identity.credential);
  state.identities[identity.credential] = identity;
}

void revoke_identity(State& state, const v1::IdentityRevoked& event, Changes& changes) {
  const auto& credential = credential_in(event);
  const auto found = state.identities.find(credential);
  WHISTLE_ASSERT(found != state.identities.end());
  found->second.revoked = true;
  changes.identities.insert(credential);
}

void erase_personal_data(const v1::Entry& entry, const v1::PersonalDataErased& event, Changes& changes) {
  v1::ErasureRecord record;
  record.set_ticket(event.ticket());
  record.set_sequence(entry.sequence());
  record.set_time_us(entry.time_us());
  record.set_ground(event.ground());
  record.set_member(entry.actor().member());
  changes.erasures.push_back(std::move(record));
}

// Of the journal, the rules, the identities and the vault.
void apply_house(State& state, const v1::Entry& entry, const v1::Event& event, Changes& changes) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kJournalCreated:
      return create_journal(state, entry, event.journal_created());
    case Body::kEngineStarted:
      return start_engine(state, event.engine_started());
    case Body::kRulesetProposed:
      state.proposal = Proposal{event.ruleset_proposed().ruleset_sha256(), event.ruleset_proposed().member()};
      return;
    case Body::kRulesetPublished:
      return publish(state, entry, event.ruleset_published());
    case Body::kIdentityRegistered:
      return register_identity(state, entry, event.identity_registered(), changes);
    case Body::kIdentityRevoked:
      return revoke_identity(state, event.identity_revoked(), changes);
    case Body::kRulesetScheduled:
      return schedule(state, event.ruleset_scheduled());
    case Body::kRulesetWithdrawn:
      return withdraw(state, event.ruleset_withdrawn());
    case Body::kRulesetSubmitted:
      return submit(state, entry, event.ruleset_submitted());
    case Body::kAbsenceReported:
    case Body::kAbsenceEnded:
      return apply_absence(state, event);
    case Body::kLogicAdopted:
      state.logic = event.logic_adopted().logic();
      return;
    case Body::kPersonalDataErased:
      return erase_personal_data(entry, event.personal_data_erased(), changes);
    case Body::kMasterKeyRotated:
      state.master_key_id = event.master_key_rotated().id();
      return;
    default:
      return;  // refusals and readings are recorded for the audit alone
  }
}

void apply_to_journal(State& state, const v1::Entry& entry, const v1::Event& event, Changes& changes) {
  const auto kind = kind_of(event.body_case());
  WHISTLE_ASSERT(kind == Kind::House || kind == Kind::Absence);
  apply_house(state, entry, event, changes);
}

void give_up_key(State& state, TicketId id, const RememberedKey& key, Changes& changes) {
  forget_key(state, id, key);
  changes.keys.push_back({key.client, key.key, key.sequence});
}

// A ticket remembers its last keys; older ones, and all of a closed ticket, go to the family of keys.
void remember_key(State& state, const v1::Entry& entry, Ticket& ticket, Changes& changes) {
  if (entry.key().empty()) return;
  if (ticket.keys.size() == kKeysPerTicket) {
    give_up_key(state, ticket.id, ticket.keys.front(), changes);
    ticket.keys.erase(ticket.keys.begin());
  }
  ticket.keys.push_back({entry.actor().member(), entry.key(), Sequence{entry.sequence()}});
  index_key(state, ticket.id, ticket.keys.back());
}

// A ticket's own text is no note: it lies under the first entry.
void remember_note(const v1::Entry& entry, Ticket& ticket) {
  const auto* commitments = commitments_in(entry.command());
  if (commitments == nullptr || commitments->text().empty()) return;
  if (ticket.notes.size() == kNotesPerTicket) ticket.notes.erase(ticket.notes.begin());
  ticket.notes.push_back(Sequence{entry.sequence()});
}

void note_attachment(const v1::Entry& entry, const v1::Event& event, Changes& changes) {
  if (!event.has_attachment_put()) return;
  const auto& put = event.attachment_put();
  changes.attachments.push_back(
      {put.sha256(), TicketId{entry.ticket()}, Sequence{entry.sequence()}, put.sealed_sha256()});
}

// Also of one that was closed before: it has been scored, or appealed for.
void close_ticket(State& state, Ticket ticket, Changes& changes) {
  state.open.erase(ticket.id);
  for (const auto& key : ticket.keys)
    give_up_key(state, ticket.id, key, changes);
  ticket.keys.clear();
  state.recent.put(ticket);
  changes.closed.insert_or_assign(ticket.id, std::move(ticket));
}

void reopen_ticket(State& state, const Ticket& ticket, Instant closed, Changes& changes) {
  state.recent.erase(ticket.id);
  changes.closed.erase(ticket.id);
  changes.reopened.push_back({ticket.id, closed});
}

bool begins_ticket(const v1::Entry& entry) {
  return entry.ticket() == entry.sequence();
}

// Closed tickets that no act may concern any more, by the time of an entry.
void let_go(State& state, Instant now) {
  while (const auto id = state.recent.over(now)) {
    state.near_recent.remove(*id, near_place(*state.recent.find_matter(*id)));
    state.recent.erase(*id);
  }
}

// Once its events have been applied to the ticket.
void take_back(State& state, const v1::Entry& entry, const Footing& before, Ticket& ticket, Telling telling,
               Changes& changes) {
  for (const auto& event : entry.events()) {
    if (const auto number = number_given(event)) {
      state.counter_day = number->local_day;
      state.day_counter = number->day_counter;
    }
    note_attachment(entry, event, changes);
  }
  note_entry(entry, ticket);
  remember_key(state, entry, ticket, changes);
  assert_invariants(ticket);
  if (telling == Telling::Concerned)
    changes.concerns.push_back({Sequence{entry.sequence()}, parties_concerned(entry, ticket, state.in_force())});
  reindex(state, ticket.id, before, footing_of(ticket));
  if (ticket.closed) return close_ticket(state, std::move(ticket), changes);
  if (before.closed) reopen_ticket(state, ticket, *before.closed, changes);
  state.open.put(ticket);
  if (changes.open.empty() || changes.open.back() != ticket.id) changes.open.push_back(ticket.id);
}

void apply_ticket_entry(State& state, const v1::Entry& entry, Telling telling, Changes& changes) {
  auto ticket = state.find_ticket(TicketId{entry.ticket()});
  WHISTLE_ASSERT(ticket.has_value() != begins_ticket(entry));
  const auto before = ticket ? footing_of(*ticket) : Footing{};
  if (!ticket) ticket.emplace();
  for (const auto& event : entry.events())
    apply_to_ticket(entry, event, *ticket);
  take_back(state, entry, before, *ticket, telling, changes);
}

void apply_journal_entry(State& state, const v1::Entry& entry, Telling telling, Changes& changes) {
  for (const auto& event : entry.events())
    apply_to_journal(state, entry, event, changes);
  if (telling == Telling::Concerned) changes.concerns.push_back({Sequence{entry.sequence()}, {}});
  if (!entry.key().empty()) changes.keys.push_back({entry.actor().member(), entry.key(), Sequence{entry.sequence()}});
}

void assert_is_next(const State& state, const v1::Entry& entry) {
  WHISTLE_ASSERT(entry.sequence() == state.next_sequence.value);
  WHISTLE_ASSERT(state.next_sequence.value == 0 || entry.time_us() > state.last_time.us);
}

void advance(State& state, const v1::Entry& entry) {
  state.next_sequence.value += 1;
  state.last_time = Instant{entry.time_us()};
  let_go(state, state.last_time);
  drop_past_absences(state);
}

}  // namespace

void apply_to_ticket(const v1::Entry& entry, Ticket& ticket) {
  for (const auto& event : entry.events())
    apply_to_ticket(entry, event, ticket);
  note_entry(entry, ticket);
}

void note_entry(const v1::Entry& entry, Ticket& ticket) {
  ticket.last_entry = Sequence{entry.sequence()};
  if (entry.ticket() != entry.sequence()) remember_note(entry, ticket);
}

void apply(State& state, const v1::Entry& entry, Telling telling, Changes& changes) {
  assert_is_next(state, entry);
  if (entry.has_ticket()) {
    apply_ticket_entry(state, entry, telling, changes);
  } else {
    apply_journal_entry(state, entry, telling, changes);
  }
  advance(state, entry);
}

void apply(State& state, Decision& decision, Telling telling, Changes& changes) {
  const auto& entry = decision.entry;
  assert_is_next(state, entry);
  if (entry.has_ticket()) {
    take_back(state, entry, decision.before, decision.ticket, telling, changes);
  } else {
    apply_journal_entry(state, entry, telling, changes);
  }
  advance(state, entry);
}

}  // namespace whistle::engine
