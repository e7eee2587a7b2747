"""What happened, in a sentence, in Chinese or English: the words of one entry's events.

    telling = Telling(district, "zh")
    for colour, sentence in telling.sentences(entry, ticket): ...
"""

from whistle.v1 import arbitration_event_pb2, common_pb2, event_pb2

from driver.civil_clock import local

SOURCES = {1: ("居民", "resident"), 2: ("网格员", "grid member"), 3: ("社区", "community"), 4: ("热线", "hotline"),
           5: ("平台", "platform"), 6: ("感知设备", "sensor")}
OUTCOMES = {1: ("已解决", "fixed"), 2: ("已解释说明", "explained"), 3: ("未发现问题", "not reproduced"), 4: ("重复", "duplicate"),
            5: ("已撤回", "withdrawn"), 6: ("转外部办理", "referred out"), 7: ("强制结案", "forced")}
EVIDENCE = {1: ("处置前照片", "photo before"), 2: ("处置后照片", "photo after"), 3: ("说明", "note"), 4: ("签字", "signature")}
CLOCKS = {1: ("签收", "acknowledge"), 2: ("到场", "on-site"), 3: ("办结", "resolve"), 4: ("裁决", "arbitrate"), 5: ("核查", "verify"),
          6: ("全程", "total"), 7: ("挂账", "hold"), 8: ("无异议", "silence")}
REQUESTS = {1: ("退单", "return"), 2: ("会商", "consult"), 3: ("挂账", "hold"), 4: ("延期", "extension"), 5: ("批准", "approval")}
APPEALS = {1: ("超时", "missed limits"), 2: ("返工", "rework"), 3: ("评价", "a rating")}
WEEKDAYS = (("周一", "Mon"), ("周二", "Tue"), ("周三", "Wed"), ("周四", "Thu"), ("周五", "Fri"), ("周六", "Sat"), ("周日", "Sun"))


