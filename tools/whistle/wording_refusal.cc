#include "tools/whistle/wording_refusal.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>

#include "tools/whistle/wording_codes.h"
#include "whistle/v1/common.pb.h"

namespace whistle::tools {

namespace {

// A sentence and the next step to take. Names in braces are the refusal's arguments; a step may be empty.
struct Saying {
  Phrase sentence;
  Phrase step;
};

constexpr Phrase kNoStep{"", ""};
constexpr Phrase kReport{"请把这条命令和这句话告诉维护人员", "tell the maintainers this command and this sentence"};

Saying message_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_MALFORMED)
    return {{"引擎读不懂这条请求：{what}", "the engine cannot read the request: {what}"}, kReport};
  if (code == v1::REFUSAL_CODE_TOO_LARGE) {
    return {{"{field} 太大，上限 {limit}", "{field} is too large, the limit is {limit}"},
            {"请精简后再试", "shorten it and try again"}};
  }
  if (code == v1::REFUSAL_CODE_MISSING) {
    return {{"缺少 {field}", "{field} is missing"},
            {"命令加 --help 可看要填什么", "the command's --help tells what it wants"}};
  }
  if (code == v1::REFUSAL_CODE_INVALID)
    return {{"{field} 不合要求：{why}", "{field} is not acceptable: {why}"}, kNoStep};
  if (code == v1::REFUSAL_CODE_INVALID_TEXT) {
    return {{"{field} 不是有效文字（须为 UTF-8，不含控制字符）",
             "{field} is not proper text (UTF-8 without control characters)"},
            kNoStep};
  }
  return {{"这个幂等键已用于别的内容（日志 {sequence}）",
           "this idempotency key was used for something else (entry {sequence})"},
          {"内容不同的请求要用新的键", "use a fresh key for a different request"}};
}

Saying sender_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_UNKNOWN_IDENTITY) {
    return {{"引擎不认识这个身份 {member}", "the engine does not know this identity {member}"},
            {"请管理员执行 whistle identity add 登记您的公钥",
             "ask an administrator to register your public key: whistle identity add"}};
  }
  if (code == v1::REFUSAL_CODE_NOT_PERMITTED) {
    return {{"您无权这样做，需要：{needs}", "you may not do this; it needs: {needs}"},
            {"whistle status 可看您的身份和角色", "whistle status tells who you are and your roles"}};
  }
  return {{"{party} 不能核查自己的工作", "{party} cannot verify its own work"},
          {"须由吹哨人或别的单位核查", "the whistle-blower or another party has to"}};
}

Saying subject_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_UNKNOWN_CATEGORY) {
    return {{"事项目录里没有 {category}", "the catalogue has no {category}"},
            {"不知道事项时可以不填", "leave the category out if it is not known"}};
  }
  if (code == v1::REFUSAL_CODE_UNKNOWN_URGENCY)
    return {{"没有 {urgency} 这种紧急程度", "there is no urgency {urgency}"}, kNoStep};
  if (code == v1::REFUSAL_CODE_UNKNOWN_TICKET) {
    return {{"没有工单 {ticket}，或您不能查看", "there is no ticket {ticket}, or it is not for you to see"},
            {"whistle inbox 列出本单位的工单", "whistle inbox lists your party's tickets"}};
  }
  if (code == v1::REFUSAL_CODE_UNKNOWN_MEMBER) {
    return {
        {"规则集里没有成员 {member}", "the ruleset has no member {member}"},
        {"先在 members.csv 加上并发布，再登记公钥", "add it to members.csv and publish first, then register the key"}};
  }
  if (code == v1::REFUSAL_CODE_WRONG_STATE) {
    return {{"工单 {ticket} 现在是“{state}”，不能这样做", "ticket {ticket} is {state}: this cannot be done now"},
            {"whistle show {ticket} 可看来龙去脉", "whistle show {ticket} tells what happened"}};
  }
  if (code == v1::REFUSAL_CODE_ALREADY_DONE) {
    return {{"工单 {ticket}：{party} 已经做过了", "ticket {ticket}: {party} has done this already"}, kNoStep};
  }
  if (code == v1::REFUSAL_CODE_EVIDENCE_MISSING) {
    return {{"办结还缺：{evidence}", "the resolution still lacks: {evidence}"},
            {"用 --note、--photo-before、--photo-after、--signature 补上",
             "give it with --note, --photo-before, --photo-after or --signature"}};
  }
  if (code == v1::REFUSAL_CODE_TIME_IMPOSSIBLE) {
    return {{"{field} 的时间不可能：{time}", "{field} is not a possible time: {time}"},
            {"请检查日期和时区", "check date and zone"}};
  }
  return {{"坐标不可能", "the point is not on Earth"}, {"纬度在前，经度在后", "latitude comes first, then longitude"}};
}

