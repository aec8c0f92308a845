"""A lexicon becomes the table of words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, Engine, Table, insert, select, text

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
        before = read_state(connection)
        table = words_table(before.generation + 1, kinds)
        table.create(connection)
        decided = _decided(connection)
        _fill(connection, table, ordered, decided, new, progress)
        for index in words_indexes(table, connection.dialect.name):
            index.create(connection)
        after = read_state(connection, to_write=True)
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
    progress: Progress,
) -> None:
    total, done = len(lexicon), 0
    progress(Step(_STAGE, 0, total, "items"))
    for rows in _chunks(lexicon, decided, new):
        connection.execute(insert(table), rows)
        done += len(rows)
        progress(Step(_STAGE, done, total, "items"))


def _chunks(
    lexicon: Lexicon, decided: Mapping[str, tuple[int, int | None]], new: AbstractSet[str] | None
) -> Iterator[list[dict[str, Any]]]:
    names = ["count", *(f"v{i}" for i in range(len(lexicon.columns) - 1))]
    for first in range(0, len(lexicon), CHUNK):
        part = slice(first, first + CHUNK)
        columns = [values[part].tolist() for values in lexicon.columns.values()]
        columns[0] = [None if count < 0 else count for count in columns[0]]
        columns[1:] = [
            [None if isinstance(value, float) and math.isnan(value) else value for value in values]
            for values in columns[1:]
        ]
        rows = []
        for i, word in enumerate(lexicon.words[part]):
            status, time = decided.get(word, (0, None))
            row: dict[str, Any] = {
                "id": first + i + 1,
                "word": word,
                "length": len(word),
                "status": status,
                "time": time,
                "new": None if new is None else int(word in new),
                "listed": 1,
            }
            row.update(zip(names, (values[i] for values in columns), strict=True))
            rows.append(row)
        yield rows


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
    """Give the write-ahead log's space back; readers that need it keep it for now."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").execute(
                text("PRAGMA wal_checkpoint(TRUNCATE)")
            )
