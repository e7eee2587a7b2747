"""Rules about size, names and unfinished work, for every text file of the project."""

import ast
import re

from source import Finding, Source

FILE_LINES_MAX = 500
FUNCTION_LINES_MAX = 70

# Written in pieces so that this file passes its own rule.
UNFINISHED = re.compile(
    r"\b(?:" + "|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"]) + r")\b"
    r"|\b(?i:not " + r"implemented)\b"
)
VAGUE_TYPE = re.compile(
    r"\b(?:class|struct)\s+(?:\[\[\w+\]\]\s*)?\w*(?:Manager|Helpers?|Utils?|Handler|Processor|Data|Info)\b(?=[^;]*\{)"
)
VAGUE_FILE = re.compile(r"(?:^|[/_])(?:utils?|helpers?|misc|common|manager|handler)(?:_test)?\.(?:cc|h|py)$")
SIZED_SUFFIXES = (".cc", ".h", ".proto", ".py", ".sh", ".cmake")


def no_unfinished_words(source: Source) -> list[Finding]:
    return [
        source.finding(number, f"unfinished work belongs in the tracker, not in the tree: {match.group()}")
        for number, line in enumerate(source.lines, 1)
        for match in UNFINISHED.finditer(line)
    ]


def file_length(source: Source) -> list[Finding]:
    if source.path.endswith(SIZED_SUFFIXES) and len(source.lines) > FILE_LINES_MAX:
        return [source.finding(1, f"{len(source.lines)} lines, {FILE_LINES_MAX} at most: one idea a file")]
    return []


def clear_names(source: Source) -> list[Finding]:
    found = []
    if VAGUE_FILE.search(source.path):
        found.append(source.finding(1, "name the idea, not the drawer"))
    if source.is_cpp:
        found += source.search_code(VAGUE_TYPE, "a vague name hides what the type is for: {0}")
    return found


def no_using_namespace_in_headers(source: Source) -> list[Finding]:
    if not source.is_header:
        return []
    return source.search_code(re.compile(r"\busing\s+namespace\b[^;]*"), "not in a header: {0}")


def _scope_kind(head: str, enclosing: list[str]) -> str:
    """What the brace after `head` opens; `head` is the code since the last `;`, `{` or `}`."""
    if re.search(r"\bnamespace\b", head) or head.strip().startswith("extern"):
        return "namespace"
    if re.search(r"\b(?:class|struct|union|enum)\b", head) and "(" not in head:
        return "type"
    if all(kind in ("namespace", "type") for kind in enclosing) and ")" in head:
        if re.match(r"\s*(?:TEST_CASE|TEST_SUITE|SCENARIO)", head):
            return "test"
        return "function"
    return "block"


def _without_preprocessor(code: str) -> str:
    return re.sub(r"^[ \t]*#(?:\\\n|[^\n])*", lambda m: re.sub(r"[^\n]", " ", m.group()), code, flags=re.MULTILINE)


def cpp_function_length(source: Source) -> list[Finding]:
    """Counts from the line of the opening brace to that of the closing one. Test cases are exempt."""
    if not source.is_cpp:
        return []
    code = _without_preprocessor(source.code)
    found, stack, head_start = [], [], 0
    for match in re.finditer(r"[;{}]", code):
        offset = match.start()
        if match.group() == "{":
            kind = _scope_kind(code[head_start:offset], [kind for kind, _ in stack])
            stack.append((kind, offset))
        elif match.group() == "}" and stack:
            kind, start = stack.pop()
            first, last = source.line_at(start), source.line_at(offset)
            if kind == "function" and last - first + 1 > FUNCTION_LINES_MAX:
                found.append(source.finding(first, f"a function of {last - first + 1} lines, "
                                                   f"{FUNCTION_LINES_MAX} at most"))
        head_start = offset + 1
    return found


def python_function_length(source: Source) -> list[Finding]:
    if not source.path.endswith(".py"):
        return []
    return [
        source.finding(node.lineno, f"a function of {node.end_lineno - node.lineno + 1} lines, "
                                    f"{FUNCTION_LINES_MAX} at most")
        for node in ast.walk(ast.parse(source.text))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES_MAX
    ]