Saying act_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_COMPLAINED_ABOUT) {
    return {{"{party} 是被投诉方，不能经手这张工单",
             "the complaint is about {party}, which may have no hand in this ticket"},
            {"由上一级或另一单位处理；另一件事请另行吹哨",
             "the tier above or another party has to; for another matter blow a whistle of its own"}};
  }
  if (code == v1::REFUSAL_CODE_UNKNOWN_PARTY) {
    return {{"规则集里没有单位 {party}", "the ruleset has no party {party}"},
            {"whistle district show 列出所有单位", "whistle district show lists them"}};
  }
  if (code == v1::REFUSAL_CODE_NOTHING_CHANGES) {
    return {{"工单 {ticket} 本来就是这样，没有可更正的", "ticket {ticket} is so already: nothing to correct"}, kNoStep};
  }
  if (code == v1::REFUSAL_CODE_NO_REPORTER) {
    return {{"工单 {ticket} 是保密的，或没有留下反映人，无人可联系",
             "ticket {ticket} is anonymous, or nobody said who reported it: there is nobody to call"},
            kNoStep};
  }
  return {{"工单 {ticket} 已经拆出 {limit} 张", "ticket {ticket} has been split {limit} times already"},
          {"再有别的事，请另行吹哨", "for another matter blow a whistle of its own"}};
}

Saying arbitration_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_REQUEST_WAITS) {
    return {{"工单 {ticket} 已有申请在等裁决", "something waits for the arbiter of ticket {ticket} already"},
            {"等裁决以后再申请", "ask again once that is decided"}};
  }
  if (code == v1::REFUSAL_CODE_NO_REQUEST) {
    return {{"工单 {ticket} 没有这样的申请在等裁决", "nothing of that kind waits for an arbiter at ticket {ticket}"},
            {"whistle show {ticket} 看它在等什么", "whistle show {ticket} tells what waits"}};
  }
  if (code == v1::REFUSAL_CODE_RULED_FINALLY) {
    return {{"工单 {ticket} 的承办单位由会商终局裁定，不能再退", "a consult ruled finally who leads ticket {ticket}"},
            {"办不了的，可申请挂账或延期", "what cannot be done now may be held or extended"}};
  }
  if (code == v1::REFUSAL_CODE_LAST_RESORT) {
    return {{"{party} 是最后兜底的，没有上级可退", "{party} is the last resort: nobody stands above it"},
            {"可由调度员改派", "a dispatcher may re-assign it"}};
  }
  if (code == v1::REFUSAL_CODE_RETURNED_BEFORE) {
    return {
        {"{party} 已获准退过这张单，不能再派给它", "a return by {party} was granted: it cannot get this ticket again"},
        {"只有会商可以终局裁定给它", "only the ruling of a consult can name it"}};
  }
  if (code == v1::REFUSAL_CODE_OVERDUE) {
    return {{"工单 {ticket} 办结已超时，不能延期", "ticket {ticket} is overdue: too late to extend it"}, kNoStep};
  }
  return {{"工单 {ticket} 已经延期 {limit} 次", "ticket {ticket} has been extended {limit} times already"}, kNoStep};
}

