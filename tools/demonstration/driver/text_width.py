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


def _columns(character):
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
