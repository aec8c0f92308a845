"""Which table of words is the present one, and the lock that goes with it."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, select, update

from ._schema import LEXICON, Kind, words_table


class State(NamedTuple):
    """The row of the lexicon.

    Attributes:
        generation: the number of the table of words.
        stamp: what the lexicon was loaded with.
        kinds: its columns but count.
        meta: of the lexicon.
        top: the largest id of a word.
        changes: goes up with every decision.
        added: goes up when a row of words comes or goes.
    """

    generation: int
    stamp: str
    kinds: tuple[Kind, ...]
    meta: dict[str, Any]
    top: int
    changes: int
    added: int

    @property
    def words(self) -> Table:
        """The present table of words."""
        return _table(self.generation, self.kinds)


@lru_cache(maxsize=8)
def _table(generation: int, kinds: tuple[Kind, ...]) -> Table:
    return words_table(generation, kinds)


def select_state(lock: str = "read") -> Select[Any]:
    """The statement that reads the row, and locks it where rows can be locked (SQLite has no need to).

    Args:
        lock: "read": the table of words stays until this transaction is done; "write": other writers wait for
            it; "none".
    """
    query = select(LEXICON).where(LEXICON.c.id == 1)
    return query if lock == "none" else query.with_for_update(read=lock == "read")


def read_state(connection: Connection, lock: str = "read") -> State:
    """What is present now; who goes on to change it takes the lock "write"."""
    row = connection.execute(select_state(lock)).one()
    kinds = tuple(Kind(*pair) for pair in json.loads(row.columns))
    meta = json.loads(row.meta)
    return State(row.generation, row.stamp, kinds, meta, row.top, row.changes, row.added)


def write_state(connection: Connection, state: State) -> None:
    """Keep a new state; its writer has read the old one with the lock "write"."""
    values = {**state._asdict(), "meta": json.dumps(state.meta, ensure_ascii=False)}
    values["columns"] = json.dumps(values.pop("kinds"), ensure_ascii=False)
    connection.execute(update(LEXICON).where(LEXICON.c.id == 1).values(values))
