#include "tools/whistle/wording_oversight.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

std::string party(const Telling& telling, const std::string& code) {
  return telling.names.party(telling.language, code);
}

// Who looked is not everybody's to know.
std::string failed_sentence(const Telling& telling, const v1::CheckFailed& event) {
  const auto who = event.verifier().empty() ? std::string(phrase(telling.language, {"网格员", "a grid member"}))
                                            : party(telling, event.verifier());
  return worded(
      telling.language,
      {"{0} 核查不属实（第 {1} 次），{2} 返工（第 {3} 次）",
       "{0} found it not done, time {1}: {2} does it again, rework {3}"},
      {who, std::to_string(event.failed_checks()), party(telling, event.party()), std::to_string(event.reworks())});
}

std::string whistled_up_sentence(const Telling& telling, const v1::TicketWhistledUp& event) {
  return worded(telling.language, {"{0} 吹哨上报：{1}，{2}", "{0} blew for departments: {1}, {2}"},
                {party(telling, event.party()), telling.names.category(telling.language, event.category()),
                 urgency_words(telling.language, event.urgency())});
}

}  // namespace

std::string oversight_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kCheckFailed:
      return failed_sentence(telling, event.check_failed());
    case v1::Event::kFalseClosureFound:
      return worded(language, {"{0} 假闭环，由 {1} 督办", "false closure by {0}: supervised by {1}"},
                    {party(telling, event.false_closure_found().party()),
                     party(telling, event.false_closure_found().supervised_by())});
    case v1::Event::kTicketSupervised:
      return worded(language, {"由 {0} 督办", "supervised by {0}"},
                    {party(telling, event.ticket_supervised().party())});
    case v1::Event::kTicketWhistledUp:
      return whistled_up_sentence(telling, event.ticket_whistled_up());
    case v1::Event::kPartyScored:
      return worded(language, {"{0} 给 {1} 评哨 {2} 分", "{0} scored {1}: {2}"},
                    {party(telling, event.party_scored().scorer()), party(telling, event.party_scored().party()),
                     std::to_string(event.party_scored().score())});
    case v1::Event::kTicketRejected:
      return worded(language, {"不予受理：{0}", "rejected: {0}"},
                    {std::string(words_for(language, event.ticket_rejected().reason()))});
    default:
      return {};
  }
}

std::string_view oversight_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kVerifyResolution:
      return phrase(language, {"核查", "checked it"});
    case v1::Command::kSuperviseTicket:
      return phrase(language, {"督办", "took it under supervision"});
    case v1::Command::kForceCloseTicket:
      return phrase(language, {"强制结案", "ended it by force"});
    case v1::Command::kWhistleUp:
      return phrase(language, {"吹哨上报", "blew for departments"});
    case v1::Command::kScoreParty:
      return phrase(language, {"评哨", "scored a party"});
    default:
      return phrase(language, {"审批", "decided an approval"});
  }
}

}  // namespace whistle::tools
