"""What a document of the tree says that can be tried or compared: its blocks of code, its headings, links and figures.

    for block in Document(SOURCE / "adapters/INTEGRATOR.md").blocks:
        print(block.line, block.language, block.marks, block.text)

A block's first line says its language and, behind it, how it is tried: nothing, `by-hand` (it is not), or `exit=0,8` (how it may end).
"""

import re
from dataclasses import dataclass
from pathlib import Path

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
FENCE = re.compile(r"^```(.*)$")


@dataclass
class Block:
    section: str
    line: int
    language: str
    marks: tuple[str, ...]
    text: str

    @property
    def by_hand(self) -> bool:
        return "by-hand" in self.marks

    @property
    def exit_codes(self) -> set[int]:
        told = [mark.removeprefix("exit=") for mark in self.marks if mark.startswith("exit=")]
        return {int(code) for code in told[0].split(",")} if told else {0}

    @property
    def commands(self) -> list[str]:
        """Its lines without what is said about them behind two spaces and a hash."""
        return [re.sub(r"(^|\s{2,})# .*$", "", line).rstrip() for line in self.text.splitlines()]


@dataclass
class Section:
    """A heading and what stands below it, blocks of code left out."""

    level: int
    title: str
    line: int
    text: str = ""

    @property
    def links(self) -> list[str]:
        return re.findall(r"\]\(([^)\s]+)\)", self.text)

    @property
    def code(self) -> set[str]:
        return set(re.findall(r"`([^`]+)`", self.text))

    @property
    def figures(self) -> list[str]:
        """Numbers beside code and links, months among them."""
        text = re.sub(r"`[^`]+`|\]\([^)]*\)", " ", self.text)
        for number, month in enumerate(MONTHS, 1):
            text = re.sub(rf"\b{month}\b", str(number), text)
        return sorted(re.findall(r"(?<![A-Za-z0-9.,])\d+(?:[.,]\d+)*", text))

    @property
    def tables(self) -> list[int]:
        """Columns of each row."""
        return [re.sub(r"`[^`]*`", "", line).count("|") for line in self.text.splitlines() if line.startswith("|")]

    @property
    def steps(self) -> int:
        return len(re.findall(r"^(?:\d+\.|-) ", self.text, re.MULTILINE))


class Document:
    def __init__(self, path: Path):
        self.path = path
        self.blocks: list[Block] = []
        self.sections = [Section(0, "", 1)]
        self._read(path.read_text(encoding="utf-8").splitlines())

    def _read(self, lines: list[str]) -> None:
        inside: Block | None = None
        for number, line in enumerate(lines, 1):
            fence = FENCE.match(line)
            if inside is not None and fence:
                self.blocks.append(inside)
                inside = None
            elif inside is not None:
                inside.text += line + "\n"
            elif fence:
                language, *marks = fence.group(1).split() or [""]
                inside = Block(self.sections[-1].title, number, language, tuple(marks), "")
            elif heading := re.match(r"^(#+) (.*)$", line):
                self.sections.append(Section(len(heading.group(1)), heading.group(2), number))
            else:
                self.sections[-1].text += line + "\n"
        if inside is not None:
            raise ValueError(f"{self.path}:{inside.line}: a block without an end")

    @property
    def anchors(self) -> set[str]:
        """As GitHub makes them of headings."""
        return {re.sub(r"[^\w\- ]", "", section.title.lower()).replace(" ", "-") for section in self.sections}
