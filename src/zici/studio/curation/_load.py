"""A lexicon becomes the table of words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import closing, suppress
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, Table, bindparam, insert, select, update

from zici._progress import Progress, Step
from zici.errors import OutputError
from zici.lexicon import Lexicon

from ._database import reading, writing
from ._schema import DECISIONS, LONGEST, Kind, words_indexes, words_table
from ._state import State, read_state, write_state

CHUNK = 20_000
_STAGE = "load words"


def load_words(
    engine: Engine, lexicon: Lexicon, stamp: str, new: AbstractSet[str] | None, progress: Progress
) -> bool:
    """Replace the table of words. See ``Curation.load_words``."""
    with reading(engine) as connection:
        if read_state(connection).stamp == stamp:
            return False
    check(lexicon)
    ordered = lexicon.sort()
    kinds = tuple(
        Kind(name, "int" if values.dtype.kind == "i" else "float")
        for name, values in ordered.columns.items()
        if name != "count"
    )
    with writing(engine) as connection:
        before = read_state(connection, "none")
        table = words_table(before.generation + 1, kinds)
        table.create(connection)
        decided = _decided(connection)
        progress(Step(_STAGE, 0, len(ordered), "items"))
        for done in _fill(connection, table, ordered, decided, new):
            progress(Step(_STAGE, done, len(ordered), "items"))
        for index in words_indexes(table, connection.dialect.name):
            index.create(connection)
        after = read_state(connection, "write")
        decided = _follow(connection, table, decided)
        top = _add_unlisted(connection, table, ordered, decided)
        state = State(
            before.generation + 1, stamp, kinds, lexicon.meta, top, after.changes + 1, after.added + 1
        )
        write_state(connection, state)
        after.words.drop(connection)
    _tidy(engine)
    return True


def check(lexicon: Lexicon) -> None:
    """Refuse what no database holds.

    Raises:
        OutputError: a word that is too long, or that UTF-8 doesn't have.
    """
    for word in lexicon.words:
        if len(word) > LONGEST:
            raise OutputError(
                f"{word[:20]!r}...: a word of {len(word)} characters, expected at most {LONGEST}"
            )
        if not word.isascii():
            try:
                word.encode("utf-8")
            except UnicodeEncodeError as error:
                raise OutputError(f"{word!r}: half a surrogate pair; leave the word out") from error


def _decided(connection: Connection) -> dict[str, tuple[int, int | None]]:
    """Word -> status and time, of every decided word."""
    rows = connection.execute(select(DECISIONS.c.word, DECISIONS.c.status, DECISIONS.c.time))
    return {word: (status, time if status else None) for word, status, time in rows if status}


def _fill(
    connection: Connection,
    table: Table,
    lexicon: Lexicon,
    decided: Mapping[str, tuple[int, int | None]],
    new: AbstractSet[str] | None,
) -> Iterator[int]:
    """Insert the words in chunks; gives how many there are after each."""
    for first in range(0, len(lexicon), CHUNK):
        words = lexicon.words[first : first + CHUNK]
        status = [decided.get(word, (0, None)) for word in words]
        columns = [
            range(first + 1, first + len(words) + 1),
            words,
            map(len, words),
            _unknown_as_none(lexicon.count[first : first + CHUNK], counts=True),
            [one[0] for one in status],
            [one[1] for one in status],
            [None if new is None else int(word in new) for word in words],
            [1] * len(words),
            *(
                _unknown_as_none(values[first : first + CHUNK])
                for name, values in lexicon.columns.items()
                if name != "count"
            ),
        ]
        _insert(connection, table, list(zip(*columns, strict=True)))
        yield first + len(words)


def _unknown_as_none(values: NDArray[Any], *, counts: bool = False) -> list[Any]:
    unknown = values < 0 if counts else np.isnan(values)
    listed: list[Any] = values.tolist()
    for row in np.flatnonzero(unknown).tolist():
        listed[row] = None
    return listed


def _insert(connection: Connection, table: Table, rows: list[tuple[Any, ...]]) -> None:
    """Insert whole rows; where the driver takes tuples, without a dictionary for each, in half the time."""
    if connection.dialect.positional:
        statement = str(insert(table).compile(dialect=connection.dialect))
        connection.exec_driver_sql(statement, rows)
        return
    names = table.c.keys()
    connection.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _follow(
    connection: Connection, table: Table, before: Mapping[str, tuple[int, int | None]]
) -> dict[str, tuple[int, int | None]]:
    """What is decided now: where servers let others decide during a load, the words follow."""
    now = _decided(connection)
    changed = [word for word in now.keys() | before.keys() if now.get(word) != before.get(word)]
    rows = [
        {"the_word": word, "the_status": status, "the_time": time}
        for word, (status, time) in ((word, now.get(word, (0, None))) for word in sorted(changed))
    ]
    if rows:
        statement = update(table).where(table.c.word == bindparam("the_word"))
        statement = statement.values(status=bindparam("the_status"), time=bindparam("the_time"))
        connection.execute(statement, rows)
    return now


def _add_unlisted(
    connection: Connection,
    table: Table,
    lexicon: Lexicon,
    decided: Mapping[str, tuple[int, int | None]],
) -> int:
    """Rows for decided words that the lexicon lacks; the largest id."""
    missing = sorted(word for word in decided if word not in lexicon)
    rows = [
        {
            "id": len(lexicon) + i,
            "word": word,
            "length": len(word),
            "status": decided[word][0],
            "time": decided[word][1],
            "listed": 0,
        }
        for i, word in enumerate(missing, 1)
    ]
    if rows:
        connection.execute(insert(table), rows)
    return len(lexicon) + len(rows)


def _tidy(engine: Engine) -> None:
    """Give the write-ahead log's space back; readers that need it keep it for now.

    Outside of a transaction, as the driver has the connection: SQLAlchemy's AUTOCOMMIT would change how this
    connection begins transactions from then on. What fails here has no part in the words, which are there.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()
    try:
        # A result that stays open would keep the next transaction of this connection from its end.
        with suppress(sqlite3.Error), closing(raw.cursor()) as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        raw.close()
