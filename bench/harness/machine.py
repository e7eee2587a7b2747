"""What the figures were made on: a figure without its machine says nothing."""

import os
import platform
import statistics
import subprocess
import time
from pathlib import Path


def _first_line(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0].strip()
    except (OSError, subprocess.CalledProcessError, IndexError):
        return "unknown"


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        if line.startswith(name):
            return line.split(":", 1)[1].strip()
    return "unknown"


def sync_us(directory: Path, count: int = 200) -> float:
    """Median of appending 4 KiB and fdatasync."""
    path = directory / "sync-probe"
    taken = []
    with path.open("wb", buffering=0) as file:
        for _ in range(count):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            os.fdatasync(file.fileno())
            taken.append((time.perf_counter() - start) * 1e6)
    path.unlink()
    return statistics.median(taken)


def facts(scratch: Path) -> dict:
    return {
        "date": time.strftime("%Y-%m-%d %H:%M %z"),
        "cpu": _field("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory": _field("/proc/meminfo", "MemTotal"),
        "kernel": platform.release(),
        "filesystem": _first_line("findmnt", "-no", "FSTYPE,OPTIONS", "--target", str(scratch)),
        "compiler": _first_line("c++", "--version"),
        "fdatasync_4k_us": round(sync_us(scratch), 1),
        "load_average": os.getloadavg()[0],
    }
