// Help of commands and options. "{0}" has no place here: help knows no arguments.
#pragma once

#include "tools/whistle/wording.h"

namespace whistle::tools::phrases {

// ---- the program ----
inline constexpr Phrase kProgramHelp{
    "吹哨、接单、办结：哨子引擎的命令行",
    "Blow whistles, take tickets, resolve them: the command line of the Whistle engine"};
inline constexpr Phrase kProgramFooter{
    "工单可以写编号 20260928-00017-4、编号末段 17-4 或 17，或 id:17。\n"
    "环境变量：WHISTLE_SERVER、WHISTLE_SERVER_KEY、WHISTLE_KEY；配置文件：$XDG_CONFIG_HOME/whistle/config.toml。\n"
    "退出码：0 成功，1 被拒绝（或目录有错），2 用法不对，3 有警告（district check --strict），\n"
    "        4 引擎没有应答，5 本地文件有问题，6 密钥对不上，130 被 Ctrl-C 中断。",
    "A ticket is named by its number 20260928-00017-4, by the number's end 17-4 or 17, or as id:17.\n"
    "Environment: WHISTLE_SERVER, WHISTLE_SERVER_KEY, WHISTLE_KEY; file: $XDG_CONFIG_HOME/whistle/config.toml.\n"
    "Exit codes: 0 done, 1 refused (or a directory has errors), 2 usage, 3 warnings (district check --strict),\n"
    "            4 the engine did not answer, 5 a local file is at fault, 6 keys do not fit, 130 interrupted."};
inline constexpr Phrase kCommandFooter{"各命令通用的选项和退出码：whistle --help",
                                       "Options of every command, and exit codes: whistle --help"};
inline constexpr Phrase kHelpOptionHelp{"显示这份说明", "Show this help"};
inline constexpr Phrase kTextType{"文字", "TEXT"};
inline constexpr Phrase kFileType{"文件", "FILE"};
inline constexpr Phrase kDirType{"目录", "DIR"};

// ---- options of every command ----
inline constexpr Phrase kServerOptionHelp{"引擎的地址，如 tcp://10.1.2.3:7710",
                                          "The engine's address, as tcp://10.1.2.3:7710"};
inline constexpr Phrase kServerKeyOptionHelp{"引擎的公钥（Z85），或公钥证书文件",
                                             "The engine's public key (Z85), or its certificate file"};
inline constexpr Phrase kKeyOptionHelp{"自己的密钥文件（默认 $XDG_CONFIG_HOME/whistle/whistle.key）",
                                       "Your own key file (default $XDG_CONFIG_HOME/whistle/whistle.key)"};
inline constexpr Phrase kFeedOptionHelp{"通知的地址（默认是引擎地址的下一个端口）",
                                        "Address of the notices (default: the port after the engine's)"};
inline constexpr Phrase kDataOptionHelp{"本机引擎的数据目录：地址和公钥从那里读",
                                        "Data directory of an engine on this machine: address and key are read there"};
inline constexpr Phrase kPlainOptionHelp{"引擎以 --plain 运行，不用密钥", "The engine runs with --plain, without keys"};
inline constexpr Phrase kAsOptionHelp{"以哪个成员的身份说话（只用于 --plain）",
                                      "Member to speak as (plain mode alone)"};
inline constexpr Phrase kTokenOptionHelp{
    "代居民看、认可、不认可、催办或撤回其工单：吹哨时给的凭证",
    "See, confirm, dispute, urge or withdraw for a resident: the token that blowing gave"};
inline constexpr Phrase kActingForOptionHelp{"代本单位的哪个成员登记（调度员）",
                                             "Member of your party whose act you enter, as its dispatcher"};
inline constexpr Phrase kTimeoutOptionHelp{
    "最多等多少秒；期间用同一个幂等键重试（默认 20；blow --from 120）",
    "Seconds to wait at most, trying again under the same key (default 20; blow --from 120)"};
inline constexpr Phrase kLanguageOptionHelp{"界面语言（默认按 LC_ALL、LC_MESSAGES、LANG）",
                                            "Language of the texts (default: by LC_ALL, LC_MESSAGES, LANG)"};
inline constexpr Phrase kOutputOptionHelp{"给人看的文字，给程序读的 JSON，或给电子表格的 CSV（report）",
                                          "Text for people, JSON for programs, or CSV for spreadsheets (report)"};
inline constexpr Phrase kConfigOptionHelp{"另用一个配置文件", "Another configuration file"};

// ---- blow ----
inline constexpr Phrase kBlowHelp{"吹哨：按选项吹一个，或用 --from 吹一批",
                                  "Blow a whistle by options, or many with --from"};
inline constexpr Phrase kBlowTextHelp{"发生了什么", "What happened"};
inline constexpr Phrase kBlowCategoryHelp{"事项代码；不知道可不填", "Catalogue code; may be left out"};
inline constexpr Phrase kBlowKindHelp{"resident（居民吹哨，默认）或 community（社区吹哨、部门报到，即乡呼县应）",
                                      "resident (the default) or community"};
inline constexpr Phrase kBlowSourceHelp{
    "谁发现的：resident、grid_member、community、hotline、platform、sensor（默认按您的角色）",
    "Who noticed: resident, grid_member, community, hotline, platform, sensor (default: by your roles)"};
inline constexpr Phrase kBlowUrgencyHelp{"紧急程度；只能比事项自身的高", "Urgency; may raise the category's own"};
inline constexpr Phrase kBlowEstateHelp{"小区代码", "Estate code"};
inline constexpr Phrase kBlowGridHelp{"网格代码", "Grid code"};
inline constexpr Phrase kBlowLatHelp{"纬度（度）", "Latitude in degrees"};
inline constexpr Phrase kBlowLonHelp{"经度（度）", "Longitude in degrees"};
inline constexpr Phrase kBlowDatumHelp{"坐标系：WGS84（默认）、GCJ02、BD09、CGCS2000",
                                       "Datum of the point: WGS84 (default), GCJ02, BD09, CGCS2000"};
inline constexpr Phrase kBlowAddressHelp{"地址", "Address"};
inline constexpr Phrase kBlowAreaHelp{"区域代码", "Area code"};
inline constexpr Phrase kBlowLegacyHelp{"旧网格代码，写成 系统:代码", "Old grid code, as SYSTEM:CODE"};
inline constexpr Phrase kBlowAtHelp{"何时发生：14:05、\"2026-09-28 14:05\" 或 RFC 3339（默认现在）",
                                    "When: 14:05, \"2026-09-28 14:05\" or RFC 3339 (default: now)"};
inline constexpr Phrase kBlowChannelHelp{"渠道，如 app、phone", "Channel, as app or phone"};
inline constexpr Phrase kBlowNameHelp{"反映人姓名", "The reporter's name"};
inline constexpr Phrase kBlowPhoneHelp{"反映人电话", "The reporter's telephone number"};
inline constexpr Phrase kBlowAnonymousHelp{"保密：姓名电话都不发出",
                                           "Anonymous: name and telephone number are not sent"};
inline constexpr Phrase kBlowFromHelp{"从 JSON 行文件吹一批；- 是标准输入。中断后可重发，不会重复",
                                      "Blow each line of a JSON-lines file; - is the standard input. Safe to repeat"};
inline constexpr Phrase kBlowInFlightHelp{"同时在途的个数（默认 64）", "Whistles in flight at a time (default 64)"};
inline constexpr Phrase kBlowLenientHelp{"容忍不认识的成员", "Skip unknown members"};
inline constexpr Phrase kBlowMakeKeysHelp{
    "没有 key 的行配一个新键（重发就会重复）",
    "Give lines without a key a fresh one (repeating the file then doubles them)"};

// ---- acts ----
inline constexpr Phrase kTicketHelp{"工单：编号、编号末段或 id:数", "Ticket: its number, the number's end, or id:N"};
inline constexpr Phrase kActedAtHelp{
    "实际做的时间（离线补报）：14:05、\"2026-09-28 14:05\" 或 RFC 3339",
    "When it was really done, for acts done offline: 14:05, \"2026-09-28 14:05\" or RFC 3339"};
inline constexpr Phrase kIdempotencyKeyHelp{"幂等键：没收到应答时用同一个键重发",
                                            "Idempotency key: repeat with the same one when no answer came"};
inline constexpr Phrase kAckHelp{"签收", "Acknowledge tickets"};
inline constexpr Phrase kArriveHelp{"报告到场（同时签收）", "Say that you are on site (acknowledges too)"};
inline constexpr Phrase kResolveHelp{"办结，附事项要求的证据", "Resolve a ticket, with the evidence that it demands"};
inline constexpr Phrase kOutcomeHelp{"结果（默认 fixed 已解决）", "Outcome (default fixed)"};
inline constexpr Phrase kNoteHelp{"办理说明", "What was done"};
inline constexpr Phrase kPhotoAfterHelp{"处置后照片；可给多次", "Photo after; may be repeated"};
inline constexpr Phrase kSignatureHelp{"签字的扫描件", "Scan of the signature"};
inline constexpr Phrase kConfirmHelp{"吹哨人认可办结", "Confirm a resolution, as its whistle-blower"};
inline constexpr Phrase kRatingHelp{"满意度，1 到 5", "Satisfaction, 1 to 5"};
inline constexpr Phrase kWithdrawHelp{"吹哨人撤回", "Withdraw your whistle"};

inline constexpr Phrase kReasonHelp{"理由（必填）", "Why (must be given)"};
inline constexpr Phrase kProgressHelp{"报告办理进展（先签收）",
                                      "Report progress on a ticket that you have acknowledged"};
inline constexpr Phrase kProgressNoteHelp{"办到哪一步了", "How far it is"};
inline constexpr Phrase kDisputeHelp{"吹哨人不认可办结：退回原单位返工",
                                     "Dispute a resolution, as its whistle-blower: the same lead does it again"};
inline constexpr Phrase kDisputeNoteHelp{"哪里没有解决", "What is still wrong"};
inline constexpr Phrase kReassignHelp{"改派给别的单位（调度员）", "Give a ticket to another lead (dispatchers)"};
inline constexpr Phrase kReassignToHelp{"新的承办单位代码", "Code of the new lead"};
inline constexpr Phrase kAmendHelp{"更正事项、地点或紧急程度，并重新派单（调度员）",
                                   "Correct category, place or urgency; the ticket is routed again (dispatchers)"};
inline constexpr Phrase kAmendCategoryHelp{"正确的事项代码", "The right catalogue code"};
inline constexpr Phrase kAmendUrgencyHelp{"正确的紧急程度；不低于事项自身的",
                                          "The right urgency; not below the category's own"};
inline constexpr Phrase kSplitHelp{"把一张工单里的第二件事拆成新工单（调度员）",
                                   "Make a ticket of its own of a second matter (dispatchers)"};
inline constexpr Phrase kSplitCategoryHelp{"新工单的事项代码", "Catalogue code of the new ticket"};
inline constexpr Phrase kSplitNoteHelp{"第二件事是什么", "What the second matter is"};
inline constexpr Phrase kFinishHelp{"协办办完自己的部分", "Finish your part of a ticket (assistants)"};
inline constexpr Phrase kReleaseHelp{"解除一个协办单位（调度员、裁决人）",
                                     "Release an assistant from a ticket (dispatchers, arbiters)"};
inline constexpr Phrase kReleasePartyHelp{"协办单位代码", "Code of the assistant"};
inline constexpr Phrase kReturnHelp{"申请退单，由裁决人裁决", "Ask the arbiter to give a ticket to somebody else"};
inline constexpr Phrase kReturnReasonHelp{
    "为什么：not_competent 非本单位职责、wrong_place 地点不对、wrong_category 事项不对、beyond_authority 权限不足",
    "Why: not_competent, wrong_place, wrong_category, beyond_authority"};
inline constexpr Phrase kReturnToHelp{"建议的承办单位代码", "Code of the party that you think competent"};
inline constexpr Phrase kHoldHelp{"申请挂账到某日，由裁决人审批", "Ask the arbiter to let a ticket wait until a date"};
inline constexpr Phrase kHoldCauseHelp{
    "原因：funds 待资金、project 待工程、season 季节、litigation 涉诉、policy 待政策、materials 待材料",
    "Why: funds, project, season, litigation, policy, materials"};
inline constexpr Phrase kHoldUntilHelp{"到什么时候，最长一年：\"2026-12-01 09:00\" 或 RFC 3339",
                                       "Until when, at most a year: \"2026-12-01 09:00\" or RFC 3339"};
inline constexpr Phrase kResumeHelp{"提前结束挂账", "End a hold before its date"};
inline constexpr Phrase kExtendHelp{"申请延期，由裁决人审批", "Ask the arbiter for a later due"};
inline constexpr Phrase kExtendCountHelp{"延长多少，按办结时限的单位", "How much, in the unit of the resolve limit"};
inline constexpr Phrase kDecideHelp{"裁决退单、挂账、延期（裁决人）", "Answer what leads ask (arbiters)"};
inline constexpr Phrase kDecideReturnHelp{"裁决退单", "Answer a return"};
inline constexpr Phrase kDecideHoldHelp{"审批挂账", "Answer a hold"};
inline constexpr Phrase kDecideExtensionHelp{"审批延期", "Answer an extension"};
inline constexpr Phrase kDecideGrantHelp{"同意", "Yes"};
inline constexpr Phrase kDecideRefuseHelp{"不同意", "No"};
inline constexpr Phrase kDecideToHelp{"改派给谁（默认按建议）", "Who gets it (default: the suggested party)"};
inline constexpr Phrase kDecideUntilHelp{"比申请更早的日期", "An earlier date than was asked for"};
inline constexpr Phrase kDecideCountHelp{"比申请更短的时间", "Less than was asked for"};
inline constexpr Phrase kConsultHelp{"召集会商（裁决人）", "Call the parties to a consult (arbiters)"};
inline constexpr Phrase kConsultPartyHelp{"另请参加的单位代码，可多次",
                                          "Code of a party to call besides; may be repeated"};
inline constexpr Phrase kRuleHelp{"会商裁定承办单位（终局）", "Rule in a consult who leads, finally (the convener)"};
inline constexpr Phrase kRuleLeadHelp{"承办单位代码", "Code of the lead"};
inline constexpr Phrase kRuleAssistHelp{"协办单位代码，可多次", "Code of an assistant; may be repeated"};
inline constexpr Phrase kDecideApprovalHelp{"审批须先批准的事项", "Answer what needs an approval first"};
inline constexpr Phrase kDecideReasonHelp{
    "不批准的原因：not_voted 未经业主表决、no_funds 资金不足、not_needed 无必要、not_lawful 不合规",
    "Why not: not_voted, no_funds, not_needed, not_lawful"};
inline constexpr Phrase kVerifyHelp{"核查办结是否属实（网格员，不得核查本单位办的）",
                                    "Say whether what was resolved is done (grid members, never of their own work)"};
inline constexpr Phrase kVerifyPassHelp{"属实，结案", "It is done: the ticket closes"};
inline constexpr Phrase kVerifyFailHelp{"不属实，返工；须说明", "It is not: rework; say what is not done"};
inline constexpr Phrase kVerifyNoteHelp{"说明", "A note; of what is not done, the reason"};
inline constexpr Phrase kSuperviseHelp{"督办（督办人）", "Take a ticket under supervision (supervisors)"};
inline constexpr Phrase kForceCloseHelp{"强制结案（督办人），人人可见",
                                        "End a ticket that nothing else ends (supervisors); everybody sees that"};
inline constexpr Phrase kReopenHelp{"重开已结案的工单（督办人），须说明",
                                    "Take a closed ticket up again (supervisors); say why"};
inline constexpr Phrase kLinkHelp{"并案：同一件事的工单跟随主单办理（调度员）",
                                  "Let tickets of one matter follow a lead ticket (dispatchers)"};
inline constexpr Phrase kLinkToHelp{"主单", "The lead ticket"};
inline constexpr Phrase kLinkNoteHelp{"为何是同一件事", "Why they are one matter"};
inline constexpr Phrase kUnlinkHelp{"拆开并案：不是同一件事，须说明（调度员）",
                                    "Let tickets go their own way: it was another matter; say why (dispatchers)"};
inline constexpr Phrase kUpHelp{"吹哨上报：社区或街道把居民哨转为部门报到（乡呼县应）",
                                "Blow for departments what was a resident's whistle (its community or street)"};
inline constexpr Phrase kUpCategoryHelp{"改按此事项（默认不变）", "Category code from here on (default: as it is)"};
inline constexpr Phrase kUpUrgencyHelp{"改按此紧急程度", "Urgency from here on"};
inline constexpr Phrase kScoreHelp{"评哨：给应哨单位打分（吹哨的社区或街道）",
                                   "Score a party that was called (the community or street that blew)"};
inline constexpr Phrase kScorePartyHelp{"应哨单位代码", "Code of the party"};
inline constexpr Phrase kScoreScoreHelp{"1 到 5 分", "1 to 5"};
inline constexpr Phrase kHandOverHelp{"交班：把经手的工单交给本单位的同事",
                                      "Hand tickets over to a colleague of your party"};
inline constexpr Phrase kHandOverToHelp{"接班的成员代码", "Code of the member who takes over"};
inline constexpr Phrase kHandOverAllHelp{"自己经手的全部", "Everything that you have in hand"};
inline constexpr Phrase kAbsentHelp{
    "登记离岗：经手的工单这段时间归本单位，时限照走",
    "Say that you are away: what you have in hand is your party's meanwhile; no limit rests"};
inline constexpr Phrase kAbsentFromHelp{"从什么时候（默认现在）：2026-12-01、\"2026-12-01 09:00\" 或 RFC 3339",
                                        "From when (default: now): 2026-12-01, \"2026-12-01 09:00\" or RFC 3339"};
inline constexpr Phrase kAbsentUntilHelp{
    "到什么时候，最长一年：2026-12-01（当日返岗）、\"2026-12-01 09:00\" 或 RFC 3339",
    "Until when, at most a year: 2026-12-01 (back on that day), \"2026-12-01 09:00\" or RFC 3339"};
inline constexpr Phrase kAbsentMemberHelp{"哪个成员（默认自己；别人的由本单位调度员登记）",
                                          "Which member (default: you; another of your party's as its dispatcher)"};
inline constexpr Phrase kBackHelp{"返岗：离岗提前结束", "Say that you are back before the time"};
inline constexpr Phrase kUrgeHelp{"催办", "Ask the lead of tickets to hurry"};
inline constexpr Phrase kUrgeNoteHelp{"催办时要说的话", "What to say with it"};
inline constexpr Phrase kContactHelp{"先行联系：登记已联系反映人", "Record that you have called whoever reported it"};
inline constexpr Phrase kContactMissedHelp{"没有联系上", "Nobody answered"};
inline constexpr Phrase kContactNoteHelp{"说了什么", "What was said"};

// ---- personal data ----
inline constexpr Phrase kRevealHelp{"查看反映人的姓名和电话，以便回电；谁看、为何看，记入日志",
                                    "Tell who reported a ticket, for a call back; who asked and why is recorded"};
inline constexpr Phrase kRevealReasonHelp{"为何要看（必填）", "Why you have to know (must be given)"};
inline constexpr Phrase kEraseHelp{
    "删除已结案工单的个人信息（总台督办人）：先看后果，加 --yes 才删",
    "Erase the personal data of a closed ticket (supervisors of the desk): tells what goes; --yes does it"};
inline constexpr Phrase kEraseReferenceHelp{"申请存放在哪里，如案卷号；不写个人信息（必填）",
                                            "Where the request is kept, as a file number; nothing personal (must be "
                                            "given)"};
inline constexpr Phrase kEraseYesHelp{"删除；不能恢复", "Do it; nothing brings it back"};

// ---- reading ----
inline constexpr Phrase kInboxHelp{"本单位的工单，最先到期的在前；标记“社区哨”即乡呼县应",
                                   "Your party's tickets, what is due first on top"};
inline constexpr Phrase kInboxPartyHelp{"由这个单位牵头的", "Those that this party leads"};
inline constexpr Phrase kInboxGridHelp{"这个网格里的", "Those in this grid"};
inline constexpr Phrase kInboxStateHelp{"只要这些状态，逗号分隔（默认所有未结的）",
                                        "Only these states, with commas (default: all open ones)"};
inline constexpr Phrase kInboxMineHelp{"自己经手的，和本单位无人经手的（离岗同事的也算）",
                                       "Those you have in hand, and those of your party that nobody has who is there"};
inline constexpr Phrase kInboxAllHelp{"您能看到的全部", "All that you may see"};
inline constexpr Phrase kInboxLimitHelp{"最多几条", "So many at most"};
inline constexpr Phrase kShowHelp{"一张工单的来龙去脉：谁、何时、为何、按哪条规则、哪个时限",
                                  "A ticket's story: who, when, why, by which rule and which clock"};
inline constexpr Phrase kWatchHelp{"看着事情发生；断线自动重连，不漏",
                                   "See what happens as it happens; reconnects and misses nothing"};
inline constexpr Phrase kWatchFromHelp{"从日志的第几条开始（默认现在）",
                                       "Begin with this entry of the journal (default: now)"};
inline constexpr Phrase kWatchAllHelp{"不限于本单位的通知",
                                      "Be woken by everything, not only by what concerns your party"};
inline constexpr Phrase kWatchNoFollowHelp{"到日志末尾就停", "Stop at the journal's end"};
inline constexpr Phrase kStatusHelp{"引擎、规则集、时间，以及您是谁",
                                    "The engine, its rules, its time, and who you are"};

// ---- administration ----
inline constexpr Phrase kKeygenHelp{"做一对密钥", "Make a key pair"};
inline constexpr Phrase kKeygenFileHelp{
    "公钥文件；私钥写到同名加 _secret 的文件（默认 $XDG_CONFIG_HOME/whistle/whistle.key）",
    "File of the public key; the secret goes to the same name with _secret (default "
    "$XDG_CONFIG_HOME/whistle/whistle.key)"};
inline constexpr Phrase kKeygenMemberHelp{"记在文件里的成员代码", "Member code to note in the file"};
inline constexpr Phrase kIdentityHelp{"登记、注销、列出身份（管理员）",
                                      "Register, revoke and list identities (administrators)"};
inline constexpr Phrase kIdentityAddHelp{"把公钥登记给成员", "Register a public key for a member"};
inline constexpr Phrase kIdentityRevokeHelp{"注销一个公钥", "Revoke a public key"};
inline constexpr Phrase kIdentityListHelp{"列出所有公钥", "List all keys"};
inline constexpr Phrase kTokenHelp{"签发、注销、列出网页接口的令牌（管理员）",
                                   "Issue, revoke and list bearer tokens of the web interfaces (administrators)"};
inline constexpr Phrase kTokenIssueHelp{"给成员签发令牌：随机、限期，只显示一次",
                                        "Issue a token to a member: random, for a time, shown once"};
inline constexpr Phrase kTokenRevokeHelp{"注销一个令牌", "Revoke a token"};
inline constexpr Phrase kTokenListHelp{"列出所有令牌", "List all tokens"};
inline constexpr Phrase kTokenUntilHelp{"有效期至（日期，或日期和时间；最长 400 天）",
                                        "Valid until (a date, or date and time; at most 400 days)"};
inline constexpr Phrase kTokenHashHelp{"令牌摘要的开头，至少 8 位（见 list）",
                                       "The beginning of its hash, at least 8 digits (see list)"};
inline constexpr Phrase kTokenKeyHelp{"幂等键：同一个键不会签发第二个令牌，重复即被拒绝",
                                      "Idempotency key: no second token is issued under the same one, it is refused"};
inline constexpr Phrase kTokenLabelHelp{"给谁、哪个系统用", "Who or which system uses it"};
inline constexpr Phrase kIdentityMemberHelp{"成员代码", "Member code"};
inline constexpr Phrase kIdentityKeyHelp{"公钥（Z85，以 - 开头的写在 -- 之后），或公钥证书文件",
                                         "Public key (Z85; after -- where it begins with -), or its certificate file"};
inline constexpr Phrase kIdentityLabelHelp{"哪台设备", "Which device"};
inline constexpr Phrase kAdoptLogicHelp{
    "今后改按较新的裁决逻辑裁决（管理员）；更新程序本身不改变裁决",
    "Let the journal be decided by a newer logic (administrators); a new program alone changes nothing"};
inline constexpr Phrase kAdoptLogicNumberHelp{"第几版，大于日志现在的", "Its version, greater than the journal's"};
inline constexpr Phrase kDistrictHelp{
    "区目录与规则集：检查、测试、查看、比较、提交、发布、撤回、改按现行规则",
    "A district directory and its rules: check, test, show, compare, submit, publish, withdraw, rebase"};
inline constexpr Phrase kPublishHelp{"把目录交给引擎：管理员和督办人先后各一次才生效",
                                     "Give a directory to the engine; an admin and a supervisor both have to"};
inline constexpr Phrase kPublishDirHelp{"区目录", "The district directory"};
inline constexpr Phrase kWithdrawRulesHelp{
    "撤回待生效或待审议的规则集（管理员或督办人）",
    "Take back rules that wait, for their time or for somebody to agree (an admin or a supervisor)"};
inline constexpr Phrase kRebaseHelp{
    "让未结工单改按现行规则集办理：先看有何不同，加 --yes 才改",
    "Let open tickets follow the rules in force: tells what would differ; --yes does it"};
inline constexpr Phrase kRebaseYesHelp{"逐张改按现行规则集", "Do it, ticket by ticket"};
inline constexpr Phrase kCompletionHelp{"输出命令补全脚本", "Print a completion script"};
inline constexpr Phrase kCompletionShellHelp{"哪种 shell", "Which shell"};

}  // namespace whistle::tools::phrases
