// Words of `whistle audit`.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

// ---- help ----
inline constexpr Phrase kAuditHelp{"审计：证明日志未被改动，导出，出具和核对凭证",
                                   "Prove that the journal was not changed; export it; give and check receipts"};
inline constexpr Phrase kAuditVerifyHelp{
    "核验日志：逐字节、签名、逐条重新裁决、与数据表逐行比对。0 已证明，1 有损坏，2 不能断定",
    "Verify a journal: bytes, signatures, every decision made again, tables row by row. 0 proven, 1 damaged, 2 cannot "
    "tell"};
inline constexpr Phrase kAuditReplayHelp{
    "复盘：某一时刻的工单、收件箱、网格或全区，以及此后的变化",
    "A ticket, an inbox, a grid or the district as it was at an instant, and what changed since another"};
inline constexpr Phrase kAuditWhatIfHelp{"假如当时是另一套规则：同样的命令，会派给谁、何时到期、谁会超时",
                                         "What if other rules had held: the same commands, other leads, deadlines and "
                                         "misses"};
inline constexpr Phrase kWhatIfRulesetHelp{"另一套规则的区域目录", "Directory of the other rules"};
inline constexpr Phrase kWhatIfAllHelp{"列出全部有差别的工单", "Tell every ticket that differs"};
inline constexpr Phrase kReplayUntilHelp{"到何时为止：时间，或 seq:记录序号（含该条；默认到尾）",
                                         "As of: a time, or seq:N, that entry included (default: the journal's end)"};
inline constexpr Phrase kReplaySinceHelp{"与此时相比有何变化", "What changed since then"};
inline constexpr Phrase kReplayTicketHelp{"这张工单：当时的样子和经过",
                                          "This ticket: how it stood, and what had happened"};
inline constexpr Phrase kReplayPartyHelp{"此单位的收件箱", "The inbox of this party"};
inline constexpr Phrase kReplayAreaHelp{"此网格、社区或街道", "In this grid, community or street"};
inline constexpr Phrase kAuditKeyHelp{"显示签名公钥（signed note 的验证密钥），请另处保存",
                                      "Print the public key of the checkpoints, to be kept elsewhere"};
inline constexpr Phrase kAuditCheckpointHelp{"显示最新的检查点，请另处保存：日后可证明日志末尾没有被截掉",
                                             "Print the newest checkpoint, to be kept elsewhere: later it shows that "
                                             "nothing was cut off or rewritten"};
inline constexpr Phrase kAuditReceiptHelp{"为一张工单或一条记录出具凭证：不需要数据库即可核对",
                                          "Give a receipt for a ticket or an entry, which is checked without the "
                                          "database"};
inline constexpr Phrase kAuditCheckReceiptHelp{"核对凭证，只需要公钥",
                                               "Check a receipt; needs nothing but the public key"};
inline constexpr Phrase kAuditConsistencyHelp{"证明后一个检查点的日志是前一个的延续",
                                              "Prove that the journal of one checkpoint goes on from that of another"};
inline constexpr Phrase kAuditExportHelp{"导出日志（全部、一段、或一张工单）；中断后再运行即继续",
                                         "Export the journal, a range of it or one ticket; run again to go on after a "
                                         "break"};
inline constexpr Phrase kAuditFromFileHelp{"读取导出的日志文件", "Read this exported journal"};
inline constexpr Phrase kAuditNoteHelp{"另处保存的检查点文件", "File with a checkpoint that was kept elsewhere"};
inline constexpr Phrase kAuditPublicKeyHelp{"另处保存的公钥（whistle audit key 所示）",
                                            "Public key that was kept elsewhere, as whistle audit key prints it"};
inline constexpr Phrase kAuditSubjectHelp{"工单号，或 seq:记录序号", "A ticket, or seq:N for entry N"};
inline constexpr Phrase kAuditReceiptToHelp{"写入此文件（默认输出到屏幕）",
                                            "Write it to this file (default: print it)"};
