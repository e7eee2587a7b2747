#include "tools/whistle/ticket_view.h"

#include <doctest/doctest.h>

namespace whistle::tools {

namespace {

constexpr std::int64_t kHour = 3'600'000'000;

v1::ClockRecord& add_clock(v1::TicketRecord& ticket, const char* party, std::int64_t due_us,
                           v1::ClockPhase phase = v1::CLOCK_PHASE_RUNNING) {
  auto& clock = *ticket.add_clocks();
  clock.set_party(party);
  clock.set_due_us(due_us);
  clock.set_phase(phase);
  return clock;
}

std::vector<std::string> marks(const v1::Ticket& ticket, std::string_view party) {
  std::vector<std::string> texts;
  for (const auto& mark : marks_of(Language::English, ticket, party, engine::Instant{kHour}))
    texts.push_back(mark.text);
  return texts;
}

}  // namespace

TEST_CASE("what a party has to do next is the first of its own clocks, else the first of all") {
  v1::TicketRecord ticket;
  CHECK(next_clock(ticket, "A") == nullptr);
  add_clock(ticket, "B", 1);
  add_clock(ticket, "A", 3);
  add_clock(ticket, "A", 2);
  CHECK(next_clock(ticket, "A")->due_us() == 2);
  CHECK(next_clock(ticket, "C")->due_us() == 1);
  CHECK(next_clock(ticket, "")->due_us() == 1);
}

TEST_CASE("while a resolution is verified nothing else is next") {
  v1::TicketRecord ticket;
  ticket.set_state(v1::TICKET_STATE_VERIFYING);
  add_clock(ticket, "A", 1);
  add_clock(ticket, "", 5).mutable_name()->set_kind(v1::CLOCK_KIND_VERIFY);
  CHECK(next_clock(ticket, "A")->due_us() == 5);
}

TEST_CASE("marks tell what is late, supervised, urgent, and who only assists") {
  v1::Ticket ticket;
  auto& record = *ticket.mutable_record();
  record.set_urgency("normal");
  record.add_parts()->set_party(std::string(1, 'A'));
  record.add_parts()->set_party("B");
  add_clock(record, "A", 2 * kHour);
  CHECK(marks(ticket, "A").empty());
  CHECK(marks(ticket, "B") == std::vector<std::string>{"assisting"});
  record.mutable_clocks(0)->set_phase(v1::CLOCK_PHASE_WARNED);
  CHECK(marks(ticket, "A") == std::vector<std::string>{"nearly due"});
  record.mutable_clocks(0)->set_phase(v1::CLOCK_PHASE_MISSED);
  record.add_supervised_by("C");
  record.set_urgency("urgent");
  record.set_hand_off("119");
  CHECK(marks(ticket, "A") == std::vector<std::string>{"overdue", "supervised", "urgent", "call 119"});
}

TEST_CASE("nobody is asked to hand off what is closed") {
  v1::Ticket ticket;
  ticket.mutable_record()->set_hand_off("119");
  CHECK(marks(ticket, "") == std::vector<std::string>{"call 119"});
  ticket.mutable_record()->set_closed_us(1);
  CHECK(marks(ticket, "").empty());
}

TEST_CASE("a clock is late from the first microsecond after it is due") {
  v1::TicketRecord ticket;
  const auto& clock = add_clock(ticket, "A", kHour);
  CHECK_FALSE(overdue(clock, {kHour}));
  CHECK(overdue(clock, {kHour + 1}));
}

TEST_CASE("time left and time lost are told apart") {
  CHECK(due_words(Language::English, {2 * kHour}, {kHour}) == "in 1 h");
  CHECK(due_words(Language::English, {kHour}, {3 * kHour}) == "2 h late");
  CHECK(due_words(Language::Chinese, {kHour}, {3 * kHour}) == "超 2小时");
}

}  // namespace whistle::tools
