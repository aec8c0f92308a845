"""Writing decisions: the one place where a word's status changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from zici.errors import OptionError

from ._schema import DECISIONS, HISTORY
from ._state import State, write_state
from ._time import to_time
from ._types import STATUSES, Decision

_BATCH = 1000  # values of one IN (...)


class Change(NamedTuple):
    """What a word becomes.

    Attributes:
        word: the word.
        action: what is done.
        status: its place in STATUSES.
        target: the new name, or the word that it is counted with.
        note: the author's.
        author: who.
        time: microseconds since 1970.
        step: the step that the word stands at then.
    """

    word: str
    action: str
    status: int
    target: str | None
    note: str
    author: str
    time: int
    step: int | None


def batches(words: Iterable[str]) -> Iterator[list[str]]:
    """The words in lists that one statement takes."""
    listed = list(words)
    for first in range(0, len(listed), _BATCH):
        yield listed[first : first + _BATCH]


def present(connection: Connection, words: Iterable[str]) -> dict[str, Any]:
    """Word -> its row of decisions, where it has one."""
    found = {}
    for some in batches(words):
        for row in connection.execute(select(DECISIONS).where(DECISIONS.c.word.in_(some))):
            found[row.word] = row
    return found


def to_decision(row: Any) -> Decision:
    """A row of decisions or history as people see it."""
    return Decision(
        row.word,
        row.action,
        STATUSES[row.status],
        row.target,
        row.note,
        row.author,
        to_time(row.time),
        row.version,
    )


def record(
    connection: Connection, state: State, changes: Sequence[Change], known: Mapping[str, Any]
) -> list[Decision]:
    """Write decisions, their history and the status of the words.

    Args:
        connection: a transaction that writes.
        state: read with the lock "write".
        changes: each word once.
        known: what :func:`present` found of these words.
    """
    rows = []
    for change in changes:
        old = known.get(change.word)
        time = change.time
        if old is not None and change.action != "import":
            time = max(time, old.time + 1)  # later also where the clock was put back
        version = 1 if old is None else old.version + 1
        rows.append({**change._asdict(), "time": time, "version": version})
    new = [row for row in rows if row["word"] not in known]
    if new:
        connection.execute(insert(DECISIONS), new)
    _update(connection, [row for row in rows if row["word"] in known])
    connection.execute(insert(HISTORY), rows)
    top, moved = _show(connection, state, rows)
    write_state(
        connection, state._replace(top=top, changes=state.changes + 1, added=state.added + int(moved))
    )
    return [to_decision(_Row(row)) for row in rows]


class _Row:
    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__ = values


def _update(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    names = [column.name for column in DECISIONS.c if column.name != "word"]
    statement = (
        update(DECISIONS)
        .where(DECISIONS.c.word == bindparam("the_word"))
        .values({name: bindparam(f"the_{name}") for name in names})
    )
    connection.execute(statement, [{f"the_{name}": value for name, value in row.items()} for row in rows])


def _show(connection: Connection, state: State, rows: Sequence[dict[str, Any]]) -> tuple[int, bool]:
    """Bring the status into the table of words; the largest id, and whether rows came or went."""
    table = state.words
    listed: dict[str, int] = {}
    for some in batches(row["word"] for row in rows):
        query = select(table.c.word, table.c.listed).where(table.c.word.in_(some))
        listed.update((word, flag) for word, flag in connection.execute(query))
    shown = [
        {
            "the_word": row["word"],
            "the_status": row["status"],
            "the_time": row["time"] if row["status"] else None,
        }
        for row in rows
    ]
    stay = [
        row
        for row in shown
        if listed.get(row["the_word"]) or (row["the_word"] in listed and row["the_status"])
    ]
    go = [row["the_word"] for row in shown if listed.get(row["the_word"]) == 0 and not row["the_status"]]
    come = [row for row in shown if row["the_word"] not in listed and row["the_status"]]
    if stay:
        statement = (
            update(table)
            .where(table.c.word == bindparam("the_word"))
            .values(status=bindparam("the_status"), time=bindparam("the_time"))
        )
        connection.execute(statement, stay)
    for some in batches(go):
        connection.execute(delete(table).where(table.c.word.in_(some)))
    if come:
        added = [
            {
                "id": state.top + i,
                "word": row["the_word"],
                "length": len(row["the_word"]),
                "status": row["the_status"],
                "time": row["the_time"],
                "listed": 0,
            }
            for i, row in enumerate(come, 1)
        ]
        connection.execute(insert(table), added)
    return state.top + len(come), bool(come or go)


def check_circles(connection: Connection, targets: Iterable[str]) -> None:
    """Refuse renamed and merged words that lead round in a circle; ``targets`` are those just written.

    Raises:
        OptionError: names the words on the way.
    """
    safe: set[str] = set()
    for first in dict.fromkeys(targets):
        way = [first]
        seen = {first}
        while way[-1] not in safe:
            query = select(DECISIONS.c.target).where(DECISIONS.c.word == way[-1])
            target = connection.execute(query).scalar_one_or_none()
            if target is None:
                break
            if target in seen:
                shown = " -> ".join([*way[way.index(target) :][:5], target])
                raise OptionError(f"{shown}: the words would lead round in a circle; clear one of them first")
            way.append(target)
            seen.add(target)
        safe |= seen
