#include "tests/simulation/consequences.h"

#include <optional>
#include <string>

#include "tests/simulation/broken_rule.h"

namespace whistle::tests {

namespace {

using engine::TicketId;

v1::Command telling_lead_ticket(std::uint64_t lead_ticket, std::uint64_t follower, bool left) {
  v1::Command command;
  command.mutable_record_follower()->set_ticket(lead_ticket);
  command.mutable_record_follower()->set_follower(follower);
  command.mutable_record_follower()->set_left(left);
  return command;
}

bool is_open(const engine::State& state, std::uint64_t ticket) {
  return state.find_open(TicketId{ticket}).has_value();
}

// Those that follow it, the first of them on its own where the whistle was withdrawn.
void expect_followers(const engine::State& before, const engine::Ticket& closing, v1::Outcome outcome,
                      std::vector<v1::Command>& expected) {
  std::optional<std::uint64_t> next;
  for (const auto id : closing.followers) {
    const auto follower = before.find_open(id);
    if (!follower || follower->lead_ticket != closing.id) continue;
    auto& follow = *expected.emplace_back().mutable_follow_lead_ticket();
    follow.set_ticket(id.value);
    follow.set_outcome(outcome);
    follow.set_follow(next.value_or(0));
    if (outcome == v1::OUTCOME_WITHDRAWN && !next) next = id.value;
  }
}

void expect_after_closing(const engine::State& before, const v1::Entry& entry, v1::Outcome outcome,
                          std::vector<v1::Command>& expected) {
  const auto closing = before.find_open(TicketId{entry.ticket()});
  if (!closing) return;
  const auto lead_ticket = closing->lead_ticket;
  if (lead_ticket && !entry.command().has_follow_lead_ticket() && is_open(before, lead_ticket->value))
    expected.push_back(telling_lead_ticket(lead_ticket->value, entry.ticket(), /*left=*/true));
  expect_followers(before, *closing, outcome, expected);
}

std::vector<v1::Command> consequences_of(const engine::State& before, const v1::Entry& entry) {
  std::vector<v1::Command> expected;
  if (entry.command().has_split_ticket()) {
    auto& link = *expected.emplace_back().mutable_link_split_ticket();
    link.set_ticket(entry.command().split_ticket().ticket());
    link.set_into(entry.sequence());
  }
  for (const auto& event : entry.events()) {
    if (event.has_ticket_closed()) {
      expect_after_closing(before, entry, event.ticket_closed().outcome(), expected);
    } else if (event.has_ticket_linked() && event.ticket_linked().recurs()) {
      auto& repeat = *expected.emplace_back().mutable_record_repeat();
      repeat.set_ticket(event.ticket_linked().lead_ticket());
      repeat.set_repeat(entry.ticket());
    } else if (event.has_ticket_linked()) {
      expected.push_back(telling_lead_ticket(event.ticket_linked().lead_ticket(), entry.ticket(), /*left=*/false));
    } else if (event.has_ticket_unlinked() && is_open(before, event.ticket_unlinked().lead_ticket())) {
      expected.push_back(telling_lead_ticket(event.ticket_unlinked().lead_ticket(), entry.ticket(), /*left=*/true));
    }
  }
  return expected;
}

}  // namespace

bool is_consequence(const v1::Command& command) {
  return command.has_link_split_ticket() || command.has_record_follower() || command.has_follow_lead_ticket() ||
         command.has_record_repeat();
}

void Consequences::follow(const engine::State& before, const v1::Entry& entry) {
  const auto name = ": entry " + std::to_string(entry.sequence());
  // Whose lead is gone when it is reopened goes over to who takes over, and then come the rest.
  if (entry.command().has_hand_over_ticket()) return;
  require(is_consequence(entry.command()) == !expected_.empty(), "what one entry leads to follows it at once" + name);
  if (!expected_.empty()) {
    require(entry.command().SerializeAsString() == expected_.front().SerializeAsString(),
            "what follows is what the entry before leads to, " + expected_.front().ShortDebugString() + name);
    expected_.erase(expected_.begin());
  }
  const auto more = consequences_of(before, entry);
  expected_.insert(expected_.begin(), more.begin(), more.end());
}

}  // namespace whistle::tests
