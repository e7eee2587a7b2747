// Sentences, headings and labels. "{0}" … are arguments.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

// ---- usage and settings ----
inline constexpr Phrase kUsage{"命令行读不懂：{0}", "{0}"};
inline constexpr Phrase kUsageHint{"{0} --help 有说明", "{0} --help explains"};
inline constexpr Phrase kUsageNear{"是不是想写 {0}？{1} --help 有说明", "did you mean {0}? {1} --help explains"};
inline constexpr Phrase kNextStep{"→ {0}", "→ {0}"};
inline constexpr Phrase kBadOption{"{0} 的值不对：{1}", "{0} cannot be {1}"};
inline constexpr Phrase kOneOf{"可以是：{0}", "it may be: {0}"};
inline constexpr Phrase kTimeHint{"写成 14:05、\"2026-09-28 14:05\" 或 2026-09-28T14:05:00+08:00",
                                  "write 14:05, \"2026-09-28 14:05\" or 2026-09-28T14:05:00+08:00"};
inline constexpr Phrase kPointHint{"写成小数的度，如 --lat 36.7069 --lon 119.1618",
                                   "write degrees with decimals, as --lat 36.7069 --lon 119.1618"};
inline constexpr Phrase kLegacyHint{"写成 系统:代码", "write SYSTEM:CODE"};
inline constexpr Phrase kOneKeyOneTicket{"一个幂等键只能用于一张工单", "one idempotency key is for one ticket"};
inline constexpr Phrase kNoServer{"不知道引擎在哪里", "no engine is named"};
inline constexpr Phrase kNoServerHint{
    "用 --server tcp://主机:端口、WHISTLE_SERVER 或配置文件；本机的引擎用 --data 目录",
    "give --server tcp://HOST:PORT, WHISTLE_SERVER or the configuration file; for an engine on this machine --data "
    "DIR"};
inline constexpr Phrase kNoServerKey{"不知道引擎的公钥", "the engine's public key is not known"};
inline constexpr Phrase kNoServerKeyHint{
    "用 --server-key 公钥或 WHISTLE_SERVER_KEY；引擎若以 --plain 运行，加 --plain",
    "give --server-key KEY or WHISTLE_SERVER_KEY; for an engine that runs with --plain give --plain"};
inline constexpr Phrase kServerHint{"请用 --server 和 --server-key", "give --server and --server-key instead"};
inline constexpr Phrase kAsNeedsPlain{"--as 只能和 --plain 一起用：有密钥时，密钥决定您是谁",
                                      "--as goes with --plain alone: where there are keys, the key tells who you are"};
inline constexpr Phrase kTokenOrMember{"--token 和 --acting-for 只能给一个",
                                       "--token and --acting-for do not go together"};
inline constexpr Phrase kTokenHint{"凭证是 32 位十六进制数字", "a token is 32 hexadecimal digits"};
inline constexpr Phrase kTicketToken{"居民凭证：{0}", "the resident's token: {0}"};
inline constexpr Phrase kNotAKey{"{0} 不是公钥，也不是文件", "{0} is neither a public key nor a file"};
inline constexpr Phrase kNotAKeyHint{"公钥是 40 个字符的 Z85；在 shell 里要用单引号括起来",
                                     "a public key is 40 characters of Z85; quote it with ' in a shell"};
inline constexpr Phrase kNoKeyFile{"没有密钥文件 {0}", "there is no key file {0}"};
inline constexpr Phrase kNoKeyFileHint{"用 whistle keygen 做一对，请管理员登记；或用 --key 指定",
                                       "make one with whistle keygen and have it registered, or name yours with --key"};
inline constexpr Phrase kKeyFileIsPublic{"{0} 里只有公钥，没有私钥", "{0} holds a public key alone"};
inline constexpr Phrase kBadConfigItem{"{0}：{1} 不认识，或值不对", "{0}: {1} is not known, or has no proper value"};
inline constexpr Phrase kBadConfigItemHint{
    "可以有：server、server-key、key、feed、data、plain、as、timeout、lang、output",
    "it may hold: server, server-key, key, feed, data, plain, as, timeout, lang, output"};
