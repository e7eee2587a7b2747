"""Reads the tree and applies every rule to every file."""

from pathlib import Path

import core_rules
import include_rules
import text_rules
from source import Finding, Source

TEXT_SUFFIXES = {".cc", ".h", ".proto", ".py", ".sh", ".cmake", ".md", ".txt", ".service", ".conf"}
ROOTS = ("proto", "engine", "adapters", "storage", "tools", "tests", "bench", ".cmake", ".ci")
TOP_LEVEL = {
    "CMakeLists.txt", "CMakePresets.json", "proto", "engine", "adapters", "storage", "tools", "tests", "bench",
    "README.md", "README.zh-CN.md", "LICENSE", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "build",
}  # fmt: skip

RULES = [
    include_rules.arrows,
    include_rules.engine_headers,
    include_rules.rocksdb_only_in_storage,
    include_rules.pragma_once,
    core_rules.no_floating_point,
    core_rules.no_clocks,
    core_rules.no_randomness,
    core_rules.no_threads,
    core_rules.no_files,
    core_rules.no_locales,
    text_rules.no_unfinished_words,
    text_rules.file_length,
    text_rules.clear_names,
    text_rules.no_using_namespace_in_headers,
    text_rules.cpp_function_length,
    text_rules.python_function_length,
]


def _is_text(path: Path) -> bool:
    if path.suffix in TEXT_SUFFIXES:
        return True
    if path.suffix:
        return False
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def read_tree(root: Path) -> list[Source]:
    files = [path for path in root.iterdir() if path.is_file() and _is_text(path)]
    for folder in ROOTS:
        files += [path for path in (root / folder).rglob("*") if path.is_file() and _is_text(path)]
    return [
        Source(path.relative_to(root).as_posix(), path.read_text(encoding="utf-8"))
        for path in sorted(files)
        if not {"node_modules", "__pycache__"} & set(path.parts)
    ]


def top_level(names: set[str]) -> list[Finding]:
    return [
        Finding(name, 1, "not a name of the top level")
        for name in sorted(names)
        if not name.startswith(".") and name not in TOP_LEVEL
    ]


def check(sources: list[Source]) -> list[Finding]:
    headers = {source.path: source for source in sources if source.is_header}
    members = core_rules.unordered_members([header for header in headers.values() if header.folder == "engine"])
    found = []
    for source in sources:
        for rule in RULES:
            found += rule(source)
        found += include_rules.own_header_first(source, set(headers))
        found += core_rules.no_unordered_iteration(source, members)
    return sorted(found, key=lambda finding: (finding.path, finding.line))
