// What the evaluation has to know of each ticket, gathered from the journal's entries one after the other. A function
// of the entries alone, so that any two readers of a journal reckon the same.
//
//   EvaluationFacts facts;
//   for (const auto& entry : journal) facts.take(entry);      // all of them, from the first
//   const Evaluation evaluation = evaluate(facts, *newest_ruleset, {});
//
// Lean on purpose: it takes only what counts from the events, and keeps codes as numbers of a book. One thread.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/ids.h"
#include "engine/time.h"
#include "whistle/v1/entry.pb.h"
#include "whistle/v1/ruleset.pb.h"

namespace whistle::engine {

// A code, as its position in EvaluationFacts::codes(); 0 is the empty code.
using CodeNumber = std::uint32_t;

// One limit of the lead, over all the leads that the ticket had.
struct LimitFacts {
  bool kept = false;    // the act came, and its clock said in time
  bool missed = false;  // at least once
};

enum class LastWord : std::uint8_t { None, Confirmed, Disputed };

struct HandOffFact {
  CodeNumber from = 0;
  CodeNumber to = 0;
  v1::DispatchCause cause{};
};

// What is charged to a party: a limit that it missed, or a resolution that did not stand.
struct ChargeFact {
  CodeNumber party = 0;
  v1::ClockKind clock{};  // that was missed; unspecified: none
  v1::DeedKind deed{};    // what the ledgers count; unspecified: nothing
  bool leads = false;     // the clock was the lead's
  bool excluded = false;  // by a granted appeal
};

struct DeedFact {
  CodeNumber party = 0;
  v1::DeedKind kind{};
  friend bool operator==(const DeedFact&, const DeedFact&) = default;
};

struct TicketFacts {
  Instant accepted;  // of a second matter: when the first ticket was
  v1::WhistleKind kind{};
  CodeNumber area = 0;  // the most specific, as last corrected
  CodeNumber estate = 0;
  CodeNumber blower_party = 0;
  CodeNumber lead = 0;
  CodeNumber resolver = 0;  // who resolved last, also where that was disputed
  std::optional<Instant> dispatched;
  std::optional<Instant> acknowledged;  // by whoever led first to do so
  std::optional<Instant> arrived;
  std::optional<Instant> resolved;  // the resolution that stands
  std::optional<Instant> closed;
  LimitFacts ack;
  LimitFacts on_site;
  LimitFacts resolve;
  LimitFacts total;
  std::uint32_t hops = 0;
  bool split_off = false;
  bool rejected = false;  // counts as reported alone
  bool excluded = false;  // from a rate or a ledger, by a granted appeal; which, the next three and the charges say
  bool overdue_excluded = false;
  bool rework_excluded = false;
  bool word_excluded = false;  // the whistle-blower's last
  bool returned = false;
  bool misaimed = false;  // a return, a correction or a ruling gave it to somebody else
  bool ever_resolved = false;
  bool reworked = false;
  bool callable = false;
  bool responded = false;
  LastWord last_word = LastWord::None;
  std::uint8_t rating = 0;  // 0: none
  std::int32_t local_day = 0;
  std::uint32_t day_counter = 0;
  std::uint32_t words = 0;  // that the whistle-blower has said of it
  std::vector<HandOffFact> hand_offs;
  std::vector<ChargeFact> charges;  // as they came
  std::vector<DeedFact> deeds;      // good ones, each once
};

// 申诉: an appeal, and what became of it. It is about what was charged when it was lodged.
struct AppealFact {
  std::uint32_t place = 0;  // of the ticket, in EvaluationFacts::tickets()
  TicketId ticket;
  CodeNumber party = 0;
  v1::AppealSubject subject{};
  v1::AppealGround ground{};
  Instant lodged;
  std::uint32_t charges = 0;               // that the ticket had then
  std::uint32_t words = 0;                 // likewise
  std::vector<CodeNumber> reviewers = {};  // members, in the order in which they spoke
  bool decided = false;
  bool granted = false;
};

// 评哨: what the community that blew thought of a party's work, the last time it said so.
struct ScoreFact {
  std::uint32_t place = 0;  // of the ticket
  CodeNumber party = 0;
  CodeNumber scorer = 0;
  std::uint32_t score = 0;  // 1 to 5
};

class EvaluationFacts {
 public:
  EvaluationFacts() { codes_.emplace_back(); }

