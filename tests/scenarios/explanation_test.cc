// Whatever happens to a ticket in the transcripts is explained, and what is recomputed from the rules of its time
// agrees with what the journal says.
#include "tools/whistle/explanation.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/scenarios/player.h"

namespace whistle::tests {

namespace {

namespace fs = std::filesystem;
using tools::Explanation;
using Entries = std::vector<v1::Entry>;

fs::path folder() {
  const auto* source = std::getenv("WHISTLE_SOURCE_DIR");  // set by CTest
  return fs::path(source == nullptr ? "." : source) / "tests" / "scenarios";
}

std::unique_ptr<Player> played(const fs::path& transcript) {
  auto player = std::make_unique<Player>((folder() / "district").string());
  std::ifstream in(transcript);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty() && line.front() != '#' && !line.starts_with("  ")) static_cast<void>(player->play(line));
  }
  return player;
}

std::map<std::uint64_t, Entries> by_ticket(const Entries& journal) {
  std::map<std::uint64_t, Entries> tickets;
  for (const auto& entry : journal) {
    if (entry.has_ticket()) tickets[entry.ticket()].push_back(entry);
  }
  return tickets;
}

Explanation explained(const Player& player, const Entries& entries) {
  const auto rules = player.rulesets();
  return tools::explain(entries,
                        [&](std::uint64_t publication) -> const engine::Ruleset& { return *rules.at(publication); });
}

std::string told(const Explanation& explanation) {
  std::string text;
  for (const auto& one : explanation.disagreements) {
    text += "#" + std::to_string(one.sequence) + " " + one.what + ": " + one.recorded + " / " + one.recomputed + "\n";
  }
  return text;
}

Entries first_ticket(const Player& player) {
  return by_ticket(player.journal()).begin()->second;
}

bool was_dispatched(const Entries& entries) {
  return std::ranges::any_of(entries, [](const v1::Entry& entry) {
    return std::ranges::any_of(entry.events(), [](const v1::Event& event) { return event.has_ticket_dispatched(); });
  });
}

v1::TicketDispatched& dispatched_in(v1::Entry& entry) {
  for (auto& event : *entry.mutable_events()) {
    if (event.has_ticket_dispatched()) return *event.mutable_ticket_dispatched();
  }
  FAIL("nothing was dispatched");
  std::abort();
}

}  // namespace

TEST_CASE("every turn of every ticket of the transcripts is explained as the journal has it") {
  std::set<v1::DispatchCause> causes;
  std::size_t climbed = 0;
  for (const auto& file : fs::directory_iterator(folder())) {
    if (file.path().extension() != ".txt") continue;
    CAPTURE(file.path().filename().string());
    const auto player = played(file.path());
    for (const auto& [ticket, entries] : by_ticket(player->journal())) {
      CAPTURE(ticket);
      const auto explanation = explained(*player, entries);
      CHECK(told(explanation) == "");
      if (!was_dispatched(entries)) continue;  // it waits for an approval, or got none
      REQUIRE_FALSE(explanation.turns.empty());
      std::string lead;
      for (const auto& turn : explanation.turns) {
        causes.insert(turn.cause);
        climbed += turn.climbed.size();
        if (!turn.lead.empty()) lead = turn.lead;
        const bool by_rule = turn.cause == v1::DISPATCH_CAUSE_BLOWN || turn.cause == v1::DISPATCH_CAUSE_SPLIT ||
                             turn.cause == v1::DISPATCH_CAUSE_AMENDED || turn.cause == v1::DISPATCH_CAUSE_WHISTLED_UP ||
                             turn.cause == v1::DISPATCH_CAUSE_APPROVED;
        CHECK(turn.routed.has_value() == by_rule);
      }
      if (const auto open = player->state().find_open(engine::TicketId{ticket})) CHECK(lead == open->lead());
    }
  }
  // The transcripts hold every way in which a ticket gets a lead.
  for (int cause = v1::DispatchCause_MIN + 1; cause <= v1::DispatchCause_MAX; ++cause)
    CHECK_MESSAGE(causes.contains(static_cast<v1::DispatchCause>(cause)), v1::DispatchCause_Name(cause));
  CHECK(climbed > 10);
}

