"""The status of words as the table of words shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from ._state import State

_BATCH = 1000  # values of one IN (...)


def batches(words: Iterable[str]) -> Iterator[list[str]]:
    """The words in lists that one statement takes."""
    listed = list(words)
    for first in range(0, len(listed), _BATCH):
        yield listed[first : first + _BATCH]


def show(connection: Connection, state: State, rows: Sequence[dict[str, Any]]) -> tuple[int, bool]:
    """Bring what is decided into the table of words; the largest id, and whether rows came or went.

    Words that the lexicon lacks have a row as long as something is decided on them.
    """
    table = state.words
    listed: dict[str, int] = {}
    for some in batches(row["word"] for row in rows):
        query = select(table.c.word, table.c.listed).where(table.c.word.in_(some))
        listed.update((word, flag) for word, flag in connection.execute(query))
    stay, come, go = [], [], []
    for row in rows:
        there = listed.get(row["word"])
        if there or (there is not None and row["status"]):
            stay.append(row)
        elif there is not None:
            go.append(row["word"])
        elif row["status"]:
            come.append(row)
    _change(connection, state, stay)
    for some in batches(go):
        connection.execute(delete(table).where(table.c.word.in_(some)))
    _add(connection, state, come)
    return state.top + len(come), bool(come or go)


def _change(connection: Connection, state: State, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    table = state.words
    statement = update(table).where(table.c.word == bindparam("the_word"))
    statement = statement.values(status=bindparam("the_status"), time=bindparam("the_time"))
    values = [
        {
            "the_word": row["word"],
            "the_status": row["status"],
            "the_time": row["time"] if row["status"] else None,
        }
        for row in rows
    ]
    connection.execute(statement, values)


def _add(connection: Connection, state: State, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    values = [
        {
            "id": state.top + i,
            "word": row["word"],
            "length": len(row["word"]),
            "status": row["status"],
            "time": row["time"],
            "listed": 0,
        }
        for i, row in enumerate(rows, 1)
    ]
    connection.execute(insert(state.words), values)
