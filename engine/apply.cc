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

void publish(State& state, const v1::Entry& entry, const v1::RulesetPublished& event) {
  WHISTLE_ASSERT(state.rulesets.contains(event.ruleset_sha256()));
  state.publications.push_back({Sequence{entry.sequence()}, event.ruleset_sha256()});
  state.proposal.reset();
  if (state.scheduled && state.scheduled->sha256 == event.ruleset_sha256()) state.scheduled.reset();
}

void schedule(State& state, const v1::RulesetScheduled& event) {
  state.scheduled = Scheduled{event.ruleset_sha256(), Instant{event.in_force_from_us()}};
  state.proposal.reset();
}

void register_identity(State& state, const v1::Entry& entry, const v1::IdentityRegistered& event, Changes& changes) {
  state.identities[event.curve_public_key()] = {event.member(), event.curve_public_key(), event.label(),
                                                /*revoked=*/false, Sequence{entry.sequence()}};
  changes.identities.insert(event.curve_public_key());
}

void revoke_identity(State& state, const v1::IdentityRevoked& event, Changes& changes) {
  const auto found = state.identities.find(event.curve_public_key());
  WHISTLE_ASSERT(found != state.identities.end());
  found->second.revoked = true;
  changes.identities.insert(event.curve_public_key());
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
      state.scheduled.reset();
      return;
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

// A ticket remembers its last keys; older ones, and all of a closed ticket, go to the family of keys.
void remember_key(const v1::Entry& entry, Ticket& ticket, Changes& changes) {
  if (entry.key().empty()) return;
  if (ticket.keys.size() == kKeysPerTicket) {
    const auto& oldest = ticket.keys.front();
    changes.keys.push_back({oldest.client, oldest.key, oldest.sequence});
    ticket.keys.erase(ticket.keys.begin());
  }
  ticket.keys.push_back({entry.actor().member(), entry.key(), Sequence{entry.sequence()}});
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
  for (auto& key : ticket.keys)
    changes.keys.push_back({key.client, key.key, key.sequence});
  ticket.keys.clear();
  state.recent.put(ticket);
  changes.closed.insert_or_assign(ticket.id, std::move(ticket));
}

void reopen_ticket(State& state, const Ticket& ticket, Instant closed, Changes& changes) {
  state.recent.erase(ticket.id);
  changes.closed.erase(ticket.id);
  changes.reopened.push_back({ticket.id, closed});
}

// Under what it is found while it is open; nullopt: it is not, or not yet.
std::optional<IndexTerms> terms_if_open(const Ticket& ticket, bool is_there) {
  return is_there && !ticket.closed ? std::optional(index_terms(ticket)) : std::nullopt;
}

// Where it lies, in the index of the open ones or of the closed ones; nullopt: in neither, because it is not there, or
// closed for good.
struct Nearness {
  bool open = false;
  NearPlace place;

  friend bool operator==(const Nearness&, const Nearness&) = default;
};

std::optional<Nearness> nearness_of(const Ticket& ticket, bool is_there) {
  if (!is_there || (ticket.closed && !recent_until(ticket))) return std::nullopt;
  return Nearness{!ticket.closed, near_place(ticket)};
}

void move_near(State& state, TicketId id, const std::optional<Nearness>& before, const std::optional<Nearness>& after) {
  const auto index_of = [&](const Nearness& nearness) -> NearIndex& {
    return nearness.open ? state.near : state.near_recent;
  };
  if (before == after) return;
  if (before) index_of(*before).remove(id, before->place);
  if (after) index_of(*after).add(id, after->place);
}

void note_appeals(State& state, TicketId id, bool waited, bool waits) {
  if (waited == waits) return;
  if (waits) {
    state.appealed.insert(id);
  } else {
    state.appealed.erase(id);
  }
}

// Closed tickets that no act may concern any more, by the time of an entry.
void let_go(State& state, Instant now) {
  while (const auto id = state.recent.over(now)) {
    state.near_recent.remove(*id, near_place(*state.recent.find_matter(*id)));
    state.recent.erase(*id);
  }
}

void apply_ticket_entry(State& state, const v1::Entry& entry, Telling telling, Changes& changes) {
  const TicketId id{entry.ticket()};
  const bool opens = entry.ticket() == entry.sequence();
  auto known = state.find_ticket(id);
  WHISTLE_ASSERT(known.has_value() != opens);
  if (opens) known.emplace();
  auto& ticket = *known;
  const auto before = terms_if_open(ticket, !opens);
  const auto near_before = nearness_of(ticket, !opens);
  const auto closed_before = ticket.closed;
  const bool appeal_waited = ticket.appeal_waits();
  for (const auto& event : entry.events()) {
    if (const auto number = number_given(event)) {
      state.counter_day = number->local_day;
      state.day_counter = number->day_counter;
    }
    note_attachment(entry, event, changes);
  }
  apply_to_ticket(entry, ticket);
  remember_key(entry, ticket, changes);
  assert_invariants(ticket);
  if (telling == Telling::Concerned)
    changes.concerns.push_back({Sequence{entry.sequence()}, parties_concerned(entry, ticket, state.in_force())});
  const auto after = terms_if_open(ticket, true);
  if (before || after) reindex_ticket(state, id, before, after);
  move_near(state, id, near_before, nearness_of(ticket, true));
  note_appeals(state, id, appeal_waited, ticket.appeal_waits());
  if (ticket.closed) return close_ticket(state, std::move(ticket), changes);
  if (closed_before) reopen_ticket(state, ticket, *closed_before, changes);
  state.open.put(ticket);
  if (changes.open.empty() || changes.open.back() != id) changes.open.push_back(id);
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
  WHISTLE_ASSERT(entry.sequence() == state.next_sequence.value);
  WHISTLE_ASSERT(state.next_sequence.value == 0 || entry.time_us() > state.last_time.us);
  if (entry.has_ticket()) {
    apply_ticket_entry(state, entry, telling, changes);
  } else {
    for (const auto& event : entry.events())
      apply_to_journal(state, entry, event, changes);
    if (telling == Telling::Concerned) changes.concerns.push_back({Sequence{entry.sequence()}, {}});
    if (!entry.key().empty()) changes.keys.push_back({entry.actor().member(), entry.key(), Sequence{entry.sequence()}});
  }
  state.next_sequence.value += 1;
  state.last_time = Instant{entry.time_us()};
  let_go(state, state.last_time);
  drop_past_absences(state);
}

}  // namespace whistle::engine
