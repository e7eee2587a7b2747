#include "tools/whistle/ticket_view.h"

#include <algorithm>

#include "tools/whistle/wording_appeal.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

const v1::ClockRecord* first_due(const v1::TicketRecord& ticket, std::string_view party) {
  const v1::ClockRecord* first = nullptr;
  for (const auto& clock : ticket.clocks()) {
    if (!party.empty() && clock.party() != party) continue;
    if (clock.paused_us() != 0) continue;
    if (first == nullptr || clock.due_us() < first->due_us()) first = &clock;
  }
  return first;
}

bool leads(const v1::TicketRecord& ticket, std::string_view party) {
  return ticket.parts_size() > 0 && ticket.parts(0).party() == party;
}

bool takes_part(const v1::TicketRecord& ticket, std::string_view party) {
  return std::any_of(ticket.parts().begin(), ticket.parts().end(),
                     [&](const auto& part) { return part.party() == party; });
}

}  // namespace

const v1::ClockRecord* next_clock(const v1::TicketRecord& ticket, std::string_view party) {
  if (ticket.state() == v1::TICKET_STATE_VERIFYING) {
    const auto verify = std::find_if(ticket.clocks().begin(), ticket.clocks().end(), [](const v1::ClockRecord& clock) {
      return clock.name().kind() == v1::CLOCK_KIND_VERIFY || clock.name().kind() == v1::CLOCK_KIND_SILENCE;
    });
    if (verify != ticket.clocks().end()) return &*verify;
  }
  const auto* own = party.empty() ? nullptr : first_due(ticket, party);
  return own != nullptr ? own : first_due(ticket, {});
}

bool overdue(const v1::ClockRecord& clock, engine::Instant now) {
  if (clock.phase() == v1::CLOCK_PHASE_MISSED) return true;
  const auto kind = clock.name().kind();
  const bool runs_out = clock.paused_us() == 0 && kind != v1::CLOCK_KIND_HOLD && kind != v1::CLOCK_KIND_SILENCE;
  return runs_out && clock.due_us() < now.us;
}

std::vector<Cell> marks_of(Language language, const v1::Ticket& ticket, std::string_view party, engine::Instant now) {
  const auto& record = ticket.record();
  std::vector<Cell> marks;
  const auto add = [&](const Phrase& what, Colour colour) {
    marks.push_back({std::string(phrase(language, what)), colour});
  };
  const auto any_clock = [&](auto condition) {
    return std::any_of(record.clocks().begin(), record.clocks().end(), condition);
  };
  if (any_clock([&](const v1::ClockRecord& clock) { return overdue(clock, now); })) {
    add(phrases::kMarkOverdue, Colour::Red);
  } else if (any_clock([](const v1::ClockRecord& clock) { return clock.phase() == v1::CLOCK_PHASE_WARNED; })) {
    add(phrases::kMarkWarned, Colour::Yellow);
  }
  if (record.has_request()) {
    marks.push_back({worded(language, phrases::kMarkWaits, {std::string(words_for(language, record.request().kind()))}),
                     record.request().arbiter() == party ? Colour::Red : Colour::Cyan});
  }
  if (record.urges() > 0 && record.closed_us() == 0)
    marks.push_back({worded(language, phrases::kMarkUrged, {std::to_string(record.urges())}), Colour::Red});
  if (record.reworks() > 0)
    marks.push_back({worded(language, phrases::kMarkRework, {std::to_string(record.reworks())}), Colour::Yellow});
  if (record.reopens() > 0)
    marks.push_back({worded(language, phrases::kMarkReopened, {std::to_string(record.reopens())}), Colour::Yellow});
  if (record.lead_ticket() != 0) add(phrases::kMarkFollows, Colour::Dim);
  if (record.recurs()) add(phrases::kMarkRecurs, Colour::Red);
  if (record.followers_size() > 0)
    marks.push_back({worded(language, phrases::kMarkGroup, {std::to_string(record.followers_size())}), Colour::Cyan});
  const bool appealed = std::any_of(record.appeals().begin(), record.appeals().end(),
                                    [](const v1::AppealRecord& appeal) { return appeal.decided_us() == 0; });
  if (appealed) add(phrases::kMarkAppealed, Colour::Cyan);
  if (record.false_closure()) add(phrases::kMarkFalseClosure, Colour::Red);
  if (record.supervised_by_size() > 0) add(phrases::kMarkSupervised, Colour::Red);
  if (record.urgency() != "normal" && !record.urgency().empty())
    marks.push_back({urgency_words(language, record.urgency()), Colour::Yellow});
  if (!record.hand_off().empty() && record.closed_us() == 0)
    marks.push_back({worded(language, phrases::kMarkHandOff, {record.hand_off()}), Colour::Red});
  if (!party.empty() && takes_part(record, party) && !leads(record, party)) add(phrases::kMarkAssisting, Colour::Cyan);
  if (record.kind() == v1::WHISTLE_KIND_COMMUNITY) add(phrases::kMarkCommunity, Colour::Cyan);
  if (record.fallback() != v1::LEAD_FALLBACK_UNSPECIFIED) add(phrases::kMarkFellBack, Colour::Dim);
  if (record.blower_released()) add(phrases::kMarkWithdrawn, Colour::Dim);
  return marks;
}

Cell marks_cell(Language language, const v1::Ticket& ticket, std::string_view party, engine::Instant now) {
  Cell cell;
  for (const auto& mark : marks_of(language, ticket, party, now)) {
    if (cell.text.empty()) cell.colour = mark.colour;
    cell.text = listed(language, {cell.text, mark.text});
  }
  return cell;
}

std::string due_words(Language language, engine::Instant due, engine::Instant now) {
  const auto left = due - now;
  return worded(language, left.us < 0 ? phrases::kLate : phrases::kLeft, {span_text(language, left.us)});
}

}  // namespace whistle::tools
