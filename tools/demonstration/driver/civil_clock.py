"""Civil time as the engine has it, known without asking: read once, then counted on at its speed.

    clock = CivilClock(3600)
    clock.set(status.civil_time_us)
    clock.now_us()
"""

import datetime
import time

ZONE = datetime.timezone(datetime.timedelta(hours=8))  # the demonstration district's; China has no daylight saving
MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US


def instant_us(text):
    """RFC 3339 to microseconds UTC."""
    return round(datetime.datetime.fromisoformat(text).timestamp()) * 1_000_000


def local(us):
    return datetime.datetime.fromtimestamp(us / 1e6, ZONE)


class CivilClock:
    def __init__(self, speed):
        self.speed = speed  # civil seconds a second
        self._civil_us = 0
        self._read_at = time.monotonic()

    def set(self, civil_us, speed=None):
        self.speed = speed or self.speed
        self._civil_us = civil_us
        self._read_at = time.monotonic()

    def now_us(self):
        return self._civil_us + int((time.monotonic() - self._read_at) * 1e6) * self.speed

    def milliseconds_until(self, us):
        return max(0, (us - self.now_us()) // (self.speed * 1000))
