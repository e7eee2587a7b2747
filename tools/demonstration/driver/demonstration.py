"""The demonstration from beginning to end: an engine founded and started, four days played, a kill in between, the closing table."""

import datetime
import pathlib
import subprocess
import time

import make_stream

from driver import cast, closing, guide
from driver.civil_clock import CivilClock, instant_us
from driver.conduct import Conduct
from driver.district_tables import District
from driver.engine_process import EngineProcess
from driver.ledger import Ledger
from driver.narrator import Narrator
from driver.playing import Play, read_journal
from driver.progress import Progress
from driver.telling import Telling
from driver.text_width import padded
from driver.tickets import Tickets
from driver.wire import Wire

DISTRICT = pathlib.Path(__file__).resolve().parents[1] / "weifang-hitech"
FOUNDED = "2026-09-28T07:25:00+08:00"
HIRED = "2026-09-28T07:26:00+08:00"  # the time of the registrations
BEGIN = make_stream.FIRST  # a Monday; the whistles come until Tuesday evening
POWER_CUT = "2026-09-29T10:30:00+08:00"  # after ten, when all that the night has brought is due
WHISTLES_END = "2026-09-29T22:01:00+08:00"
END = "2026-10-02T22:00:00+08:00"  # three days of silence after Tuesday's resolutions
TAIL_FASTER = 3
CALM_SPEED = 60  # a minute a second, for whoever talks to the engine by hand
_LIFE_LINES_MAX = 24
_REPORT_LINES_MAX = 70
_HELD_SECONDS = 0.4  # what falls due in this time is under way when the power is cut


class Lost(Exception):
    """Something that the engine had confirmed is not there."""


