"""Pages of words, and what is remembered between two of them."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import Connection

from ._paging import select_all, select_page, select_rows, select_total, to_row
from ._state import State, read_state
from ._types import WordPage, WordQuery

_FAR = 50_000  # rows that are fetched on the way to a page in under a tenth of a second
_FAR_BY_COUNT = 10 * _FAR  # where they stand one after the other
_BY_DECISION = ("status", "time")
Value = TypeVar("Value")


class Memory(Generic[Value]):
    """The values that were asked for last; any thread may ask."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._values: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of ``key``, made where it is not remembered."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = make()
        with self._lock:
            self._values[key] = value
            if len(self._values) > self._size:
                self._values.popitem(last=False)
        return value


class Pages:
    """Reads pages; remembers totals, and the order of words where finding it again would take long."""

    def __init__(self) -> None:
        self._totals: Memory[int] = Memory(512)
        self._orders: Memory[array[int]] = Memory(8)

    def read(self, connection: Connection, query: WordQuery) -> WordPage:
        """The page that a query asks for. See ``Curation.words``."""
        state = read_state(connection)
        total = self._total(connection, state, query)
        ids = self._ids(connection, state, query, total) if query.offset < total else []
        found = connection.execute(select_rows(state, state.words.c.id.in_(ids))).mappings()
        rows = {row["id"]: to_row(state, row) for row in found}
        return WordPage([rows[i] for i in ids], total, query.offset)

    def _total(self, connection: Connection, state: State, query: WordQuery) -> int:
        statement = select_total(state, query, connection.dialect.name)
        return self._totals.get(_key(state, query), lambda: connection.execute(statement).scalar_one())

    def _ids(self, connection: Connection, state: State, query: WordQuery, total: int) -> Sequence[int]:
        dialect = connection.dialect.name
        if _is_near(state, query, total):
            return connection.execute(select_page(state, query, dialect)).scalars().all()
        statement = select_all(state, query, dialect)
        ids = self._orders.get(
            (*_key(state, query), query.sort), lambda: array("q", connection.execute(statement).scalars())
        )
        return ids[query.offset : query.offset + query.limit]


def _is_near(state: State, query: WordQuery, total: int) -> bool:
    """Whether a walk along an index comes to the page soon.

    It always does where no row has to be fetched on the way.
    """
    alone = len(query.sort) <= 1
    filtered = bool(query.text or query.bounds) or query.status is not None or query.new is not None
    if alone and not filtered:
        return True
    far = _FAR_BY_COUNT if query.sort == (("count", True),) else _FAR
    return min(query.offset + query.limit, total) * state.top <= far * total


def _key(state: State, query: WordQuery) -> tuple[Hashable, ...]:
    """What a total depends on: the filters, and the words or the decisions as they stand."""
    decisions = query.status is not None or any(name in _BY_DECISION for name, _ in query.sort)
    bounds = tuple(sorted((name, *ends) for name, ends in query.bounds.items()))
    changing = state.changes if decisions else state.added
    return (state.generation, changing, decisions, query.text, query.status, query.new, repr(bounds))
