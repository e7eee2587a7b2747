#include "engine/ticket_index.h"

#include <doctest/doctest.h>

namespace whistle::engine {
namespace {

constexpr TicketId kId{7};
const Instant kDue{1'000'000};

IndexTerms terms(std::vector<std::string> parties, std::string area, std::vector<std::uint64_t> keys) {
  return {std::move(parties), std::move(area), v1::TICKET_STATE_DISPATCHED, kDue, std::move(keys)};
}

std::vector<std::string> found_under(const State& state) {
  std::vector<std::string> codes;
  for (const auto* index : {&state.by_party, &state.by_grid}) {
    for (const auto& [code, tickets] : *index) {
      if (*tickets.begin() == kId && tickets.size() == 1) codes.push_back(code);
    }
  }
  return codes;
}

std::uint32_t led_by(const State& state, const std::string& party, v1::TicketState in) {
  const auto found = state.tally.by_lead().find(party);
  return found == state.tally.by_lead().end() ? 0 : found->second.at(static_cast<std::size_t>(in));
}

TEST_CASE("the terms of a ticket: who leads and who still assists, once each; when it acts; its keys") {
  Ticket ticket;
  ticket.parts = {{"LEAD", v1::PART_STATE_RELEASED}, {"AWAY", v1::PART_STATE_FINISHED}, {"HELP"}, {"HELP"}};
  ticket.area = "G1";
  ticket.keys = {{"app", "k1", Sequence{1}}, {"app", "k1", Sequence{2}}, {"app", "k2", Sequence{3}}};
  Clock later;
  later.next = Instant{9};
  Clock sooner;
  sooner.next = Instant{3};
  ticket.clocks = {later, sooner};
  const auto of = index_terms(ticket);
  CHECK(of.parties == std::vector<std::string>{"LEAD", "HELP"});
  CHECK(of.area == "G1");
  CHECK(of.next == Instant{3});
  CHECK(of.keys == std::vector{hash_of_key("app", "k1"), hash_of_key("app", "k2")});
}

TEST_CASE("a ticket that opens is found under all of its terms, and one that closes under none") {
  State state;
  const auto is = terms({"LEAD", "HELP"}, "G1", {5});
  reindex_ticket(state, kId, std::nullopt, is);
  CHECK(found_under(state) == std::vector<std::string>{"HELP", "LEAD", "G1"});
  CHECK(state.open_ids.size() == 1);
  CHECK(state.due.earliest()->at == kDue);
  CHECK(state.keys.count(5) == 1);
  CHECK(led_by(state, "LEAD", v1::TICKET_STATE_DISPATCHED) == 1);

  reindex_ticket(state, kId, is, std::nullopt);
  CHECK(found_under(state).empty());
  CHECK(state.by_party.empty());
  CHECK(state.open_ids.empty());
  CHECK_FALSE(state.due.earliest());
  CHECK(state.keys.empty());
  CHECK(led_by(state, "LEAD", v1::TICKET_STATE_DISPATCHED) == 0);
}

TEST_CASE("what changes moves, and what does not stays") {
  State state;
  const auto was = terms({"LEAD", "HELP"}, "G1", {5, 6});
  auto is = terms({"NEXT", "LEAD"}, "", {6, 7});
  is.state = v1::TICKET_STATE_ACKNOWLEDGED;
  is.next.reset();
  reindex_ticket(state, kId, std::nullopt, was);
  reindex_ticket(state, kId, was, is);
  CHECK(found_under(state) == std::vector<std::string>{"LEAD", "NEXT"});
  CHECK_FALSE(state.due.earliest());
  CHECK(state.keys.count(5) == 0);
  CHECK(state.keys.count(6) == 1);
  CHECK(state.keys.count(7) == 1);
  CHECK(state.open_ids.size() == 1);
  CHECK(led_by(state, "LEAD", v1::TICKET_STATE_DISPATCHED) == 0);
  CHECK(led_by(state, "NEXT", v1::TICKET_STATE_ACKNOWLEDGED) == 1);
}

}  // namespace
}  // namespace whistle::engine