TEST_CASE("an explanation names what was rejected, who had no duty, and where each limit stands") {
  const auto player = played(folder() / "an_unacknowledged_whistle_climbs.txt");
  const auto explanation = explained(*player, first_ticket(*player));
  const auto& first = explanation.turns.front();
  REQUIRE(first.routed);
  CHECK(first.lead == "FIRM");
  CHECK(first.routed->rule == "inside-an-estate");
  CHECK(first.routed->lead.selector == "estate");
  CHECK_FALSE(first.routed->rejected.empty());
  for (const auto& rejected : first.routed->rejected) {
    CAPTURE(rejected.rule);
    CHECK_FALSE(rejected.asked.empty());
  }
  REQUIRE(first.clocks.size() == 3);
  CHECK(first.clocks[0].limit == "2wh");
  CHECK(first.clocks[0].source == tools::LimitSource::Urgency);
  CHECK(first.clocks[1].limit == "4wh");
  CHECK(first.clocks[1].source == tools::LimitSource::Row);
  CHECK(first.clocks[1].named == "RUBBISH");
  const auto& second = explanation.turns.at(1);
  CHECK(second.cause == v1::DISPATCH_CAUSE_LADDER);
  REQUIRE(second.climbed.size() == 1);
  CHECK(second.climbed[0].ladder == "property");
  CHECK(second.climbed[0].step == 1);
  CHECK(second.climbed[0].selector == "tier:community");
  CHECK(second.climbed[0].charged == "FIRM");
  CHECK(second.climbed[0].party == "CO1");
  REQUIRE(second.clocks.size() == 1);
  CHECK(second.clocks[0].source == tools::LimitSource::Carried);
}

TEST_CASE("an entry that says something else than the rules is told") {
  const auto player = played(folder() / "an_unacknowledged_whistle_climbs.txt");
  const auto entries = first_ticket(*player);
  struct Case {
    std::string expected;
    std::function<void(Entries&)> change;
  };
  const auto ladder_entry = [](Entries& all) -> v1::Entry& {
    return *std::ranges::find_if(all, [](const v1::Entry& entry) {
      return std::ranges::any_of(entry.events(), &v1::Event::has_ladder_step_taken);
    });
  };
  const std::vector<Case> cases{
      {"lead: CO1 / FIRM", [](Entries& all) { dispatched_in(all[0]).set_lead("CO1"); }},
      {"rule: by-duty / inside-an-estate", [](Entries& all) { dispatched_in(all[0]).set_rule("by-duty"); }},
      {"assist: ST1 / -",
       [](Entries& all) {
         auto& part = *dispatched_in(all[0]).add_assist();
         part.set_part(1);
         part.set_party("ST1");
       }},
      {"urgency: urgent / normal",
       [](Entries& all) { all[0].mutable_events(0)->mutable_whistle_blown()->set_urgency("urgent"); }},
      {"due of CLOCK_KIND_ACK",
       [](Entries& all) {
         auto& clock = *all[0].mutable_events(2)->mutable_clock_started();
         clock.set_due_us(clock.due_us() + 1);
       }},
      {"party of the step: ST1 / CO1",
       [&](Entries& all) {
         for (auto& event : *ladder_entry(all).mutable_events()) {
           if (event.has_ladder_step_taken()) event.mutable_ladder_step_taken()->set_party("ST1");
         }
       }},
      {"lead: ST1 / CO1", [&](Entries& all) { dispatched_in(ladder_entry(all)).set_lead("ST1"); }},
  };
  for (const auto& one : cases) {
    CAPTURE(one.expected);
    auto changed = entries;
    one.change(changed);
    const auto said = told(explained(*player, changed));
    CHECK_MESSAGE(said.find(one.expected) != std::string::npos, said);
  }
}

TEST_CASE("a ticket whose beginning is not among the entries is not explained") {
  const auto player = played(folder() / "an_unacknowledged_whistle_climbs.txt");
  auto entries = first_ticket(*player);
  entries.erase(entries.begin());
  const auto explanation = explained(*player, entries);
  CHECK(explanation.turns.empty());
  CHECK(explanation.disagreements.size() == 1);
}

}  // namespace whistle::tests
