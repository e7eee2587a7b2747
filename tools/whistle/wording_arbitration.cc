#include "tools/whistle/wording_arbitration.h"

#include "tools/whistle/wording_codes.h"

namespace whistle::tools {

namespace {

std::string party(const Telling& telling, const std::string& code) {
  return telling.names.party(telling.language, code);
}

std::string when(const Telling& telling, std::int64_t us) {
  return telling.time.minute_text({us}, telling.now);
}

std::string party_list(const Telling& telling, const google::protobuf::RepeatedPtrField<std::string>& codes) {
  std::string text;
  for (const auto& code : codes)
    text = listed(telling.language, {text, party(telling, code)});
  return text;
}

std::string made_sentence(const Telling& telling, const v1::RequestMade& event) {
  const auto language = telling.language;
  const auto who = party(telling, event.party());
  const auto arbiter = party(telling, event.arbiter());
  switch (event.kind()) {
    case v1::REQUEST_KIND_RETURN: {
      const auto suggested = event.suggested_party().empty() ? std::string{}
                                                             : worded(language, {"，建议派给 {0}", ", suggests {0}"},
                                                                      {party(telling, event.suggested_party())});
      return worded(language, {"{0} 申请退单（{1}{2}），由 {3} 裁决", "{0} asked to return it ({1}{2}); {3} decides"},
                    {who, std::string(words_for(language, event.reason())), suggested, arbiter});
    }
    case v1::REQUEST_KIND_CONSULT:
      return worded(language, {"{0} 召集会商，由 {1} 裁定；参加：{2}", "{0} opened a consult, {1} rules; called: {2}"},
                    {who, arbiter, party_list(telling, event.parties())});
    case v1::REQUEST_KIND_HOLD:
      return worded(language,
                    {"{0} 申请挂账至 {1}（{2}），由 {3} 审批", "{0} asked to hold it until {1} ({2}); {3} decides"},
                    {who, when(telling, event.until_us()), std::string(words_for(language, event.cause())), arbiter});
    case v1::REQUEST_KIND_EXTENSION:
      return worded(language,
                    {"{0} 申请延期 {1}（按原时限单位），由 {2} 审批",
                     "{0} asked for an extension of {1}, in the limit's unit; {2} decides"},
                    {who, std::to_string(event.count()), arbiter});
    case v1::REQUEST_KIND_APPROVAL:
      return worded(language, {"须先批准，由 {0} 审批", "needs an approval first: {0} decides"}, {arbiter});
    default:
      return worded(language, {"{0} 提出申请，由 {1} 裁决", "{0} asked for something, {1} decides"}, {who, arbiter});
  }
}

std::string ended_sentence(const Telling& telling, v1::RequestKind kind, const std::string& arbiter,
                           const Phrase& how) {
  return worded(telling.language, how, {party(telling, arbiter), std::string(words_for(telling.language, kind))});
}

std::string moved_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kClockPaused:
      return worded(language, {"{0}暂停", "{0} rests"}, {clock_words(language, event.clock_paused().clock())});
    case v1::Event::kClockResumed:
      return worded(
          language, {"{0}恢复，期限 {1}", "{0} goes on, due {1}"},
          {clock_words(language, event.clock_resumed().clock()), when(telling, event.clock_resumed().due_us())});
    case v1::Event::kClockExtended:
      return worded(language, {"{0}延至 {1}（第 {2} 次）", "{0} extended to {1}, time {2}"},
                    {clock_words(language, event.clock_extended().clock()),
                     when(telling, event.clock_extended().due_us()), std::to_string(event.clock_extended().times())});
    default:
      return {};
  }
}

}  // namespace

std::string arbitration_sentence(const Telling& telling, const v1::Event& event) {
  const auto language = telling.language;
  switch (event.body_case()) {
    case v1::Event::kRequestMade:
      return made_sentence(telling, event.request_made());
    case v1::Event::kRequestGranted:
      return ended_sentence(telling, event.request_granted().kind(), event.request_granted().arbiter(),
                            {"{0} 同意{1}", "{0} granted the {1}"});
    case v1::Event::kRequestRefused:
      return ended_sentence(telling, event.request_refused().kind(), event.request_refused().arbiter(),
                            {"{0} 不同意{1}", "{0} refused the {1}"});
    case v1::Event::kRequestLapsed:
      return ended_sentence(telling, event.request_lapsed().kind(), event.request_lapsed().arbiter(),
                            {"{1}失效，{0} 不必再裁决", "the {1} lapsed, {0} need not decide it"});
    case v1::Event::kArbiterReplaced:
      return worded(
          language, {"{0} 逾期未裁决，由 {1} 裁决", "{0} did not decide in time, {1} does"},
          {party(telling, event.arbiter_replaced().former()), party(telling, event.arbiter_replaced().arbiter())});
    case v1::Event::kHoldStarted:
      return worded(language, {"挂账至 {0}（{1}）", "on hold until {0} ({1})"},
                    {when(telling, event.hold_started().until_us()),
                     std::string(words_for(language, event.hold_started().cause()))});
    case v1::Event::kHoldEnded:
      return std::string(event.hold_ended().by_date()
                             ? phrase(language, {"挂账到期，恢复办理", "the hold ended on its date"})
                             : phrase(language, {"提前恢复办理", "the hold was ended before its date"}));
    default:
      return moved_sentence(telling, event);
  }
}

std::string_view arbitration_words(Language language, v1::Command::BodyCase command) {
  switch (command) {
    case v1::Command::kRequestReturn:
      return phrase(language, {"申请退单", "asked to return it"});
    case v1::Command::kDecideReturn:
      return phrase(language, {"裁决退单", "decided a return"});
    case v1::Command::kOpenConsult:
      return phrase(language, {"召集会商", "opened a consult"});
    case v1::Command::kRuleConsult:
      return phrase(language, {"会商裁定", "ruled in a consult"});
    case v1::Command::kFinishPart:
      return phrase(language, {"协办办完", "finished a part"});
    case v1::Command::kReleaseAssistant:
      return phrase(language, {"解除协办", "released an assistant"});
    case v1::Command::kRequestHold:
      return phrase(language, {"申请挂账", "asked for a hold"});
    case v1::Command::kDecideHold:
      return phrase(language, {"审批挂账", "decided a hold"});
    case v1::Command::kResumeTicket:
      return phrase(language, {"恢复办理", "ended a hold"});
    case v1::Command::kRequestExtension:
      return phrase(language, {"申请延期", "asked for an extension"});
    default:
      return phrase(language, {"审批延期", "decided an extension"});
  }
}

}  // namespace whistle::tools