inline constexpr Phrase kCannotRead{"读不了 {0}", "{0} cannot be read"};
inline constexpr Phrase kReadFailed{"{0} 读到第 {1} 字节时出错，后面的没有读到",
                                    "{0} cannot be read on from byte {1}; what follows has not been seen"};
inline constexpr Phrase kOutputLost{"输出没有写全（磁盘满了？）",
                                    "the output could not be written (is the disk full?)"};
inline constexpr Phrase kCannotWrite{"写不了 {0}", "{0} cannot be written"};
inline constexpr Phrase kNoEndpoints{"{0} 里没有运行着的引擎", "no engine runs on {0}"};
inline constexpr Phrase kNoEndpointsHint{"先启动：whistled run --data {0}", "start it: whistled run --data {0}"};
inline constexpr Phrase kBadEndpoints{"{0} 不完整", "{0} is not complete"};
inline constexpr Phrase kUnknownZone{"本机的时区数据里没有 {0}", "the zone data of this machine do not know {0}"};

// ---- the network ----
inline constexpr Phrase kNoAnswer{"{0} 在 {1} 秒内没有应答（{2}）", "{0} did not answer within {1} s ({2})"};
inline constexpr Phrase kNoAnswerHint{"检查网络后再试；--timeout 可以等久一些",
                                      "check the network and try again; --timeout waits longer"};
inline constexpr Phrase kNoAnswerToActHint{
    "也许已经做成。加上 --idempotency-key {0} 重发同一条命令，绝不会做两次",
    "it may have been done: repeat the command with --idempotency-key {0}, it is never done twice"};
inline constexpr Phrase kStreamNoAnswer{"引擎 {0} 秒没有应答，停在 {1}",
                                        "the engine has been silent for {0} s; stopped at {1}"};
inline constexpr Phrase kStreamNoAnswerHint{"把同一个文件再发一次：已收下的不会重复",
                                            "send the same file again: what was accepted is not doubled"};
inline constexpr Phrase kNoFeed{"不知道通知的地址", "the address of the notices is not known"};
inline constexpr Phrase kNoFeedHint{"用 --feed tcp://主机:端口", "give --feed tcp://HOST:PORT"};

// ---- tickets ----
inline constexpr Phrase kNotATicketName{"{0} 不是工单编号（或校验位不对）",
                                        "{0} is no ticket's number, or its check digit is wrong"};
inline constexpr Phrase kNotATicketNameHint{"写成 20260928-00017-4、17-4、17 或 id:17",
                                            "write 20260928-00017-4, 17-4, 17 or id:17"};
inline constexpr Phrase kNoSuchTicket{"您能看到的未结工单里没有 {0}", "no open ticket that you may see is {0}"};
inline constexpr Phrase kNoSuchTicketHint{"whistle inbox 列出本单位的工单；已结案的要写完整编号",
                                          "whistle inbox lists your party's; name a closed one by its whole number"};
inline constexpr Phrase kSeveralTickets{"{0} 可以是好几张：{1}", "{0} may be several: {1}"};
inline constexpr Phrase kSeveralTicketsHint{"请写完整编号", "write the whole number"};
inline constexpr Phrase kEvidenceEmpty{"{0} 是空文件", "{0} is empty"};