class Demonstration:
    def __init__(self, options, data, screen):
        self._options = options
        self._data = data
        self._screen = screen
        self.engine = EngineProcess(options.bin, data)
        self._district = District(DISTRICT)
        self._telling = Telling(self._district, options.lang)
        self._clock = CivilClock(options.speed)
        self._wire = None
        self._play = None
        self._progress = None
        self._narrator = None
        self._commands = ""  # where the engine is bound
        self._web = ""  # where the engine answers browsers; another port after each start

    def run(self):
        self._found()
        self._begin_play()
        self._play.run_until(instant_us(POWER_CUT))
        self._power_cut()
        self._play.run_until(instant_us(WHISTLES_END))
        self._faster()
        self._play.run_until(instant_us(END))
        self._settle()
        self._close()

    def go_on(self):
        """Leaves the engine running and tells what others do with it, until interrupted."""
        say = self._telling.say
        self._screen.line()
        self._screen.line(say("引擎继续运行，一秒一分钟。试试：", "The engine goes on, a minute each second. Try:"),
                          "bold")
        for chinese, english, command in guide.commands(self._options.bin, self._data, self._district, self._play, self._web):
            self._screen.line(f"  # {say(chinese, english)}", "dim")
            self._screen.line("  " + command, whole=True)
        self._screen.line()
        self._screen.line(say("按 Ctrl-C 结束。", "Ctrl-C ends it."), "bold")
        self._play.tick = self.engine.check_alive
        self._play.listen = self._overhear
        while True:
            self._play.run_until(self._clock.now_us() + 1_000_000)

    def stop(self):
        if self._wire:
            self._wire.close()
        self._screen.end_progress()
        self.engine.stop()

    # ---- acts of the play ----

    def _found(self):
        """A fresh data directory, and everybody's key registered, before the first hour begins."""
        say, district = self._telling.say, self._district
        self._screen.line(say("吹哨报到 · {}", "Whistle · {}", district.name(district.areas, "370790", self._options.lang)), "bold")
        self._fact(say("辖区", "district"), say("{} 个街道，{} 个社区，{} 个网格，{} 个小区，{} 家责任主体",
                   "{} streets, {} communities, {} grids, {} estates, {} parties", district.count("street"), district.count("community"),
                   district.count("grid"), len(district.estates), len(district.parties)))
        self.engine.found(DISTRICT, FOUNDED)
        keys = cast.make_keys(self._data, cast.players(district))
        self._wire = Wire(keys)
        self._wire.connect(self.engine.start(speed=1, clock_start=HIRED))
        cast.register(self._wire, keys)
        self._wire.disconnect()
        self.engine.stop()
        self._fact(say("人员", "members"), say("{} 人，各用自己的密钥（CURVE）连接，由管理员登记",
                   "{}, each with a CURVE key of its own, registered by the administrator", len(keys)))

    def _begin_play(self):
        say, options = self._telling.say, self._options
        stream = list(make_stream.stream(DISTRICT, options.count, datetime.datetime.fromisoformat(BEGIN)))
        self._fact(say("吹哨", "whistles"), say("{} 个，来自居民、网格员、社区、热线、平台和感知设备",
                   "{}, from residents, grid members, communities, the hotline, the platform and sensors", f"{len(stream):,}"))
        conduct = Conduct(self._district, options.seed)
        play = self._play = Play(self._wire, self._clock, self._district, conduct, stream)
        self._progress = Progress(self._screen, self._telling, self._clock, play, len(stream))
        narrator = self._narrator = Narrator(self._screen, self._telling, conduct, play.numbers)

        def listen(entry, ticket):
            self._progress.hear(entry)
            narrator.hear(entry, ticket)

        play.listen = listen
        play.tick = self._tick
        self._start(options.speed, BEGIN)
        self._fact(say("引擎", "engine"), say("whistled，进程 {}，{}", "whistled, pid {}, {}", self.engine.pid, self._commands))
        self._tell_web()
        self._fact(say("数据", "data"), str(self._data))
        self._fact(say("时间", "time"), say("从{}起，一秒 {} 分钟", "from {}, {} minutes each second",
                   self._telling.date(instant_us(BEGIN)), round(options.speed / 60)))
        for warning in self.engine.warnings():
            self._fact(say("警告", "warning"), warning, "yellow")

    def _tick(self):
        self.engine.check_alive()
        self._progress.show()

    def _power_cut(self):
        """SIGKILL with requests under way; then everything confirmed has to be there, and nothing twice."""
        play, say = self._play, self._telling.say
        play.run_until(self._clock.now_us() + int(_HELD_SECONDS * self._options.speed * 1e6), hold=True)
        under_way = play.send_held()
        self._wire.poll(1)
        confirmed = max(play.sequences.values())
        self.engine.kill()
        cut_at = time.monotonic()
        self._screen.line()
        self._screen.line(say("✗ 断电：引擎被强行杀死（SIGKILL），{} 个请求在途", "✗ Power cut: the engine is killed (SIGKILL) with {} requests "
                          "under way", under_way), "red")
        status = self._start(self._options.speed)
        seconds = time.monotonic() - cut_at
        if status.next_sequence <= confirmed:
            raise Lost(f"entry {confirmed} was confirmed, but the journal ends at {status.next_sequence}")
        self._screen.line(say("✓ {:.1f} 秒后重新启动：日志 {} 条、在办工单 {} 张都在；没等到回答的请求用原来的键重发，不会重复",
                              "✓ Started again after {:.1f} s: {} entries and {} open tickets are there; what was unanswered is sent again "
                              "under the same keys, so that nothing is done twice", seconds, f"{status.next_sequence:,}",
                              f"{status.open_tickets:,}"), "green")
        self._tell_web()
        self._screen.line()

    def _faster(self):
        self._restart(self._options.speed * TAIL_FASTER)
        self._screen.line()
        self._screen.line(self._telling.say("哨都吹完了。后面三天快 {} 倍放，看时限一个个到点。", "All whistles are blown. The three days after "
                          "pass {} times as fast: the limits come due.", TAIL_FASTER), "bold")
        self._tell_web()

    def _settle(self):
        self._restart(CALM_SPEED)
        self._play.catch_up()

    def _restart(self, speed):
        self.engine.stop()
        self._start(speed)

    def _start(self, speed, clock_start=None):
        """The engine's status, once everybody is connected."""
        endpoints = self.engine.start(speed, clock_start)
        self._web = endpoints.web
        self._commands = endpoints.commands
        return self._play.meet(endpoints, speed)

    def _tell_web(self):
        """Each start is at a free port: a fixed one might be somebody else's."""
        self._fact(self._telling.say("网页", "web"), self._telling.say("{}/，用浏览器打开；接口在 /api/v1 和 /open311", "{}/, for a browser; the interfaces are at /api/v1 and "
                   "/open311", self._web))

    # ---- the end ----

    def _close(self):
        """Reads the journal once more from its first byte, checks it against what was seen, and prints the figures."""
        say, play = self._telling.say, self._play
        status = play.status()
        entries = read_journal(self._wire, status.next_sequence)
        self._screen.end_progress()
        tickets = Tickets()
        for entry in entries:
            tickets.apply(entry)
        ledger = Ledger(tickets, self._district)
        self._check(entries, tickets, ledger, status)
        if self._narrator.remembered:
            self._tell_life(tickets.by_id[self._narrator.remembered.id])
        self._screen.line()
        self._screen.line(say("══ 结算：{} 至 {}，日志 {} 条", "══ The account: {} to {}, {} journal entries",
                              self._telling.date(instant_us(BEGIN)), self._telling.date(entries[-1].time_us), f"{len(entries):,}"), "bold")
        closing.show(self._screen, self._telling, ledger)
        self._report()
        self._screen.line()
        self._screen.line(say("✓ 核对：{} 个哨得到 {} 张工单，断电前后没有丢失、没有重复；各表合计相等；在办数与引擎一致。",
                              "✓ Checked: {} whistles got {} tickets, none lost and none doubled by the power cut; all sums agree, "
                              "and so does the engine's own count of open tickets.", f"{play.accepted:,}", f"{ledger.total.dispatched:,}"),
                          "green")

    def _report(self):
        """The evaluation, as the district's auditor asks for it."""
        say, lang = self._telling.say, self._options.lang
        command = [self._options.bin / "whistle", "--data", self._data, "--key", cast.key_file(self._data, cast.AUDITOR), "--lang", lang,
                   "report"]
        told = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", check=False)
        if told.returncode != 0:
            raise Lost(f"whistle report ended with {told.returncode}: {told.stderr.strip()}")
        self._screen.line()
        self._screen.line(say("══ 双向考评：whistle report 由日志算出", "══ The two-way evaluation, by whistle report from the journal"), "bold")
        lines = told.stdout.splitlines()
        for line in lines[:_REPORT_LINES_MAX]:
            self._screen.line("  " + line, whole=True)
        if len(lines) > _REPORT_LINES_MAX:
            self._screen.line(say("  …（共 {} 行）", "  … ({} lines in all)", len(lines)), "dim")

    def _check(self, entries, tickets, ledger, status):
        play = self._play
        by_key = {(e.actor.member, e.key): e.sequence for e in entries if e.key}
        wrong = [key for key, sequence in play.sequences.items() if by_key.get(key) != sequence]
        if wrong:
            raise Lost(f"{len(wrong)} confirmed commands are not in the journal where the engine said, as {wrong[0]}")
        if [e.sequence for e in entries] != list(range(len(entries))):
            raise Lost("the journal's numbers have gaps")
        if not len(tickets.by_id) == play.accepted == self._options.count:
            raise Lost(f"{self._options.count} whistles, {play.accepted} confirmed, {len(tickets.by_id)} tickets")
        if ledger.total.open != status.open_tickets:
            raise Lost(f"{ledger.total.open} tickets are open by the journal, {status.open_tickets} by the engine")

    def _tell_life(self, ticket):
        say = self._telling.say
        self._screen.line()
        self._screen.line(say("◆ {} 的一生", "◆ The life of {}", self._play.numbers[ticket.id]), "bold")
        told = 0
        for entry in ticket.entries:
            for colour, sentence in self._telling.sentences(entry, ticket):
                if told < _LIFE_LINES_MAX or ticket.closed and entry is ticket.entries[-1]:
                    self._screen.line(f"  {self._telling.time(entry.time_us)}  #{entry.sequence:<6} {sentence}", colour)
                told += 1

    def _overhear(self, entry, ticket):
        """While others talk to the engine by hand: their acts, and clocks that are missed."""
        by_engine = entry.command.WhichOneof("body") == "fire_clock"
        if ticket is None or by_engine and not any(e.HasField("clock_missed") for e in entry.events):
            return
        self._narrator.tell(entry, ticket)

    def _fact(self, label, text, colour=None):
        self._screen.line("  " + padded(label, 10) + text, colour, indent=12)
