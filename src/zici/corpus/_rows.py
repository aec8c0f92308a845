"""Rows of comma- and tab-separated text, streaming, with cells of any size.

The csv module has a limit on the size of a cell that can only be changed for the whole process, and counts
physical lines; here a message names the line on which the row begins.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator

from zici.corpus._source import Source
from zici.errors import CorpusError

LONGEST = 1 << 28
"""Characters after which a quote that was never closed is given up."""

Row = tuple[int, list[str]]
_OPEN = re.compile(r'"(?:[^"]++|"")*+')


class Rows:
    """The rows of one file.

    Cells in double quotes may hold delimiters, line ends and doubled quotes. In a tab-separated file a quote
    that doesn't enclose a whole cell is a character like any other: such files are often written without
    quoting. In a comma-separated file it is an error, since the cells after it can't be told.
    """

    def __init__(self, source: Source, pieces: Iterable[str]) -> None:
        self._source = source
        self._pieces = pieces
        self._delimiter = "\t" if source.format == "tsv" else ","
        mark = re.escape(self._delimiter)
        self._quoted = re.compile(rf'"((?:[^"]++|"")*+)"(?:({mark})|\r?\n)')
        self._plain = re.compile(rf"([^{mark}\n]*+)(?:({mark})|\n)")
        self._line = 1

    def __iter__(self) -> Iterator[Row]:
        """Yield each row's first line number and its cells; empty lines are left out.

        Raises:
            CorpusError: a quoted cell that isn't closed, or is followed by text.
        """
        self._line = 1
        rest, parts, length, wanted = "", [], 0, 0
        for piece in _with_newlines(self._pieces):
            parts.append(piece)
            length += len(piece)
            if length < wanted:
                continue
            text = rest + "".join(parts)
            start = yield from self._complete(text, final=False)
            rest, parts, length = text[start:], [], 0
            wanted = len(rest)  # a long cell is looked at again only when twice as much is there
        text = rest + "".join(parts)
        if text:
            yield from self._complete(text if text.endswith("\n") else text + "\n", final=True)

    def _complete(self, text: str, *, final: bool) -> Generator[Row, None, int]:
        """Yield the rows that end within ``text`` and return where the next one begins."""
        start = 0
        while (end := text.find("\n", start)) >= 0:
            line = text[start:end]
            if '"' not in line:
                cells: list[str] | None = line.removesuffix("\r").split(self._delimiter)
                end += 1
            else:
                cells, end = self._row(text, start, final=final)
            if cells is None:
                break
            if cells != [""]:
                yield self._line, cells
            self._line += 1 if '"' not in line else text.count("\n", start, end)
            start = end
        return start

    def _row(self, text: str, start: int, *, final: bool) -> tuple[list[str] | None, int]:
        """Read a row with quotes in it; no cells if its end is not in ``text`` yet."""
        cells: list[str] = []
        more = True
        while more:
            found = self._quoted.match(text, start) if text.startswith('"', start) else None
            if found is not None:
                cells.append(found[1].replace('""', '"'))
            else:
                if text.startswith('"', start) and self._unfinished(text, start, final=final):
                    return None, start
                found = self._plain.match(text, start)
                if found is None:
                    return None, start
                cells.append(found[1] if found[2] else found[1].removesuffix("\r"))
            more = found[2] is not None
            start = found.end()
        return cells, start

    def _unfinished(self, text: str, start: int, *, final: bool) -> bool:
        """Tell whether a cell's end may still come; raise where it can't and that is an error."""
        opened = _OPEN.match(text, start)
        end = opened.end() if opened else start
        # The closing quote and a "\r\n" after it have to be seen.
        if not final and len(text) - end < 3 and len(text) - start < LONGEST:
            return True
        if self._delimiter == "\t":
            return False
        problem = "a quote that is never closed" if len(text) - end < 1 else "text after the closing quote"
        raise CorpusError(
            f"{self._source.name}, line {self._line}: {problem}; a quote inside quotes is written twice"
        )


def _with_newlines(pieces: Iterable[str]) -> Iterator[str]:
    r"""Turn "\r" into "\n" in a file that has no other line end."""
    carriage: bool | None = None
    for piece in pieces:
        if carriage is None:
            carriage = "\r" in piece and "\n" not in piece
        yield piece.replace("\r", "\n") if carriage else piece