// ---- inbox and show ----
inline constexpr Phrase kHeadTicket{"工单", "TICKET"};
inline constexpr Phrase kHeadState{"状态", "STATE"};
inline constexpr Phrase kHeadNext{"下一步", "NEXT"};
inline constexpr Phrase kHeadDue{"期限", "DUE"};
inline constexpr Phrase kHeadLeft{"余时", "LEFT"};
inline constexpr Phrase kHeadMarks{"标记", "MARKS"};
inline constexpr Phrase kHeadCategory{"事项", "CATEGORY"};
inline constexpr Phrase kHeadPlace{"地点", "PLACE"};
inline constexpr Phrase kHeadClock{"时限", "CLOCK"};
inline constexpr Phrase kHeadCharged{"责任单位", "CHARGED"};
inline constexpr Phrase kHeadMember{"成员", "MEMBER"};
inline constexpr Phrase kHeadPublicKey{"公钥", "PUBLIC KEY"};
inline constexpr Phrase kHeadLabel{"设备", "DEVICE"};
inline constexpr Phrase kHeadHash{"摘要", "HASH"};
inline constexpr Phrase kHeadUntil{"有效期至", "VALID UNTIL"};
inline constexpr Phrase kMarkOverdue{"超时", "overdue"};
inline constexpr Phrase kMarkWarned{"将到期", "nearly due"};
inline constexpr Phrase kMarkFalseClosure{"假闭环", "false closure"};
inline constexpr Phrase kMarkFollows{"并案", "follows"};
inline constexpr Phrase kMarkRecurs{"复发", "recurs"};
inline constexpr Phrase kMarkReopened{"重开{0}次", "reopened ×{0}"};
inline constexpr Phrase kMarkGroup{"主单+{0}", "lead of {0}"};
inline constexpr Phrase kMarkSupervised{"督办", "supervised"};
inline constexpr Phrase kMarkHandOff{"先拨{0}", "call {0}"};
inline constexpr Phrase kMarkAssisting{"协办", "assisting"};
inline constexpr Phrase kMarkCommunity{"社区哨", "community"};
inline constexpr Phrase kMarkFellBack{"兜底", "fallback"};
inline constexpr Phrase kMarkWaits{"待裁决{0}", "{0} to be decided"};
inline constexpr Phrase kMarkUrged{"催办{0}次", "urged ×{0}"};
inline constexpr Phrase kMarkRework{"返工{0}次", "rework ×{0}"};
inline constexpr Phrase kMarkWithdrawn{"已撤回", "withdrawn"};
inline constexpr Phrase kLate{"超 {0}", "{0} late"};
inline constexpr Phrase kLeft{"剩 {0}", "in {0}"};
inline constexpr Phrase kInboxEmpty{"没有要办的工单", "nothing to do"};
inline constexpr Phrase kInboxCount{"{0} / {1} 张", "{0} of {1}"};
inline constexpr Phrase kLabelState{"状态", "state"};
inline constexpr Phrase kLabelMarks{"标记", "marks"};
inline constexpr Phrase kLabelCategory{"事项", "category"};
inline constexpr Phrase kLabelPlace{"地点", "place"};
inline constexpr Phrase kLabelKind{"哨", "whistle"};
inline constexpr Phrase kCommunityWhistle{"社区吹哨、部门报到（乡呼县应）", "community whistle"};
inline constexpr Phrase kKindFromSource{"{0}（{1}）", "{0} ({1})"};
inline constexpr Phrase kLabelUrgency{"紧急程度", "urgency"};
inline constexpr Phrase kPlaceHow{"{0}，{1}", "{0}, {1}"};
inline constexpr Phrase kLabelPoint{"坐标", "point"};
inline constexpr Phrase kLabelOrder{"平台单号", "order"};
inline constexpr Phrase kLabelText{"内容", "text"};
inline constexpr Phrase kLabelAddress{"地址", "address"};
inline constexpr Phrase kLabelReporter{"反映人", "reporter"};
inline constexpr Phrase kAnonymous{"保密", "anonymous"};
inline constexpr Phrase kLabelAccepted{"受理时间", "accepted"};
inline constexpr Phrase kLabelClosed{"结案时间", "closed"};
inline constexpr Phrase kLabelRule{"规则", "rule"};
inline constexpr Phrase kLabelOutcome{"结果", "outcome"};
inline constexpr Phrase kLabelRating{"评分", "rating"};
inline constexpr Phrase kLabelEvidence{"办结须附", "evidence"};
inline constexpr Phrase kLabelLead{"牵头", "lead"};
inline constexpr Phrase kLabelAssistant{"协办", "assistant"};
inline constexpr Phrase kPartArrived{"{0} 到场", "arrived {0}"};
inline constexpr Phrase kPartScore{"评哨 {0} 分", "scored {0}"};
inline constexpr Phrase kPartState{"{0}，{1}", "{0}, {1}"};
inline constexpr Phrase kPartInHand{"{0} 经手", "in hand of {0}"};
inline constexpr Phrase kPartInHandAway{"{0} 经手（{1} 前不在岗）", "in hand of {0}, who is away until {1}"};
inline constexpr Phrase kPartInHandGone{"{0} 经手（已不在名册）", "in hand of {0}, who is no longer in the rules"};
inline constexpr Phrase kLabelVenue{"调解", "mediation"};
inline constexpr Phrase kVenueAt{"可在 {0}", "can be held at {0}"};
inline constexpr Phrase kLabelContact{"先行联系", "contacted"};
inline constexpr Phrase kNotReached{"{0} 次未联系上", "not reached, {0} calls"};
inline constexpr Phrase kReachedAt{"{0}（共联系 {1} 次）", "{0} ({1} calls in all)"};
inline constexpr Phrase kLabelProgress{"进展", "progress"};
inline constexpr Phrase kProgressTimes{"{0} 次，最近 {1}", "{0} reports, the last at {1}"};
inline constexpr Phrase kLabelWaits{"待裁决", "to be decided"};
inline constexpr Phrase kWaitsFor{"{0}，由 {1} 裁决，{2} 提出", "{0}, by {1}, asked {2}"};
inline constexpr Phrase kLabelHeld{"挂账至", "on hold until"};
inline constexpr Phrase kLabelReturnedBy{"已准退单", "returned by"};
inline constexpr Phrase kLabelUrged{"催办", "urged"};
inline constexpr Phrase kUrgedTimes{"{0} 次，最近 {1}", "{0} times, the last at {1}"};
inline constexpr Phrase kLabelSplitFrom{"拆自", "split from"};
inline constexpr Phrase kLabelSplitInto{"拆出", "split into"};
inline constexpr Phrase kLabelFollows{"跟随主单", "follows"};
inline constexpr Phrase kLabelFollowers{"并案工单", "followers"};
inline constexpr Phrase kLabelSimilar{"疑似同一事", "similar"};
inline constexpr Phrase kLabelReopenUntil{"可重开至", "reopens until"};
inline constexpr Phrase kLabelNote{"说明", "note"};
inline constexpr Phrase kNoteBy{"{0} {1}：{2}", "{0} {1}: {2}"};
inline constexpr Phrase kNothingToAmend{"没有说要更正什么", "nothing says what is to be corrected"};
inline constexpr Phrase kNothingToAmendHint{"写上 --category、--urgency，或地点",
                                            "give --category, --urgency or a place"};