class Telling:
    def __init__(self, district, language):
        self.district = district
        self.language = language

    def say(self, chinese, english, *values):
        return (chinese if self.language == "zh" else english).format(*values)

    def party(self, code):
        return self.district.name(self.district.parties, code, self.language)

    def member(self, code):
        return self.district.members[code]["name"] if self.language == "zh" and code in self.district.members else code

    def category(self, code):
        return self.district.name(self.district.categories, code, self.language) if code else self.say("未分类", "no category")

    def place(self, place):
        if place.estate:
            return self.district.name(self.district.estates, place.estate, self.language)
        if not place.area:
            return self.say("地点不明", "place unknown")
        row = self.district.areas[place.area]
        if row["tier"] == "grid":  # people know communities, not grid codes
            return f"{self.district.name(self.district.areas, row['parent'], self.language)} {place.area}"
        return self.district.name(self.district.areas, place.area, self.language)

    def day(self, us):
        return self.say(*WEEKDAYS[local(us).weekday()])

    def date(self, us):
        at = local(us)
        english = f"{at:%A} {at.day} {at:%B}"
        return self.say(f"{at.month}月{at.day}日 {WEEKDAYS[at.weekday()][0]}", english)

    def time(self, us):
        return f"{self.day(us)} {local(us):%H:%M}"

    def due(self, us, now_us):
        """The time alone today, with its day later."""
        return f"{local(us):%H:%M}" if local(us).date() == local(now_us).date() else \
            f"{local(us).month}-{local(us).day:02d} {local(us):%H:%M}"

    # ---- one entry ----

    def sentences(self, entry, ticket):
        """(colour, sentence) of each event worth telling; colour None: plain."""
        told = []
        for event in entry.events:
            body = event.WhichOneof("body")
            tell = _TELLERS.get(body)
            if tell and (said := tell(self, getattr(event, body), ticket, entry)):
                told.append((_COLOURS.get(body), said))
        return told

    def whistle(self, ticket):
        """Who noticed what, where."""
        text = self.say("{}吹哨：{} · {}", "{} whistle: {} · {}", self.say(*SOURCES[ticket.whistle.source]),
                        self.category(ticket.whistle.category), self.place(ticket.blown.place))
        return text + (self.say("（急）", " (urgent)") if ticket.urgent else "")

    def first_dispatch(self, ticket):
        """To whom it went, by which rule, until when."""
        if not ticket.dispatched:
            return self.say("→ 待 {} 批准", "→ waits for the approval of {}", self.party(ticket.lead))
        text = self.say("→ {}（规则 {}", "→ {} (rule {}", self.party(ticket.first_lead), ticket.dispatched.rule)
        clock = next((c for c in ticket.clocks if c.part == 0 and c.kind == common_pb2.CLOCK_KIND_ACK), None)
        if clock:
            text += self.say("，{} 前签收", ", acknowledge by {}", self.due(clock.due_us, ticket.accepted_us))
        text += self.say("）", ")")
        if ticket.dispatched.hand_off:
            text += self.say("；请立即拨打 {}", "; call {} at once", ticket.dispatched.hand_off)
        return text

    def _dispatched(self, event, ticket, _):
        if event.cause == event_pb2.DISPATCH_CAUSE_RETURNED:
            return self.say("准予退单，改派 → {}", "the return is granted → {}", self.party(event.lead))
        if event.cause == event_pb2.DISPATCH_CAUSE_RULED:
            return self.say("会商裁定由 {} 承办，不得再退", "the consult rules: {} leads, finally", self.party(event.lead))
        if event.cause != event_pb2.DISPATCH_CAUSE_LADDER:
            text = self.first_dispatch(ticket)
            if event.assist:
                text += self.say("；协办 {}", "; assisting {}", self._parties(part.party for part in event.assist))
            if event.venue:
                text += self.say("；可在 {} 调解", "; mediation can be held at {}", self.district.name(self.district.venues, event.venue, self.language))
            if event.against:
                text += self.say("；被投诉方 {} 回避", "; {} is complained about and stays out", self.party(event.against))
            return text
        return self.say("升级，改派 → {}", "moves up the ladder → {}", self.party(event.lead))

    def _parties(self, codes):
        return self.say("、", ", ").join(self.party(code) for code in codes)

    def _blown(self, _, ticket, __):
        return self.whistle(ticket)

    def _acknowledged(self, event, _, __):
        return self.say("{} 签收", "{} acknowledges", self.party(event.party))

    def _arrived(self, event, _, __):
        return self.say("{} 到场", "{} is on site", self.party(event.party))

    def _handed_over(self, event, _, __):
        return self.say("{} 交班：{} 交给 {}", "{}: {} hands it over to {}", self.party(event.party), self.member(event.former),
                        self.member(event.member))

    def _resolved(self, event, _, entry):
        brought = self.say("、", ", ").join(self.say(*EVIDENCE[item.kind]) for item in entry.command.resolve_ticket.evidence)
        return self.say("{} 办结：{}，附{}", "{} resolves it: {}, with {}", self.party(event.party), self.say(*OUTCOMES[event.outcome]),
                        brought)

    def _put(self, event, _, __):
        if not event.seen_on:
            return None  # the resolution that names it says what it brings
        return self.say("{} 的照片已在工单 {} 用过", "{} shows a photo that lies on ticket {} already", self.party(event.party), event.seen_on)

    def _progress(self, event, _, __):
        return self.say("{} 报告进展", "{} reports progress", self.party(event.party))

    def _disputed(self, event, _, __):
        return self.say("吹哨人不认可：{} 返工（第 {} 次）", "the whistle-blower does not agree: {} has to do it again (rework {})",
                        self.party(event.party), event.reworks)

    def _check_failed(self, event, _, __):
        return self.say("{} 核查不属实（第 {} 次）：{} 返工", "{} finds it not done (check {}): {} has to do it again",
                        self.party(event.verifier), event.failed_checks, self.party(event.party))

    def _false_closure(self, event, _, __):
        return self.say("✗ 假闭环：{} 督办", "✗ false closure: supervised by {}", self.party(event.supervised_by))

    def _reopened(self, event, _, __):
        if event.cause == event_pb2.REOPEN_CAUSE_REPEAT:
            return self.say("✗ 同一地点又有吹哨，重开（第 {} 次）：{} 返工", "✗ the same was blown again, reopened (time {}): {} has to do it again",
                            event.reopens, self.party(event.party))
        return self.say("重开（第 {} 次）：{}", "reopened (time {}): {}", event.reopens, self.party(event.party))

    def _linked(self, event, _, __):
        return self.say("与先前的工单是同一件事，并案办理", "is the same matter as an earlier ticket, and follows it")

    def _unlinked(self, event, _, __):
        return self.say("不再并案，自行办理", "goes its own way again")

    def _appeal_lodged(self, event, _, __):
        return self.say("{} 申诉：{}", "{} appeals against {}", self.party(event.party), self.say(*APPEALS[event.subject]))

    def _appeal_decided(self, event, _, __):
        granted = self.say("成立，不计入考评", "is granted: it does not count") if event.granted else self.say("不成立", "is refused")
        return self.say("{} 对{}的申诉{}（{}）", "the appeal of {} against {} {} ({})", self.party(event.party),
                        self.say(*APPEALS[event.subject]), granted, self.say("、", ", ").join(event.reviewers))

    def _request_made(self, event, _, __):
        if event.kind == arbitration_event_pb2.REQUEST_KIND_APPROVAL:
            return self.say("须先批准：待 {}", "needs an approval first: {} decides", self.party(event.arbiter))
        if event.kind == arbitration_event_pb2.REQUEST_KIND_CONSULT:
            return self.say("两次退单，{} 召集会商：{}", "returned twice, {} convenes a consult: {}", self.party(event.arbiter),
                            self._parties(event.parties))
        return self.say("{} 申请{}，由 {} 裁决", "{} asks for a {}: {} decides", self.party(event.party), self.say(*REQUESTS[event.kind]),
                        self.party(event.arbiter))

    def _request_refused(self, event, _, __):
        return self.say("{} 不同意{}", "{} refuses the {}", self.party(event.arbiter), self.say(*REQUESTS[event.kind]))

    def _request_granted(self, event, _, __):
        if event.kind != arbitration_event_pb2.REQUEST_KIND_APPROVAL:
            return None  # a dispatch or a consult follows, and tells of it
        return self.say("{} 批准", "{} approves", self.party(event.arbiter))

    def _rejected(self, event, _, __):
        return self.say("不予受理：未经业主表决", "rejected: the owners have not voted")

    def _urged(self, event, _, __):
        return self.say("吹哨人催办 {}", "the whistle-blower urges {}", self.party(event.party))

    def _finished(self, event, _, __):
        return self.say("协办 {} 办完", "{} has finished its part as assistant", self.party(event.party))

    def _confirmed(self, event, _, __):
        if event.by == event_pb2.CONFIRMED_BY_VERIFIER:
            return self.say("网格员核查属实", "a grid member has looked: it is done")
        if event.by == event_pb2.CONFIRMED_BY_SILENCE:
            return self.say("三日无异议，视为认可", "three days of silence confirm it")
        stars = "★" * event.rating
        return self.say("吹哨人认可 {}", "the whistle-blower confirms {}", stars)

    def _withdrawn(self, _, __, ___):
        return self.say("吹哨人撤回", "the whistle-blower takes it back")

    def _released(self, _, __, ___):
        return self.say("吹哨人撤回；急件照办", "the whistle-blower takes it back; it is urgent and goes on")

    def _closed(self, event, _, __):
        return self.say("结案：{}", "closed: {}", self.say(*OUTCOMES[event.outcome]))

    def _warned(self, event, _, __):
        return self.say("{}时限将到，提醒 {}", "the {} limit is near: {} is warned", self._clock(event.clock), self.party(event.party))

    def _missed(self, event, _, __):
        return self.say("✗ {}超时，记 {} 一次", "✗ {} limit missed, charged to {}", self._clock(event.clock), self.party(event.party))

    def _step(self, event, _, __):
        if event.action == event_pb2.STEP_TAKEN_SUPERVISED:
            return self.say("{} 督办", "supervised by {}", self.party(event.party))
        return None  # a re-assignment tells of itself

    def _reminded(self, event, _, __):
        return self.say("第 {} 次提醒调度中心", "reminder {} to the desk", event.times)

    def _clock(self, clock):
        text = self.say(*CLOCKS[clock.kind])
        return text if clock.part == 0 else self.say("协办{}", "assistant's {}", text)