// Of groups of tickets, and of what was closed.
Saying recurrence_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_FOLLOWS) {
    return {{"工单 {ticket} 已并案，在主单 {lead_ticket} 上办理",
             "ticket {ticket} follows {lead_ticket}, where the work is done"},
            {"whistle show {lead_ticket}", "whistle show {lead_ticket}"}};
  }
  if (code == v1::REFUSAL_CODE_NOT_LINKABLE) {
    return {{"工单 {ticket} 不能并案：{why}", "ticket {ticket} cannot be linked: {why}"}, kNoStep};
  }
  if (code == v1::REFUSAL_CODE_TOO_LATE) {
    return {{"工单 {ticket} 结案已久，过了 {until} 就不能再动",
             "ticket {ticket} was closed too long ago: that was possible until {until}"},
            {"问题还在的，请重新吹哨", "if the problem is still there, blow anew"}};
  }
  return {{"主单 {ticket} 已有 {limit} 张并案工单", "ticket {ticket} has {limit} followers already"}, kNoStep};
}

Saying appeal_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_NOTHING_TO_APPEAL) {
    return {{"工单 {ticket} 没有给 {party} 记这样一笔，无可申诉",
             "nothing of the kind is charged to {party} on ticket {ticket}"},
            {"whistle show {ticket} 可看记了什么", "whistle show {ticket} tells what is"}};
  }
  if (code == v1::REFUSAL_CODE_REVIEWED_BEFORE) {
    return {{"{member} 已审过这件申诉", "{member} has reviewed this appeal already"},
            {"须由另一位督办人审核", "another supervisor has to"}};
  }
  return {{"工单 {ticket} 没有这个单位对此待审的申诉", "no such appeal of that party waits on ticket {ticket}"},
          {"whistle inbox --appealed 列出待审的", "whistle inbox --appealed lists those that wait"}};
}

Saying rules_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_RULESET_INVALID) {
    return {{"目录有错，规则未变：\n  {error}", "the directory has errors, the rules stay as they are:\n  {error}"},
            {"whistle district check 目录 可逐条查看", "whistle district check DIR tells all of them"}};
  }
  if (code == v1::REFUSAL_CODE_RULESET_UNCHANGED) {
    return {
        {"这套规则已经生效、已在等待生效，或已由您提议",
         "these rules are in force or scheduled already, or proposed by yourself"},
        {"提议后须由另一人（管理员与督办人各一）发布", "a proposal is published by the other of admin and supervisor"}};
  }
  if (code == v1::REFUSAL_CODE_RULESET_OTHER) {
    return {{"引擎编译出的规则集是 {compiled}，与指定的不同",
             "the engine compiled {compiled}, not the ruleset that was named"},
            kNoStep};
  }
  if (code == v1::REFUSAL_CODE_UNKNOWN_RULESET) {
    return {{"没有规则集 {ruleset_sha256} 的文件", "no files are kept of ruleset {ruleset_sha256}"},
            {"whistle district submissions 列出待议的规则", "whistle district submissions lists those that wait"}};
  }
  if (code == v1::REFUSAL_CODE_RULESET_OUTDATED) {
    return {{"所依据的规则已不是现行规则，现行的是 {in_force}",
             "the rules it was made from are not in force; {in_force} are"},
            {"whistle district fetch 取现行规则的文件，重做修改",
             "whistle district fetch gets those; make the change on them"}};
  }
  if (code == v1::REFUSAL_CODE_PARTY_WITHOUT_SUCCESSOR) {
    return {
        {"这些单位还有未结工单，新目录里既没有它们，也没有指定承接单位：{party}（各 {tickets} 张）",
         "these parties have open tickets, and the new directory neither has them nor names who takes over: {party} "
         "(open tickets: {tickets})"},
        {"在 successors.csv 里写明 party,successor", "name their successors in successors.csv: party,successor"}};
  }
  if (code == v1::REFUSAL_CODE_NOT_SCHEDULED) {
    return {{"这套规则没有在等待生效", "those rules do not wait for their time"},
            {"whistle status 显示待生效的规则", "whistle status shows the rules that do"}};
  }
  if (code == v1::REFUSAL_CODE_KEY_BOUND) {
    return {{"这个公钥已登记给 {member}", "this public key is registered for {member} already"},
            {"每台设备用自己的密钥：whistle keygen", "each device has a key of its own: whistle keygen"}};
  }
  return {{"没有登记过这个公钥，或已注销", "this public key is not registered, or revoked"},
          {"whistle identity list 列出所有公钥", "whistle identity list tells them all"}};
}

