"""Which columns of a table are meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zici.corpus._columns import USUAL, show
from zici.corpus._source import Source
from zici.errors import CorpusError, OptionError

LABELS = (
    "label",
    "labels",
    "class",
    "category",
    "target",
    "sentiment",
    "polarity",
    "标签",
    "类别",
    "分类",
    "情感",
    "標籤",
    "類別",
)
"""Names that a column of labels is known by when none is given."""


@dataclass(frozen=True)
class Column:
    """A column that is wanted.

    Attributes:
        role: "text" or "label": what it holds, and the option that names it.
        given: its name, its number from 1 as digits (a file without a header), or None: find it.
    """

    role: str
    given: str | None = None

    def __post_init__(self) -> None:
        if self.given == "" or self.number == 0:
            raise OptionError(
                f"{self.role}: expected a column's name, or its number from 1, got {self.given!r}"
            )

    @property
    def number(self) -> int | None:
        """The number, where it is one."""
        digits = self.given is not None and self.given.isascii() and self.given.isdigit()
        return int(self.given or "") if digits else None

    @property
    def usual(self) -> tuple[str, ...]:
        """The names that are looked for."""
        return USUAL if self.role == "text" else LABELS


def places(source: Source, head: Sequence[str], wanted: Sequence[Column], *, named: bool) -> list[int] | None:
    """Where the wanted columns stand, from 0; None: the first row is no header, and numbers say where.

    Args:
        source: of the table.
        head: the cells of its first row, or the names of its columns.
        wanted: one column or more.
        named: whether the columns have names for certain, as in JSON lines.

    Raises:
        CorpusError: no such column, more than one, or it isn't clear which is meant.
        OptionError: one is given by number and the other by name.
    """
    numbers = [column.number for column in wanted]
    if not named and all(number is not None for number in numbers):
        return None
    if not named and any(number is not None for number in numbers):
        raise OptionError(
            "text and label: expected both as names, or both as numbers (a file without a header), got "
            f"{' and '.join(repr(column.given) for column in wanted)}"
        )
    found = [_find(source, head, column) for column in wanted]
    for place, column in zip(found, wanted, strict=True):
        if place is None and len(wanted) == len(head) == 2 and found.count(None) == 1:
            found = [1 - (found[0] or 0) if other is None else other for other in found]
        elif place is None:
            raise _unclear(source, head, column)
    chosen = [place for place in found if place is not None]
    if len(set(chosen)) < len(chosen):
        raise CorpusError(f"{source.name}: text and label are one column; found {show(head)}; name two")
    return chosen


def numbered(source: Source, width: int, wanted: Sequence[Column]) -> list[int]:
    """Where columns given by number stand, from 0.

    Raises:
        CorpusError: the first row has fewer.
    """
    for column in wanted:
        if (column.number or 0) > width:
            raise CorpusError(
                f"{source.name}: no column {column.number} for the {column.role}; the first row has {width} "
                "(does --input-format fit?)"
            )
    return [(column.number or 1) - 1 for column in wanted]


def _find(source: Source, head: Sequence[str], column: Column) -> int | None:
    """The place of a column; None: it isn't given, and can't be told by its name."""
    names = [name.strip() for name in head]
    if column.given is not None:
        found = [place for place, name in enumerate(names) if name == column.given]
        if len(found) != 1:
            problem = f"{len(found)} columns named" if found else "no column"
            raise CorpusError(
                f"{source.name}: {problem} {column.given!r}; found {show(head)}; "
                f"pass one of them as {column.role}= (--{column.role})"
            )
        return found[0]
    found = [place for place, name in enumerate(names) if name.lower() in column.usual]
    return found[0] if len(found) == 1 else None


def _unclear(source: Source, head: Sequence[str], column: Column) -> CorpusError:
    return CorpusError(
        f"{source.name}: which column is the {column.role}? found {show(head)}; pass one of them as "
        f"{column.role}= (--{column.role}), or, for a file without a header, its number"
    )
