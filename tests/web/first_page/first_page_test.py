"""The first page in a real browser before a real engine: what people see, copy and reach by keyboard, in both languages.

Needs Node 20, Chromium, curl and, in tests/web/first_page, `npm ci`; without them it is skipped, and says so. Screenshots go to
WHISTLE_ARTEFACTS, or else into the build. WHISTLE_CHROMIUM names another browser.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from live_engine import Engine
from web_client import issue_token

SKIPPED = 77
HERE = Path(__file__).resolve().parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
INTAKE = "intake-app"


def skip(why: str) -> int:
    print(f"SKIPPED: nobody looked at the first page: {why}")
    return SKIPPED


def find_browser() -> str | None:
    named = os.environ.get("WHISTLE_CHROMIUM")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def screenshots() -> Path:
    named = os.environ.get("WHISTLE_ARTEFACTS")
    directory = Path(named) / "first_page" if named else Path(os.environ["WHISTLE_BIN_DIR"]).parent / "screenshots"
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def look(engine: Engine, browser: str, directory: Path) -> int:
    with closing(engine.client(engine.admin_keys())) as admin:
        token = issue_token(admin, INTAKE)
    told = {
        "url": engine.endpoints["http"] + "/",
        "enginePid": engine.process.pid,
        "token": token,
        "browser": browser,
        "home": str(directory),
        "screenshots": str(screenshots()),
    }
    # The token travels in the environment of the examples, as the page says.
    return subprocess.run(["node", str(HERE / "browse.mjs"), json.dumps(told)], cwd=HERE, timeout=540, check=False).returncode


def main() -> int:
    browser = find_browser()
    if browser is None:
        return skip("there is no chromium")
    for program in ("node", "curl"):
        if shutil.which(program) is None:
            return skip(f"there is no {program}")
    if not (HERE / "node_modules" / "playwright-core").is_dir():
        return skip("npm ci was not run in tests/web/first_page")
    with tempfile.TemporaryDirectory(prefix="whistle-") as directory:
        engine = Engine(Path(directory))
        try:
            engine.init()
            engine.start("--http", "http://127.0.0.1:*")
            return look(engine, browser, Path(directory))
        finally:
            engine.end()


if __name__ == "__main__":
    sys.exit(main())