_TELLERS = {
    "whistle_blown": Telling._blown, "ticket_dispatched": Telling._dispatched, "ticket_acknowledged": Telling._acknowledged,
    "arrived_on_site": Telling._arrived, "ticket_resolved": Telling._resolved, "part_finished": Telling._finished,
    "attachment_put": Telling._put, "resolution_confirmed": Telling._confirmed, "whistle_withdrawn": Telling._withdrawn, "blower_released": Telling._released,
    "progress_reported": Telling._progress, "resolution_disputed": Telling._disputed, "ticket_urged": Telling._urged,
    "ticket_closed": Telling._closed, "clock_warned": Telling._warned, "clock_missed": Telling._missed,
    "ladder_step_taken": Telling._step, "desk_reminded": Telling._reminded, "check_failed": Telling._check_failed,
    "false_closure_found": Telling._false_closure, "request_made": Telling._request_made, "request_granted": Telling._request_granted,
    "ticket_reopened": Telling._reopened, "ticket_linked": Telling._linked, "ticket_unlinked": Telling._unlinked,
    "duty_handed_over": Telling._handed_over, "request_refused": Telling._request_refused, "ticket_rejected": Telling._rejected,
    "appeal_lodged": Telling._appeal_lodged, "appeal_decided": Telling._appeal_decided,
}
_COLOURS = {
    "ticket_acknowledged": "green", "arrived_on_site": "green", "ticket_resolved": "green", "resolution_confirmed": "green",
    "ticket_closed": "green", "clock_warned": "yellow", "clock_missed": "red", "ladder_step_taken": "magenta",
    "check_failed": "red", "ticket_reopened": "red", "false_closure_found": "red", "request_made": "yellow", "ticket_rejected": "red",
    "appeal_lodged": "yellow", "ticket_dispatched": "blue", "desk_reminded": "yellow", "resolution_disputed": "red", "ticket_urged": "yellow",
    "attachment_put": "yellow",
}
