"""Which folder may include what. Debian keeps every header in one directory, so linking alone can't stop a folder
from including what it must not know."""

import re
from pathlib import PurePosixPath

from core_rules import LAST_WORDS
from source import Finding, Source

GENERATED = "whistle/"

# Folder -> the folders of this repository it may include, besides itself and the generated messages.
ARROWS = {
    "engine": set(),
    "storage": {"engine"},
    "adapters": {"engine"},
    "tools": {"adapters", "storage", "engine"},
    "tests": {"tools", "adapters", "storage", "engine"},
    "bench": {"tools", "adapters", "storage", "engine", "tests"},
}

ENGINE_LIBRARIES = re.compile(
    r"^(tl/expected\.hpp|google/protobuf/[\w/]+\.h|boost/geometry\.hpp|boost/geometry/[\w/]+\.hpp"
    r"|boost/iterator/function_output_iterator\.hpp|c?[a-z_]+)$"
)
ENGINE_BANNED_STANDARD = {
    "atomic", "barrier", "cctype", "cfenv", "clocale", "cmath", "complex", "condition_variable", "coroutine",
    "csetjmp", "csignal", "cstdio", "ctime", "cwctype", "filesystem", "fstream", "future", "iomanip", "iostream",
    "istream", "latch", "locale", "mutex", "ostream", "random", "regex", "semaphore", "shared_mutex", "sstream",
    "stop_token", "strstream", "syncstream", "thread", "valarray",
}  # fmt: skip


def arrows(source: Source) -> list[Finding]:
    """Quoted includes start at the repository root and follow the arrows."""
    allowed = ARROWS.get(source.folder)
    if allowed is None or not source.is_cpp:
        return []
    if source.path.startswith("tests/engine/"):
        allowed = {"engine"}
    found = []
    for include in source.includes:
        if not include.quoted:
            if include.name.startswith(("whistle/",) + tuple(f"{folder}/" for folder in ARROWS)):
                found.append(source.finding(include.line, f'our own header in quotes: "{include.name}"'))
            continue
        target = include.name.split("/", 1)[0]
        if "/../" in f"/{include.name}" or (target not in ARROWS and not include.name.startswith(GENERATED)):
            found.append(source.finding(include.line, f'not a path from the repository root: "{include.name}"'))
        elif target in ARROWS and target != source.folder and target not in allowed:
            found.append(source.finding(include.line, f"{source.folder}/ may not include {target}/"))
    return found


def engine_headers(source: Source) -> list[Finding]:
    """The core knows the standard library, tl::expected, its messages and the R-tree; nothing that does input,
    output, time, threads, floating point or locales."""
    if source.folder != "engine" or not source.is_cpp:
        return []
    found = []
    for include in source.includes:
        if include.quoted:
            continue
        if not ENGINE_LIBRARIES.match(include.name):
            found.append(source.finding(include.line, f"engine/ may not include <{include.name}>"))
        elif include.name in ENGINE_BANNED_STANDARD and source.path != LAST_WORDS:
            found.append(source.finding(include.line, f"engine/ may not include <{include.name}>: no input or output, "
                                                      "time, threads, floating point or locales in the core"))
    return found


def rocksdb_only_in_storage(source: Source) -> list[Finding]:
    if not source.is_cpp or source.path.startswith(("storage/", "tests/storage/", "bench/")):
        return []
    return [
        source.finding(include.line, f"only storage/ knows RocksDB: <{include.name}>")
        for include in source.includes
        if include.name.startswith("rocksdb/")
    ]


def own_header_first(source: Source, headers: set[str]) -> list[Finding]:
    """`a/b.cc` includes `a/b.h` first, where there is one, so that the header is seen to stand alone."""
    if not source.path.endswith(".cc"):
        return []
    own = str(PurePosixPath(source.path).with_suffix(".h"))
    if own not in headers:
        return []
    if not source.includes or source.includes[0].name != own:
        line = source.includes[0].line if source.includes else 1
        return [source.finding(line, f'the first include must be "{own}"')]
    return []


def pragma_once(source: Source) -> list[Finding]:
    if source.is_header and not re.search(r"^#pragma once$", source.code, re.MULTILINE):
        return [source.finding(1, "a header starts with #pragma once")]
    return []
