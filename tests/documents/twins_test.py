"""NAME.zh-CN.md says what NAME.md says: the same sections in the same order, commands, names in code, links, tables, steps and figures.

And no document of the tree has a link that leads nowhere.
"""

import os
import re
import unittest
from pathlib import Path

from document import Document

SOURCE = Path(os.environ["WHISTLE_SOURCE_DIR"])
CHINESE = ".zh-CN.md"
FOREIGN = {"build", "node_modules", "corpus"}


def documents() -> list[Path]:
    found = (path for path in SOURCE.rglob("*.md") if not any(part in FOREIGN or part.startswith(".") for part in path.relative_to(SOURCE).parts))
    return sorted(found)


PAIRS = [(path, path.with_name(path.name.replace(CHINESE, ".md"))) for path in documents() if path.name.endswith(CHINESE)]


def in_chinese(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(".md") + CHINESE)


def wanted_link(document: Path, link: str) -> str:
    """What stands in the Chinese document for a link of the English one: the Chinese twin, where there is one. Anchors are of words."""
    target, _, anchor = link.partition("#")
    if target.endswith(".md") and in_chinese(document.parent / target).exists():
        target = target.removesuffix(".md") + CHINESE
    return target + ("#" if anchor else "")


class Twins(unittest.TestCase):
    maxDiff = None

    def test_what_has_to_be_there_in_chinese_is(self):
        names = {english.relative_to(SOURCE).as_posix() for _, english in PAIRS}
        self.assertLessEqual({"README.md", "adapters/INTEGRATOR.md", "tools/whistled/OPERATOR.md"}, names)

    def each(self) -> list[tuple[Document, Document]]:
        return [(Document(chinese), Document(english)) for chinese, english in PAIRS]

    def test_each_leads_to_the_other_right_below_its_title(self):
        for chinese, english in self.each():
            self.assertEqual(chinese.path.read_text(encoding="utf-8").splitlines()[2], f"[English]({english.path.name})")
            self.assertEqual(english.path.read_text(encoding="utf-8").splitlines()[2], f"[中文]({chinese.path.name})")

    def test_they_have_the_same_blocks_of_code(self):
        for chinese, english in self.each():
            ours, theirs = ([(block.language, block.marks, block.commands) for block in document.blocks] for document in (chinese, english))
            self.assertEqual(ours, theirs, chinese.path.name)

    def test_they_have_the_same_sections_and_those_the_same_names_links_tables_steps_and_figures(self):
        for chinese, english in self.each():
            self.assertEqual([section.level for section in chinese.sections], [section.level for section in english.sections], chinese.path.name)
            for ours, theirs in zip(chinese.sections, english.sections, strict=True):
                where = f"{chinese.path.name}:{ours.line} {ours.title} / {english.path.name}:{theirs.line} {theirs.title}"
                self.assertEqual(ours.code, theirs.code, where)
                self.assertEqual(ours.tables, theirs.tables, where)
                self.assertEqual(ours.steps, theirs.steps, where)
                self.assertEqual(ours.figures, theirs.figures, where)
                if theirs.level > 1:
                    wanted = sorted(wanted_link(english.path, link) for link in theirs.links)
                    self.assertEqual(sorted(re.sub("#.+", "#", link) for link in ours.links), wanted, where)

    def test_the_chinese_ones_are_in_chinese(self):
        for chinese, _ in self.each():
            for section in chinese.sections[1:]:
                self.assertRegex(section.title + section.text, "[\u4e00-\u9fff]", section.title)


class Links(unittest.TestCase):
    def test_every_link_inside_the_tree_leads_somewhere(self):
        nowhere = []
        for path in documents():
            document = Document(path)
            for section in document.sections:
                for link in section.links:
                    target, _, anchor = link.partition("#")
                    if re.match(r"[a-z]+:", link):
                        continue
                    aim = path if target == "" else path.parent / target
                    if not aim.exists() or (anchor and aim.suffix == ".md" and anchor not in Document(aim).anchors):
                        nowhere.append(f"{path.relative_to(SOURCE)}:{section.line} {link}")
        self.assertEqual(nowhere, [])


if __name__ == "__main__":
    unittest.main()
