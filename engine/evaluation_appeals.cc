// Appeals 申诉 and scores 评哨 among the facts of the evaluation: what a granted appeal excludes, and what stays.
#include <algorithm>

#include "engine/assert.h"
#include "engine/evaluation_facts.h"

namespace whistle::engine {

namespace {

bool is_of(const ChargeFact& charge, v1::AppealSubject subject) {
  const bool missed = charge.clock != v1::CLOCK_KIND_UNSPECIFIED;
  return missed ? subject == v1::APPEAL_SUBJECT_MISSES : subject == v1::APPEAL_SUBJECT_REWORK;
}

bool missed_by_lead(const TicketFacts& ticket, v1::ClockKind kind, bool excluded) {
  return std::ranges::any_of(ticket.charges, [&](const ChargeFact& charge) {
    return charge.leads && charge.clock == kind && charge.excluded == excluded;
  });
}

bool reworked(const TicketFacts& ticket, bool excluded) {
  return std::ranges::any_of(ticket.charges, [&](const ChargeFact& charge) {
    return charge.deed == v1::DEED_KIND_REWORKED && charge.excluded == excluded;
  });
}

// Of what is charged, the rest counts: a ticket is late still if somebody else missed its limit too.
void count_again(TicketFacts& ticket) {
  ticket.ack.missed = missed_by_lead(ticket, v1::CLOCK_KIND_ACK, false);
  ticket.on_site.missed = missed_by_lead(ticket, v1::CLOCK_KIND_ON_SITE, false);
  ticket.resolve.missed = missed_by_lead(ticket, v1::CLOCK_KIND_RESOLVE, false);
  ticket.total.missed = missed_by_lead(ticket, v1::CLOCK_KIND_TOTAL, false);
  ticket.overdue_excluded =
      missed_by_lead(ticket, v1::CLOCK_KIND_RESOLVE, true) || missed_by_lead(ticket, v1::CLOCK_KIND_TOTAL, true);
  ticket.reworked = reworked(ticket, false);
  ticket.rework_excluded = reworked(ticket, true);
}

// What came after the appeal was lodged, nobody has looked at.
void exclude(const AppealFact& appeal, TicketFacts& ticket) {
  if (appeal.subject == v1::APPEAL_SUBJECT_RATING) {
    ticket.word_excluded = ticket.words == appeal.words;
    ticket.excluded = ticket.excluded || ticket.word_excluded;
    return;
  }
  ticket.excluded = true;
  for (std::size_t i = 0; i < appeal.charges; ++i) {
    auto& charge = ticket.charges[i];
    if (charge.party == appeal.party && is_of(charge, appeal.subject)) charge.excluded = true;
  }
  count_again(ticket);
}

}  // namespace

std::uint32_t EvaluationFacts::place_of(const TicketFacts& ticket) const {
  return static_cast<std::uint32_t>(&ticket - tickets_.data());
}

void EvaluationFacts::appeal(const v1::Entry& entry, const v1::Event& event, TicketFacts& ticket) {
  if (event.has_party_scored()) return score(event.party_scored(), ticket);
  if (event.has_appeal_lodged()) return lodge(entry, event.appeal_lodged(), ticket);
  if (event.has_appeal_reviewed()) {
    const auto& reviewed = event.appeal_reviewed();
    waiting_appeal(ticket, reviewed.party(), reviewed.subject()).reviewers.push_back(number_of(reviewed.reviewer()));
    return;
  }
  const auto& decided = event.appeal_decided();
  auto& appeal = waiting_appeal(ticket, decided.party(), decided.subject());
  appeal.decided = true;
  appeal.granted = decided.granted();
  if (appeal.granted) exclude(appeal, ticket);
}

void EvaluationFacts::lodge(const v1::Entry& entry, const v1::AppealLodged& event, const TicketFacts& ticket) {
  const auto party = number_of(event.party());
  waiting_[{place_of(ticket), party, event.subject()}] = appeals_.size();
  appeals_.push_back({.place = place_of(ticket),
                      .ticket = TicketId{entry.ticket()},
                      .party = party,
                      .subject = event.subject(),
                      .ground = event.ground(),
                      .lodged = Instant{entry.time_us()},
                      .charges = static_cast<std::uint32_t>(ticket.charges.size()),
                      .words = ticket.words});
}

AppealFact& EvaluationFacts::waiting_appeal(const TicketFacts& ticket, const std::string& party,
                                            v1::AppealSubject subject) {
  const auto found = waiting_.find({place_of(ticket), number_of(party), subject});
  WHISTLE_ASSERT(found != waiting_.end());
  return appeals_[found->second];
}

void EvaluationFacts::score(const v1::PartyScored& event, const TicketFacts& ticket) {
  const ScoreFact score{place_of(ticket), number_of(event.party()), number_of(event.scorer()), event.score()};
  const auto [found, is_new] = scored_.try_emplace({score.place, score.party}, scores_.size());
  if (is_new) {
    scores_.push_back(score);
  } else {
    scores_[found->second] = score;
  }
}

}  // namespace whistle::engine
