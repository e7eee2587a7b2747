// A ticket into its row of the tables, and the way back.
#include "engine/ticket.h"

#include <algorithm>

namespace whistle::engine {

namespace {

std::int64_t us_of(const std::optional<Instant>& at) {
  return at ? at->us : 0;
}

std::optional<Instant> instant_of(std::int64_t us) {
  return us == 0 ? std::nullopt : std::optional(Instant{us});
}

void put_record(const Clock& clock, v1::ClockRecord& record) {
  record.mutable_name()->set_part(clock.part);
  record.mutable_name()->set_kind(clock.kind);
  record.set_phase(clock.phase);
  record.set_party(clock.party);
  record.set_started_us(clock.started.us);
  record.set_due_us(clock.due.us);
  record.set_next_us(clock.next ? clock.next->us : 0);
  record.set_step(clock.step);
  record.set_reminders(clock.reminders);
  record.set_paused_us(clock.paused ? clock.paused->us : 0);
}

Clock from_record(const v1::ClockRecord& record) {
  Clock clock;
  clock.part = record.name().part();
  clock.kind = record.name().kind();
  clock.phase = record.phase();
  clock.party = record.party();
  clock.started = Instant{record.started_us()};
  clock.due = Instant{record.due_us()};
  if (record.next_us() != 0) clock.next = Instant{record.next_us()};
  clock.step = record.step();
  clock.reminders = record.reminders();
  if (record.paused_us() != 0) clock.paused = Instant{record.paused_us()};
  return clock;
}

void put_record(const Request& request, v1::RequestRecord& record) {
  record.set_kind(request.kind);
  record.set_party(request.party);
  record.set_arbiter(request.arbiter);
  record.set_since_us(request.since.us);
  record.set_reason(request.reason);
  record.set_suggested_party(request.suggested);
  record.set_cause(request.cause);
  record.set_until_us(request.until ? request.until->us : 0);
  record.set_count(request.count);
  for (const auto& party : request.parties)
    record.add_parties(party);
}

Request from_record(const v1::RequestRecord& record) {
  Request request;
  request.kind = record.kind();
  request.party = record.party();
  request.arbiter = record.arbiter();
  request.since = Instant{record.since_us()};
  request.reason = record.reason();
  request.suggested = record.suggested_party();
  request.cause = record.cause();
  if (record.until_us() != 0) request.until = Instant{record.until_us()};
  request.count = record.count();
  request.parties.assign(record.parties().begin(), record.parties().end());
  return request;
}

void put_place(const Ticket& ticket, v1::LocatedPlace& place) {
  place.set_how(ticket.how);
  place.set_place_class(ticket.place_class);
  place.set_estate(ticket.estate);
  place.set_area(ticket.area);
  for (const auto flag : ticket.flags)
    place.add_flags(flag);
}

void put_parts(const Ticket& ticket, v1::TicketRecord& record) {
  for (const auto& part : ticket.parts) {
    auto* row = record.add_parts();
    row->set_party(part.party);
    row->set_state(part.state);
    row->set_owes(part.owes);
    row->set_arrived_us(us_of(part.arrived));
    row->set_score(part.score);
    row->set_member(part.member);
  }
  for (const auto& hop : ticket.hops) {
    auto* row = record.add_hops();
    row->set_party(hop.party);
    row->set_since_us(hop.since.us);
    row->set_cause(hop.cause);
  }
  for (const auto& clock : ticket.clocks)
    put_record(clock, *record.add_clocks());
  for (const auto& key : ticket.keys) {
    auto* row = record.add_keys();
    row->set_client(key.client);
    row->set_key(key.key);
    row->set_sequence(key.sequence.value);
  }
}

void take_parts(const v1::TicketRecord& record, Ticket& ticket) {
  for (const auto& row : record.parts())
    ticket.parts.push_back(
        {row.party(), row.state(), row.owes(), instant_of(row.arrived_us()), row.score(), row.member()});
  for (const auto& row : record.hops())
    ticket.hops.push_back({row.party(), Instant{row.since_us()}, row.cause()});
  for (const auto& row : record.clocks())
    ticket.clocks.push_back(from_record(row));
  for (const auto& row : record.keys())
    ticket.keys.push_back({row.client(), row.key(), Sequence{row.sequence()}});
}

void put_acts(const Ticket& ticket, v1::TicketRecord& record) {
  record.set_urges(ticket.urges);
  record.set_last_urged_us(us_of(ticket.last_urged));
  record.set_progress_reports(ticket.progress_reports);
  record.set_last_progress_us(us_of(ticket.last_progress));
  record.set_reworks(ticket.reworks);
  record.set_contacts(ticket.contacts);
  record.set_first_contact_us(us_of(ticket.first_contact));
  record.set_resolved_us(us_of(ticket.resolved));
  record.set_resolve_due_us(us_of(ticket.resolve_due));
  record.set_split_from(ticket.split_from ? ticket.split_from->value : 0);
  for (const auto id : ticket.split_into)
    record.add_split_into(id.value);
  for (const auto entry : ticket.notes)
    record.add_notes(entry.value);
  record.set_place_entry(ticket.place_entry.value);
}

void take_acts(const v1::TicketRecord& record, Ticket& ticket) {
  ticket.urges = record.urges();
  ticket.last_urged = instant_of(record.last_urged_us());
  ticket.progress_reports = record.progress_reports();
  ticket.last_progress = instant_of(record.last_progress_us());
  ticket.reworks = record.reworks();
  ticket.contacts = record.contacts();
  ticket.first_contact = instant_of(record.first_contact_us());
  ticket.resolved = instant_of(record.resolved_us());
  ticket.resolve_due = instant_of(record.resolve_due_us());
  if (record.split_from() != 0) ticket.split_from = TicketId{record.split_from()};
  for (const auto id : record.split_into())
    ticket.split_into.push_back(TicketId{id});
  for (const auto entry : record.notes())
    ticket.notes.push_back(Sequence{entry});
  ticket.place_entry = Sequence{record.place_entry()};
}

void put_arbitration(const Ticket& ticket, v1::TicketRecord& record) {
  if (ticket.request) put_record(*ticket.request, *record.mutable_request());
  for (const auto& party : ticket.returned)
    record.add_returned(party);
  record.set_ruled(ticket.ruled);
  record.set_extensions(ticket.extensions);
  if (!ticket.hold) return;
  record.set_hold_until_us(ticket.hold->until.us);
  record.set_hold_cause(ticket.hold->cause);
  record.set_hold_arbiter(ticket.hold->arbiter);
}

void take_arbitration(const v1::TicketRecord& record, Ticket& ticket) {
  if (record.has_request()) ticket.request = from_record(record.request());
  ticket.returned.assign(record.returned().begin(), record.returned().end());
  ticket.ruled = record.ruled();
  ticket.extensions = record.extensions();
  if (record.hold_until_us() == 0) return;
  ticket.hold = Hold{record.hold_cause(), Instant{record.hold_until_us()}, record.hold_arbiter()};
}

void put_verification(const Ticket& ticket, v1::TicketRecord& record) {
  record.set_failed_checks(ticket.failed_checks);
  record.set_false_closure(ticket.false_closure);
  record.set_whistled_up_by(ticket.whistled_up_by);
  record.set_reject_reason(ticket.reject_reason);
}

void put_appeals(const Ticket& ticket, v1::TicketRecord& record) {
  for (const auto& charge : ticket.charges) {
    auto* row = record.add_charges();
    row->set_party(charge.party);
    row->set_missed(charge.missed);
    row->set_reworked(charge.reworked);
    row->set_disputed(charge.disputed);
  }
  for (const auto& appeal : ticket.appeals) {
    auto* row = record.add_appeals();
    row->set_party(appeal.party);
    row->set_subject(appeal.subject);
    row->set_ground(appeal.ground);
    row->set_since_us(appeal.since.us);
    row->set_first_reviewer(appeal.first_reviewer);
    row->set_decided_us(us_of(appeal.decided));
    row->set_granted(appeal.granted);
    row->set_second_reviewer(appeal.second_reviewer);
  }
}

void take_appeals(const v1::TicketRecord& record, Ticket& ticket) {
  for (const auto& row : record.charges())
    ticket.charges.push_back({row.party(), row.missed(), row.reworked(), row.disputed()});
  for (const auto& row : record.appeals()) {
    ticket.appeals.push_back({row.party(), row.subject(), row.ground(), Instant{row.since_us()}, row.first_reviewer(),
                              instant_of(row.decided_us()), row.granted(), row.second_reviewer()});
  }
}

void put_attachments(const Ticket& ticket, v1::TicketRecord& record) {
  for (const auto& attachment : ticket.attachments) {
    auto* row = record.add_attachments();
    row->set_sha256(attachment.sha256);
    row->set_type(attachment.type);
    row->set_size(attachment.size);
    row->set_sealed_sha256(attachment.sealed_sha256);
    row->set_seen_on(attachment.seen_on ? attachment.seen_on->value : 0);
    row->set_sequence(attachment.entry.value);
    row->set_party(attachment.party);
  }
}

void take_attachments(const v1::TicketRecord& record, Ticket& ticket) {
  for (const auto& row : record.attachments()) {
    ticket.attachments.push_back({row.sha256(), row.type(), row.size(), row.sealed_sha256(),
                                  row.seen_on() == 0 ? std::nullopt : std::optional(TicketId{row.seen_on()}),
                                  Sequence{row.sequence()}, row.party()});
  }
}

void put_recurrence(const Ticket& ticket, v1::TicketRecord& record) {
  if (ticket.point) {
    record.mutable_point()->set_lat_e7(ticket.point->lat_e7);
    record.mutable_point()->set_lon_e7(ticket.point->lon_e7);
  }
  for (const auto id : ticket.similar)
    record.add_similar(id.value);
  record.set_lead_ticket(ticket.lead_ticket ? ticket.lead_ticket->value : 0);
  record.set_recurs(ticket.recurs);
  for (const auto id : ticket.followers)
    record.add_followers(id.value);
  record.set_reopens(ticket.reopens);
  record.set_lead_ticket_outcome(ticket.lead_ticket_outcome);
  record.set_reopen_until_us(us_of(ticket.reopen_until));
  record.set_appeal_until_us(us_of(ticket.appeal_until));
  record.set_total_due_us(us_of(ticket.total_due));
  record.set_total_missed(ticket.total_missed);
  put_appeals(ticket, record);
  record.set_venue(ticket.venue);
  put_attachments(ticket, record);
}

void take_recurrence(const v1::TicketRecord& record, Ticket& ticket) {
  if (record.has_point()) ticket.point = Point{record.point().lat_e7(), record.point().lon_e7()};
  for (const auto id : record.similar())
    ticket.similar.push_back(TicketId{id});
  if (record.lead_ticket() != 0) ticket.lead_ticket = TicketId{record.lead_ticket()};
  ticket.recurs = record.recurs();
  for (const auto id : record.followers())
    ticket.followers.push_back(TicketId{id});
  ticket.reopens = record.reopens();
  ticket.lead_ticket_outcome = record.lead_ticket_outcome();
  ticket.reopen_until = instant_of(record.reopen_until_us());
  ticket.appeal_until = instant_of(record.appeal_until_us());
  ticket.total_due = instant_of(record.total_due_us());
  ticket.total_missed = record.total_missed();
  take_appeals(record, ticket);
  ticket.venue = record.venue();
  take_attachments(record, ticket);
}

void take_verification(const v1::TicketRecord& record, Ticket& ticket) {
  ticket.failed_checks = record.failed_checks();
  ticket.false_closure = record.false_closure();
  ticket.whistled_up_by = record.whistled_up_by();
  ticket.reject_reason = record.reject_reason();
}

}  // namespace

void take_place(const v1::LocatedPlace& place, Ticket& ticket) {
  ticket.how = place.how();
  ticket.place_class = place.place_class();
  ticket.estate = place.estate();
  ticket.area = place.area();
  ticket.flags.clear();
  for (const auto flag : place.flags())
    ticket.flags.push_back(static_cast<v1::RouteFlag>(flag));
}

v1::TicketRecord to_record(const Ticket& ticket) {
  v1::TicketRecord record;
  put_record(ticket, record);
  return record;
}

void put_record(const Ticket& ticket, v1::TicketRecord& record) {
  record.Clear();
  record.set_id(ticket.id.value);
  record.set_local_day(ticket.local_day);
  record.set_day_counter(ticket.day_counter);
  record.set_state(ticket.state);
  record.set_ruleset(ticket.ruleset.value);
  record.set_kind(ticket.kind);
  record.set_source(ticket.source);
  record.set_category(ticket.category);
  record.set_urgency(ticket.urgency);
  record.set_blower(ticket.blower);
  record.set_blower_party(ticket.blower_party);
  record.set_blower_released(ticket.blower_released);
  record.set_anonymous(ticket.anonymous);
  put_place(ticket, *record.mutable_place());
  record.set_rule(ticket.rule);
  record.set_ladder(ticket.ladder);
  record.set_fallback(ticket.fallback);
  put_parts(ticket, record);
  for (const auto& party : ticket.inform)
    record.add_inform(party);
  record.set_against(ticket.against);
  record.set_hand_off(ticket.hand_off);
  for (const auto& party : ticket.supervised_by)
    record.add_supervised_by(party);
  record.set_outcome(ticket.outcome);
  record.set_rating(ticket.rating);
  record.set_accepted_us(ticket.accepted.us);
  record.set_occurred_us(ticket.occurred.us);
  record.set_closed_us(ticket.closed ? ticket.closed->us : 0);
  record.set_last_entry(ticket.last_entry.value);
  put_acts(ticket, record);
  put_arbitration(ticket, record);
  put_verification(ticket, record);
  put_recurrence(ticket, record);
}

Ticket from_record(const v1::TicketRecord& record) {
  Ticket ticket;
  ticket.id = TicketId{record.id()};
  ticket.local_day = record.local_day();
  ticket.day_counter = record.day_counter();
  ticket.state = record.state();
  ticket.ruleset = Sequence{record.ruleset()};
  ticket.kind = record.kind();
  ticket.source = record.source();
  ticket.category = record.category();
  ticket.urgency = record.urgency();
  ticket.blower = record.blower();
  ticket.blower_party = record.blower_party();
  ticket.blower_released = record.blower_released();
  ticket.anonymous = record.anonymous();
  take_place(record.place(), ticket);
  ticket.rule = record.rule();
  ticket.ladder = record.ladder();
  ticket.fallback = record.fallback();
  take_parts(record, ticket);
  ticket.inform.assign(record.inform().begin(), record.inform().end());
  ticket.against = record.against();
  ticket.hand_off = record.hand_off();
  ticket.supervised_by.assign(record.supervised_by().begin(), record.supervised_by().end());
  ticket.outcome = record.outcome();
  ticket.rating = record.rating();
  ticket.accepted = Instant{record.accepted_us()};
  ticket.occurred = Instant{record.occurred_us()};
  if (record.closed_us() != 0) ticket.closed = Instant{record.closed_us()};
  ticket.last_entry = Sequence{record.last_entry()};
  take_acts(record, ticket);
  take_arbitration(record, ticket);
  take_verification(record, ticket);
  take_recurrence(record, ticket);
  return ticket;
}

}  // namespace whistle::engine