Saying duty_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_ABSENT) {
    return {{"{member} 现在不在岗，不能接班", "{member} is away and cannot take over"},
            {"换一位同事，或等其返岗", "choose another colleague, or wait until that one is back"}};
  }
  return {{"{member} 没有登记离岗", "no absence of {member} is reported"},
          {"whistle status 可看自己登记的离岗时间", "whistle status tells whether you are reported away"}};
}

Saying limit_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_WRONG_TOKEN) {
    return {{"凭证与这张工单不符，或已失效", "the private token is not this ticket's, or is no longer good"},
            {"请核对工单号和凭证", "check the ticket's number and the token"}};
  }
  if (code == v1::REFUSAL_CODE_RATE_EXCEEDED) {
    return {{"请求太密（{of}），{retry_after_ms} 毫秒后再试",
             "too many requests from this {of}; try again in {retry_after_ms} ms"},
            {"放慢一些", "go slower"}};
  }
  if (code == v1::REFUSAL_CODE_TOO_MANY_OPEN) {
    return {
        {"这位反映人未办结的工单已达上限 {limit}", "this reporter has {limit} open tickets already, the most allowed"},
        {"等前面的办结，或补充到已有工单；急件不受此限",
         "wait until some close, or add to one of them; urgent matters are not limited"}};
  }
  return {{"这是最后一位管理员 {member} 的公钥，注销后无人能管身份",
           "this is the key of {member}, the last administrator: nobody could manage identities any more"},
          {"先登记另一位管理员的公钥", "register another administrator's key first"}};
}

Saying file_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_ATTACHMENT_MISSING) {
    return {{"工单里没有文件 {sha256}", "no file {sha256} has been put on the ticket"},
            {"先上传：whistle attach 工单 文件", "put it first: whistle attach TICKET FILE"}};
  }
  if (code == v1::REFUSAL_CODE_ATTACHMENT_INCOMPLETE) {
    return {{"文件没有传完，缺的从第 {next} 字节起", "the file has not come whole: it lacks what follows byte {next}"},
            {"再传一次，会接着传", "send it again, it goes on there"}};
  }
  if (code == v1::REFUSAL_CODE_ATTACHMENT_OTHER) {
    return {{"收到的文件与所说的不符，其哈希为 {sha256}", "what came is another file than was said, of hash {sha256}"},
            {"文件可能在传输中被改动；再传一次", "it may have been changed meanwhile: send it again"}};
  }
  if (code == v1::REFUSAL_CODE_ATTACHMENT_TYPE) {
    return {
        {"不是可收的文件类型（按内容判断）", "by its content it is no file that is kept"},
        {"可收：JPEG、PNG、WebP、HEIC、PDF、MP4、Ogg、AMR", "kept are JPEG, PNG, WebP, HEIC, PDF, MP4, Ogg and AMR"}};
  }
  if (code == v1::REFUSAL_CODE_TOO_MANY_ATTACHMENTS) {
    return {{"工单 {ticket} 的附件已满 {limit} 个", "ticket {ticket} has {limit} files already"}, kNoStep};
  }
  return {{"工单里没有文件 {sha256}，或您无权查看", "the ticket has no file {sha256} that you may have"},
          {"whistle show 列出附件", "whistle show lists the files"}};
}