inline constexpr Phrase kLabelSupervisedBy{"督办", "supervised by"};
inline constexpr Phrase kLabelHops{"经过", "path"};
inline constexpr Phrase kTimelineIncomplete{"（更早的经过您无权查看）", "(what came before is not for you to see)"};
inline constexpr Phrase kInSteadOf{"{0}（代 {1}）", "{0} (for {1})"};
inline constexpr Phrase kForTheResident{"{0}（代居民）", "{0} (for the resident)"};
inline constexpr Phrase kWhoDid{"{0} {1}", "{0} {1}"};
inline constexpr Phrase kActedAt{"（自报时间 {0}）", "(says it was done at {0})"};

inline constexpr Phrase kHandOverWhat{"交哪些？写上工单，或 --all", "which tickets? name them, or give --all"};
inline constexpr Phrase kHandedOver{"已交班 {0} 张，未交 {1} 张", "handed over: {0}, refused: {1}"};
inline constexpr Phrase kNothingInHand{"您没有经手的工单", "you have nothing in hand"};

// ---- personal data ----
inline constexpr Phrase kLabelPersonal{"个人信息", "personal data"};
inline constexpr Phrase kLabelName{"姓名", "name"};
inline constexpr Phrase kLabelPhone{"电话", "telephone"};
inline constexpr Phrase kRevealRecorded{"这次查看已记入日志 #{0}：谁看的、为何看",
                                        "that you were told is recorded as entry #{0}: who and why"};