  // Entries in the order of the journal, each once, from its first on.
  void take(const v1::Entry& entry);

  // By ticket id.
  const std::vector<TicketFacts>& tickets() const { return tickets_; }
  const std::vector<std::string>& codes() const { return codes_; }
  // As they were lodged.
  const std::vector<AppealFact>& appeals() const { return appeals_; }
  // As they were first given.
  const std::vector<ScoreFact>& scores() const { return scores_; }
  // Of the last entry taken.
  Instant until() const { return until_; }
  std::uint64_t entries() const { return entries_; }
  // Of the ruleset published last; empty: none was.
  const std::string& ruleset_sha256() const { return ruleset_sha256_; }

 private:
  [[nodiscard]] CodeNumber number_of(const std::string& code);
  void take_event(const v1::Entry& entry, const v1::Event& event, TicketFacts& ticket);

  void blow(const v1::Entry& entry, const v1::WhistleBlown& event, TicketFacts& ticket);
  void split_off(const v1::TicketSplitOff& event, TicketFacts& ticket);
  void locate(const v1::LocatedPlace& place, TicketFacts& ticket);
  void act(Instant at, const v1::Event& event, TicketFacts& ticket);
  void change(const v1::Event& event, TicketFacts& ticket);
  void judge(const v1::Event& event, TicketFacts& ticket);
  void confirm(const v1::ResolutionConfirmed& event, TicketFacts& ticket);
  void dispatch(const v1::Entry& entry, const v1::TicketDispatched& event, TicketFacts& ticket);
  void stop_clock(const v1::Entry& entry, const v1::ClockStopped& event, TicketFacts& ticket);
  void miss_clock(const v1::ClockMissed& event, TicketFacts& ticket);
  void dispute(const v1::ResolutionDisputed& event, TicketFacts& ticket);
  void redo(CodeNumber party, TicketFacts& ticket);
  void whistle_up(const v1::TicketWhistledUp& event, TicketFacts& ticket);
  void hand_over(const v1::TicketHandedOver& event, TicketFacts& ticket);
  void grant(const v1::RequestGranted& event, TicketFacts& ticket);
  void reopen(const v1::TicketReopened& event, TicketFacts& ticket);
  // Appeals and scores (evaluation_appeals.cc).
  void appeal(const v1::Entry& entry, const v1::Event& event, TicketFacts& ticket);
  void lodge(const v1::Entry& entry, const v1::AppealLodged& event, const TicketFacts& ticket);
  AppealFact& waiting_appeal(const TicketFacts& ticket, const std::string& party, v1::AppealSubject subject);
  void score(const v1::PartyScored& event, const TicketFacts& ticket);
  [[nodiscard]] std::uint32_t place_of(const TicketFacts& ticket) const;

  std::vector<TicketFacts> tickets_;
  std::vector<AppealFact> appeals_;
  std::vector<ScoreFact> scores_;
  // Where they stand: the appeal that waits by ticket, party and subject; the score by ticket and party.
  std::map<std::tuple<std::uint32_t, CodeNumber, v1::AppealSubject>, std::size_t> waiting_;
  std::map<std::pair<std::uint32_t, CodeNumber>, std::size_t> scored_;
  std::unordered_map<std::uint64_t, std::uint32_t> places_;  // of tickets, by id; looked up, never iterated
  std::vector<std::string> codes_;
  std::unordered_map<std::string, CodeNumber> numbers_;  // the same, by code
  Instant until_;
  std::uint64_t entries_ = 0;
  std::string ruleset_sha256_;
};

}  // namespace whistle::engine
