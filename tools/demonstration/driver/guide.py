"""How to talk to the running engine from another terminal: commands that work as they stand."""

import pathlib
import shlex

from driver import cast
from driver.tickets import ASSIGNED

_OPEN_STATES = (ASSIGNED, "acknowledged", "arrived")


def commands(programs, data, district, play, web):
    """(what for in Chinese, in English, command line), in this order, for tickets that stand so that the command works."""
    def run(member, words):
        return f"whistle --data . --key {cast.key_file(pathlib.Path(), member)} {words}"

    tickets, numbers = play.tickets, play.numbers
    estate = next(row for row in district.estates.values() if row["type"] == "PROPERTY_MANAGED" and row["watched"] != "true")
    firm = cast.handler_of(district, estate["party"])
    path = shlex.quote(str(programs))
    found = [
        ("在另一个终端里，先到这里", "in another terminal, first go here", f"cd {shlex.quote(str(data))} && export PATH={path}:$PATH"),
        ("引擎现在怎样，我是谁", "how the engine is, and who I am", run(cast.SUPERVISOR, "status")),
        ("吹一哨", "blow a whistle", run(cast.INTAKE, f'blow "三号楼电梯口灯不亮" --category P03 --estate {estate["code"]}')),
        ("物业的收件箱（刚吹的也在里面）", "the firm's inbox, with the one just blown", run(firm, "inbox")),
        ("其中自己经手的，和无人经手的", "of that, what is in one's own hands, and what in nobody's", run(firm, "inbox --mine")),
    ]
    if unanswered := _newest(tickets, lambda t: t.parts[0].state == ASSIGNED):
        member = cast.handler_of(district, unanswered.lead)
        found.append(("签收一张没人应答的工单", "acknowledge one that nobody answered", run(member, f"ack {numbers[unanswered.id]}")))
    if climbed := _newest(tickets, lambda t: len(t.hops) > 2):
        found.append(("一张升级过的工单的来龙去脉", "the story of one that climbed", run(cast.AUDITOR, f"show {numbers[climbed.id]}")))
        found.append(("它为什么在那里", "why it is where it is", run(cast.AUDITOR, f"explain {numbers[climbed.id]}")))
    found.append(("待审的申诉，含已结案的", "appeals that wait for a review, of closed tickets too", run(cast.SUPERVISOR, "inbox --appealed")))
    found.append(("双向考评", "the two-way evaluation", run(cast.AUDITOR, "report")))
    found.append(("看着事情发生", "see what happens as it happens", run(cast.SUPERVISOR, "watch --all")))
    found.append(("网页：用浏览器打开 " + web + "/，或者问它", f"the web: open {web}/ in a browser, or ask it", f"curl -sS {web}/api/v1/status"))
    found.append(("公开工单，任何人可查（Open311）", "public tickets, as anybody may see them (Open311)",
                  f"curl -sS '{web}/open311/v2/requests.json?status=open&page_size=3'"))
    return found


def _newest(tickets, wanted):
    return next((t for t in reversed(tickets.by_id.values()) if not t.closed and t.parts[0].state in _OPEN_STATES and wanted(t)), None)
