"""The line of progress: civil time, whistles, how fast, how they stand."""

import collections
import time

from whistle.v1 import event_pb2

from driver.tickets import ACK

_BAR_COLUMNS = 10
_WINDOW_SECONDS = 3


class Progress:
    def __init__(self, screen, telling, clock, play, count):
        self._screen = screen
        self._telling = telling
        self._clock = clock
        self._play = play
        self._count = count
        self._recent = collections.deque()  # (monotonic seconds, entries by then)
        self.entries = self.in_time = self.missed = self.climbed = self.closed = 0

    def hear(self, entry):
        self.entries += 1
        for event in entry.events:
            body = event.WhichOneof("body")
            if body == "clock_stopped" and event.clock_stopped.clock.kind == ACK:
                self.in_time += event.clock_stopped.kept
            elif body == "clock_missed" and event.clock_missed.clock.kind == ACK:
                self.missed += 1
            elif body == "ticket_dispatched":
                self.climbed += event.ticket_dispatched.cause == event_pb2.DISPATCH_CAUSE_LADDER
            elif body == "ticket_closed":
                self.closed += 1

    def show(self):
        say, blown = self._telling.say, self._play.accepted
        filled = _BAR_COLUMNS * blown // max(self._count, 1)
        bar = "█" * filled + "·" * (_BAR_COLUMNS - filled)
        figures = say("{} 哨 · 在办 {} · 结案 {} · 超时 {} · 升级 {} · 按时 {} · 日志 {} 条/秒",
                      "{} · open {} · closed {} · missed {} · climbed {} · in time {} · {} entries/s",
                      f"{blown:,}/{self._count:,}", blown - self.closed, self.closed, self.missed, self.climbed, self.in_time, self._rate())
        self._screen.progress(f"  {self._telling.time(self._clock.now_us())} ▕{bar}▏ {figures}")

    def _rate(self):
        now = time.monotonic()
        self._recent.append((now, self.entries))
        while now - self._recent[0][0] > _WINDOW_SECONDS:
            self._recent.popleft()
        span = now - self._recent[0][0]
        return round((self.entries - self._recent[0][1]) / span) if span > 0.5 else 0
