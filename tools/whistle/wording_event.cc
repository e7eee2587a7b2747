#include "tools/whistle/wording_event.h"

#include "engine/kind.h"
#include "tools/whistle/wording_appeal.h"
#include "tools/whistle/wording_arbitration.h"
#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_holdings.h"
#include "tools/whistle/wording_house.h"
#include "tools/whistle/wording_oversight.h"
#include "tools/whistle/wording_privacy.h"
#include "tools/whistle/wording_recurrence.h"

namespace whistle::tools {

namespace {

std::string party(const Telling& telling, const std::string& code) {
  return telling.names.party(telling.language, code);
}

std::string when(const Telling& telling, std::int64_t us) {
  return telling.time.minute_text({us}, telling.now);
}

std::string with(std::string text, const std::string& more) {
  return more.empty() ? text : std::move(text) + more;
}

std::string blown_sentence(const Telling& telling, const v1::WhistleBlown& event) {
  const auto language = telling.language;
  auto text = worded(language, {"受理：{0}（{1}），{2}", "accepted: {0} ({1}), {2}"},
                     {place_words(telling, event.place()), std::string(words_for(language, event.place().how())),
                      urgency_words(language, event.urgency())});
  for (const auto flag : event.place().flags()) {
    text += worded(language, {"；{0}", "; {0}"}, {std::string(words_for(language, static_cast<v1::RouteFlag>(flag)))});
  }
  return text;
}

template <typename Codes, typename CodeOf>
std::string party_list(const Telling& telling, const Codes& codes, CodeOf code_of) {
  std::string text;
  for (const auto& item : codes)
    text = listed(telling.language, {text, party(telling, code_of(item))});
  return text;
}

std::string led_by_sentence(const Telling& telling, const v1::TicketDispatched& event) {
  const auto lead = party(telling, event.lead());
  switch (event.cause()) {
    case v1::DISPATCH_CAUSE_LADDER:
      return worded(telling.language, {"超时升级，改派 {0}", "moved up the ladder to {0}"}, {lead});
    case v1::DISPATCH_CAUSE_REASSIGNED:
      return worded(telling.language, {"调度改派 {0}", "re-assigned to {0} by a dispatcher"}, {lead});
    case v1::DISPATCH_CAUSE_AMENDED:
      return worded(telling.language, {"重新派单给 {0}（规则 {1}）", "routed again, to {0} (rule {1})"},
                    {lead, event.rule()});
    case v1::DISPATCH_CAUSE_RETURNED:
      return worded(telling.language, {"准予退单，改派 {0}", "return granted, goes to {0}"}, {lead});
    case v1::DISPATCH_CAUSE_RULED:
      return worded(telling.language, {"会商裁定由 {0} 承办（终局）", "the consult ruled: {0} leads, finally"}, {lead});
    case v1::DISPATCH_CAUSE_WHISTLED_UP:
      return worded(telling.language,
                    {"部门报到：派单给 {0}（规则 {1}）", "departments are called: {0} leads (rule {1})"},
                    {lead, event.rule()});
    case v1::DISPATCH_CAUSE_APPROVED:
    case v1::DISPATCH_CAUSE_BLOWN:
    case v1::DISPATCH_CAUSE_SPLIT:
    case v1::DISPATCH_CAUSE_SUCCEEDED:
    case v1::DISPATCH_CAUSE_UNSPECIFIED:
    case v1::DispatchCause_INT_MIN_SENTINEL_DO_NOT_USE_:
    case v1::DispatchCause_INT_MAX_SENTINEL_DO_NOT_USE_:
      break;
  }
  return worded(telling.language, {"派单给 {0}（规则 {1}）", "dispatched to {0} (rule {1})"}, {lead, event.rule()});
}

std::string dispatched_sentence(const Telling& telling, const v1::TicketDispatched& event) {
  const auto language = telling.language;
  auto text = led_by_sentence(telling, event);
  switch (event.fallback()) {
    case v1::LEAD_FALLBACK_COMMUNITY:
      text += phrase(language, {"，规则所指无人，由社区兜底", ", the rule found nobody: its community"});
      break;
    case v1::LEAD_FALLBACK_DESK:
      text += phrase(language, {"，规则所指无人，由总台兜底", ", the rule found nobody: the desk"});
      break;
    default:
      break;
  }
  const auto assist = party_list(telling, event.assist(), [](const v1::PartAssigned& part) { return part.party(); });
  const auto inform = party_list(telling, event.inform(), [](const std::string& code) { return code; });
  if (!assist.empty()) text += worded(language, {"；协办 {0}", "; assisting {0}"}, {assist});
  if (!inform.empty()) text += worded(language, {"；知会 {0}", "; informed {0}"}, {inform});
  if (!event.against().empty())
    text += worded(language, {"；被投诉方 {0}", "; against {0}"}, {party(telling, event.against())});
  if (!event.hand_off().empty())
    text += worded(language, {"；请立即拨打 {0}", "; call {0} at once"}, {event.hand_off()});
  if (!event.venue().empty()) {
    text += worded(language, {"；可在 {0} 调解", "; mediation can be held at {0}"},
                   {telling.names.venue(language, event.venue())});
  }
  return text;
}

std::string resolved_sentence(const Telling& telling, const v1::TicketResolved& event) {
  const auto language = telling.language;
  auto text = worded(language, {"{0} 办结：{1}", "{0} resolved it: {1}"},
                     {party(telling, event.party()), std::string(words_for(language, event.outcome()))});
  if (event.awaits() == 0) return text;
  return text +
         worded(language, {"；尚待 {0} 家协办办完", "; {0} assistants are not done"}, {std::to_string(event.awaits())});
}

std::string ladder_sentence(const Telling& telling, const v1::LadderStepTaken& event) {
  const auto language = telling.language;
  const auto clock = clock_words(language, event.clock());
  const auto who =
      event.party().empty() ? std::string(phrase(language, {"无人", "nobody"})) : party(telling, event.party());
  switch (event.action()) {
    case v1::STEP_TAKEN_REMINDED:
      return worded(language, {"{0}：已提醒 {1}", "{0}: {1} was reminded"}, {clock, who});
    case v1::STEP_TAKEN_SUPERVISED:
      return worded(language, {"{0}：由 {1} 督办", "{0}: supervised by {1}"}, {clock, who});
    case v1::STEP_TAKEN_REASSIGNED:
      return worded(language, {"{0}：改派 {1}", "{0}: re-assigned to {1}"}, {clock, who});
    default:
      return worded(language, {"{0}：升级链无人可告知", "{0}: the ladder had nobody to tell"}, {clock});
  }
}

std::string_view confirmed_words(Language language, v1::ConfirmedBy by) {
  switch (by) {
    case v1::CONFIRMED_BY_SILENCE:
      return phrase(language, {"期满无异议，视为认可", "confirmed by silence"});
    case v1::CONFIRMED_BY_VERIFIER:
      return phrase(language, {"核查属实", "checked, and done"});
    default:
      return phrase(language, {"吹哨人认可", "confirmed by the whistle-blower"});
  }
}

std::string confirmed_sentence(const Telling& telling, const v1::ResolutionConfirmed& event) {
  const auto language = telling.language;
  auto text = std::string(confirmed_words(language, event.by()));
  if (event.rating() == 0) return text;
  return with(std::move(text), worded(language, {"，评分 {0}", ", rated {0}"}, {std::to_string(event.rating())}));
}

// Nobody is charged with the whistle-blower's silence.
std::string started_sentence(const Telling& telling, const v1::ClockStarted& event) {
  const auto clock = clock_words(telling.language, event.clock());
  const auto due = when(telling, event.due_us());
  auto text = event.party().empty() ? worded(telling.language, {"{0}：{1} 前", "{0}: due {1}"}, {clock, due})
                                    : worded(telling.language, {"{0}：{1} 前（{2}）", "{0}: due {1} ({2})"},
                                             {clock, due, party(telling, event.party())});
  if (event.past_data_until()) text += phrase(telling.language, {"，超出日历数据", ", past the calendar's data"});
  return text;
}

std::string contacted_sentence(const Telling& telling, const v1::ReporterContacted& event) {
  const auto who = party(telling, event.party());
  if (!event.reached())
    return worded(telling.language, {"{0} 未联系上反映人", "{0} called the reporter, nobody answered"}, {who});
  return event.first()
             ? worded(telling.language, {"{0} 首次联系上反映人", "{0} reached the reporter for the first time"}, {who})
             : worded(telling.language, {"{0} 再次联系反映人", "{0} called the reporter again"}, {who});
}

std::string act_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kProgressReported:
      return worded(language, {"{0} 报告进展", "{0} reported progress"},
                    {party(telling, event.progress_reported().party())});
    case v1::Event::kResolutionDisputed:
      return worded(
          language, {"吹哨人不认可，{0} 返工（第 {1} 次）", "disputed: {0} does it again, rework {1}"},
          {party(telling, event.resolution_disputed().party()), std::to_string(event.resolution_disputed().reworks())});
    case v1::Event::kTicketAmended: {
      const auto& amended = event.ticket_amended();
      return worded(language, {"更正为：{0}，{1}，{2}", "corrected to {0}, {1}, {2}"},
                    {telling.names.category(language, amended.category()), place_words(telling, amended.place()),
                     urgency_words(language, amended.urgency())});
    }
    case v1::Event::kTicketSplitOff:
      return worded(language, {"从工单 id:{0} 拆出", "split off from ticket id:{0}"},
                    {std::to_string(event.ticket_split_off().from())});
    case v1::Event::kTicketSplit:
      return worded(language, {"拆出新工单 id:{0}", "a second matter became ticket id:{0}"},
                    {std::to_string(event.ticket_split().into())});
    case v1::Event::kTicketUrged:
      return worded(language, {"催办 {0}（第 {1} 次）", "{0} was urged, time {1}"},
                    {party(telling, event.ticket_urged().party()), std::to_string(event.ticket_urged().times())});
    case v1::Event::kReporterContacted:
      return contacted_sentence(telling, event.reporter_contacted());
    case v1::Event::kReporterRevealed:
      return privacy_sentence(telling, event);
    default:
      return {};
  }
}

