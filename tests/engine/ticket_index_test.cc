#include "engine/ticket_index.h"

#include <doctest/doctest.h>

#include <iterator>

namespace whistle::engine {
namespace {

constexpr TicketId kId{7};
const Instant kDue{1'000'000};

IndexTerms terms(std::vector<std::string> parties, std::string area) {
  return {std::move(parties), std::move(area), v1::TICKET_STATE_DISPATCHED, kDue};
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

TEST_CASE("the terms of a ticket: who leads and who still assists, once each; when it acts") {
  Ticket ticket;
  ticket.parts = {{"LEAD", v1::PART_STATE_RELEASED}, {"AWAY", v1::PART_STATE_FINISHED}, {"HELP"}, {"HELP"}};
  ticket.area = "G1";
  Clock later;
  later.next = Instant{9};
  Clock sooner;
  sooner.next = Instant{3};
  ticket.clocks = {later, sooner};
  const auto of = index_terms(ticket);
  CHECK(of.parties == std::vector<std::string>{"LEAD", "HELP"});
  CHECK(of.area == "G1");
  CHECK(of.next == Instant{3});
}

TEST_CASE("a ticket that opens is found under all of its terms, and one that closes under none") {
  State state;
  const auto is = terms({"LEAD", "HELP"}, "G1");
  reindex_ticket(state, kId, std::nullopt, is);
  CHECK(found_under(state) == std::vector<std::string>{"HELP", "LEAD", "G1"});
  CHECK(state.open_ids.size() == 1);
  CHECK(state.due.earliest()->at == kDue);
  CHECK(led_by(state, "LEAD", v1::TICKET_STATE_DISPATCHED) == 1);

  reindex_ticket(state, kId, is, std::nullopt);
  CHECK(found_under(state).empty());
  CHECK(state.by_party.empty());
  CHECK(state.open_ids.empty());
  CHECK_FALSE(state.due.earliest());
  CHECK(led_by(state, "LEAD", v1::TICKET_STATE_DISPATCHED) == 0);
}

TEST_CASE("what changes moves, and what does not stays") {
  State state;
  const auto was = terms({"LEAD", "HELP"}, "G1");
  auto is = terms({"NEXT", "LEAD"}, "");
  is.state = v1::TICKET_STATE_ACKNOWLEDGED;
  is.next.reset();
  reindex_ticket(state, kId, std::nullopt, was);
  reindex_ticket(state, kId, was, is);
  CHECK(found_under(state) == std::vector<std::string>{"LEAD", "NEXT"});
  CHECK_FALSE(state.due.earliest());
  CHECK(state.open_ids.size() == 1);
  CHECK(led_by(state, "LEAD", v1::TICKET_STATE_DISPATCHED) == 0);
  CHECK(led_by(state, "NEXT", v1::TICKET_STATE_ACKNOWLEDGED) == 1);
}

TEST_CASE("keys go in and out one by one, each with the ticket that holds it") {
  const RememberedKey first{"app", "k1", Sequence{1}};
  const RememberedKey second{"app", "k2", Sequence{2}};
  State state;
  index_key(state, kId, first);
  index_key(state, kId, second);
  index_key(state, TicketId{8}, first);
  forget_key(state, kId, first);
  const auto [at, end] = state.keys.equal_range(hash_of_key("app", "k1"));
  REQUIRE(std::distance(at, end) == 1);
  CHECK(at->second == TicketId{8});
  CHECK(state.keys.count(hash_of_key("app", "k2")) == 1);
}

}  // namespace
}  // namespace whistle::engine
