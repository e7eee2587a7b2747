// What `whistle explain` says.
#pragma once

#include "engine/route.h"
#include "tools/whistle/wording.h"

namespace whistle::tools {

// What a condition of a rule asks about.
[[nodiscard]] std::string_view condition_words(Language language, engine::RejectedBy condition);

namespace phrases {

inline constexpr Phrase kExplainHelp{"说明工单为什么在现在这里：依据哪条规则、哪个职责、哪个时限",
                                     "Tell why a ticket is where it is: by which rule, which duty, which limit"};
inline constexpr Phrase kNone{"无", "none"};
inline constexpr Phrase kNobody{"无人", "nobody"};
inline constexpr Phrase kGoesTo{"由 {0} 承办：{1}", "goes to {0}: {1}"};
inline constexpr Phrase kLeadStays{"承办单位不变", "the lead stays"};
inline constexpr Phrase kHadBefore{"此前由 {0} 承办", "{0} had it before"};
inline constexpr Phrase kGranted{"{0} 准予了 {2} 的申请：{1}", "{0} granted what {2} had asked for: {1}"};
inline constexpr Phrase kBecause{"，理由：{0}", ", because: {0}"};
inline constexpr Phrase kClimbed{"{0}：{1} 超时；升级链 {2} 第 {3} 步（超时后 {4}）",
                                 "{0}: missed by {1}; ladder {2}, step {3}, {4} after the miss"};
inline constexpr Phrase kClimbedWithout{"{0}：{1} 超时；没有升级链，按引擎的常规处理",
                                        "{0}: missed by {1}; no ladder says, so the engine's own rule does"};
inline constexpr Phrase kSkipped{"此前 {0} 步无人可告知，已跳过", "{0} steps before it had nobody to tell"};
inline constexpr Phrase kStepMeans{"{0}：{1} → {2}", "{0}: {1} → {2}"};
inline constexpr Phrase kPlacedBy{"地点：{0}（{1}），依据：{2}", "place: {0} ({1}), {2}"};
inline constexpr Phrase kMatter{"事项：{0}；{1}；{2}", "matter: {0}; {1}; {2}"};
inline constexpr Phrase kWorkingHours{"工作时间", "working hours"};
inline constexpr Phrase kOffHours{"非工作时间", "off hours"};
inline constexpr Phrase kRuleFails{"不适用规则 {0}：{1}须为 {2}，实为 {3}",
                                   "not rule {0}: it asks for {1} {2}, here it is {3}"};
inline constexpr Phrase kRuleHolds{"适用规则 {0}：{1}", "rule {0} holds: {1}"};
inline constexpr Phrase kRuleForAll{"适用规则 {0}：没有条件", "rule {0} holds: it has no condition"};
inline constexpr Phrase kByCatalogue{"{0}，事项表为 {1}", "{0}, which the catalogue makes {1}"};
inline constexpr Phrase kLeadIs{"牵头：{0} → {1}", "lead: {0} → {1}"};
inline constexpr Phrase kAssistIs{"协办：{0} → {1}", "assist: {0} → {1}"};
inline constexpr Phrase kInformIs{"知会：{0} → {1}", "inform: {0} → {1}"};
inline constexpr Phrase kServes{"，其辖区为 {0}", ", competent for {0}"};
inline constexpr Phrase kUnserved{"；以下区域无人承担：{0}", "; nobody for {0}"};
inline constexpr Phrase kFellBackTo{"找不到人，由 {0} 兜底", "nobody was found, so {0} leads"};
inline constexpr Phrase kReturnedBefore{"该单位已退单，仍由 {0} 承办", "its return was granted before, so {0} leads"};
inline constexpr Phrase kLimitGiven{"{0}：{1} 前，{2}", "{0}: due {1}, {2}"};
inline constexpr Phrase kOfRow{"{0}，事项 {1} 自定", "{0} of the catalogue's {1}"};
inline constexpr Phrase kOfRowAbove{"{0}，沿用上级事项 {1}", "{0} of {1}, a row above"};
inline constexpr Phrase kOfUrgency{"{0}，紧急程度“{1}”的时限", "{0} of urgency {1}"};
inline constexpr Phrase kCarried{"沿用原有的到期时间", "goes on as it stood"};
inline constexpr Phrase kReminder{"{0}，没有时限，到时提醒", "{0}, a reminder, for no limit is given"};
inline constexpr Phrase kPastData{"，超出日历数据", ", past the calendar's data"};
inline constexpr Phrase kClimbs{"超时走升级链 {0}", "a missed limit climbs ladder {0}"};
inline constexpr Phrase kAgrees{"按当时的规则重新推算，与日志一致",
                                "recomputed from the rules of its time: agrees with the journal"};
inline constexpr Phrase kDisagrees{"按当时的规则重新推算，与日志不一致：",
                                   "recomputed from the rules of its time: differs from the journal"};
inline constexpr Phrase kDiffers{"  #{0} {1}：日志为 {2}，推算为 {3}",
                                 "  #{0} {1}: the journal has {2}, recomputed {3}"};
inline constexpr Phrase kRulesDamaged{
    "引擎给出的规则集 {0} 与其哈希不符，或无法装载：{1}",
    "the ruleset {0} that the engine told does not fit its hash or cannot be loaded: {1}"};
inline constexpr Phrase kEntriesIncomplete{"看不到这张工单的全部日志，无法说明",
                                           "not every entry of this ticket can be seen, so it cannot be explained"};

}  // namespace phrases

}  // namespace whistle::tools
