"""A clean Debian system in a folder, and that system booted: systemd as its first process, no network but its own loopback.

    root = CleanRoot(Path(directory) / "root")
    root.make(packages=[Path("whistled_0.1.0_amd64.deb")])
    with Container(root.path) as container:
        container.run("systemctl", "is-system-running", "--wait")
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

BOOT_SECONDS = 120
COMMAND_SECONDS = 300
ENVIRONMENT = ["PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LANG=C.UTF-8", "HOME=/tmp", "DEBIAN_FRONTEND=noninteractive"]  # /tmp is in memory there
NEEDED = {"mmdebstrap": "mmdebstrap", "systemd-nspawn": "systemd-container", "nsenter": "util-linux", "lintian": "lintian"}


class CannotBoot(Exception):
    """This machine gives no container; the text says what it said."""


def what_is_missing() -> str:
    """Why no container can be tried here; empty where one can."""
    if os.geteuid() != 0:
        return "making a clean root and booting it needs root"
    absent = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    return f"there is no {', '.join(absent)}" if absent else ""


def run(*command, timeout: float = COMMAND_SECONDS, check: bool = True, **rest) -> str:
    """What it printed, both outputs; an AssertionError that tells it where it failed."""
    done = subprocess.run([*map(str, command)], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=timeout, check=False, stdin=subprocess.DEVNULL, **rest)  # fmt: skip
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, command))} ended with {done.returncode}:\n{done.stdout}")
    return done.stdout


class CleanRoot:
    """What a newly installed Debian of this machine's release has, and nothing else."""

    def __init__(self, path: Path):
        self.path = path

    def make(self, packages: list[Path], more: tuple[str, ...] = ()) -> None:
        """By the package sources of this machine, with `more` of Debian's packages. `packages` lie in /packages, and what they
        depend on is fetched and not installed, so that nothing inside has to reach a network."""
        download = (f'APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get --yes --download-only --no-install-recommends install '
                    f"{' '.join(map(str, packages))}")  # fmt: skip
        installed = ",".join(("systemd-sysv", "logrotate", *more))
        run("mmdebstrap", "--quiet", "--variant=minbase", f"--include={installed}", "--skip=cleanup/apt",
            *(f"--aptopt={option}" for option in apt_options()), f"--customize-hook={download}",
            release(), self.path, *apt_sources())  # fmt: skip
        folder = self.path / "packages"
        folder.mkdir()
        for package in packages:
            shutil.copy(package, folder)

    def files(self) -> set[str]:
        """Every path of the system's disk, /packages left out."""
        found = set()
        for directory, folders, names in os.walk(self.path):
            inside = "/" + os.path.relpath(directory, self.path)
            inside = "" if inside == "/." else inside
            if not inside:
                folders.remove("packages")
            found |= {f"{inside}/{name}" for name in [*folders, *names]}
        return found


def release() -> str:
    lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)["VERSION_CODENAME"]


def apt_sources() -> list[Path]:
    folder = Path("/etc/apt/sources.list.d")
    candidates = [Path("/etc/apt/sources.list"), *sorted(folder.glob("*.list")), *sorted(folder.glob("*.sources"))]
    return [file for file in candidates if file.is_file() and file.stat().st_size > 0]


def apt_options() -> list[str]:
    """How this machine's apt reaches its sources: a proxy, times, retries."""
    lines = run("apt-config", "dump").splitlines()
    return [line for line in lines if line.startswith("Acquire::") and not line.endswith(' "";')]


class Container:
    """The booted system. Ends with the block, and nothing of it runs on."""

    def __init__(self, root: Path):
        self.root = root
        self.process: subprocess.Popen | None = None
        self.leader = 0

    def __enter__(self) -> "Container":
        with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
            self.console = tempfile.TemporaryFile()
            path = Path(directory) / "notify"
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
                notify.bind(str(path))
                notify.settimeout(1)
                self.process = subprocess.Popen(
                    ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit", "--private-network", "--notify-ready=yes",
                     "--resolv-conf=off", "--timezone=off", "--link-journal=no", f"--machine=whistle-{os.getpid()}",
                     "--directory", str(self.root)],
                    stdin=subprocess.DEVNULL, stdout=self.console, stderr=subprocess.STDOUT,
                    env={**os.environ, "NOTIFY_SOCKET": str(path)})  # fmt: skip
                try:
                    self.wait_for_boot(notify)
                except BaseException:
                    self.__exit__()
                    raise
        return self

    def wait_for_boot(self, notify: socket.socket) -> None:
        """The container's own systemd says when it is up, through nspawn, which says who it is."""
        for _ in range(BOOT_SECONDS):
            try:
                told = dict(line.split("=", 1) for line in notify.recv(4096).decode().splitlines())
            except TimeoutError:
                if self.process.poll() is not None:
                    raise CannotBoot(self.told()) from None
                continue
            self.leader = int(told.get("X_NSPAWN_LEADER_PID", self.leader))
            if told.get("READY") == "1" and self.leader:
                return
        raise CannotBoot(f"not up after {BOOT_SECONDS} s:\n{self.told()}")

    def told(self) -> str:
        self.console.seek(0)
        return self.console.read().decode(errors="replace")

    def run(self, *command, user: str = "root", check: bool = True) -> str:
        as_user = [] if user == "root" else ["runuser", "-u", user, "--"]
        return run("nsenter", "--target", self.leader, "--all", "--", "/usr/bin/env", "-i", *ENVIRONMENT, *as_user, *command, check=check)

    def __exit__(self, *_) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)  # an orderly halt
            try:
                self.process.wait(timeout=BOOT_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.console.close()
