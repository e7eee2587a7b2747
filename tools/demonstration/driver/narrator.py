"""Which of ten thousand events are told live: a few whistles followed closely, first times, and now and then an ordinary one.

    narrator.hear(entry, ticket)             # prints at most a line or a few
"""

import collections
import time

from whistle.v1 import event_pb2

from driver.civil_clock import local
from driver.tickets import ACK

_SAMPLE_SECONDS = 1.0  # an ordinary event at most this often
_HIGHLIGHT_SECONDS = 2.0
_RARELY = ("reminder",)  # told twice: there are very many, and they are all alike
_FOLLOWED_MAX = 2  # busy ones at a time
_TOLD_MAX = 14  # lines of one story; later reminders add nothing


class Story:
    """One whistle that is followed: what is special about it, and how the first sight of it is known."""

    def __init__(self, title, begins):
        self.title = title  # (Chinese, English)
        self.begins = begins  # of (ticket, entry, conduct): follow from here on?


STORIES = [
    Story(("物业按时报到的一哨", "a firm that reports for duty in time"),
          lambda t, e, c: _is_new(t, e) and t.rule == "inside-an-estate" and _is_everyday(t) and _goes_well(t, c)),
    Story(("社区吹哨，部门报到", "a community calls a department"),
          lambda t, e, c: _is_new(t, e) and t.whistle.kind == 2 and t.first_lead.startswith("D-") and _goes_well(t, c)),
    Story(("无人应答，逐级升级", "nobody answers, and it climbs"),
          lambda t, e, c: sum(hop.by_ladder for hop in t.hops) == 2 and _moves_up(e) and t.first_lead.startswith("F-")),
    Story(("燃气泄漏：先打 119，再派单", "a gas leak: 119 first, then the gas company"),
          lambda t, e, c: _is_new(t, e) and t.rule == "gas" and _goes_well(t, c)),
    Story(("签收了却没办：督办", "acknowledged and then left lying: supervised"),
          lambda t, e, c: _supervises(e) and t.clock(0, ACK).kept and not t.closed),
    Story(("办结不算数：吹哨人不认可，返工", "closed on paper: the whistle-blower disputes it, and it is done again"),
          lambda t, e, c: _disputes(e) and c.will_confirm(t) and t.first_lead.startswith("F-") and not t.urgent),
    Story(("交班：人下班，工单不断档", "a shift ends, and the order goes on"), lambda t, e, c: _has(e, "duty_handed_over")),
    Story(("邻里纠纷，在党群微家调解", "neighbours quarrel, and there is a room to settle it in"),
          lambda t, e, c: _is_new(t, e) and t.dispatched and t.dispatched.venue and _goes_well(t, c)),
    Story(("两次退单，会商裁定：踢不出去的皮球", "returned twice, and a consult rules: no more passing on"),
          lambda t, e, c: _has(e, "request_made") and t.consults),
    Story(("假闭环：两次核查都不属实", "a false closure: two checks find it not done"),
          lambda t, e, c: _has(e, "false_closure_found")),
    Story(("申诉：两位督办人审过才算数", "an appeal: two supervisors have to agree"), lambda t, e, c: _has(e, "appeal_lodged")),
    Story(("联合执法哨：各部门到场点名", "a joint-enforcement whistle: the roll-call of departments on site"),
          lambda t, e, c: _has(e, "arrived_on_site") and t.rule == "joint-enforcement-whistle"),
    Story(("多家协办：牵头的办完还要等协办", "a joint ticket: it closes when every assistant is done"),
          lambda t, e, c: _has(e, "verification_began")),
    Story(("大额维修基金：先批准，后办理", "large maintenance-fund use: approved before it is handled"),
          lambda t, e, c: _has(e, "request_granted") and t.rule and t.whistle.category.startswith("A")),
    Story(("投诉物业：物业不能自己当裁判", "a complaint about the firm: never its own judge"),
          lambda t, e, c: _is_new(t, e) and t.rule == "firm-is-not-its-own-judge" and _goes_well(t, c)),
]


def _is_new(ticket, entry):
    return ticket.id == entry.sequence


def _has(entry, body):
    return any(event.HasField(body) for event in entry.events)


def _is_everyday(ticket):
    return not ticket.urgent and ticket.whistle.category.startswith(("C", "E"))


def _moves_up(entry):
    return any(e.HasField("ticket_dispatched") for e in entry.events)


def _supervises(entry):
    return any(e.ladder_step_taken.action == event_pb2.STEP_TAKEN_SUPERVISED for e in entry.events)


def _disputes(entry):
    return any(e.HasField("resolution_disputed") for e in entry.events)


def _goes_well(ticket, conduct):
    lead = ticket.first_lead
    return (conduct.will_acknowledge(ticket, lead) == "in time" and conduct.will_resolve(ticket, lead) == "in time"
            and conduct.will_confirm(ticket))


