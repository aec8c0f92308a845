"""A query becomes SQL: which words, in which order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    Select,
    case,
    false,
    func,
    literal,
    select,
)

from zici.errors import OptionError

from ._schema import DECISIONS
from ._state import State
from ._time import to_time
from ._types import STATUSES, WordQuery, WordRow

_LARGEST = 2**63 - 1


def conditions(
    state: State, query: WordQuery, dialect: str, *, by: str | None = None
) -> list[ColumnElement[bool]]:
    """What a word must fulfil.

    A bound is on the bare column where its index helps: it is the only condition, or on the column ``by``
    that the rows are ordered by. Else it is on an expression. Without knowing how many rows are inside a
    bound, SQLite would follow its index, and fetch half of all rows, each from another place.

    Raises:
        OptionError: no such column.
    """
    c = state.words.c
    found: list[ColumnElement[bool]] = []
    alone = bool(query.text) + (query.status is not None) + (query.new is not None) + len(query.bounds) == 1
    if query.text:
        found.append(_contains(c.word, query.text, dialect))
    if query.status is not None:
        found.append(_has_status(c.status, query.status, walks=by is not None or not alone))
    if query.new is not None:
        found.append(c.new == int(query.new))
    for name, (least, most) in query.bounds.items():
        bare = name == by or alone
        found += _between(_bounded(state, name), least, most, bare=bare)
    return found


def _contains(word: ColumnElement[str], part: str, dialect: str) -> ColumnElement[bool]:
    if dialect == "sqlite":  # where LIKE takes ASCII letters in either case, and lower() would cost time
        return word.contains(part, autoescape=True)
    return word.icontains(part, autoescape=True)


def _has_status(column: ColumnElement[int], status: str, *, walks: bool) -> ColumnElement[bool]:
    # Nearly all words are undecided: an index that finds them is a detour for who walks along another.
    number = STATUSES.index(status)
    return (column + 0 if walks and status == "undecided" else column) == number


def _bounded(state: State, name: str) -> ColumnElement[Any]:
    if name in ("word", "status", "time"):
        raise OptionError(f"bounds of {name}: expected a column of numbers, such as count or length")
    return column(state, name)


def _between(
    values: ColumnElement[Any], least: float | None, most: float | None, *, bare: bool
) -> list[ColumnElement[bool]]:
    whole = values.type.python_type is int
    if not bare:
        values = values + 0
    found: list[ColumnElement[bool]] = []
    if least is not None:
        if whole and least > _LARGEST:
            return [false()]
        found.append(values >= (max(math.ceil(least), -_LARGEST) if whole else float(least)))
    if most is not None:
        if whole and most < -_LARGEST:
            return [false()]
        found.append(values <= (min(math.floor(most), _LARGEST) if whole else float(most)))
    return found


def column(state: State, name: str) -> ColumnElement[Any]:
    """The column of the table that the lexicon calls ``name``.

    Raises:
        OptionError: no such column.
    """
    c = state.words.c
    if name in ("word", "count", "length", "status", "time"):
        return c[name]
    names = [kind.name for kind in state.kinds]
    if name not in names:
        known = ", ".join(["word", "count", "length", *names, "status", "time"])
        raise OptionError(f"column {name!r}: expected one of {known}")
    return c[f"v{names.index(name)}"]


def select_page(state: State, query: WordQuery, dialect: str) -> Select[int]:
    """The ids of one page, in order: the database walks along an index as far as the page."""
    order: list[ColumnElement[Any]] = []
    for name, down in query.sort:
        order += _ordered(column(state, name), down=down, dialect=dialect)
    c = state.words.c
    by = query.sort[0][0] if query.sort else ""
    found = select(c.id).where(*conditions(state, query, dialect, by=by)).order_by(*order, c.id)
    return found.limit(query.limit).offset(query.offset)


def select_all(state: State, query: WordQuery, dialect: str) -> Select[int]:
    """The ids of all words that a query finds, in order: found first, then sorted.

    The order is by expressions of the columns. SQLite would follow an index of the bare ones, and fetch each
    row from another place to see whether it is wanted: several times slower.
    """
    order: list[ColumnElement[Any]] = []
    for name, down in query.sort:
        by = column(state, name)
        order += _ordered(by + ("" if name == "word" else 0), down=down, dialect=dialect)
    c = state.words.c
    return select(c.id).where(*conditions(state, query, dialect)).order_by(*order, c.id)


def _ordered(values: ColumnElement[Any], *, down: bool, dialect: str) -> list[ColumnElement[Any]]:
    by = values.desc() if down else values.asc()
    if dialect in ("sqlite", "postgresql", "oracle"):
        return [by.nulls_last()]
    return [case((values.is_(None), 1), else_=0), by]


def select_total(state: State, query: WordQuery, dialect: str) -> Select[int]:
    """How many words a query finds."""
    return select(func.count()).select_from(state.words).where(*conditions(state, query, dialect))


def select_rows(state: State, condition: ColumnElement[bool]) -> Select[Any]:
    """Words with everything that is shown of them."""
    table, d = state.words, DECISIONS.c
    return (
        select(table, d.target, d.author, d.time.label("decided"), d.version)
        .select_from(table.outerjoin(DECISIONS, d.word == table.c.word))
        .where(condition)
    )


def to_row(state: State, row: RowMapping) -> WordRow:
    """A row of :func:`select_rows` as people see it."""
    return WordRow(
        row["word"],
        row["count"],
        row["length"],
        {kind.name: row[f"v{i}"] for i, kind in enumerate(state.kinds)},
        STATUSES[row["status"]],
        row["target"],
        row["author"],
        None if row["decided"] is None else to_time(row["decided"]),
        row["version"] or 0,
        bool(row["listed"]),
        None if row["new"] is None else bool(row["new"]),
    )


def select_ranges(state: State, names: Sequence[str]) -> Select[Any]:
    """The least and the most of each column, one after the other; each is one look into an index."""
    return select(
        *(
            select(end(column(state, name))).scalar_subquery().label(f"{label}{i}")
            for i, name in enumerate(names)
            for label, end in (("least", func.min), ("most", func.max))
        ),
        literal(0),
    )
