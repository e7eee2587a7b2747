#include <doctest/doctest.h>

#include <map>
#include <string>

#include <google/protobuf/message.h>

#include "engine/ticket.h"

namespace whistle::engine {

namespace {

Clock clock(std::uint32_t part, v1::ClockKind kind, std::int64_t next) {
  Clock made;
  made.part = part;
  made.kind = kind;
  made.party = "FIRM";
  made.started = Instant{1};
  made.due = Instant{next + 1};
  made.next = Instant{next};
  return made;
}

// What it has while it is worked on.
Ticket worked_ticket() {
  Ticket ticket;
  ticket.id = TicketId{41};
  ticket.local_day = 20'724;
  ticket.day_counter = 3;
  ticket.state = v1::TICKET_STATE_ON_SITE;
  ticket.ruleset = Sequence{1};
  ticket.kind = v1::WHISTLE_KIND_COMMUNITY;
  ticket.source = v1::SOURCE_HOTLINE;
  ticket.category = "E0110";
  ticket.urgency = "urgent";
  ticket.blower = "co1";
  ticket.blower_party = "CO1";
  ticket.blower_released = true;
  ticket.anonymous = true;
  ticket.how = v1::LOCATED_BY_LEGACY;
  ticket.place_class = v1::PLACE_CLASS_GRID;
  ticket.estate = "E-1";
  ticket.area = "G1";
  ticket.flags = {v1::ROUTE_FLAG_ON_EDGE, v1::ROUTE_FLAG_UNKNOWN_ESTATE};
  ticket.rule = "by-duty";
  ticket.ladder = "property";
  ticket.fallback = v1::LEAD_FALLBACK_DESK;
  ticket.parts = {{"FIRM", v1::PART_STATE_ON_SITE}, {"CO1", v1::PART_STATE_FINISHED}};
  ticket.inform = {"ST1"};
  ticket.against = "OTHER";
  ticket.hand_off = "119";
  ticket.hops = {{"FIRM", Instant{5}, v1::DISPATCH_CAUSE_BLOWN}};
  ticket.clocks = {clock(0, v1::CLOCK_KIND_RESOLVE, 10), clock(1, v1::CLOCK_KIND_RESOLVE, 20)};
  ticket.clocks[0].phase = v1::CLOCK_PHASE_MISSED;
  ticket.clocks[0].step = 2;
  ticket.clocks[0].reminders = 4;
  ticket.clocks[0].next.reset();
  ticket.supervised_by = {"DESK"};
  ticket.outcome = v1::OUTCOME_FIXED;
  ticket.rating = 4;
  ticket.accepted = Instant{6};
  ticket.occurred = Instant{4};
  ticket.closed = Instant{99};
  ticket.last_entry = Sequence{44};
  ticket.keys = {{"app", "k1", Sequence{41}}};
  ticket.urges = 2;
  ticket.progress_reports = 3;
  ticket.reworks = 1;
  ticket.contacts = 5;
  ticket.last_urged = Instant{11};
  ticket.last_progress = Instant{12};
  ticket.first_contact = Instant{13};
  ticket.resolved = Instant{14};
  ticket.resolve_due = Instant{15};
  ticket.split_from = TicketId{40};
  ticket.split_into = {TicketId{45}, TicketId{47}};
  ticket.notes = {Sequence{42}, Sequence{43}};
  ticket.place_entry = Sequence{43};
  ticket.clocks[1].paused = Instant{16};
  ticket.request = Request{v1::REQUEST_KIND_HOLD, "FIRM",      "CO1", Instant{17}, v1::RETURN_REASON_WRONG_PLACE, "ST1",
                           v1::HOLD_CAUSE_FUNDS,  Instant{18}, 2,     {"ST2"}};
  ticket.hold = Hold{v1::HOLD_CAUSE_SEASON, Instant{19}, "DESK"};
  ticket.returned = {"FIRM", "ST2"};
  ticket.ruled = true;
  ticket.extensions = 1;
  ticket.parts[1].owes = true;
  ticket.parts[1].arrived = Instant{20};
  ticket.parts[1].score = 5;
  ticket.failed_checks = 2;
  ticket.false_closure = true;
  ticket.whistled_up_by = "CO1";
  ticket.reject_reason = v1::REJECT_REASON_NO_FUNDS;
  return ticket;
}

// A ticket with every field set, so that a field that a row forgets is seen.
Ticket full_ticket() {
  auto ticket = worked_ticket();
  ticket.parts[1].member = "co1";
  ticket.point = Point{367'000'000, -1};
  ticket.similar = {TicketId{33}, TicketId{34}};
  ticket.lead_ticket = TicketId{35};
  ticket.recurs = true;
  ticket.followers = {TicketId{48}};
  ticket.reopens = 1;
  ticket.lead_ticket_outcome = v1::OUTCOME_FIXED;
  ticket.reopen_until = Instant{100};
  ticket.appeal_until = Instant{101};
  ticket.total_due = Instant{98};
  ticket.total_missed = true;
  ticket.charges = {{"FIRM", true, true, true}};
  ticket.appeals = {{"FIRM", v1::APPEAL_SUBJECT_REWORK, v1::APPEAL_GROUND_WRONG_FACTS, Instant{21}, "chief-1",
                     Instant{22}, true, "chief-2"}};
  ticket.charges = {{"FIRM", true, true, true}};
  ticket.venue = "V1";
  ticket.attachments = {{std::string(32, 'p'), v1::ATTACHMENT_TYPE_JPEG, 4'096, std::string(32, 's'), TicketId{12},
                         Sequence{46}, "FIRM"}};
  return ticket;
}

// Full names of the fields of the message and of all messages in it; true: set in one of them.
void note_fields(const google::protobuf::Message& message, std::map<std::string, bool>& set) {
  const auto& reflection = *message.GetReflection();
  const auto& descriptor = *message.GetDescriptor();
  for (int i = 0; i < descriptor.field_count(); ++i) {
    const auto* field = descriptor.field(i);
    const int size = field->is_repeated() ? reflection.FieldSize(message, field) : reflection.HasField(message, field);
    auto& is_set = set[field->full_name()];
    is_set = is_set || size > 0;
    if (field->message_type() == nullptr) continue;
    for (int k = 0; k < size; ++k) {
      note_fields(field->is_repeated() ? reflection.GetRepeatedMessage(message, field, k)
                                       : reflection.GetMessage(message, field),
                  set);
    }
  }
}

}  // namespace

TEST_CASE("a row holds the whole ticket") {
  const auto record = to_record(full_ticket());
  CHECK(to_record(from_record(record)).SerializeAsString() == record.SerializeAsString());
  // Every field of the record, and of what stands in it, is set above in one place at least; an unset one would mean
  // that the row forgets something.
  std::map<std::string, bool> set;
  note_fields(record, set);
  for (const auto& [name, is_set] : set)
    CHECK_MESSAGE(is_set, name << " is never set");
}

TEST_CASE(
    "the clock that acts first is the earliest, of equals the lowest part, then kind; one that acts no more is passed "
    "over") {
  Ticket ticket;
  CHECK(ticket.first_to_act() == nullptr);
  ticket.clocks = {clock(0, v1::CLOCK_KIND_RESOLVE, 20), clock(0, v1::CLOCK_KIND_TOTAL, 10),
                   clock(1, v1::CLOCK_KIND_ACK, 10)};
  CHECK(ticket.first_to_act()->kind == v1::CLOCK_KIND_TOTAL);
  ticket.find_clock(0, v1::CLOCK_KIND_TOTAL)->next.reset();
  CHECK(ticket.first_to_act()->part == 1);
}

TEST_CASE("a released assistant has no part any more, the lead keeps its part after it has resolved") {
  Ticket ticket;
  ticket.parts = {
      {"FIRM", v1::PART_STATE_FINISHED}, {"CO1", v1::PART_STATE_RELEASED}, {"ST1", v1::PART_STATE_ASSIGNED}};
  CHECK(ticket.part_of("FIRM") == 0);
  CHECK_FALSE(ticket.part_of("CO1"));
  CHECK(ticket.part_of("ST1") == 2);
  CHECK_FALSE(ticket.part_of("DESK"));
}

}  // namespace whistle::engine