class Narrator:
    def __init__(self, screen, telling, conduct, numbers):
        self._screen = screen
        self._telling = telling
        self._conduct = conduct
        self._numbers = numbers  # ticket id -> number as people say it; filled as replies arrive
        self._untold = list(STORIES)
        self._followed = collections.Counter()  # ticket id -> lines told
        self._busy = set()  # followed, and something is still being done
        self._ended = set()
        self._seen = collections.Counter()
        self._sampled_at = self._highlighted_at = 0.0
        self._day = None
        self.remembered = None  # the ticket that climbed, for the end

    def hear(self, entry, ticket):
        if ticket is None or ticket.id not in self._numbers:  # its number is still under way: it comes again
            return
        if self._begins_story(entry, ticket):
            return
        if ticket.id in self._followed and ticket.id not in self._ended:
            self._tell_followed(entry, ticket)
        else:
            self._tell_ordinary(entry, ticket)

    def tell(self, entry, ticket):
        """Tells it in one line, whatever has been told before."""
        if told := self._in_one_line(entry, ticket):
            self._line(entry.time_us, ticket, told[1], told[0], " ")

    # ---- whistles that are followed ----

    def _begins_story(self, entry, ticket):
        if len(self._busy) >= _FOLLOWED_MAX or ticket.id in self._followed:
            return False
        story = next((s for s in self._untold if s.begins(ticket, entry, self._conduct)), None)
        if story is None:
            return False
        self._untold.remove(story)
        if story is STORIES[2]:
            self.remembered = ticket
        self._followed[ticket.id] = 0
        self._busy.add(ticket.id)
        number = self._numbers[ticket.id]
        self._new_day(entry.time_us)
        self._screen.line(self._telling.say("◆ 跟着看一哨 {}：{}", "◆ We follow {}: {}", number, self._telling.say(*story.title)), "bold")
        for past in list(ticket.entries):
            self._tell_followed(past, ticket)
        return True

    def _tell_followed(self, entry, ticket):
        for colour, sentence in self._telling.sentences(entry, ticket):
            if self._followed[ticket.id] >= _TOLD_MAX and not ticket.closed:
                continue
            self._followed[ticket.id] += 1
            self._new_day(entry.time_us)
            self._line(entry.time_us, ticket, sentence, colour, "◆")
        if ticket.resolved or ticket.closed:  # what is left is waiting: there is room for another
            self._busy.discard(ticket.id)
        if ticket.closed:
            self._ended.add(ticket.id)

    # ---- all others ----

    def _tell_ordinary(self, entry, ticket):
        now = time.monotonic()
        sign = self._highlight(entry)
        often = sign not in _RARELY and now - self._highlighted_at > _HIGHLIGHT_SECONDS
        if sign and (self._seen[sign] < 2 or often):
            self._seen[sign] += 1
            self._highlighted_at = now
        elif now - self._sampled_at > _SAMPLE_SECONDS and not sign:
            self._sampled_at = now
        else:
            return
        told = self._in_one_line(entry, ticket)
        if told:
            self._new_day(entry.time_us)
            self._line(entry.time_us, ticket, told[1], told[0], " ")

    def _highlight(self, entry):
        """What is worth a line of its own, by kind; None: ordinary."""
        if any(event.HasField("desk_reminded") for event in entry.events):
            return "reminder"
        for event in entry.events:
            if event.HasField("ticket_dispatched"):
                if event.ticket_dispatched.cause == event_pb2.DISPATCH_CAUSE_LADDER:
                    return "climbs to " + self._telling.district.party_kind(event.ticket_dispatched.lead)
                if event.ticket_dispatched.hand_off:
                    return "hand-off"
            if event.HasField("ladder_step_taken") and event.ladder_step_taken.action == event_pb2.STEP_TAKEN_SUPERVISED:
                return "supervised by " + self._telling.district.party_kind(event.ladder_step_taken.party)
            if event.HasField("resolution_confirmed") and event.resolution_confirmed.by == event_pb2.CONFIRMED_BY_SILENCE:
                return "silence"
            if event.HasField("whistle_withdrawn"):
                return "withdrawn"
            if event.HasField("resolution_disputed"):
                return "disputed"
            if event.HasField("ticket_urged"):
                return "urged"
            if event.HasField("check_failed"):
                return "failed check"
            if event.HasField("false_closure_found"):
                return "false closure"
            if event.HasField("request_made"):
                return f"request {event.request_made.kind}"
            if event.HasField("ticket_rejected"):
                return "rejected"
        return None

    def _in_one_line(self, entry, ticket):
        """(colour, text): what it is about, and what happened."""
        told = self._telling.sentences(entry, ticket)
        if not told:
            return None
        if entry.sequence == ticket.id:
            return "blue" if ticket.urgent else None, f"{self._telling.whistle(ticket)} {self._telling.first_dispatch(ticket)}"
        about = f"{self._telling.category(ticket.whistle.category)} · {self._telling.place(ticket.blown.place)}"
        joint = self._telling.say("；", "; ")
        return told[0][0], self._telling.say("{}：{}", "{}: {}", about, joint.join(sentence for _, sentence in told))

    def _line(self, at_us, ticket, text, colour, sign):
        number = self._numbers.get(ticket.id, "")
        self._screen.line(f"{sign} {self._telling.time(at_us)}  {number[-7:]}  {text}", colour, indent=22)

    def _new_day(self, us):
        day = local(us).date()
        if self._day is None or day > self._day:
            self._day = day
            self._screen.line()
            self._screen.line(f"── {self._telling.date(us)} " + "─" * 30, "dim")
