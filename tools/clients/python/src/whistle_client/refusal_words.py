"""Why the engine would not, in the words of the command line `whistle`. Names in braces are the refusal's arguments.

A test holds every sentence against `tools/whistle/wording_refusal.cc`, and the codes against `service.proto`.
"""

from __future__ import annotations

import re

ARGUMENTS = re.compile(r"\{([a-z_0-9]+)\}")
# Code without its prefix: the sentence in Chinese, the sentence in English.
SENTENCES: dict[str, tuple[str, str]] = {
    "MALFORMED": (
        "引擎读不懂这条请求：{what}",
        "the engine cannot read the request: {what}",
    ),
    "TOO_LARGE": (
        "{field} 太大，上限 {limit}",
        "{field} is too large, the limit is {limit}",
    ),
    "MISSING": (
        "缺少 {field}",
        "{field} is missing",
    ),
    "INVALID": (
        "{field} 不合要求：{why}",
        "{field} is not acceptable: {why}",
    ),
    "INVALID_TEXT": (
        "{field} 不是有效文字（须为 UTF-8，不含控制字符）",
        "{field} is not proper text (UTF-8 without control characters)",
    ),
    "KEY_REUSED": (
        "这个幂等键已用于别的内容（日志 {sequence}）",
        "this idempotency key was used for something else (entry {sequence})",
    ),
    "UNKNOWN_IDENTITY": (
        "引擎不认识这个身份 {member}",
        "the engine does not know this identity {member}",
    ),
    "NOT_PERMITTED": (
        "您无权这样做，需要：{needs}",
        "you may not do this; it needs: {needs}",
    ),
    "OWN_WORK": (
        "{party} 不能核查自己的工作",
        "{party} cannot verify its own work",
    ),
    "UNKNOWN_CATEGORY": (
        "事项目录里没有 {category}",
        "the catalogue has no {category}",
    ),
    "UNKNOWN_URGENCY": (
        "没有 {urgency} 这种紧急程度",
        "there is no urgency {urgency}",
    ),
    "UNKNOWN_TICKET": (
        "没有工单 {ticket}，或您不能查看",
        "there is no ticket {ticket}, or it is not for you to see",
    ),
    "UNKNOWN_MEMBER": (
        "规则集里没有成员 {member}",
        "the ruleset has no member {member}",
    ),
    "WRONG_STATE": (
        "工单 {ticket} 现在是“{state}”，不能这样做",
        "ticket {ticket} is {state}: this cannot be done now",
    ),
    "ALREADY_DONE": (
        "工单 {ticket}：{party} 已经做过了",
        "ticket {ticket}: {party} has done this already",
    ),
    "EVIDENCE_MISSING": (
        "办结还缺：{evidence}",
        "the resolution still lacks: {evidence}",
    ),
    "TIME_IMPOSSIBLE": (
        "{field} 的时间不可能：{time}",
        "{field} is not a possible time: {time}",
    ),
    "POINT_IMPOSSIBLE": (
        "坐标不可能",
        "the point is not on Earth",
    ),
    "RULESET_INVALID": (
        "目录有错，规则未变：\n  {error}",
        "the directory has errors, the rules stay as they are:\n  {error}",
    ),
    "RULESET_UNCHANGED": (
        "这套规则已经生效、已在等待生效，或已由您提议",
        "these rules are in force or scheduled already, or proposed by yourself",
    ),
    "RULESET_OTHER": (
        "引擎编译出的规则集是 {compiled}，与指定的不同",
        "the engine compiled {compiled}, not the ruleset that was named",
    ),
    "KEY_BOUND": (
        "这个公钥已登记给 {member}",
        "this public key is registered for {member} already",
    ),
    "UNKNOWN_KEY": (
        "没有登记过这个公钥，或已注销",
        "this public key is not registered, or revoked",
    ),
    "COMPLAINED_ABOUT": (
        "{party} 是被投诉方，不能经手这张工单",
        "the complaint is about {party}, which may have no hand in this ticket",
    ),
    "UNKNOWN_PARTY": (
        "规则集里没有单位 {party}",
        "the ruleset has no party {party}",
    ),
    "NOTHING_CHANGES": (
        "工单 {ticket} 本来就是这样，没有可更正的",
        "ticket {ticket} is so already: nothing to correct",
    ),
    "NO_REPORTER": (
        "工单 {ticket} 是保密的，或没有留下反映人，无人可联系",
        "ticket {ticket} is anonymous, or nobody said who reported it: there is nobody to call",
    ),
    "TOO_MANY_SPLITS": (
        "工单 {ticket} 已经拆出 {limit} 张",
        "ticket {ticket} has been split {limit} times already",
    ),
    "REQUEST_WAITS": (
        "工单 {ticket} 已有申请在等裁决",
        "something waits for the arbiter of ticket {ticket} already",
    ),
    "NO_REQUEST": (
        "工单 {ticket} 没有这样的申请在等裁决",
        "nothing of that kind waits for an arbiter at ticket {ticket}",
    ),
    "RULED_FINALLY": (
        "工单 {ticket} 的承办单位由会商终局裁定，不能再退",
        "a consult ruled finally who leads ticket {ticket}",
    ),
    "LAST_RESORT": (
        "{party} 是最后兜底的，没有上级可退",
        "{party} is the last resort: nobody stands above it",
    ),
    "RETURNED_BEFORE": (
        "{party} 已获准退过这张单，不能再派给它",
        "a return by {party} was granted: it cannot get this ticket again",
    ),
    "OVERDUE": (
        "工单 {ticket} 办结已超时，不能延期",
        "ticket {ticket} is overdue: too late to extend it",
    ),
    "TOO_MANY_EXTENSIONS": (
        "工单 {ticket} 已经延期 {limit} 次",
        "ticket {ticket} has been extended {limit} times already",
    ),
    "PARTY_WITHOUT_SUCCESSOR": (
        "这些单位还有未结工单，新目录里既没有它们，也没有指定承接单位：{party}（各 {tickets} 张）",
        "these parties have open tickets, and the new directory neither has them nor names who takes over: {party} (open tickets: {tickets})",
    ),
    "NOT_SCHEDULED": (
        "这套规则没有在等待生效",
        "those rules do not wait for their time",
    ),
    "FOLLOWS": (
        "工单 {ticket} 已并案，在主单 {lead_ticket} 上办理",
        "ticket {ticket} follows {lead_ticket}, where the work is done",
    ),
    "NOT_LINKABLE": (
        "工单 {ticket} 不能并案：{why}",
        "ticket {ticket} cannot be linked: {why}",
    ),
    "TOO_LATE": (
        "工单 {ticket} 结案已久，过了 {until} 就不能再动",
        "ticket {ticket} was closed too long ago: that was possible until {until}",
    ),
    "TOO_MANY_FOLLOWERS": (
        "主单 {ticket} 已有 {limit} 张并案工单",
        "ticket {ticket} has {limit} followers already",
    ),
    "NO_APPEAL": (
        "工单 {ticket} 没有这个单位对此待审的申诉",
        "no such appeal of that party waits on ticket {ticket}",
    ),
    "NOTHING_TO_APPEAL": (
        "工单 {ticket} 没有给 {party} 记这样一笔，无可申诉",
        "nothing of the kind is charged to {party} on ticket {ticket}",
    ),
    "REVIEWED_BEFORE": (
        "{member} 已审过这件申诉",
        "{member} has reviewed this appeal already",
    ),
    "ABSENT": (
        "{member} 现在不在岗，不能接班",
        "{member} is away and cannot take over",
    ),
    "NOT_ABSENT": (
        "{member} 没有登记离岗",
        "no absence of {member} is reported",
    ),
    "ATTACHMENT_MISSING": (
        "工单里没有文件 {sha256}",
        "no file {sha256} has been put on the ticket",
    ),
    "ATTACHMENT_INCOMPLETE": (
        "文件没有传完，缺的从第 {next} 字节起",
        "the file has not come whole: it lacks what follows byte {next}",
    ),
    "ATTACHMENT_OTHER": (
        "收到的文件与所说的不符，其哈希为 {sha256}",
        "what came is another file than was said, of hash {sha256}",
    ),
    "ATTACHMENT_TYPE": (
        "不是可收的文件类型（按内容判断）",
        "by its content it is no file that is kept",
    ),
    "TOO_MANY_ATTACHMENTS": (
        "工单 {ticket} 的附件已满 {limit} 个",
        "ticket {ticket} has {limit} files already",
    ),
    "UNKNOWN_ATTACHMENT": (
        "工单里没有文件 {sha256}，或您无权查看",
        "the ticket has no file {sha256} that you may have",
    ),
    "ERASED": (
        "工单 {ticket} 的个人信息已删除：不能再读",
        "the personal data of ticket {ticket} are erased: they cannot be read any more",
    ),
    "LOGIC_OLD": (
        "日志还按旧版裁决逻辑裁决，这件事要第 {logic} 版",
        "the journal is decided by an older logic; this needs logic {logic}",
    ),
    "UNKNOWN_LOGIC": (
        "引擎没有这一版裁决逻辑，它最新的是第 {newest} 版",
        "the engine does not have that logic, its newest is {newest}",
    ),
    "TICKET_CHANGED": (
        "工单 {ticket} 期间又有变化，最新记录是 {last_entry}",
        "something else happened to ticket {ticket}: its last entry is {last_entry}",
    ),
    "UNKNOWN_ORDER": (
        "本身份没有推送过单 {order}",
        "this identity has pushed no order {order}",
    ),
    "UNKNOWN_RULESET": (
        "没有规则集 {ruleset_sha256} 的文件",
        "no files are kept of ruleset {ruleset_sha256}",
    ),
    "RULESET_OUTDATED": (
        "所依据的规则已不是现行规则，现行的是 {in_force}",
        "the rules it was made from are not in force; {in_force} are",
    ),
    "BUSY": (
        "引擎正忙",
        "the engine is busy",
    ),
    "STOPPING": (
        "引擎正在停机",
        "the engine is stopping",
    ),
    "WRONG_TOKEN": (
        "凭证与这张工单不符，或已失效",
        "the private token is not this ticket's, or is no longer good",
    ),
    "RATE_EXCEEDED": (
        "请求太密（{of}），{retry_after_ms} 毫秒后再试",
        "too many requests from this {of}; try again in {retry_after_ms} ms",
    ),
    "TOO_MANY_OPEN": (
        "这位反映人未办结的工单已达上限 {limit}",
        "this reporter has {limit} open tickets already, the most allowed",
    ),
    "LAST_ADMIN": (
        "这是最后一位管理员 {member} 的公钥，注销后无人能管身份",
        "this is the key of {member}, the last administrator: nobody could manage identities any more",
    ),
    "DISK_LOW": (
        "引擎磁盘空间不足，暂不接收新的吹哨和文件；已有工单照常办理",
        "the engine's disk is nearly full: new whistles and files are refused, tickets go on",
    ),
    "CLOCK_SUSPENDED": (
        "引擎所在机器的时间发生跳变，已暂停受理",
        "the time of the engine's machine jumped: nothing is accepted",
    ),
}

# Of a code that is newer than this library.
UNKNOWN_REASON = ("引擎拒绝了，原因代码本程序不认识", "the engine refused for a reason that this program does not know")


def worded(code: str, arguments: dict[str, list[str]], language: str = "en") -> str:
    """The sentence for a code, its arguments filled in; `language` is `en` or `zh`. What the engine did not say reads `?`."""
    chinese, english = SENTENCES.get(code, UNKNOWN_REASON)
    sentence = chinese if language == "zh" else english
    return ARGUMENTS.sub(lambda found: ", ".join(arguments.get(found[1], ["?"])), sentence)
