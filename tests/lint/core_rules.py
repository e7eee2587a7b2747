"""What the deterministic core may not use: anything that makes the same input give another output."""

import re
from collections import Counter

from source import Finding, Source

_CALL = r"(?<![\w.>:])(?:std::|::)?"  # not a member, not another namespace's function

FLOATING = re.compile(r"\b(?:float|double|long double)\b|(?<![\w.'])\d[\d']*\.\d*(?:[eE][+-]?\d+)?[fFlL]?(?![\w.])")
CLOCKS = re.compile(
    r"\b(?:system_clock|steady_clock|high_resolution_clock|utc_clock|tai_clock|gps_clock|file_clock)\b"
    r"|" + _CALL + r"(?:gettimeofday|clock_gettime|localtime(?:_r)?|gmtime(?:_r)?|mktime|timegm|strftime)\s*\("
    r"|" + _CALL + r"time\s*\(\s*(?:nullptr|NULL|0|&)"
    r"|\bstd::(?:time|clock)\s*\("
)
RANDOM = re.compile(
    r"\b(?:random_device|mt19937(?:_64)?|minstd_rand0?|default_random_engine)\b"
    r"|" + _CALL + r"(?:rand|srand|random|srandom|drand48|getrandom|arc4random)\s*\("
)
THREADS = re.compile(
    r"\bstd::(?:thread|jthread|this_thread|mutex|recursive_mutex|shared_mutex|timed_mutex|lock_guard|unique_lock"
    r"|scoped_lock|shared_lock|condition_variable(?:_any)?|atomic(?:_\w+)?|async|future|promise|call_once"
    r"|counting_semaphore|binary_semaphore|latch|barrier)\b|\bthread_local\b"
)
FILES = re.compile(
    r"\bstd::(?:filesystem|ifstream|ofstream|fstream|cout|cerr|clog|cin)\b"
    r"|" + _CALL + r"(?:fopen|getenv|printf|fprintf|puts|system)\s*\("
)
LOCALES = re.compile(
    _CALL + r"(?:tolower|toupper|is(?:alpha|digit|alnum|space|upper|lower|punct|xdigit|print|cntrl|graph|blank)"
    r"|strto(?:d|f|ld|l|ul|ll|ull)|ato(?:f|i|l|ll)|sto(?:d|f|ld|i|l|ul|ll|ull)|setlocale|strcoll|strxfrm)\s*\("
    r"|\bstd::locale\b"
)

UNORDERED = re.compile(r"\bunordered_(?:multi)?(?:map|set)\s*<")


def _after_template(code: str, opening: int) -> int:
    """The offset after the `>` that closes the `<` at `opening`."""
    depth = 0
    for offset in range(opening, len(code)):
        if code[offset] == "<":
            depth += 1
        elif code[offset] == ">" and code[offset - 1] != "-":
            depth -= 1
            if depth == 0:
                return offset + 1
        elif code[offset] == ";":
            break
    return opening + 1


def unordered_names(code: str) -> set[str]:
    """Variables and members that a file declares as unordered containers, also through an alias."""
    names, aliases = set(), set()
    for match in UNORDERED.finditer(code):
        end = _after_template(code, match.end() - 1)
        before = code[: match.start()]
        alias = re.search(r"\busing\s+(\w+)\s*=\s*(?:std::)?$", before)
        if alias:
            aliases.add(alias.group(1))
            continue
        declared = re.match(r"\s*[&*]?\s*(\w+)\s*(?:[;={,)]|$)", code[end:])
        if declared:
            names.add(declared.group(1))
    for alias in aliases:
        names |= set(re.findall(rf"\b{alias}\b\s*[&*]?\s*(\w+)\s*[;={{,)]", code))
    return names


# The one place that prints: the last words of a process whose invariant broke.
LAST_WORDS = "engine/assert.h"


def core_only(pattern: re.Pattern, message: str, exempt: str = ""):
    def rule(source: Source) -> list[Finding]:
        if source.folder != "engine" or not source.is_cpp or source.path == exempt:
            return []
        return source.search_code(pattern, message)

    return rule


no_floating_point = core_only(FLOATING, "no floating point in engine/: {0}")
no_clocks = core_only(CLOCKS, "time enters engine/ as a value, it is never read there: {0}")
no_randomness = core_only(RANDOM, "randomness enters engine/ as a value: {0}")
no_threads = core_only(THREADS, "one thread runs engine/, nothing in it locks: {0}")
no_files = core_only(FILES, "no input or output in engine/: {0}", exempt=LAST_WORDS)
no_locales = core_only(LOCALES, "no locale functions in engine/ (std::from_chars reads numbers): {0}")


def declared_names(code: str) -> list[str]:
    """Every name that looks declared: after a type, before `;`, `=` or `{`."""
    return re.findall(r"(?<=[\w>&*])\s+[&*]?(\w+)\s*[;={]", code)


def unordered_members(headers: list[Source]) -> set[str]:
    """Names that the engine's headers declare only as unordered containers. A name that is also something else
    (one struct's map, another's vector) is left out: this rule gives no false alarms."""
    unordered = Counter(name for header in headers for name in unordered_names(header.code))
    declared = Counter(name for header in headers for name in declared_names(header.code))
    return {name for name, times in unordered.items() if declared[name] <= times}


def no_unordered_iteration(source: Source, members: set[str]) -> list[Finding]:
    """The order of an unordered container differs between builds."""
    if source.folder != "engine" or not source.is_cpp:
        return []
    own = unordered_names(source.code)
    owner = r"(?:[\w\[\]]+(?:\(\))?(?:\.|->))"
    chosen = [rf"{owner}*{re.escape(name)}" for name in sorted(own)]
    chosen += [rf"{owner}+{re.escape(name)}" for name in sorted(members)]
    chosen += [re.escape(name) for name in sorted(members) if name.endswith("_")]
    if not chosen:
        return []
    names = "|".join(chosen)
    loops = re.compile(rf"\bfor\s*\([^;{{}}]*?[^:]:\s*(?:{names})\s*\)")
    begins = re.compile(rf"(?<![\w.>])(?:{names})\.c?begin\s*\(")
    message = "no iteration over an unordered container in engine/: {0}"
    return source.search_code(loops, message) + source.search_code(begins, message)
