"""Writing decisions: the one place where a word's status changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, insert, select, update

from zici.errors import OptionError

from ._schema import DECISIONS, HISTORY
from ._state import State, write_state
from ._status import batches, show
from ._time import to_time
from ._types import STATUSES, Decision


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
    top, moved = show(connection, state, rows)
    write_state(
        connection, state._replace(top=top, changes=state.changes + 1, added=state.added + int(moved))
    )
    return [to_decision(SimpleNamespace(**row)) for row in rows]


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
