"""What the lint rules look at: one source file, as text and with its comments and literals blanked out."""

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

CPP_SUFFIXES = {".cc", ".h"}

_TOKEN = re.compile(
    r"""//(?:\\\n|[^\n])*            # comment to the end of the line
      | /\*.*?\*/                    # block comment
      | R"(?P<d>[^()\s\\]{0,16})\(.*?\)(?P=d)"   # raw string
      | "(?:\\.|[^"\\\n])*"          # string
      | (?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'      # character, not a digit separator
    """,
    re.DOTALL | re.VERBOSE,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?P<name>"[^"\n]+"|<[^>\n]+>)', re.MULTILINE)


def _blank(match: re.Match) -> str:
    """Spaces of the same shape, so that offsets and line numbers stay true."""
    text = match.group()
    blanked = re.sub(r"[^\n]", " ", text)
    return '""' + blanked[2:] if text.startswith('"') else blanked


@dataclass(frozen=True)
class Include:
    line: int
    name: str
    quoted: bool


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


@dataclass(frozen=True)
class Source:
    """`path` is relative to the repository root, with forward slashes."""

    path: str
    text: str

    @property
    def is_cpp(self) -> bool:
        return Path(self.path).suffix in CPP_SUFFIXES

    @property
    def is_header(self) -> bool:
        return self.path.endswith(".h")

    @property
    def folder(self) -> str:
        return self.path.split("/", 1)[0]

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @cached_property
    def code(self) -> str:
        """The C++ text with comments, strings and characters blanked."""
        return _TOKEN.sub(_blank, self.text)

    @cached_property
    def includes(self) -> list[Include]:
        without_comments = re.sub(r"//[^\n]*|/\*.*?\*/", _blank, self.text, flags=re.DOTALL)
        return [
            Include(without_comments.count("\n", 0, m.start()) + 1, m["name"][1:-1], m["name"][0] == '"')
            for m in _INCLUDE.finditer(without_comments)
        ]

    def line_at(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1

    def finding(self, line: int, message: str) -> Finding:
        return Finding(self.path, line, message)

    def search_code(self, pattern: re.Pattern, message: str) -> list[Finding]:
        """One finding per match of `pattern` in the code; `{0}` in the message is the match."""
        return [
            self.finding(self.line_at(m.start()), message.format(m.group().strip()))
            for m in pattern.finditer(self.code)
        ]
