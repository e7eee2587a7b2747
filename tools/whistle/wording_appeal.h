// Words for appeals 申诉.
#pragma once

#include <string>
#include <string_view>

#include "tools/whistle/wording_event.h"

namespace whistle::tools {

[[nodiscard]] std::string_view words_for(Language language, v1::AppealSubject subject);
[[nodiscard]] std::string_view words_for(Language language, v1::AppealGround ground);

// How it stands: who has spoken, and what was decided. In one line.
[[nodiscard]] std::string appeal_line(const Telling& telling, const v1::AppealRecord& appeal);

// Of such an event; empty: it is another.
[[nodiscard]] std::string appeal_sentence(const Telling& telling, const v1::Event& event);
// Of such a command.
[[nodiscard]] std::string_view appeal_words(Language language, v1::Command::BodyCase command);

namespace phrases {

inline constexpr Phrase kLabelAppeal{"申诉", "appeal"};
inline constexpr Phrase kMarkAppealed{"申诉待审", "appeal waits"};

inline constexpr Phrase kAppealHelp{
    "申诉：把本单位在一张工单上被记的不良行为从考评中剔除（调度员、处置人）",
    "Ask that what is charged to your party on a ticket be left out of the evaluation (dispatchers, handlers)"};
inline constexpr Phrase kAppealSubjectHelp{"对什么申诉：misses 超时、rework 返工、rating 评价",
                                           "About what: misses, rework, rating"};
inline constexpr Phrase kAppealGroundHelp{
    "理由：force_majeure 不可抗力、done_offline 已按时办、离线补报、not_competent 非本单位职责、"
    "wrong_facts 与事实不符、waited_for_others 他方原因",
    "Why: force_majeure, done_offline, not_competent, wrong_facts, waited_for_others"};
inline constexpr Phrase kAppealBasisHelp{"依据（必填）", "On what it rests (must be given)"};
inline constexpr Phrase kReviewHelp{"审核申诉（督办人，须两人；不得审本单位办的）",
                                    "Answer an appeal (two supervisors, of no party that worked on the ticket)"};
inline constexpr Phrase kReviewPartyHelp{"申诉单位代码", "Code of the party that appeals"};
inline constexpr Phrase kInboxAppealedHelp{"有申诉待审的，含已结案的",
                                           "Those with an appeal that waits, closed ones too"};

}  // namespace phrases

}  // namespace whistle::tools
