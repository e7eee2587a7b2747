// Words of `whistle district submit`, `submissions` and `fetch`.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

inline constexpr Phrase kSubmitHelp{
    "提交规则待审议：目录里的文件盖在现行规则的文件上；不使任何规则生效",
    "Hand in rules that are wanted: the directory's files are laid over those in force; puts nothing in force"};
inline constexpr Phrase kSubmitDirHelp{"只含有变化的文件，或整个区目录",
                                       "The files that differ, or a whole district directory"};
inline constexpr Phrase kSubmitRemovedHelp{"现行规则中不再要的文件，可给多次",
                                           "A file of the rules in force that is no more; may be given several times"};
inline constexpr Phrase kSubmitNext{
    "须由管理员和督办人先后发布（whistle district publish --ruleset）才生效",
    "in force once an administrator and a supervisor have published it (whistle district publish --ruleset)"};
inline constexpr Phrase kSubmissionsHelp{
    "待审议的规则：谁在何时提交，哪些文件有变化",
    "Rules that wait for somebody to agree: whose, since when, which files differ"};
inline constexpr Phrase kSubmissionsNone{"没有待审议的规则", "no rules wait for anybody to agree"};
inline constexpr Phrase kSubmissionRuleset{"规则集", "RULESET"};
inline constexpr Phrase kSubmissionMember{"提交人", "BY"};
inline constexpr Phrase kSubmissionSince{"提交时间", "SINCE"};
inline constexpr Phrase kSubmissionPaths{"有变化的文件", "FILES"};
inline constexpr Phrase kSubmissionStands{"依据", "MADE FROM"};
inline constexpr Phrase kSubmissionCurrent{"现行规则", "the rules in force"};
inline constexpr Phrase kSubmissionOutdated{"已被取代的规则", "rules that are in force no more"};
inline constexpr Phrase kFetchRulesHelp{
    "取规则集的文件，写成区目录（管理员、督办人、审计员）",
    "Write the files of a ruleset as a district directory (admins, supervisors, auditors)"};
inline constexpr Phrase kFetchDirHelp{"新目录，或空目录", "A new directory, or an empty one"};
inline constexpr Phrase kFetchRulesetHelp{
    "规则集的哈希，64 位十六进制（见 submissions）；不给则取现行规则",
    "Its hash, 64 hexadecimal digits (see submissions); without it the one in force"};
inline constexpr Phrase kPublishRulesetHelp{
    "不交目录，按哈希发布引擎已有的规则集（见 submissions）",
    "Instead of a directory: what the engine has already, by its hash (see submissions)"};
inline constexpr Phrase kWithdrawRulesetHelp{"撤回按哈希指定的规则集；不给则撤回待生效的",
                                             "The one of this hash (see submissions); without it the scheduled one"};
inline constexpr Phrase kHashType{"哈希", "HASH"};
inline constexpr Phrase kNoHash{"{0} 不是规则集的哈希：应为 64 位十六进制小写数字",
                                "{0} is no ruleset's hash: 64 hexadecimal digits in lower case"};
inline constexpr Phrase kFetched{"{0} 个文件已写入 {1}", "{0} files written to {1}"};
inline constexpr Phrase kFetchNotEmpty{"{0} 不是空目录", "{0} is not an empty directory"};
inline constexpr Phrase kPublishOutdated{
    "提交之后规则已变，发布它会撤销这些变化：请取现行规则的文件，重做修改，再提交",
    "other rules have come in force since it was submitted, and it would take their changes back: have it made again "
    "from the rules in force"};
inline constexpr Phrase kPublishOneOf{"给出区目录，或 --ruleset", "give a directory, or --ruleset"};

}  // namespace whistle::tools::phrases
