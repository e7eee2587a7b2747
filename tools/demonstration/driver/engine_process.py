"""The engine as a process of ours: made, started, stopped, killed; never left behind.

    engine = EngineProcess(programs, data)
    engine.found(district, "2026-09-28T07:25:00+08:00")
    endpoints = engine.start(speed=3600, clock_start="2026-09-28T07:30:00+08:00")
    engine.stop()

Signals reach it by its process id alone. It dies with its parent, whatever happens to that.
"""

import ctypes
import dataclasses
import os
import signal
import subprocess
import time

_START_SECONDS_MAX = 60
_STOP_SECONDS_MAX = 60
_PR_SET_PDEATHSIG = 1


class EngineFailure(Exception):
    """The engine did not do what was asked of it; the text says what."""


@dataclasses.dataclass
class Endpoints:
    commands: str
    feed: str
    server_key: bytes  # Z85
    web: str  # http://127.0.0.1:PORT


class EngineProcess:
    def __init__(self, programs, data):
        self.program = programs / "whistled"
        self.data = data
        self.log_path = data / "whistled.log"
        self._process = None
        self._libc = ctypes.CDLL(None)

    @property
    def pid(self):
        return self._process.pid

    def found(self, district, at):
        """Makes the data directory, which must be absent or empty. `at`: RFC 3339."""
        command = [self.program, "init", "--data", self.data, "--district", district, "--clock-start", at]
        try:
            made = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8",
                                  errors="replace", start_new_session=True, check=False)
        except OSError as error:
            raise EngineFailure(f"{self.program}: {error.strerror}") from error
        if made.returncode != 0:
            raise EngineFailure(f"whistled init ended with {made.returncode}: {made.stderr.strip()}")

    def start(self, speed, clock_start=None):
        """Starts and waits until it serves. Without `clock_start` civil time goes on from the journal's last entry."""
        command = [self.program, "run", "--data", self.data, "--bind", "tcp://127.0.0.1:*", "--feed", "tcp://127.0.0.1:*",
                   "--http", "http://127.0.0.1:*", "--clock-speed", str(speed)]
        if clock_start:
            command += ["--clock-start", clock_start]
        with self.log_path.open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                             start_new_session=True, preexec_fn=self._die_with_parent)
        deadline = time.monotonic() + _START_SECONDS_MAX
        while time.monotonic() < deadline:
            self.check_alive()
            if found := self._read_endpoints():
                return found
            time.sleep(0.01)
        raise EngineFailure(f"whistled did not start within {_START_SECONDS_MAX} s")

    def check_alive(self):
        code = self._process.poll()
        if code is not None:
            how = f"with {code}" if code >= 0 else f"by {signal.Signals(-code).name}"
            raise EngineFailure(f"whistled (pid {self.pid}) ended {how}; its last words: {self.last_words()}")

    def kill(self):
        """SIGKILL, as a power cut would have it."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def stop(self):
        """SIGTERM, and waits until it has written everything. Does nothing where it does not run."""
        if self._process is None or self._process.poll() is not None:
            return
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(_STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self.kill()
            raise EngineFailure(f"whistled did not stop within {_STOP_SECONDS_MAX} s and was killed") from None
        if code != 0:
            raise EngineFailure(f"whistled ended with {code} on SIGTERM: {self.last_words()}")

    def warnings(self):
        """The last start's warnings, as it worded them."""
        lines = self._log_lines()
        starts = [i for i, line in enumerate(lines) if "event=recovered" in line]
        said = (line for line in lines[starts[-1] if starts else 0:] if "level=warn" in line)
        return [line.partition('what="')[2].rstrip('"') or line for line in said]

    def last_words(self):
        lines = self._log_lines()
        return lines[-1] if lines else "it said nothing"

    def _log_lines(self):
        try:
            return self.log_path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return []

    def _die_with_parent(self):
        self._libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)

    def _read_endpoints(self):
        """None until the file is this process's own: after a crash the old one is still there."""
        try:
            text = (self.data / "endpoints").read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        values = dict(line.split("=", 1) for line in text.splitlines())
        if values.get("pid") != str(self.pid):
            return None
        return Endpoints(values["commands"], values["feed"], os.fsencode(values["server_public_key"]), values["http"])
