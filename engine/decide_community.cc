// What a community does for departments to come: WhistleUp, and ScoreParty 评哨. Source: DOMAIN, rules 4, 8, 9 and 10,
// "Who may".
#include "engine/decide_checks.h"
#include "engine/ladder.h"
#include "engine/reroute.h"
#include "engine/verifier.h"

namespace whistle::engine {

namespace {

constexpr std::uint32_t kScoreMax = 5;

// Blown by the community or street itself, which is the one that calls.
RouteQuestion question_of_caller(const Draft& draft, const v1::WhistleUp& command) {
  const auto& category = command.category().empty() ? draft.ticket.category : command.category();
  const auto& urgency = command.urgency().empty() ? draft.ticket.urgency : command.urgency();
  auto question = question_of(draft, category, urgency);
  question.kind = v1::WHISTLE_KIND_COMMUNITY;
  question.source = v1::SOURCE_COMMUNITY;
  question.blower = draft.standing.party;
  return question;
}

Decided<void> check_caller(const Draft& draft) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  const auto kind = draft.standing.party_kind;
  const bool blows = kind == v1::PARTY_KIND_COMMUNITY || kind == v1::PARTY_KIND_STREET;
  if (blows && oversees(draft.state, draft.standing, draft.ticket)) return {};
  return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "dispatcher of the place's community or street"}});
}

void add_whistled_up(Draft& draft, const v1::WhistleUp& command, const Routing& routing) {
  v1::Event event;
  auto& message = *event.mutable_ticket_whistled_up();
  message.set_party(draft.standing.party_code);
  message.set_category(command.category().empty() ? draft.ticket.category : command.category());
  message.set_urgency(draft.newest->urgency(routing.urgency).name);
  message.set_hours(routing.hours);
  draft.add(std::move(event));
  draft.pinned = draft.newest;
}

// The part that the score is about: the last one that the party has, or had.
std::optional<std::uint32_t> scored_part(const Ticket& ticket, std::string_view party) {
  for (std::size_t i = ticket.parts.size(); i > 0; --i) {
    if (ticket.parts[i - 1].party == party) return static_cast<std::uint32_t>(i - 1);
  }
  return std::nullopt;
}

Decided<void> check_scorer(const Draft& draft, const v1::ScoreParty& command) {
  if (auto dispatcher = check_dispatcher(draft); !dispatcher) return dispatcher;
  const auto caller = draft.newest->find_party_or_successor(draft.ticket.caller());
  if (draft.ticket.caller().empty() || !caller || draft.standing.party != caller) {
    return reject(v1::REFUSAL_CODE_NOT_PERMITTED, {{"needs", "dispatcher of the community that blew"}});
  }
  if (command.party() == draft.standing.party_code)
    return reject(v1::REFUSAL_CODE_OWN_WORK, {{"party", command.party()}});
  return {};
}

}  // namespace

Decided<void> decide_whistle_up(Draft& draft, const v1::WhistleUp& command) {
  if (auto caller = check_caller(draft); !caller) return caller;
  if (auto known = check_known(*draft.newest, command.category(), command.urgency()); !known) return known;
  if (!draft.ticket.being_handled()) return wrong_state(draft);
  if (draft.ticket.kind == v1::WHISTLE_KIND_COMMUNITY) return already_done(draft, 0);
  if (auto text = check_text(command.personal(), draft.input.commitments); !text) return text;
  const auto place = place_in(*draft.newest, draft.ticket);
  auto again = reroute(draft, place, question_of_caller(draft, command));
  if (again.against.empty()) again.against = draft.ticket.against;  // whom a resident complained about, still is
  // Nobody above would come: to whom it goes as a community whistle has it already.
  if (draft.newest->party(again.routing.lead).code == draft.ticket.lead()) {
    return reject(v1::REFUSAL_CODE_NOTHING_CHANGES, {{"ticket", std::to_string(draft.ticket.id.value)}});
  }
  if (against_of(*draft.newest, again.routing).empty() && !again.against.empty() &&
      reaches(*draft.newest, again.routing, again.against)) {
    return complained_about(again.against);
  }
  add_whistled_up(draft, command, again.routing);
  dispatch_again(draft, v1::DISPATCH_CAUSE_WHISTLED_UP, again);
  keep_reminded(draft);
  return {};
}

Decided<void> decide_score_party(Draft& draft, const v1::ScoreParty& command) {
  if (auto scorer = check_scorer(draft, command); !scorer) return scorer;
  const auto part = scored_part(draft.ticket, command.party());
  if (!part) return reject(v1::REFUSAL_CODE_INVALID, {{"field", "party"}, {"why", "has no part in it"}});
  const auto state = draft.ticket.state;
  const bool done = state == v1::TICKET_STATE_VERIFYING || state == v1::TICKET_STATE_CLOSED ||
                    (*part != 0 && !draft.ticket.parts[*part].active());
  if (!done) return wrong_state(draft);
  if (auto window = check_appeal_window(draft); !window) return window;
  if (command.score() == 0 || command.score() > kScoreMax)
    return reject(v1::REFUSAL_CODE_INVALID, {{"field", "score"}, {"why", "1 to 5"}});
  v1::Event event;
  auto& scored = *event.mutable_party_scored();
  scored.set_part(*part);
  scored.set_party(command.party());
  scored.set_score(command.score());
  scored.set_scorer(draft.standing.party_code);
  draft.add(std::move(event));
  return {};
}

}  // namespace whistle::engine