std::string assistant_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  if (event.has_part_finished()) {
    return worded(language, {"协办 {0} 办完", "assistant {0} finished"},
                  {party(telling, event.part_finished().party())});
  }
  return worded(language, {"协办 {0} 解除", "assistant {0} was released"},
                {party(telling, event.assistant_released().party())});
}

// What the whistle-blower said.
std::string blower_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kResolutionConfirmed:
      return confirmed_sentence(telling, event.resolution_confirmed());
    case v1::Event::kWhistleWithdrawn:
      return std::string(phrase(language, {"吹哨人撤回", "withdrawn by the whistle-blower"}));
    case v1::Event::kBlowerReleased:
      return std::string(
          phrase(language, {"吹哨人撤回，急件继续办理", "the whistle-blower withdrew; urgent, so the ticket goes on"}));
    default:
      return {};
  }
}

std::string clock_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kClockStarted:
      return started_sentence(telling, event.clock_started());
    case v1::Event::kClockStopped:
      return worded(
          language,
          event.clock_stopped().kept() ? Phrase{"{0}：按时", "{0}: kept"} : Phrase{"{0}：已超时", "{0}: too late"},
          {clock_words(language, event.clock_stopped().clock())});
    case v1::Event::kClockWarned:
      return worded(
          language, {"{0}：即将到期，已提醒 {1}", "{0}: nearly due, {1} was warned"},
          {clock_words(language, event.clock_warned().clock()), party(telling, event.clock_warned().party())});
    case v1::Event::kClockMissed:
      return worded(
          language, {"{0}：超时，记在 {1} 名下", "{0}: missed, charged to {1}"},
          {clock_words(language, event.clock_missed().clock()), party(telling, event.clock_missed().party())});
    case v1::Event::kLadderStepTaken:
      return ladder_sentence(telling, event.ladder_step_taken());
    case v1::Event::kDeskReminded:
      return worded(
          language, {"{0}：第 {1} 次提醒总台", "{0}: reminder {1} to the desk"},
          {clock_words(language, event.desk_reminded().clock()), std::to_string(event.desk_reminded().times())});
    default:
      return {};
  }
}

