"""The C++ library as somebody else has it: installed into a fresh prefix, found by `find_package`, the examples built there outside of this
tree and run against the real daemon.

    package = Package(Path(directory))       # installs
    package.build(EXAMPLES)                  # configures and builds
    package.programs["kiosk"]
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

from live_engine import PROGRAMS, SOURCE

BUILD = PROGRAMS.parent
EXAMPLES = SOURCE / "tools" / "clients" / "cpp" / "examples"
# Nothing of the source tree, and nobody's preferences.
ENVIRONMENT = {name: os.environ[name] for name in ("PATH", "CCACHE_DIR", "CCACHE_MAXSIZE") if name in os.environ} | {"LANG": "C.UTF-8"}


def run(*command, code: int = 0, timeout: float = 500) -> str:
    """What it printed; both outputs where it was to fail."""
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=timeout, check=False, env=ENVIRONMENT)
    if done.returncode != code:
        raise AssertionError(f"{command}: {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout + (done.stderr if code else "")


def of_the_build(name: str) -> str:
    """A setting with which the library was built."""
    found = re.search(rf"^{name}:[A-Z]+=(.*)$", (BUILD / "CMakeCache.txt").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


class Package:
    def __init__(self, directory: Path):
        self.prefix = directory / "prefix"
        self.directory = directory
        self.programs: dict[str, Path] = {}
        run("cmake", "--install", BUILD, "--component", "client-dev", "--prefix", self.prefix)

    def configure(self, source: Path, build: Path, *more, code: int = 0) -> str:
        """With the compiler of the library, and instrumented where it is."""
        instrumented = " ".join(f"-fsanitize={name}" for name in of_the_build("WHISTLE_SANITIZE").split(";") if name)
        return run("cmake", "-G", "Ninja", "-S", source, "-B", build, f"-DCMAKE_PREFIX_PATH={self.prefix}",
                   f"-DCMAKE_CXX_COMPILER={of_the_build('CMAKE_CXX_COMPILER')}",
                   f"-DCMAKE_CXX_COMPILER_LAUNCHER={of_the_build('CMAKE_CXX_COMPILER_LAUNCHER') or of_the_build('WHISTLE_CCACHE')}",
                   f"-DCMAKE_CXX_FLAGS={instrumented} -Wall -Wextra -Werror", *more, code=code)  # fmt: skip

    def build(self, source: Path) -> None:
        """Every program of a folder, from a copy outside of this tree."""
        place, build = self.directory / source.name, self.directory / f"{source.name}-build"
        shutil.copytree(source, place)
        self.configure(place, build)
        run("cmake", "--build", build, "--parallel", "2")
        self.programs |= {path.name: path for path in build.iterdir() if path.is_file() and os.access(path, os.X_OK)}