inline constexpr Phrase kAuditReceiptFileHelp{"凭证文件", "The receipt"};
inline constexpr Phrase kAuditOldHelp{"较早的检查点文件", "File with the older checkpoint"};
inline constexpr Phrase kAuditNewHelp{"较新的检查点文件（默认：日志最新的检查点）",
                                      "File with the newer one (default: the journal's newest)"};
inline constexpr Phrase kAuditExportToHelp{"写入此文件", "Write it to this file"};
inline constexpr Phrase kAuditExportFromHelp{"从第几条起（默认 0）", "From this entry on (default: 0)"};
inline constexpr Phrase kAuditExportUntilHelp{"到第几条之前为止（默认到尾）",
                                              "Before this entry (default: to the end)"};
inline constexpr Phrase kAuditExportTicketHelp{"只导出此工单", "The entries of this ticket alone"};
inline constexpr Phrase kAuditExportLinesHelp{"JSON 行，每条一行（供程序阅读，不能用来核验）",
                                              "JSON lines, one entry each: for programs to read, not to verify"};

// ---- answers of verify ----
inline constexpr Phrase kVerifyProven{"已证明：{0} 条，其中 {2} 条已签名；检查点 {1} 个",
                                      "Proven: {0} entries, {2} of them signed for; checkpoints: {1}"};
inline constexpr Phrase kVerifyDamaged{"有损坏：", "DAMAGED:"};
inline constexpr Phrase kVerifyUnknown{"不能断定：", "CANNOT TELL:"};
inline constexpr Phrase kVerifyDecided{
    "重新裁决 {0} 条，结果逐字节相同（其中 {1} 条用当时查到的地点，因为地址封存在保险库里）",
    "{0} decided again, the same to the byte ({1} of them with the place as it was "
    "found, since the address is sealed in the vault)"};
inline constexpr Phrase kVerifyRows{"数据表 {0} 行与日志一致", "{0} rows of the tables are what the journal gives"};
inline constexpr Phrase kVerifyNoTables{"此来源只有日志，未比对数据表",
                                        "This source has the journal alone: no tables were compared"};
inline constexpr Phrase kVerifyUnsigned{"最新检查点之后还有 {0} 条，尚未签名",
                                        "{0} entries since the newest checkpoint are not signed for yet"};
inline constexpr Phrase kVerifyPart{"{1} 条中 {0} 条确在签名的日志之内",
                                    "{0} of these {1} entries stand in the journal that was signed for"};
inline constexpr Phrase kVerifyKey{"公钥 {0}", "key {0}"};

inline constexpr Phrase kFoundUnread{"第 {0} 条起无法读取：{2}", "entry {0}: {2}"};
inline constexpr Phrase kFoundNoEntry{"第 {0} 条不是可读的记录", "entry {0} is no entry of a known format"};
inline constexpr Phrase kFoundNotLater{"第 {0} 条的时间不晚于前一条", "entry {0} is not later than the one before it"};
inline constexpr Phrase kFoundPersonal{"第 {0} 条含有个人信息，不是引擎所写",
                                       "entry {0} holds personal data, which no engine writes"};
inline constexpr Phrase kFoundBytes{"第 {0} 条的字节被改动：与写入时的哈希不符",
                                    "entry {0} has been changed: its bytes are not those that were hashed"};
inline constexpr Phrase kFoundTile{"第 {0} 至 {1} 条的树节点（{2}）与记录不符",
                                   "the tree over entries {0} to {1} ({2}) does not follow from them"};
inline constexpr Phrase kFoundOtherKey{"{0} 条的检查点不是本日志的密钥所签",
                                       "the checkpoint of {0} entries was not signed by this journal's key"};
inline constexpr Phrase kFoundOtherNote{"--checkpoint 给出的不是本日志密钥所签的检查点",
                                        "what --checkpoint gives is no checkpoint that this journal's key has signed"};