std::string closed_sentence(Language language, const v1::TicketClosed& event) {
  return worded(language, {"结案：{0}", "closed: {0}"},
                {outcome_words(language, event.outcome(), event.lead_ticket_outcome())});
}

// From the whistle to the closing.
std::string life_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kWhistleBlown:
      return blown_sentence(telling, event.whistle_blown());
    case v1::Event::kTicketDispatched:
      return dispatched_sentence(telling, event.ticket_dispatched());
    case v1::Event::kTicketAcknowledged:
      return worded(language, {"{0} 签收", "{0} acknowledged"}, {party(telling, event.ticket_acknowledged().party())});
    case v1::Event::kArrivedOnSite:
      return worded(language, {"{0} 到场", "{0} arrived"}, {party(telling, event.arrived_on_site().party())});
    case v1::Event::kTicketResolved:
      return resolved_sentence(telling, event.ticket_resolved());
    case v1::Event::kPartFinished:
    case v1::Event::kAssistantReleased:
      return assistant_sentence(telling, event);
    case v1::Event::kResolutionConfirmed:
    case v1::Event::kWhistleWithdrawn:
    case v1::Event::kBlowerReleased:
      return blower_sentence(telling, event);
    case v1::Event::kVerificationBegan:
      return std::string(phrase(language, {"协办全部办完，开始核查", "every assistant is done: verification begins"}));
    case v1::Event::kTicketClosed:
      return closed_sentence(language, event.ticket_closed());
    default:
      return {};
  }
}

