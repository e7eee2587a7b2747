// Words of `whistle report`.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

// ---- help ----
inline constexpr Phrase kReportHelp{
    "双向考评：一段时间、一个区域的工单、三率、台账、流转（只看日志）",
    "The two-way evaluation of a period and an area, from the journal alone: rates, ledgers, hand-offs, misses"};
inline constexpr Phrase kReportFromHelp{"从何时受理的工单算起：2026-09-01 或 RFC 3339 时间（默认从头）",
                                        "Tickets accepted from then on: 2026-09-01 or an RFC 3339 time (default: all)"};
inline constexpr Phrase kReportToHelp{"到何时之前受理的为止（不含该时刻，默认到尾）",
                                      "Tickets accepted before then (half-open; default: all)"};
inline constexpr Phrase kReportAreaHelp{"只看此区域：区、街道、社区或网格的代码",
                                        "In this area alone: code of the district, a street, a community or a grid"};

// ---- failures ----
inline constexpr Phrase kEntryUnreadable{"日志第 {0} 条读不懂（程序版本太旧，或日志损坏）",
                                         "entry {0} of the journal cannot be read (an old program, or damage)"};
inline constexpr Phrase kRulesUnreadable{"日志的规则集读不了：{0}", "the journal's ruleset cannot be read: {0}"};
inline constexpr Phrase kNoRules{"日志里还没有发布过规则集", "no ruleset was ever published into this journal"};
inline constexpr Phrase kUnknownArea{"规则集里没有区域 {0}", "the ruleset knows no area {0}"};
inline constexpr Phrase kPeriodHint{"写成 2026-09-01 或 2026-09-01T00:00:00+08:00",
                                    "write 2026-09-01 or 2026-09-01T00:00:00+08:00"};
inline constexpr Phrase kPeriodEmpty{"--to 不晚于 --from，这段时间是空的",
                                     "--to is not later than --from: an empty period"};
inline constexpr Phrase kNoCsv{"这个命令不能输出 csv", "this command tells nothing as csv"};

// ---- headings ----
inline constexpr Phrase kReportTitle{"双向考评  {0}（{1}）", "Two-way evaluation  {0} ({1})"};
inline constexpr Phrase kEveryTicket{"全部工单", "every ticket"};
inline constexpr Phrase kAcceptedFrom{"{0} 起受理的工单", "tickets accepted from {0}"};
inline constexpr Phrase kAcceptedBefore{"{0} 之前受理的工单", "tickets accepted before {0}"};
inline constexpr Phrase kAcceptedBetween{"{0} 起、{1} 之前受理的工单", "tickets accepted from {0} until before {1}"};
inline constexpr Phrase kReportAsOf{"{0}；其后续统计到 {1}（日志共 {2} 条）",
                                    "{0}; what became of them up to {1} (journal of {2} entries)"};
inline constexpr Phrase kNoTickets{"这段时间、这个区域没有工单", "no tickets in this period and area"};
inline constexpr Phrase kMore{"……另有 {0} 行，-o csv 或 -o json 有全部", "… and {0} more: -o csv or -o json has all"};

inline constexpr Phrase kSectionFigures{"平台指标", "Figures"};
inline constexpr Phrase kSectionTimes{"用时", "Times"};
inline constexpr Phrase kSectionThreeRates{"三率与得分", "Three rates and score"};
inline constexpr Phrase kSectionAreas{"下级区域", "Areas below"};
inline constexpr Phrase kSectionParties{"承办单位", "Parties"};
inline constexpr Phrase kSectionWatched{"薄弱小区", "Watched estates"};
inline constexpr Phrase kSectionFirms{"物业信用台账", "Ledger of property firms"};
inline constexpr Phrase kSectionCommunities{"社区堡垒指数台账", "Fortress-index ledger of communities"};
inline constexpr Phrase kSectionHandOffs{"单位之间的流转", "Hand-offs between parties"};
inline constexpr Phrase kSectionMisses{"超时记在谁头上", "Missed clocks, and who is charged"};
inline constexpr Phrase kSectionGrids{"按网格看超期", "Overdue by grid"};
inline constexpr Phrase kSectionHours{"按受理时段看超期", "Overdue by hour of acceptance"};
inline constexpr Phrase kSectionWhistles{"社区吹哨质量（只报告，不排名）", "Community whistles (told, not ranked)"};

inline constexpr Phrase kSectionScored{"评哨：各单位得分", "Scores of community whistles, by who was called"};
inline constexpr Phrase kSectionScorers{"评哨：谁打的分", "Scores of community whistles, by who gave them"};
inline constexpr Phrase kSectionAppeals{"申诉", "Appeals"};

