#include "adapters/api/problem_help.h"

#include <algorithm>
#include <iterator>

namespace whistle::adapters::api {

namespace {

struct Advice {
  std::string_view zh;
  std::string_view en;
};

// What many problems have in common.
constexpr Advice kMend{"按 detail 所指改正请求后重发；未改动任何数据。",
                       "Correct the request where `detail` points and send it again; nothing was changed."};
constexpr Advice kWait{"稍候再试，至少等 Retry-After 所说的秒数；命令沿用同一个 Idempotency-Key，不会重复执行。",
                       "Wait as many seconds as `Retry-After` says and try again; a command under the same "
                       "`Idempotency-Key` is done once."};
constexpr Advice kLookAgain{
    "先用 GET 重新读取工单，看它现在的状态，再决定要不要做、由谁来做。",
    "GET the ticket again, look at what has become of it, and decide anew what there is to do."};
constexpr Advice kNames{"代码取自现行规则：GET /api/v1/district 列出全部名称和代码。规则可能已更新。",
                        "Codes are those of the rules in force, which `GET /api/v1/district` lists; the rules may have "
                        "changed since."};
constexpr Advice kOther{"此事须由另一成员办理；没有更多可重试的。",
                        "Somebody else has to do this; trying again changes nothing."};
constexpr Advice kBound{"已达上限，重试无用；请在已有的基础上处理。",
                        "The limit is reached, and trying again changes nothing; go on with what is there."};
constexpr Advice kAdmin{
    "GET /api/v1/identities 列出已登记的凭据（管理员、审计员可读），据此改正。",
    "`GET /api/v1/identities` lists what is registered, for administrators and auditors; go by that."};
constexpr Advice kRules{"在本地用 whistle district check 检查规则目录，改正后再发布。",
                        "Check the directory with `whistle district check`, mend what it names, and publish again."};
constexpr Advice kReason{"没有要做的：所求已是现状。", "Nothing: what was asked for is so already."};

constexpr ProblemHelp help(std::string_view code, std::string_view title_zh, Advice todo) {
  return {code, title_zh, todo.zh, todo.en};
}

constexpr ProblemHelp kHelp[] = {
    help("MALFORMED", "请求无法读取", kMend),
    help("TOO_LARGE", "内容过大",
         {"缩短所指字段，或把文件分片发送（PUT …/attachments/{sha256}）。",
          "Shorten what is named, or send a file in pieces (`PUT …/attachments/{sha256}`)."}),
    help("MISSING", "缺少字段", kMend),
    help("INVALID", "字段无效", kMend),
    help("INVALID_TEXT", "文本无效",
         {"以 UTF-8 编码发送，并去掉控制字符。", "Send UTF-8, without control characters."}),
    help("KEY_REUSED", "幂等键已用于其他内容",
         {"每件新事用一个新的 Idempotency-Key；只有重发同一内容时才沿用旧键。",
          "Use a new `Idempotency-Key` for each new matter, and an old one only to send the very same again."}),
    help("UNKNOWN_IDENTITY", "凭据无人认领",
         {"令牌可能写错、过期或已注销：请向管理员索取新令牌。连续失败会使应答变慢，并记入日志。",
          "The token is mistyped, expired or revoked: ask an administrator for a new one. Failures in a row are "
          "answered "
          "later and later, and are journalled."}),
    help("NOT_PERMITTED", "无权办理",
         {"detail 说明须具备什么；由具备者办理，或请管理员调整规则中的角色。",
          "`detail` says what it needs: let somebody do it who has that, or ask for another "
          "role in the rules."}),
    help("OWN_WORK", "不得核查自己的工作",
         {"由未参与处置的成员核查。", "Let a member verify who did not do the work."}),
    help("UNKNOWN_CATEGORY", "没有此事项", kNames),
    help("UNKNOWN_URGENCY", "没有此紧急程度", kNames),
    help("UNKNOWN_TICKET", "没有此工单",
         {"核对工单号；若无权查看，应答也与不存在时相同。",
          "Check the number; a ticket that the asker may not see is answered the same."}),
    help("UNKNOWN_MEMBER", "没有此成员", kNames),
    help("WRONG_STATE", "工单当前状态不允许", kLookAgain),
    help("ALREADY_DONE", "已经办过", kReason),
    help("EVIDENCE_MISSING", "缺少佐证",
         {"先上传所缺的佐证（照片、说明等），再办结。",
          "Put what is missing on the ticket (a photo, a note), then resolve it."}),
    help("TIME_IMPOSSIBLE", "时间不可能",
         {"核对设备时钟和时区；时刻以 UTC 微秒计。",
          "Check the device's clock and zone; instants are microseconds UTC."}),
    help("POINT_IMPOSSIBLE", "坐标不在地球上",
         {"核对经纬度的次序和单位（latE7、lonE7：千万分之一度）。",
          "Check order and unit of latitude and longitude (`latE7`, `lonE7`: ten-"
          "millionths of a degree)."}),
    help("RULESET_INVALID", "规则有误", kRules),
    help("RULESET_UNCHANGED", "规则没有变化",
         {"若在等第二人赞同，须由另一成员发布同一规则。",
          "Where a second supporter is waited for, another member has to publish it."}),
    help("RULESET_OTHER", "文件编译出的规则与所称不符",
         {"用这些文件重新计算哈希，或去掉 rulesetSha256。",
          "Compute the hash of these files again, or leave "
          "`rulesetSha256` out."}),
    help("KEY_BOUND", "凭据已绑定", kAdmin),
    help("UNKNOWN_KEY", "没有此凭据", kAdmin),
    help("BUSY", "引擎繁忙", kWait),
    help("STOPPING", "引擎正在停止", kWait),
    help("WRONG_TOKEN", "私密链接不符",
         {"核对工单号与链接是否属于同一工单；个人信息抹除后，链接不再有效。",
          "Check that link and ticket belong together; once the personal data are erased the link opens nothing."}),
    help("RATE_EXCEEDED", "请求过于频繁", kWait),
    help("TOO_MANY_OPEN", "未办结的工单过多",
         {"等其中一些办结；紧急情况请直接拨打求助电话。",
          "Wait until some are dealt with; in an emergency use the telephone."}),
    help("LAST_ADMIN", "须留最后一名管理员", {"先登记另一名管理员的凭据。", "Register another administrator first."}),
    help("COMPLAINED_ABOUT", "被投诉方不得办理", kOther),
    help("UNKNOWN_PARTY", "没有此单位", kNames),
    help("NOTHING_CHANGES", "没有变化", kReason),
    help("NO_REPORTER", "没有可联系的人",
         {"此哨匿名或未留联系方式；按现场情况处理。", "Nobody left a name or number; go by what is found on site."}),
    help("TOO_MANY_SPLITS", "拆分次数已满", kBound),
    help("REQUEST_WAITS", "已有申请待裁",
         {"等裁决人裁决，再提下一个申请。", "Wait for the arbiter, then ask the next."}),
    help("NO_REQUEST", "没有此类待裁申请", kLookAgain),
    help("RULED_FINALLY", "主办单位已终裁", kOther),
    help("LAST_RESORT", "其上再无单位", {"由该单位自行办理。", "The party itself has to deal with it."}),
    help("RETURNED_BEFORE", "曾获准退回", {"召集会商，由会商裁定。", "Open a consult, which can rule so."}),
    help("DISK_LOW", "存储空间不足，暂不受理新哨", kWait),
    help("CLOCK_SUSPENDED", "时钟待运维人员确认", kWait),
    help("OVERDUE", "已逾期",
         {"逾期后不再延期；请尽快办结，可就此提出申诉。",
          "What has been missed is not extended: resolve it, and appeal if the miss is not yours."}),
    help("TOO_MANY_EXTENSIONS", "延期次数已满", kBound),
    help("PARTY_WITHOUT_SUCCESSOR", "有未结工单的单位没有继任者",
         {"在规则中为该单位写明继任者，再发布。", "Name a successor of the party in the rules, and publish again."}),
    help("NOT_SCHEDULED", "没有待生效的此规则",
         {"GET /api/v1/status 的 scheduled 说明哪一规则待生效。",
          "`scheduled` of `GET /api/v1/status` tells what waits."}),
    help("FOLLOWS", "此工单随另一工单办理", {"到主工单上办理。", "Act on the lead ticket, which `arguments` name."}),
    help("NOT_LINKABLE", "不能关联", kLookAgain),
    help("TOO_LATE", "已过期限",
         {"另行吹哨，说明与前一工单有关。", "Blow a new whistle and say what it goes on from."}),
    help("TOO_MANY_FOLLOWERS", "跟随的工单过多", kBound),
    help("NO_APPEAL", "没有此待复核申诉", kLookAgain),
    help("NOTHING_TO_APPEAL", "没有可申诉的记录", kLookAgain),
    help("REVIEWED_BEFORE", "须由两名不同的复核人", {"由另一名复核人复核。", "Let another reviewer speak."}),
    help("ABSENT", "成员不在岗", {"选另一名成员，或等其返岗。", "Name another member, or wait for this one."}),
    help("NOT_ABSENT", "成员并未离岗", kReason),
    help("ATTACHMENT_MISSING", "文件不在工单上",
         {"先把文件上传到此工单，再引用其哈希。", "Put the file on this ticket first, then name its hash."}),
    help("ATTACHMENT_INCOMPLETE", "文件尚未传完",
         {"从 arguments.next 所指的字节继续发送，再完成。",
          "Go on sending at the byte that `arguments.next` names, then complete "
          "it."}),
    help("ATTACHMENT_OTHER", "文件哈希不符",
         {"传输或计算有误：重新计算 SHA-256 并重发。",
          "Bytes were lost or the hash is of another file: compute it again and send "
          "all again."}),
    help("ATTACHMENT_TYPE", "不保存此类文件",
         {"改存为照片、文档、影像或录音的常用格式。",
          "Save it as a common format of photos, documents, films or spoken notes."}),
    help("TOO_MANY_ATTACHMENTS", "文件数已满", kBound),
    help("UNKNOWN_ATTACHMENT", "没有此文件",
         {"GET 工单，看上面有哪些文件。", "GET the ticket and look what lies with it."}),
    help("ERASED", "个人信息已抹除",
         {"无法恢复；工单的经过仍可查。",
          "They cannot be brought back; what happened to the ticket can still be read."}),
    help("LOGIC_OLD", "日志仍按旧逻辑裁决",
         {"由管理员采用新逻辑（POST /api/v1/logic）。",
          "An administrator adopts the newer logic (`POST /api/v1/logic`)."}),
    help("UNKNOWN_LOGIC", "本程序没有该逻辑",
         {"改用 arguments.newest 以内的版本，或升级程序。",
          "Name a version up to `arguments.newest`, or update the program."}),
    help("TICKET_CHANGED", "工单已变化",
         {"重新 GET 工单，按新的 ETag 决定是否仍要办理。",
          "GET the ticket again and decide by its new `ETag` whether it is still wanted."}),
    help("UNKNOWN_ORDER", "没有此单",
         {"按推送时的 Idempotency-Key 原样查询；只能查本身份推送的单。没有推送成功的，用同一个键再推一次。",
          "Ask by the `Idempotency-Key` that the order was pushed with, as the identity that pushed it. What did not "
          "get "
          "through is pushed again under the same key."}),
    help("UNKNOWN_RULESET", "没有这套规则的文件",
         {"GET /api/v1/submissions 列出待议的规则；不带哈希则为现行规则。",
          "`GET /api/v1/submissions` lists the rules that wait."}),
    help("RULESET_OUTDATED", "现行规则已变",
         {"取现行规则的文件，在其上重做修改，再提交。",
          "Fetch the files of the rules in force, make the change on those, and submit it again."}),
    help("UNKNOWN_PATH", "此地址没有内容",
         {"GET /api/v1/openapi.json 列出全部地址。", "`GET /api/v1/openapi.json` lists every path."}),
    help("METHOD_NOT_ALLOWED", "此地址不支持该方法", {"改用 Allow 所列的方法。", "Use a method that `Allow` names."}),
    help("NOT_ACCEPTABLE", "没有可接受的格式",
         {"在 Accept 中加入 application/json 或 */*。", "Let `Accept` take `application/json`, or `*/*`."}),
    help("UNSUPPORTED_MEDIA_TYPE", "请求体类型不被读取",
         {"以 Content-Type: application/json 发送 JSON。", "Send JSON as `Content-Type: application/json`."}),
    help("CREDENTIAL_MISSING", "须出示凭据",
         {"带上 Authorization: Bearer 和令牌；居民用 Whistle-Ticket-Token 和工单私密链接。",
          "Send `Authorization: Bearer` and a token; a resident sends the ticket's "
          "private link as `Whistle-Ticket-Token`."}),
    help("KEY_MISSING", "命令须带幂等键",
         {"为每件事自拟一个 Idempotency-Key（1 至 64 个 ASCII 字符），重试时沿用。",
          "Make up an `Idempotency-Key` for each matter, 1 to 64 ASCII characters, and "
          "keep it when trying again."}),
    help("HEADER_INVALID", "标头无效", kMend),
    help("QUERY_INVALID", "查询参数无效", kMend),
    help("RANGE_NOT_SATISFIABLE", "文件没有该范围",
         {"Content-Range 说明文件长度；在其内取范围，或取整个文件。",
          "`Content-Range` tells the file's length: ask within it, or for the "
          "whole."}),
    help("IMAGE_MALFORMED", "图片无法读取",
         {"图片已损坏：重新拍摄或导出，或不要求去除元数据。",
          "The picture is damaged: take or export it again, or send it without "
          "`strip_metadata`."}),
};

}  // namespace

const ProblemHelp* help_of(std::string_view code) {
  const auto* found = std::ranges::find(kHelp, code, &ProblemHelp::code);
  return found == std::end(kHelp) ? nullptr : found;
}

}  // namespace whistle::adapters::api