inline constexpr Phrase kFoundOtherRoot{"第 {0} 至 {1} 条中有被改动的：与签名的检查点不符",
                                        "one of the entries {0} to {1} is not what was signed for"};
inline constexpr Phrase kFoundTruncated{"第 {0} 至 {1} 条曾被签名，现已不在：日志被截断",
                                        "entries {0} to {1} were signed for and are gone: the journal was cut off"};
inline constexpr Phrase kFoundRuleset{"第 {0} 条发布的规则集读不了：{2}",
                                      "the ruleset of entry {0} cannot be read: {2}"};
inline constexpr Phrase kFoundDecided{"第 {0} 条重新裁决得到另一结果 {2}",
                                      "entry {0} is not what deciding it again gives {2}"};
inline constexpr Phrase kFoundUnapplied{"第 {0} 条不可能发生在该工单上：不是引擎所写",
                                        "entry {0} cannot have happened to the ticket: no engine wrote it"};
inline constexpr Phrase kFoundRowChanged{"数据表 {2}：与日志得出的不同", "table {2}: not what the journal gives"};
inline constexpr Phrase kFoundRowMissing{"数据表 {2}：缺失", "table {2}: missing"};
inline constexpr Phrase kFoundRowExtra{"数据表 {2}：多出", "table {2}: too many"};
inline constexpr Phrase kFoundLogic{
    "第 {0} 至 {1} 条未重新裁决：第 {0} 条由本程序没有的裁决逻辑写成",
    "entries {0} to {1} were not decided again: the first is of a deciding logic that this program does not have"};
inline constexpr Phrase kFoundNotSigned{"没有签名的检查点：字节无从证明",
                                        "no checkpoint was ever signed: nothing proves the bytes"};
inline constexpr Phrase kFoundPart{"这是日志的一部分，不能重新裁决",
                                   "this is a part of a journal: nothing can be decided again"};

// ---- replay ----
inline constexpr Phrase kReplayAsOf{"{0}（第 {1} 条之后）：{2} 张未结工单", "{0}, after entry {1}: {2} open tickets"};
inline constexpr Phrase kReplaySince{"自 {0} 起有变化的：{1} 张", "changed since {0}: {1}"};
inline constexpr Phrase kClocksMissed{"{0} 项超时", "{0} missed"};
inline constexpr Phrase kNoLongerOpen{"不再未结", "open no more"};
inline constexpr Phrase kHeadLeadParty{"牵头", "LEAD"};
inline constexpr Phrase kBadMoment{"不是可用的时刻：{0}", "not an instant that can be looked back to: {0}"};
inline constexpr Phrase kBeforeJournal{"{0} 早于日志的开头", "{0} is before the journal begins"};
inline constexpr Phrase kNotBegun{"那时还没有这张工单", "the ticket had not begun then"};
inline constexpr Phrase kUnknownParty{"当时的规则集里没有单位 {0}", "the ruleset of that time knows no party {0}"};
inline constexpr Phrase kReplayStops{"第 {0} 条与裁决不符，不能复盘到其后",
                                     "entry {0} is not what deciding it gives: nothing after it can be replayed"};
inline constexpr Phrase kVerifyHint{"whistle audit verify 会指出哪里被改动",
                                    "whistle audit verify tells what has changed"};

// ---- what if ----
inline constexpr Phrase kWhatIfCount{
    "{0} 张工单中有 {1} 张不同：牵头 {2}，期限 {3}，超时 {4}，阶梯 {5}",
    "{1} of {0} tickets would have gone otherwise: {2} by lead, {3} by deadline, {4} by misses, {5} by ladder steps"};
inline constexpr Phrase kWhatIfCommands{
    "命令 {0} 条，其中 {1} 条由那时承办的单位代为办理；{2} 条在另一套规则下不成立{3}；{4} 条用当时查到的地点",
    "{0} commands, {1} of them done by whoever would have had the matter; {2} would have been refused and are left "
    "out{3}; {4} with the place as it was found"};
