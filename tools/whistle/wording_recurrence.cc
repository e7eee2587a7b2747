#include "tools/whistle/wording_recurrence.h"

#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

std::string id_text(std::uint64_t id) {
  return "id:" + std::to_string(id);
}

std::string similar_sentence(const Telling& telling, const v1::SimilarFound& event) {
  std::string ids;
  for (const auto id : event.tickets())
    ids = listed(telling.language, {ids, id_text(id)});
  return worded(telling.language, {"附近已有疑似同一件事的工单：{0}", "looks like the same matter as {0}"}, {ids});
}

// Who tells of it may be nobody's business, and then it is not told.
std::string reopened_sentence(const Telling& telling, const v1::TicketReopened& event) {
  const auto party = telling.names.party(telling.language, event.party());
  const auto times = std::to_string(event.reopens());
  switch (event.cause()) {
    case v1::REOPEN_CAUSE_DISPUTE:
      return worded(telling.language,
                    {"吹哨人不认可，重开（第 {1} 次），{0} 返工", "disputed, reopened, time {1}: {0} does it again"},
                    {party, times});
    case v1::REOPEN_CAUSE_SUPERVISOR:
      return worded(telling.language,
                    {"督办人重开（第 {1} 次），{0} 返工", "reopened by a supervisor, time {1}: {0} does it again"},
                    {party, times});
    default:
      break;
  }
  return worded(telling.language,
                {"同一地点同一问题又有吹哨，重开（第 {1} 次），{0} 返工",
                 "the same was blown again, reopened, time {1}: {0} does it again"},
                {party, times});
}

std::string linked_sentence(const Telling& telling, const v1::TicketLinked& event) {
  const auto lead_ticket = id_text(event.lead_ticket());
  return event.recurs()
             ? worded(telling.language, {"结案后复发，并入工单 {0}", "recurs after its closing: follows ticket {0}"},
                      {lead_ticket})
             : worded(telling.language, {"并案，跟随主单 {0}", "follows ticket {0} from here on"}, {lead_ticket});
}

}  // namespace

std::string recurrence_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kSimilarFound:
      return similar_sentence(telling, event.similar_found());
    case v1::Event::kTicketReopened:
      return reopened_sentence(telling, event.ticket_reopened());
    case v1::Event::kTicketLinked:
      return linked_sentence(telling, event.ticket_linked());
    case v1::Event::kTicketUnlinked:
      return worded(language, {"不再跟随工单 {0}，自行办理", "follows ticket {0} no more"},
                    {id_text(event.ticket_unlinked().lead_ticket())});
    case v1::Event::kFollowerJoined:
      return worded(language, {"工单 {0} 并入", "ticket {0} follows"}, {id_text(event.follower_joined().ticket())});
    case v1::Event::kFollowerLeft:
      return worded(language, {"工单 {0} 脱离并案", "ticket {0} follows no more"},
                    {id_text(event.follower_left().ticket())});
    default:
      return {};
  }
}

std::string outcome_words(Language language, v1::Outcome own, v1::Outcome of_lead_ticket) {
  std::string words(words_for(language, own));
  if (of_lead_ticket == v1::OUTCOME_UNSPECIFIED) return words;
  return worded(language, {"{0}，主单：{1}", "{0}; the lead ticket: {1}"},
                {words, std::string(words_for(language, of_lead_ticket))});
}

std::string_view recurrence_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kReopenTicket:
      return phrase(language, {"重开", "reopened it"});
    case v1::Command::kLinkTickets:
      return phrase(language, {"并案", "linked it"});
    case v1::Command::kUnlinkTickets:
      return phrase(language, {"拆开并案", "unlinked it"});
    case v1::Command::kRecordFollower:
      return phrase(language, {"登记并案", "noted a follower"});
    case v1::Command::kFollowLeadTicket:
      return phrase(language, {"随主单", "followed the lead ticket"});
    default:
      return phrase(language, {"登记复发", "noted a recurrence"});
  }
}

}  // namespace whistle::tools
