#include "tests/scenarios/recurrence_words.h"

#include "tests/scenarios/event_words.h"

namespace whistle::tests {

namespace {

std::string reopened(const v1::TicketReopened& event) {
  auto words = "reopened, cause " + short_name(v1::ReopenCause_Name(event.cause()), "REOPEN_CAUSE_") + ": " +
               event.party() + " has it again, time " + std::to_string(event.reopens());
  return event.repeat() == 0 ? words : words + ", told by ticket " + std::to_string(event.repeat());
}

std::string similar(const v1::SimilarFound& event) {
  std::string words = "looks like the same matter as";
  for (const auto id : event.tickets())
    words += " ticket " + std::to_string(id) + ",";
  words.pop_back();
  return words;
}

}  // namespace

std::string about_recurrence(const engine::Calendar&, const v1::Event& event) {
  using Body = v1::Event::BodyCase;
  switch (event.body_case()) {
    case Body::kSimilarFound:
      return similar(event.similar_found());
    case Body::kTicketReopened:
      return reopened(event.ticket_reopened());
    case Body::kTicketLinked:
      return std::string(event.ticket_linked().recurs() ? "recurs: follows" : "follows") + " ticket " +
             std::to_string(event.ticket_linked().lead_ticket());
    case Body::kTicketUnlinked:
      return "follows ticket " + std::to_string(event.ticket_unlinked().lead_ticket()) + " no more";
    case Body::kFollowerJoined:
      return "ticket " + std::to_string(event.follower_joined().ticket()) + " follows";
    case Body::kFollowerLeft:
      return "ticket " + std::to_string(event.follower_left().ticket()) + " follows no more";
    default:
      return event.ShortDebugString();
  }
}

}  // namespace whistle::tests