inline constexpr Phrase kWhatIfRulesets{"其后发布的 {0} 套规则未计入",
                                        "{0} rulesets that were published later are left out"};
inline constexpr Phrase kMoreTickets{"……另有 {0} 张，--all 或 -o json 有全部",
                                     "… and {0} more: --all or -o json has all"};
inline constexpr Phrase kMoreRows{"……另有 {0} 行，-o json 有全部", "… and {0} more: -o json has all"};
inline constexpr Phrase kHeadAckDue{"签收期限", "ACK DUE"};
inline constexpr Phrase kHeadResolveDue{"办结期限", "RESOLVE DUE"};
inline constexpr Phrase kHeadGiven{"派单", "GIVEN"};
inline constexpr Phrase kHeadMissed{"超时", "MISSED"};
inline constexpr Phrase kHeadWouldBe{"会是", "WOULD BE"};
inline constexpr Phrase kHeadSteps{"阶梯", "STEPS"};

// ---- receipts, checkpoints, exports ----
inline constexpr Phrase kReceiptProven{"凭证有效：第 {0} 条在 {1} 条的日志之内",
                                       "Proven: entry {0} stands in the journal of {1} entries"};
inline constexpr Phrase kReceiptJournal{"日志 {0}", "journal {0}"};
inline constexpr Phrase kReceiptUnsound{"凭证无效：{0}", "This receipt proves nothing: {0}"};
inline constexpr Phrase kReceiptNotSigned{"最新检查点只签到第 {0} 条，请过几秒再试",
                                          "The newest checkpoint ends before entry {0}: try again in some seconds"};
inline constexpr Phrase kNoCheckpoint{"还没有检查点", "There is no checkpoint yet"};
inline constexpr Phrase kSubjectHint{"请写完整的工单号、id:编号 或 seq:记录序号",
                                     "name it by its whole number, by id:N, or an entry by seq:N"};
inline constexpr Phrase kNoEntry{"没有第 {0} 条", "There is no entry {0}"};
inline constexpr Phrase kBadNote{"{0} 不是本日志密钥所签的检查点",
                                 "{0} is no checkpoint that this journal's key has signed"};
inline constexpr Phrase kBadPublicKey{"不是公钥：{0}", "not a public key: {0}"};
inline constexpr Phrase kConsistent{
    "一致：{1} 条的日志是 {0} 条的延续，没有改写",
    "Consistent: the journal of {1} entries goes on from that of {0}; nothing was rewritten"};
inline constexpr Phrase kInconsistent{"不一致：{1} 条的日志不是 {0} 条的延续",
                                      "NOT CONSISTENT: the journal of {1} entries does not go on from that of {0}"};
inline constexpr Phrase kExported{"{1}：{0} 条", "{1}: {0} entries"};
inline constexpr Phrase kExportNeedsFile{"请用 --to 指明文件，或用 --lines 输出到屏幕",
                                         "say where to with --to FILE, or --lines to print"};
inline constexpr Phrase kExportComplete{"{0} 已经导出完毕", "{0} is complete already"};
inline constexpr Phrase kExportOther{"{0} 是另一个文件，不会覆盖", "{0} is another file, and is not written over"};
inline constexpr Phrase kFileUnreadable{"读不了 {0}", "cannot read {0}"};
inline constexpr Phrase kFileForeign{"{0} 不是导出的日志", "{0} is no exported journal"};
inline constexpr Phrase kFileNewer{"{0} 的格式比本程序新", "{0} is of a later format than this program knows"};

inline constexpr Phrase kUnsoundForm{"文件不是凭证", "the file is no receipt"};
inline constexpr Phrase kUnsoundKey{"检查点不是此公钥所签", "the checkpoint is not signed by this key"};
inline constexpr Phrase kUnsoundEntry{"第 {0} 条不在签名的日志之内",
                                      "entry {0} does not stand in the journal that was signed for"};

}  // namespace whistle::tools::phrases