Saying privacy_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_ERASED) {
    return {{"工单 {ticket} 的个人信息已删除：不能再读",
             "the personal data of ticket {ticket} are erased: they cannot be read any more"},
            {"whistle show {ticket} 可看何时、因何删除", "whistle show {ticket} tells when and why"}};
  }
  if (code == v1::REFUSAL_CODE_LOGIC_OLD) {
    return {{"日志还按旧版裁决逻辑裁决，这件事要第 {logic} 版",
             "the journal is decided by an older logic; this needs logic {logic}"},
            {"请管理员执行 whistle adopt-logic {logic}", "an administrator has to run whistle adopt-logic {logic}"}};
  }
  return {{"引擎没有这一版裁决逻辑，它最新的是第 {newest} 版",
           "the engine does not have that logic, its newest is {newest}"},
          {"先更新 whistled", "upgrade whistled first"}};
}

Saying engine_saying(v1::RefusalCode code) {
  if (code == v1::REFUSAL_CODE_BUSY) {
    return {{"引擎正忙", "the engine is busy"}, {"稍后再试", "try again in a moment"}};
  }
  if (code == v1::REFUSAL_CODE_STOPPING) {
    return {{"引擎正在停机", "the engine is stopping"}, {"稍后再试", "try again in a moment"}};
  }
  if (code == v1::REFUSAL_CODE_DISK_LOW) {
    return {{"引擎磁盘空间不足，暂不接收新的吹哨和文件；已有工单照常办理",
             "the engine's disk is nearly full: new whistles and files are refused, tickets go on"},
            {"{retry_s} 秒后再试；请运维人员腾出空间", "try again in {retry_s} s; the operator has to make space"}};
  }
  return {{"引擎所在机器的时间发生跳变，已暂停受理", "the time of the engine's machine jumped: nothing is accepted"},
          {"{retry_s} 秒后再试；请运维人员核对时间后执行 whistled confirm-clock",
           "try again in {retry_s} s; the operator has to check the time, then run whistled confirm-clock"}};
}

// Of groups, appeals, who has it in hand, files, what is erased, and the logic; and of what is none of all these.
Saying aftermath_saying(v1::RefusalCode code) {
  switch (code) {
    case v1::REFUSAL_CODE_FOLLOWS:
    case v1::REFUSAL_CODE_NOT_LINKABLE:
    case v1::REFUSAL_CODE_TOO_LATE:
    case v1::REFUSAL_CODE_TOO_MANY_FOLLOWERS:
      return recurrence_saying(code);
    case v1::REFUSAL_CODE_ABSENT:
    case v1::REFUSAL_CODE_NOT_ABSENT:
      return duty_saying(code);
    case v1::REFUSAL_CODE_NO_APPEAL:
    case v1::REFUSAL_CODE_NOTHING_TO_APPEAL:
    case v1::REFUSAL_CODE_REVIEWED_BEFORE:
      return appeal_saying(code);
    case v1::REFUSAL_CODE_ATTACHMENT_MISSING:
    case v1::REFUSAL_CODE_ATTACHMENT_INCOMPLETE:
    case v1::REFUSAL_CODE_ATTACHMENT_OTHER:
    case v1::REFUSAL_CODE_ATTACHMENT_TYPE:
    case v1::REFUSAL_CODE_TOO_MANY_ATTACHMENTS:
    case v1::REFUSAL_CODE_UNKNOWN_ATTACHMENT:
      return file_saying(code);
    case v1::REFUSAL_CODE_TICKET_CHANGED:
      return {{"工单 {ticket} 期间又有变化，最新记录是 {last_entry}",
               "something else happened to ticket {ticket}: its last entry is {last_entry}"},
              {"请重新查看工单再操作", "look at the ticket again, then act"}};
    case v1::REFUSAL_CODE_ERASED:
    case v1::REFUSAL_CODE_LOGIC_OLD:
    case v1::REFUSAL_CODE_UNKNOWN_LOGIC:
      return privacy_saying(code);
    case v1::REFUSAL_CODE_UNKNOWN_ORDER:
      return {{"本身份没有推送过单 {order}", "this identity has pushed no order {order}"}, kNoStep};
    default:
      break;
  }
  return {{"引擎拒绝了，原因代码本程序不认识", "the engine refused for a reason that this program does not know"},
          {"请更新 whistle", "get a newer whistle"}};
}

