"""Every option and subcommand that --help tells stands in the manual page, and the page tells of no other."""

import os
import re
import subprocess
import unittest

from live_engine import PROGRAMS, SOURCE

ENGLISH = dict(os.environ, LANG="en_US.UTF-8", LC_ALL="en_US.UTF-8")


def help_of(*command) -> str:
    return subprocess.run([*command, "--help"], check=True, capture_output=True, text=True, env=ENGLISH).stdout


def subcommands(text: str) -> list[str]:
    found = re.search(r"^(?:Sub)?[Cc]ommands:\n((?:  .*\n)+)", text, re.MULTILINE)
    return re.findall(r"^  (\S+)", found.group(1), re.MULTILINE) if found else []


def options(text: str) -> set[str]:
    lines = re.findall(r"^  (-\S+)", text, re.MULTILINE)
    return {option for line in lines for option in line.split(",")}


def all_of(*command) -> dict[str, set[str]]:
    """Options by the words of the subcommand; the program's own under ''."""
    text = help_of(*command)
    found = {" ".join(command[1:]): options(text)}
    for name in subcommands(text):
        found |= all_of(*command, name)
    return found


def page_of(name: str) -> str:
    return (SOURCE / "tools" / name).read_text(encoding="utf-8").replace("\\-", "-")


def sections(page: str) -> dict[str, set[str]]:
    """What the page has in bold at the head of an entry, by .SS; what stands before the first under ''."""
    found: dict[str, set[str]] = {}
    for part in re.split(r"^\.SS ", "\n" + page.split(".SH OPTIONS", 1)[1].split(".SH EXIT STATUS")[0], flags=re.MULTILINE):
        title, _, body = part.partition("\n")
        heads = re.findall(r"^\.TP\n(.*)$", body, re.MULTILINE)
        title = "" if title.startswith(" OF EVERY") or not found else title
        found[title] = {word for head in heads for word in re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", re.sub(r"\\f[BRI]", " ", head))}
    return found


class ManPages(unittest.TestCase):
    maxDiff = None

    def check(self, program: str, page: str):
        told = all_of(PROGRAMS / program)
        written = sections(page_of(page))
        self.assertEqual(sorted(told), sorted(written))
        for command, names in told.items():
            everywhere = set() if command == "" else {"-h", "--help"}
            self.assertEqual(names - everywhere, written[command] - everywhere, f"{program} {command}")

    def test_whistled(self):
        self.check("whistled", "whistled/whistled.8")

    def test_whistle(self):
        self.check("whistle", "whistle/whistle.1")


if __name__ == "__main__":
    unittest.main()