inline constexpr Phrase kHeadMeasure{"指标", "MEASURE"};
inline constexpr Phrase kHeadRate{"比率", "RATE"};
inline constexpr Phrase kHeadCount{"件数", "TICKETS"};
inline constexpr Phrase kHeadOf{"共", "OF"};
inline constexpr Phrase kHeadMean{"平均", "MEAN"};
inline constexpr Phrase kHeadP50{"半数不超过", "HALF WITHIN"};
inline constexpr Phrase kHeadP90{"九成不超过", "90 % WITHIN"};
inline constexpr Phrase kHeadWeight{"权重", "WEIGHT"};
inline constexpr Phrase kHeadArea{"区域", "AREA"};
inline constexpr Phrase kHeadParty{"单位", "PARTY"};
inline constexpr Phrase kHeadEstate{"小区", "ESTATE"};
inline constexpr Phrase kHeadCommunity{"社区", "COMMUNITY"};
inline constexpr Phrase kHeadGrid{"网格", "GRID"};
inline constexpr Phrase kHeadHour{"时段", "HOUR"};
inline constexpr Phrase kHeadAck{"按时签收", "ACK"};
inline constexpr Phrase kHeadOnSite{"按时到场", "ON SITE"};
inline constexpr Phrase kHeadResolved{"按时办结", "RESOLVED"};
inline constexpr Phrase kHeadAccuracy{"派单准确", "ACCURATE"};
inline constexpr Phrase kHeadRework{"返工", "REWORK"};
inline constexpr Phrase kHeadOverdue{"超期", "OVERDUE"};
inline constexpr Phrase kHeadResponse{"响应", "RESPONSE"};
inline constexpr Phrase kHeadSolved{"解决", "SOLVED"};
inline constexpr Phrase kHeadSatisfaction{"满意", "SATISFIED"};
inline constexpr Phrase kHeadScore{"得分", "SCORE"};
inline constexpr Phrase kHeadGrade{"等级", "GRADE"};
inline constexpr Phrase kHeadBase{"基础分", "BASE"};
inline constexpr Phrase kHeadFrom{"从", "FROM"};
inline constexpr Phrase kHeadTo{"到", "TO"};
inline constexpr Phrase kHeadWhy{"原因", "WHY"};
inline constexpr Phrase kHeadTimes{"次数", "TIMES"};
inline constexpr Phrase kHeadAll{"合计", "ALL"};
inline constexpr Phrase kHeadWhistles{"吹哨", "WHISTLES"};
inline constexpr Phrase kHeadMisaimed{"吹错", "MISAIMED"};
inline constexpr Phrase kHeadVolume{"多少", "VOLUME"};

inline constexpr Phrase kHeadScores{"评分数", "SCORES"};
inline constexpr Phrase kHeadExcluded{"申诉剔除", "EXCLUDED"};
inline constexpr Phrase kHeadLodged{"提出", "LODGED"};
inline constexpr Phrase kHeadGranted{"成立", "GRANTED"};
inline constexpr Phrase kHeadRefused{"不成立", "REFUSED"};
inline constexpr Phrase kHeadWaiting{"待审", "WAIT"};
inline constexpr Phrase kHeadSubject{"对什么", "ABOUT"};
inline constexpr Phrase kHeadGround{"理由", "GROUND"};
inline constexpr Phrase kHeadEnd{"结果", "OUTCOME"};
inline constexpr Phrase kHeadReviewers{"审核人", "REVIEWERS"};

inline constexpr Phrase kAppealWaits{"待审", "waits"};
inline constexpr Phrase kAppealGranted{"成立", "granted"};
inline constexpr Phrase kAppealRefused{"不成立", "refused"};

inline constexpr Phrase kElsewhere{"（不在其内）", "(in none)"};
inline constexpr Phrase kAllWatched{"合计", "all of them"};
inline constexpr Phrase kScore{"得分", "score"};
inline constexpr Phrase kHops{"平均经手单位", "leads a ticket, on average"};
inline constexpr Phrase kFew{"偏少", "few"};
inline constexpr Phrase kMany{"偏多", "many"};

inline constexpr Phrase kNoteFigures{"“按时”只算已有结论的：按时做到的，和已经超时的。",
                                     "“In time” is of those that are settled: done in time, or missed."};
inline constexpr Phrase kNoteTimes{"签收、到场、办结从派单起算，结案从受理起算，昼夜连续。",
                                   "From the dispatch, closing from the acceptance; nights and holidays count."};
inline constexpr Phrase kNoteRates{
    "响应：可联系的吹哨人中已联系上的；解决、满意：只看吹哨人本人的回话（确认或不认可），满意为评 {0} 分及以上。",
    "Response: whistle-blowers who were reached, of those who can be called. Solved and satisfied: of what they said "
    "themselves (confirmed or disputed); satisfied from a rating of {0}."};
inline constexpr Phrase kNoteLedger{
    "每项分值按占其工单的比例计：件件如此得（扣）满分。工单数为有记分行为的工单。",
    "Points by share of its tickets: all of them where every ticket is so. Tickets are those with a deed that counts."};
inline constexpr Phrase kNoteAppeals{
    "成立的申诉，其所涉一项不计入比率和台账，但在超时等明细里照样可见。",
    "What a granted appeal is about counts in no rate and no ledger; among the misses and here it stays to be seen."};
inline constexpr Phrase kNoteFortress{"本社区地面上物业一侧和社区自身的行为。",
                                      "Deeds of the property side on its ground, and its own."};
inline constexpr Phrase kNoteParties{"按谁最后办结归属；尚未办结的归现在的牵头单位。",
                                     "By who resolved last; what is not resolved, by who leads now."};

}  // namespace whistle::tools::phrases