Saying saying_for(v1::RefusalCode code) {
  switch (code) {
    case v1::REFUSAL_CODE_MALFORMED:
    case v1::REFUSAL_CODE_TOO_LARGE:
    case v1::REFUSAL_CODE_MISSING:
    case v1::REFUSAL_CODE_INVALID:
    case v1::REFUSAL_CODE_INVALID_TEXT:
    case v1::REFUSAL_CODE_KEY_REUSED:
      return message_saying(code);
    case v1::REFUSAL_CODE_UNKNOWN_IDENTITY:
    case v1::REFUSAL_CODE_NOT_PERMITTED:
    case v1::REFUSAL_CODE_OWN_WORK:
      return sender_saying(code);
    case v1::REFUSAL_CODE_UNKNOWN_CATEGORY:
    case v1::REFUSAL_CODE_UNKNOWN_URGENCY:
    case v1::REFUSAL_CODE_UNKNOWN_TICKET:
    case v1::REFUSAL_CODE_UNKNOWN_MEMBER:
    case v1::REFUSAL_CODE_WRONG_STATE:
    case v1::REFUSAL_CODE_ALREADY_DONE:
    case v1::REFUSAL_CODE_EVIDENCE_MISSING:
    case v1::REFUSAL_CODE_TIME_IMPOSSIBLE:
    case v1::REFUSAL_CODE_POINT_IMPOSSIBLE:
      return subject_saying(code);
    case v1::REFUSAL_CODE_COMPLAINED_ABOUT:
    case v1::REFUSAL_CODE_UNKNOWN_PARTY:
    case v1::REFUSAL_CODE_NOTHING_CHANGES:
    case v1::REFUSAL_CODE_NO_REPORTER:
    case v1::REFUSAL_CODE_TOO_MANY_SPLITS:
      return act_saying(code);
    case v1::REFUSAL_CODE_REQUEST_WAITS:
    case v1::REFUSAL_CODE_NO_REQUEST:
    case v1::REFUSAL_CODE_RULED_FINALLY:
    case v1::REFUSAL_CODE_LAST_RESORT:
    case v1::REFUSAL_CODE_RETURNED_BEFORE:
    case v1::REFUSAL_CODE_OVERDUE:
    case v1::REFUSAL_CODE_TOO_MANY_EXTENSIONS:
      return arbitration_saying(code);
    case v1::REFUSAL_CODE_RULESET_INVALID:
    case v1::REFUSAL_CODE_RULESET_UNCHANGED:
    case v1::REFUSAL_CODE_RULESET_OTHER:
    case v1::REFUSAL_CODE_UNKNOWN_RULESET:
    case v1::REFUSAL_CODE_RULESET_OUTDATED:
    case v1::REFUSAL_CODE_KEY_BOUND:
    case v1::REFUSAL_CODE_UNKNOWN_KEY:
    case v1::REFUSAL_CODE_PARTY_WITHOUT_SUCCESSOR:
    case v1::REFUSAL_CODE_NOT_SCHEDULED:
      return rules_saying(code);
    case v1::REFUSAL_CODE_WRONG_TOKEN:
    case v1::REFUSAL_CODE_RATE_EXCEEDED:
    case v1::REFUSAL_CODE_TOO_MANY_OPEN:
    case v1::REFUSAL_CODE_LAST_ADMIN:
      return limit_saying(code);
    case v1::REFUSAL_CODE_BUSY:
    case v1::REFUSAL_CODE_STOPPING:
    case v1::REFUSAL_CODE_DISK_LOW:
    case v1::REFUSAL_CODE_CLOCK_SUSPENDED:
      return engine_saying(code);
    default:
      return aftermath_saying(code);
  }
}

