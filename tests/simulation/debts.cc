#include "tests/simulation/debts.h"

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::Ticket;
using Parties = std::set<std::string>;

// Whoever has an active part and a clock of that part which it has missed, before the entry or by it. To decide, or to
// verify, is no part of the work; nor is to approve.
Parties charged(const Passage& passage) {
  Parties charged;
  const auto& before = *passage.before;
  if (before.state == v1::TICKET_STATE_AWAITING_APPROVAL) return charged;
  const auto is_work = [](v1::ClockKind kind) {
    return kind != v1::CLOCK_KIND_ARBITRATE && kind != v1::CLOCK_KIND_VERIFY;
  };
  const auto charge = [&](std::uint32_t part, const std::string& party) {
    if (before.part_of(party) == part) charged.insert(party);
  };
  for (const auto& clock : before.clocks) {
    if (clock.phase == v1::CLOCK_PHASE_MISSED && is_work(clock.kind)) charge(clock.part, clock.party);
  }
  for (const auto& event : passage.entry.events()) {
    if (!event.has_clock_missed() || !is_work(event.clock_missed().clock().kind())) continue;
    charge(event.clock_missed().clock().part(), event.clock_missed().party());
  }
  return charged;
}

bool assists(const Ticket& ticket, const std::string& party) {
  return ticket.part_of(party).value_or(0) != 0;
}

void require_kept(const Passage& passage, const Parties& owing, bool amended) {
  const auto& after = passage.after;
  const auto name = ": entry " + std::to_string(passage.entry.sequence());
  for (const auto& party : owing) {
    // Of whose return was granted it has been decided that it is not its work.
    require(party == after.against || after.was_returned_by(party) || after.part_of(party),
            "rule 11: who has missed a clock keeps its work, " + party + name);
  }
  if (!amended) return;
  for (std::size_t part = 1; part < passage.before->parts.size(); ++part) {
    require(!after.parts[part].active() || owing.contains(after.parts[part].party),
            "who assisted by the old routing and owes nothing is released, " + after.parts[part].party + name);
  }
}

}  // namespace

// A debt goes over with the part.
void Debts::inherit(const Passage& passage, std::set<std::string>& owed) {
  for (const auto& event : passage.entry.events()) {
    for (const auto& part : event.ticket_handed_over().parts()) {
      if (part.part() != 0 && owed.erase(part.former()) == 1) owed.insert(part.party());
    }
  }
  std::erase_if(owed, [&](const std::string& party) { return !assists(passage.after, party); });
}

void Debts::follow(const Passage& passage) {
  if (passage.before == nullptr) return;
  const auto& after = passage.after;
  auto& owed = owed_[after.id];
  if (passage.entry.command().has_hand_over_ticket()) return inherit(passage, owed);
  const auto charged_now = charged(passage);
  auto owing = charged_now;
  auto lead = passage.before->lead();
  bool amended = false;
  for (const auto& event : passage.entry.events()) {
    if (!event.has_ticket_dispatched()) continue;
    const auto cause = event.ticket_dispatched().cause();
    // A ladder takes the lead from whoever has sat on it while the missed clock climbed, whoever was charged.
    if (cause == v1::DISPATCH_CAUSE_LADDER || charged_now.contains(lead)) owed.insert(lead);
    amended = cause == v1::DISPATCH_CAUSE_AMENDED || cause == v1::DISPATCH_CAUSE_WHISTLED_UP;
    lead = event.ticket_dispatched().lead();
  }
  owed.erase(after.against);  // rule 10 goes before
  owing.insert(owed.begin(), owed.end());
  if (lead != passage.before->lead() || amended) require_kept(passage, owing, amended);
  std::erase_if(owed, [&](const std::string& party) { return !assists(after, party); });
  if (owed.empty() || after.closed) owed_.erase(after.id);
}

}  // namespace whistle::tests
