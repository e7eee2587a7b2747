"""How many columns text takes on a terminal: Chinese characters take two."""

import unicodedata


def width(text):
    return sum(_columns(character) for character in text)


def padded(text, columns):
    return text + " " * (columns - width(text))


def right(text, columns):
    return " " * (columns - width(text)) + text


def shortened(text, columns):
    """Cut to fit, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    kept, used = [], 0
    for character in text:
        used += _columns(character)
        if used > columns - 1:
            break
        kept.append(character)
    return "".join(kept) + "…"


def wrapped(text, columns, indent):
    """Lines that fit; all but the first are indented. Breaks after blanks and after wide characters."""
    lines, line, used, break_at = [], "", 0, 0
    for character in text:
        if used + _columns(character) > columns and break_at > indent:
            lines.append(line[:break_at].rstrip())
            line = " " * indent + line[break_at:].lstrip()
            used, break_at = width(line), 0
        line += character
        used += _columns(character)
        if character == " " or _columns(character) == 2:
            break_at = len(line)
    return [*lines, line]


def _columns(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
