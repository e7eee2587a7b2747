"""The closing table: to whom, by which rule, in time or missed, how far up, how it ended."""

from driver.ledger import KINDS, TIERS
from driver.tickets import ACK, ON_SITE, RESOLVE, TOTAL

_KIND_WORDS = {
    "property_firm": ("物业公司", "property firms"), "fallback_firm": ("国企兜底物业", "fallback firm"),
    "owners_group": ("业主自治小组", "owners' groups"), "community": ("社区", "communities"), "street": ("街道", "streets"),
    "department": ("职能部门", "departments"), "alliance": ("共治联盟", "alliances"), "desk": ("指挥调度中心", "the desk"),
}
_TIER_WORDS = {
    "none": ("没有升级", "did not climb"), "community": ("升到社区", "to the community"), "head": ("升到部门总部", "to the head office"),
    "street": ("升到街道", "to the street"), "desk": ("升到指挥调度中心", "to the desk"),
}
_CLOCK_WORDS = {ACK: ("签收", "acknowledge"), ON_SITE: ("到场", "on site"), RESOLVE: ("办结", "resolve"), TOTAL: ("全程", "total")}
_STATE_WORDS = [
    ("confirmed", "结案：吹哨人认可", "closed: the whistle-blower confirmed"), ("silence", "结案：三日无异议", "closed: three days of silence"),
    ("checked", "结案：核查属实", "closed: a grid member checked"),
    ("followed", "结案：随主单办结", "closed: with the ticket that it followed"),
    ("withdrawn", "结案：撤回", "closed: taken back"), ("rejected", "不予受理：未获批准", "rejected: not approved"),
    ("follows", "未结：并案办理", "open: follows another ticket"), ("asked", "未结：待裁决", "open: waits for an arbiter"), ("verifying", "未结：待核实", "open: resolved, to be confirmed"),
    ("joint", "未结：待协办办完", "open: resolved, assistants are not done"),
    ("on_site", "未结：已到场", "open: on site"), ("acknowledged", "未结：已签收", "open: acknowledged"),
    ("dispatched", "未结：待签收", "open: nobody has acknowledged"),
]
_PARTIES_MAX = 12


def show(screen, telling, ledger):
    say = telling.say
    by_kind = [(say(*_KIND_WORDS[kind]), ledger.by_kind[kind]) for kind in KINDS if ledger.by_kind[kind].dispatched]
    _rows(screen, say, say("派给谁", "Dispatched to whom"), by_kind, ledger.total)
    busiest = sorted(ledger.by_party.items(), key=lambda item: (-item[1].dispatched, item[0]))[:_PARTIES_MAX]
    _rows(screen, say, say("派单最多的{}家", "The {} with most of them", len(busiest)),
          [(telling.party(code), row) for code, row in busiest])
    by_rule = sorted(ledger.by_rule.items(), key=lambda item: (-item[1].dispatched, item[0]))
    _rows(screen, say, say("按哪条规则", "By which rule"),
          [(rule or say("（待批）", "(not approved)"), row) for rule, row in by_rule], ledger.total)
    screen.line(say("  签收以首派单位计；未判：撤回在先 {} 张，未到期 {} 张。",
                    "  Acknowledged by whom it was sent to first; neither: {} taken back before, {} not yet due.",
                    ledger.total.withdrawn, ledger.total.waiting), "dim")
    _ladders(screen, say, ledger)
    _clocks(screen, say, ledger)
    _ends(screen, say, ledger)


def _rows(screen, say, title, rows, total=None):
    headings = [title, *(say(*words) for words in (
        ("派单", "sent"), ("按时签收", "in time"), ("超时", "missed"), ("未判", "neither"), ("升级", "climbed"), ("结案", "closed"),
        ("未结", "open"), ("签收率", "rate")))]

    def cells(name, row):
        judged = row.in_time + row.missed
        rate = f"{100 * row.in_time // judged}%" if judged else "–"
        return [name, *map(_number, (row.dispatched, row.in_time, row.missed, row.waiting + row.withdrawn, row.climbed, row.closed,
                                     row.open)), rate]

    screen.line()
    screen.table(headings, [cells(name, row) for name, row in rows], cells(say("合计", "all"), total) if total else None)


def _ladders(screen, say, ledger):
    screen.line()
    headings = [say("升到哪一级", "Climbed to which tier"), say("工单", "tickets"), say("改派", "re-assigned"), say("督办", "supervised")]
    rows = [[say(*_TIER_WORDS[tier]), _number(ledger.reached[tier]), _number(ledger.reassigned[tier]), _number(ledger.supervised[tier])]
            for tier in TIERS]
    sums = [say("合计", "all"), *(_number(sum(counts.values())) for counts in (ledger.reached, ledger.reassigned, ledger.supervised))]
    screen.table(headings, rows, sums)
    screen.line(say("  工单按所到最高一级计；改派、督办按次计。超时后一级级办完仍未结的，提醒指挥调度中心 {} 次。",
                    "  Tickets by the highest tier they reached; re-assigned and supervised count steps. The desk was reminded {} times "
                    "of tickets whose ladder had ended.", _number(ledger.reminders)), "dim")


def _clocks(screen, say, ledger):
    screen.line()
    headings = [say("时限（含协办）", "Limits, assistants' included"), say("开始", "started"), say("守住", "kept"), say("超时", "missed"),
                say("在走", "running")]
    rows = [[say(*_CLOCK_WORDS[kind]), *map(_number, (row.started, row.kept, row.missed, row.running))]
            for kind, row in ledger.clocks.items() if row.started]
    screen.table(headings, rows)


def _ends(screen, say, ledger):
    screen.line()
    rows = [[say(chinese, english), _number(ledger.states[state])] for state, chinese, english in _STATE_WORDS if ledger.states[state]]
    screen.table([say("结果", "How they stand"), say("工单", "tickets")], rows,
                 [say("合计", "all"), _number(sum(ledger.states.values()))])
    screen.line(say("  其中吹哨人不认可而返工 {} 张，催办 {} 张；进展报告 {} 次。",
                    "  Of these the whistle-blower disputed {} and had them done again, and urged {}; progress was reported {} times.",
                    *map(_number, (ledger.disputed, ledger.urged, ledger.reported))), "dim")
    screen.line(say("  准予退单 {} 次，会商 {} 次；核查不属实 {} 次，其中假闭环 {} 张。",
                    "  Returns were granted {} times and {} consults ruled; {} checks failed, and {} tickets are false closures.",
                    *map(_number, (ledger.returned, ledger.consults, ledger.failed_checks, ledger.false_closures))), "dim")
    screen.line(say("  申诉成立 {} 件，不成立 {} 件，待审 {} 件。", "  {} appeals were granted and {} refused, {} wait.",
                    *(_number(ledger.appeals[end]) for end in ("granted", "refused", "waits"))), "dim")
    screen.line(say("  并案 {} 张；结案后七十二小时内复发 {} 张，因此重开 {} 张。",
                    "  {} tickets follow another one of the same matter; {} told of what had come back after its closing, {} were reopened.",
                    *map(_number, (ledger.linked, ledger.recurred, ledger.reopened))), "dim")


def _number(value):
    return f"{value:,}"