inline constexpr Phrase kRevealErased{"反映人的信息此后已删除", "who reported it has been erased since"};
inline constexpr Phrase kEraseGoes{
    "永远消失：内容、地址、反映人、说明、附件；居民凭证失效",
    "gone for good: text, address, reporter, notes and files; the resident's token ends"};
inline constexpr Phrase kEraseStays{"保留：谁在何时按哪条规则做了什么；日志照常可以验证",
                                    "stays: who did what, when, by which rule; the journal is proven as before"};
inline constexpr Phrase kEraseCopies{
    "由它拆出或它由之拆出的 {0} 各有一份，须逐张删除：whistle erase {1} --reference 案卷号 --yes",
    "copies of their own lie with {0}, split from it or it from them; erase each by itself: "
    "whistle erase {1} --reference TEXT --yes"};
inline constexpr Phrase kEraseBackups{"备份的各份拷贝里仍有，直到恢复或销毁",
                                      "copies of backups hold it still, until they are restored or thrown away"};
inline constexpr Phrase kEraseNext{"尚未删除；删除后不能恢复。执行：whistle erase {0} --reference 案卷号 --yes",
                                   "nothing is erased yet, and nothing would bring it back. "
                                   "To do it: whistle erase {0} --reference TEXT --yes"};

// ---- streams ----
inline constexpr Phrase kProgress{"{0}%  {1}/{2}  {3}/秒", "{0}%  {1}/{2}  {3}/s"};
inline constexpr Phrase kProgressOpen{"{0}  {1}/秒", "{0}  {1}/s"};
inline constexpr Phrase kTally{"{0} 个：收下 {1}，拒绝 {2}，读不懂 {3}；用时 {4}，每秒 {5}",
                               "{0} whistles: {1} accepted, {2} refused, {3} unreadable; {4}, {5}/s"};
inline constexpr Phrase kInterrupted{"被中断。再发一次同一个文件就接着来，不会重复",
                                     "interrupted; send the same file again to go on, nothing is doubled"};
inline constexpr Phrase kSendAgainHint{"再发一次同一个文件就接着来，不会重复",
                                       "send the same file again to go on, nothing is doubled"};
inline constexpr Phrase kNothingToBlow{"没有说发生了什么", "nothing says what happened"};
inline constexpr Phrase kNothingToBlowHint{
    "写上内容或 --category，如 whistle blow \"垃圾桶满了\" --estate 小区代码",
    "give a text or --category, as whistle blow \"the bins are full\" --estate CODE"};
inline constexpr Phrase kKeyMissing{
    "缺少 key；有了它重发才不会重复（--make-keys 可以现配）",
    "is missing: with it the file can be sent again safely (--make-keys makes fresh ones)"};

// ---- administration ----
inline constexpr Phrase kKeygenDone{
    "公钥 {0}\n公钥文件 {1}\n私钥文件 {2}（只留在本机，不要发给任何人）",
    "public key  {0}\npublic file {1}\nsecret file {2} (stays on this device; give it to nobody)"};
inline constexpr Phrase kKeygenNext{
    "把公钥交给管理员，由他执行：whistle identity add {0} '{1}'",
    "give the public key to an administrator, who runs: whistle identity add {0} '{1}'"};
inline constexpr Phrase kKeygenHint{"已有的密钥不会被覆盖；另写一个文件名",
                                    "keys that are there are not overwritten; choose another file"};
