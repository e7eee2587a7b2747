#include "tools/whistle/wording_appeal.h"

#include "tools/whistle/wording_codes.h"
#include "tools/whistle/wording_message.h"

namespace whistle::tools {

namespace {

std::string lodged_sentence(const Telling& telling, const v1::AppealLodged& event) {
  const auto language = telling.language;
  return worded(language, {"{0} 申诉{1}，理由：{2}", "{0} appeals against {1}: {2}"},
                {telling.names.party(language, event.party()), std::string(words_for(language, event.subject())),
                 std::string(words_for(language, event.ground()))});
}

std::string reviewed_sentence(const Telling& telling, const v1::AppealReviewed& event) {
  const auto language = telling.language;
  const auto pattern = event.granted()
                           ? Phrase{"{0} 同意 {1} 对{2}的申诉", "{0} grants the appeal of {1} against {2}"}
                           : Phrase{"{0} 不同意 {1} 对{2}的申诉", "{0} refuses the appeal of {1} against {2}"};
  return worded(language, pattern,
                {event.reviewer(), telling.names.party(language, event.party()),
                 std::string(words_for(language, event.subject()))});
}

std::string decided_sentence(const Telling& telling, const v1::AppealDecided& event) {
  const auto language = telling.language;
  std::string reviewers;
  for (const auto& member : event.reviewers())
    reviewers = listed(language, {reviewers, member});
  const auto pattern =
      event.granted() ? Phrase{"申诉成立，{0} 的{1}不计入考评（{2}）", "{1} of {0} is left out of the evaluation ({2})"}
                      : Phrase{"申诉不成立，{0} 的{1}照计（{2}）", "{1} of {0} counts as it is ({2})"};
  return worded(
      language, pattern,
      {telling.names.party(language, event.party()), std::string(words_for(language, event.subject())), reviewers});
}

}  // namespace

std::string_view words_for(Language language, v1::AppealSubject subject) {
  switch (subject) {
    case v1::APPEAL_SUBJECT_MISSES:
      return phrase(language, {"超时", "missed limits"});
    case v1::APPEAL_SUBJECT_REWORK:
      return phrase(language, {"返工", "rework"});
    case v1::APPEAL_SUBJECT_RATING:
      return phrase(language, {"评价", "rating"});
    default:
      return phrase(language, {"其他", "something else"});
  }
}

std::string_view words_for(Language language, v1::AppealGround ground) {
  switch (ground) {
    case v1::APPEAL_GROUND_FORCE_MAJEURE:
      return phrase(language, {"不可抗力", "force majeure"});
    case v1::APPEAL_GROUND_DONE_OFFLINE:
      return phrase(language, {"已按时办，离线补报", "done in time, told later for want of a network"});
    case v1::APPEAL_GROUND_NOT_COMPETENT:
      return phrase(language, {"非本单位职责", "not its duty"});
    case v1::APPEAL_GROUND_WRONG_FACTS:
      return phrase(language, {"与事实不符", "the facts are otherwise"});
    case v1::APPEAL_GROUND_WAITED_FOR_OTHERS:
      return phrase(language, {"他方原因", "it had to wait for others"});
    default:
      return phrase(language, {"其他", "something else"});
  }
}

std::string appeal_line(const Telling& telling, const v1::AppealRecord& appeal) {
  const auto language = telling.language;
  const auto reviewers = listed(language, {appeal.first_reviewer(), appeal.second_reviewer()});
  const auto what =
      worded(language, {"{0}，{1}，理由：{2}，{3}", "{0}, {1}: {2}, {3}"},
             {telling.names.party(language, appeal.party()), std::string(words_for(language, appeal.subject())),
              std::string(words_for(language, appeal.ground())), telling.time.second_text({appeal.since_us()})});
  if (appeal.decided_us() == 0) {
    const auto waits = appeal.first_reviewer().empty()
                           ? Phrase{"{0} · 待审", "{0} · waits for two reviewers"}
                           : Phrase{"{0} · {1} 已同意，待第二人", "{0} · granted by {1}, waits for a second"};
    return worded(language, waits, {what, reviewers});
  }
  const auto end = appeal.granted() ? Phrase{"{0} · 成立（{1}）", "{0} · granted by {1}"}
                                    : Phrase{"{0} · 不成立（{1}）", "{0} · refused, reviewed by {1}"};
  return worded(language, end, {what, reviewers});
}

std::string appeal_sentence(const Telling& telling, const v1::Event& event) {
  switch (event.body_case()) {
    case v1::Event::kAppealLodged:
      return lodged_sentence(telling, event.appeal_lodged());
    case v1::Event::kAppealReviewed:
      return reviewed_sentence(telling, event.appeal_reviewed());
    case v1::Event::kAppealDecided:
      return decided_sentence(telling, event.appeal_decided());
    default:
      return {};
  }
}

std::string_view appeal_words(Language language, v1::Command::BodyCase command) {
  if (command == v1::Command::kLodgeAppeal) return phrase(language, {"申诉", "appealed"});
  return phrase(language, {"审核申诉", "reviewed an appeal"});
}

}  // namespace whistle::tools
