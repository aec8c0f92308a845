"""The lines of a dictionary file on their way in, and the words on their way out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici.errors import FormatError, OutputError

from .._table import MAX_COUNT, UNKNOWN, Table, first_blank, unknown_counts

EDGE = "".join(map(chr, range(33))) + "\ufeff"
"""What Java's ``String.trim`` takes off a line's ends (others take a part of it), and byte order marks."""

_BREAKS = re.compile("[\t\r\0\ud800-\udfff]")
_EDGES = re.compile("^[\0-\x20\ufeff]|[\0-\x20\ufeff]$", re.MULTILINE)
_SHOWN = 60
_SCALE = 600_000_000
"""The sum of written weights, ten times that of jieba's own dictionary.

With the words of 29 million characters 99.98 % of the gaps are cut as by the weights themselves (with a tenth
of the sum 99.8 %, without scaling 99.3 %). More would leave less room to the words of a dictionary beside it.
"""
_DIGITS = len(str(MAX_COUNT))  # Python refuses to convert thousands of digits


@dataclass(frozen=True)
class Source:
    """A dictionary file's text.

    Attributes:
        path: the file as the user named it, for messages.
        name: its name without folder and without the suffix of a compression.
        text: its characters, every line ended by a line feed alone, no NUL.
    """

    path: str
    name: str
    text: str

    def rows(self) -> list[str]:
        """The lines that are not blank, as they are."""
        return [line for line in self.text.split("\n") if line.strip()]

    def lines(self) -> list[str]:
        """The rows without the spaces, control characters and byte order marks at their ends.

        Raises:
            FormatError: a line of control characters alone.
        """
        result = [row.strip(EDGE) for row in self.rows()]
        if not all(result):
            raise self.broken(result.index(""), "a word")
        return result

    def broken(self, index: int, expected: str) -> FormatError:
        """The error of the ``index``-th row: what was expected there and what stands there."""
        numbered = [(i, line) for i, line in enumerate(self.text.split("\n"), 1) if line.strip()]
        number, line = numbered[index]
        found = repr(line if len(line) <= _SHOWN else line[:_SHOWN] + "…")
        return FormatError(
            f"{self.path}: line {number}: expected {expected}, found {found}; correct the line"
        )

    def table(
        self, words: Sequence[str], columns: dict[str, NDArray[Any]] | None = None, skip: int = 0
    ) -> Table:
        """Words and columns as a table; ``skip`` rows stood before the first word.

        Raises:
            FormatError: a blank word.
        """
        blank = first_blank(words)
        if blank is not None:
            raise self.broken(blank + skip, "a word that is not blank")
        return Table(words, {"count": unknown_counts(len(words)), **(columns or {})}, {})

    def counts(self, cells: Sequence[str], expected: str, skip: int = 0) -> NDArray[np.int64]:
        """Cells as counts; an empty cell is an unknown count.

        Raises:
            FormatError: a cell that is not a whole number from 0 to 2^63 - 1.
        """
        joined = "".join(cells)
        digits = not joined or (joined.isascii() and joined.isdecimal())
        if digits and max(map(len, cells), default=0) <= _DIGITS:
            numbers = [int(cell) if cell else UNKNOWN for cell in cells]
            if max(numbers, default=0) <= MAX_COUNT:
                return np.array(numbers, dtype=np.int64)
        raise self.broken(next(i for i, cell in enumerate(cells) if not is_count(cell)) + skip, expected)


def is_count(cell: str) -> bool:
    """Whether a cell is a count or empty."""
    return not cell or (
        cell.isascii() and cell.isdecimal() and len(cell) <= _DIGITS and int(cell) <= MAX_COUNT
    )


def refuse_breaks(words: Sequence[str], format_name: str) -> None:
    """Refuse words that no text file of one word a line can hold.

    Raises:
        OutputError: names the first such word.
    """
    if _BREAKS.search("".join(words)) or "\n" in "".join(words):
        found = next(i for i, word in enumerate(words) if "\n" in word or _BREAKS.search(word))
        raise unwritable(words, found, f"{format_name} can't hold tabs, line breaks, NUL or lone surrogates")


def refuse(words: Sequence[str], pattern: re.Pattern[str], reason: str) -> None:
    """Refuse words in which ``pattern`` (compiled with MULTILINE) is found; they hold no line breaks.

    Raises:
        OutputError: names the first such word.
    """
    if pattern.search("\n".join(words)):
        raise unwritable(words, next(i for i, word in enumerate(words) if pattern.search(word)), reason)


def refuse_edges(words: Sequence[str], format_name: str) -> None:
    """Refuse words that programs which trim their lines would read as other words.

    Raises:
        OutputError: names the first such word.
    """
    refuse_breaks(words, format_name)
    refuse(
        words, _EDGES, f"{format_name} loses a space, control character or byte order mark at a word's end"
    )


def unwritable(words: Sequence[str], index: int, reason: str) -> OutputError:
    """The error of a word that a format can't hold."""
    return OutputError(
        f"word {index + 1} {words[index]!r}: {reason}; filter such words out or write .parquet"
    )


def count_cells(table: Table) -> list[str]:
    """Counts as text, empty where unknown."""
    return ["" if count == UNKNOWN else str(count) for count in table.columns["count"].tolist()]


def frequency_cells(table: Table) -> list[str]:
    """What a segmenter should weigh each word by, as whole numbers: its weight, or else its count.

    A column ``weight`` (the words of discovery's "best" have one) says what cuts better than the bare count.
    Weights are shares of their sum: where that is below 600 million they are scaled up to it, and rounded,
    to at least 1 unless they are 0. Without a weight a cell is empty.
    """
    weight = table.columns.get("weight")
    if weight is None:
        return count_cells(table)
    known = np.isfinite(weight) & (weight >= 0)
    total = float(weight[known].sum())
    scale = _SCALE / total if 0 < total < _SCALE else 1.0
    cells = [_frequency(value * scale) for value in np.where(known, weight, 0.0).tolist()]
    return [cell if given else "" for cell, given in zip(cells, known.tolist(), strict=True)]


def _frequency(value: float) -> str:
    return str(max(1, min(round(value), MAX_COUNT))) if value > 0 else "0"