// Of the life of a ticket, and of what else is done to it.
std::string_view work_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kBlowWhistle:
      return phrase(language, {"吹哨", "blew the whistle"});
    case v1::Command::kAcknowledgeTicket:
      return phrase(language, {"签收", "acknowledged"});
    case v1::Command::kArriveOnSite:
      return phrase(language, {"到场", "arrived on site"});
    case v1::Command::kResolveTicket:
      return phrase(language, {"办结", "resolved"});
    case v1::Command::kConfirmResolution:
      return phrase(language, {"认可", "confirmed"});
    case v1::Command::kWithdrawWhistle:
      return phrase(language, {"撤回", "withdrew"});
    case v1::Command::kReportProgress:
      return phrase(language, {"报告进展", "reported progress"});
    case v1::Command::kDisputeResolution:
      return phrase(language, {"不认可办结", "disputed"});
    case v1::Command::kReassignTicket:
      return phrase(language, {"改派", "re-assigned"});
    case v1::Command::kAmendTicket:
      return phrase(language, {"更正", "amended"});
    case v1::Command::kSplitTicket:
      return phrase(language, {"拆单", "split"});
    case v1::Command::kUrgeTicket:
      return phrase(language, {"催办", "urged"});
    case v1::Command::kLinkSplitTicket:
      return phrase(language, {"登记拆单", "noted the split"});
    case v1::Command::kRevealReporter:
      return privacy_words(language, command);
    default:
      return phrase(language, {"先行联系", "called the reporter"});
  }
}

}  // namespace

std::string event_sentence(const Telling& telling, const v1::Event& event) {
  using engine::Kind;
  switch (engine::kind_of(event.body_case())) {
    case Kind::House:
    case Kind::Succession:
      return house_sentence(telling, event);
    case Kind::Life:
      return life_sentence(telling, event);
    case Kind::Act:
      return act_sentence(telling, event);
    case Kind::Arbitration:
      return arbitration_sentence(telling, event);
    case Kind::Oversight:
      return oversight_sentence(telling, event);
    case Kind::Clock:
      return clock_sentence(telling, event);
    case Kind::Recurrence:
      return recurrence_sentence(telling, event);
    case Kind::Appeal:
      return appeal_sentence(telling, event);
    case Kind::Absence:
    case Kind::Holdings:
      return holdings_sentence(telling, event);
    case Kind::None:
      break;
  }
  return std::string(phrase(telling.language, {"本程序不认识的事件", "something that this program does not know"}));
}

std::string_view command_words(Language language, v1::Command::BodyCase command) {
  using engine::Kind;
  switch (engine::kind_of(command)) {
    case Kind::Life:
    case Kind::Act:
      return work_words(language, command);
    case Kind::Clock:
      return phrase(language, {"时限到点", "a clock fired"});
    case Kind::Arbitration:
      return arbitration_words(language, command);
    case Kind::Oversight:
      return oversight_words(language, command);
    case Kind::House:
    case Kind::Succession:
      return house_words(language, command);
    case Kind::Recurrence:
      return recurrence_words(language, command);
    case Kind::Appeal:
      return appeal_words(language, command);
    case Kind::Absence:
    case Kind::Holdings:
      return holdings_words(language, command);
    case Kind::None:
      break;
  }
  return phrase(language, {"本程序不认识的命令", "did something that this program does not know"});
}

std::string actor_words(Language language, const v1::Actor& actor) {
  if (actor.member() == "@engine") return std::string(phrase(language, {"引擎", "engine"}));
  if (actor.member() == "@operator") return std::string(phrase(language, {"运维", "operator"}));
  if (actor.member() == "@admin") return std::string(phrase(language, {"首任管理员", "first administrator"}));
  if (actor.member() == "@plain")
    return std::string(phrase(language, {"本机（未认证）", "this machine, unauthenticated"}));
  return actor.member();
}

std::string clock_words(Language language, const v1::ClockName& clock) {
  const auto kind = std::string(words_for(language, clock.kind()));
  return clock.part() == 0 ? worded(language, {"{0}时限", "{0} limit"}, {kind})
                           : worded(language, {"协办{0}时限", "assistant's {0} limit"}, {kind});
}

std::string place_words(const Telling& telling, const v1::LocatedPlace& place) {
  if (!place.estate().empty()) return telling.names.estate(telling.language, place.estate());
  if (!place.area().empty()) return telling.names.area(telling.language, place.area());
  return std::string(words_for(telling.language, place.how()));
}

}  // namespace whistle::tools