inline constexpr Phrase kMemberPlaceholder{"成员代码", "MEMBER"};
inline constexpr Phrase kIdentityAdded{"已登记给 {0}", "registered for {0}"};
inline constexpr Phrase kIdentityRevoked{"{0} 的这个公钥已注销，立即生效", "this key of {0} is revoked from now on"};
inline constexpr Phrase kTokenIssued{"令牌已签发给 {0}，有效期至 {1}；只显示这一次，引擎只保存其摘要 {2}",
                                     "a token for {0}, valid until {1}; it is shown this once, the engine keeps its "
                                     "hash alone, {2}"};
inline constexpr Phrase kTokenRevoked{"{0} 的这个令牌已注销，立即生效", "this token of {0} is revoked from now on"};
inline constexpr Phrase kTokenUnclear{"没有唯一一个有效令牌的摘要以 {0} 开头",
                                      "there is not exactly one valid token whose "
                                      "hash starts with {0}"};
inline constexpr Phrase kTokenUnclearHint{"whistle token list 列出全部", "whistle token list lists them"};
inline constexpr Phrase kValid{"有效", "valid"};
inline constexpr Phrase kExpired{"已过期", "expired"};
inline constexpr Phrase kRevoked{"已注销", "revoked"};
inline constexpr Phrase kProposedNext{
    "已提议。再由另一人（管理员与督办人各一）发布同一目录才生效",
    "proposed; it comes into force when the other of admin and supervisor publishes the same directory"};
inline constexpr Phrase kNothingScheduled{"没有待生效的规则集", "no rules wait for their time"};
inline constexpr Phrase kHeadRoutedTo{"应派", "ROUTED TO"};
inline constexpr Phrase kHeadLimits{"时限", "LIMITS"};
inline constexpr Phrase kNoLimit{"无", "none"};
inline constexpr Phrase kCannotRebase{"现行规则集没有它的类别或紧急程度，先更正",
                                      "the rules in force lack its category or urgency: amend it first"};
inline constexpr Phrase kRebaseCounts{
    "按旧规则集办理的未结工单 {0} 张：现行规则会派给别处的 {1} 张，时限不同的 {2} 张，不能改的 {3} 张",
    "open tickets under other rules: {0}; routed elsewhere by those in force: {1}, with other limits: {2}, cannot be "
    "rebased: {3}"};
inline constexpr Phrase kRebaseNext{
    "改后：主办单位和正在走的时限不变，此后新起的时限和升级按现行规则。执行：whistle district rebase --yes",
    "a rebase leaves leads and running clocks as they are; later clocks and ladders follow the rules in force. "
    "To do it: whistle district rebase --yes"};
inline constexpr Phrase kRebased{"已改 {0} 张，未改 {1} 张", "rebased: {0}, refused: {1}"};
inline constexpr Phrase kLogicAdopted{
    "自日志 #{0} 起按第 {1} 版裁决逻辑裁决；此前的裁决不变，也不能退回旧版",
    "from entry #{0} on the journal is decided by logic {1}; what was decided before stays, and there is no way back"};
inline constexpr Phrase kLabelScheduled{"待生效", "scheduled"};
inline constexpr Phrase kCheckFirst{"先执行 whistle district check {0}", "run whistle district check {0} first"};
inline constexpr Phrase kDirectoryTooLarge{"{0} 超过 24 MiB", "{0} is larger than 24 MiB"};

// ---- status ----
inline constexpr Phrase kLabelEngine{"引擎", "engine"};
inline constexpr Phrase kLabelDistrict{"区", "district"};
inline constexpr Phrase kLabelRuleset{"规则集", "ruleset"};
inline constexpr Phrase kLabelTime{"时间", "time"};
inline constexpr Phrase kLabelEntries{"日志条数", "entries"};
inline constexpr Phrase kLabelOpenTickets{"未结工单", "open tickets"};
inline constexpr Phrase kLabelYou{"您是", "you are"};
inline constexpr Phrase kLabelRoles{"角色", "roles"};
inline constexpr Phrase kLabelParty{"单位", "party"};
inline constexpr Phrase kLabelAway{"离岗", "away"};
inline constexpr Phrase kFromUntil{"{0} 至 {1}", "{0} until {1}"};

}  // namespace whistle::tools::phrases
