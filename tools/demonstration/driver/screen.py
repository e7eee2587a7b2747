"""Where lines go: a terminal, with a line of progress that stays at the bottom, or a pipe, where it comes now and then.

    screen = Screen(sys.stdout)
    screen.line(screen.paint("bold", "…"))
    screen.progress("Mon 14:20  812 of 2,000")
"""

import os
import shutil
import time

from driver.text_width import padded, right, shortened, width, wrapped

_CODES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}
_REDRAW_SECONDS = 0.2
_PIPE_SECONDS = 10
_GAP = 2
_WORDS_COLUMNS_MIN = 12


class Screen:
    def __init__(self, stream):
        self._stream = stream
        self.is_terminal = stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"
        self._coloured = self.is_terminal and "NO_COLOR" not in os.environ
        self._progress = ""
        self._shown_at = time.monotonic()

    def paint(self, colour, text):
        return f"\x1b[{_CODES[colour]}m{text}\x1b[0m" if self._coloured and colour else text

    def line(self, text="", colour=None, indent=2, whole=False):
        """One line; on a terminal wrapped to its width, unless it is to be copied from there (`whole`)."""
        lines = [text] if whole or not self.is_terminal else wrapped(text, self._columns(), indent)
        if self.is_terminal:
            self._stream.write("\r\x1b[K")
        for part in lines:
            self._stream.write(self.paint(colour, part) + "\n")
        if self._progress:
            self._draw()
        self._stream.flush()

    def progress(self, text):
        """Replaces the line of progress; in a pipe it is a line of its own every ten seconds."""
        now = time.monotonic()
        if now - self._shown_at < (_REDRAW_SECONDS if self.is_terminal else _PIPE_SECONDS):
            return
        self._shown_at = now
        if not self.is_terminal:
            self._stream.write(text + "\n")
        else:
            self._progress = text
            self._stream.write("\r\x1b[K")
            self._draw()
        self._stream.flush()

    def end_progress(self):
        if self._progress:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
        self._progress = ""

    def table(self, headings, rows, last=None):
        """Columns that line up; the first is words, the others are figures. `last`: a row of sums under a rule."""
        everything = [headings, *rows, *([last] if last else [])]
        widths = [max(width(row[i]) for row in everything) for i in range(len(headings))]
        if self.is_terminal:
            room = self._columns() - sum(columns + _GAP for columns in widths[1:]) - _GAP
            widths[0] = min(widths[0], max(room, _WORDS_COLUMNS_MIN))

        def laid(row):
            cells = [padded(shortened(row[0], widths[0]), widths[0])]
            cells += [right(cell, columns) for cell, columns in zip(row[1:], widths[1:])]
            return " " * _GAP + (" " * _GAP).join(cells)

        self.line(laid(headings), "dim")
        for row in rows:
            self.line(laid(row))
        if last:
            self.line(" " * _GAP + "─" * (sum(widths) + _GAP * (len(widths) - 1)), "dim")
            self.line(laid(last), "bold")

    def _draw(self):
        self._stream.write(self.paint("cyan", shortened(self._progress, self._columns() - 1)))

    def _columns(self):
        return shutil.get_terminal_size().columns