// Of a command that is about no ticket, where the same code may be about one.
constexpr Phrase kSoAlready{"本来就是这样，没有改变", "it is so already: nothing changes"};

bool names_ticket(const v1::Refusal& refusal) {
  return std::any_of(refusal.arguments().begin(), refusal.arguments().end(),
                     [](const v1::Argument& argument) { return argument.name() == "ticket"; });
}

// What is refused for the engine's state and not for the request: the same request is accepted later.
bool passes_by_itself(v1::RefusalCode code) {
  return code == v1::REFUSAL_CODE_BUSY || code == v1::REFUSAL_CODE_STOPPING || code == v1::REFUSAL_CODE_RATE_EXCEEDED ||
         code == v1::REFUSAL_CODE_DISK_LOW || code == v1::REFUSAL_CODE_CLOCK_SUSPENDED;
}

// Codes among the arguments are said in words.
std::string argument_words(Language language, const v1::Argument& argument, const DistrictTime* time) {
  v1::TicketState state{};
  if (argument.name() == "state" && v1::TicketState_Parse(argument.value(), &state))
    return std::string(words_for(language, state));
  v1::Evidence evidence{};
  if (argument.name() == "evidence" && v1::Evidence_Parse(argument.value(), &evidence)) {
    return std::string(words_for(language, evidence));
  }
  std::int64_t number = 0;
  const auto* end = argument.value().data() + argument.value().size();
  const auto read = std::from_chars(argument.value().data(), end, number);
  const bool is_number = read.ec == std::errc() && read.ptr == end;
  if (argument.name() == "until" && is_number && time != nullptr) return time->second_text({number});
  // A ticket by its bare number could be read as the day's counter.
  const bool id = (argument.name() == "ticket" || argument.name() == "lead_ticket") && is_number;
  return id ? "id:" + argument.value() : argument.value();
}

// Every argument of that name, joined; nullopt: there is none.
std::optional<std::string> value_of(Language language, const v1::Refusal& refusal, const DistrictTime* time,
                                    std::string_view name) {
  std::optional<std::string> value;
  for (const auto& argument : refusal.arguments()) {
    if (argument.name() != name) continue;
    const auto words = argument_words(language, argument, time);
    value = value ? *value + (name == "error" ? "\n  " : ", ") + words : words;
  }
  return value;
}

std::string filled(Language language, const Phrase& pattern, const v1::Refusal& refusal, const DistrictTime* time) {
  const auto text = phrase(language, pattern);
  std::string result;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto open = text.find('{', at);
    const auto close = open == std::string_view::npos ? open : text.find('}', open);
    if (close == std::string_view::npos) break;
    result += text.substr(at, open - at);
    result += value_of(language, refusal, time, text.substr(open + 1, close - open - 1)).value_or("");
    at = close + 1;
  }
  result += text.substr(at);
  // An argument that the engine left out at the end leaves its blank behind.
  while (!result.empty() && result.back() == ' ')
    result.pop_back();
  return result;
}

}  // namespace

Failure word_refusal(Language language, const v1::Refusal& refusal, const DistrictTime* time) {
  auto saying = saying_for(refusal.code());
  if (refusal.code() == v1::REFUSAL_CODE_NOTHING_CHANGES && !names_ticket(refusal)) saying = {kSoAlready, kNoStep};
  return {passes_by_itself(refusal.code()) ? ExitCode::NoAnswer : ExitCode::Refused, "refused",
          filled(language, saying.sentence, refusal, time), filled(language, saying.step, refusal, time), refusal};
}

}  // namespace whistle::tools
