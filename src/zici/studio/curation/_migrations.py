"""The numbered steps by which a database of the studio came to its present form.

A new table takes three things: its definition beside the code that uses it, a function here that creates it
(imported inside the function, as the packages of the studio import this one), and a line with the next number
at the end of :data:`MIGRATIONS`::

    def _notes(connection: Connection) -> None:
        from zici.studio.notes._schema import METADATA

        METADATA.create_all(connection)

    MIGRATIONS = (..., Migration(3, "notes", _notes))

That is all: the next start takes every older database there, all steps in one transaction. A step that was
released is never changed; a table that must change gets another step (``ALTER TABLE``), and the earlier step
keeps a copy of the old form. Tables need names of their own, and SQL that every database knows: types and
statements of SQLAlchemy. Read and write with ``zici.studio.curation.reading(engine)`` and
``writing(engine)``, which wait for other writers and tell errors in one line.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    Text,
    insert,
    inspect,
    select,
)

from zici.errors import FormatError

from ._database import explained, reading, writing
from ._schema import LEXICON, METADATA, words_indexes, words_table

VERSIONS = Table(
    "zici_versions",
    MetaData(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("what", Text, nullable=False),
    Column("time", Text, nullable=False),
)


class Migration(NamedTuple):
    """A step: its number (1, 2, 3...), what it brings, and the function that does it."""

    number: int
    what: str
    apply: Callable[[Connection], None]


def _curation(connection: Connection) -> None:
    METADATA.create_all(connection)
    table = words_table(0, ())
    table.create(connection)
    for index in words_indexes(table, connection.dialect.name):
        index.create(connection)
    connection.execute(
        insert(LEXICON).values(
            id=1, generation=0, stamp="", columns="[]", meta=json.dumps({}), top=0, changes=0, added=0
        )
    )


def _uploads_and_runs(connection: Connection) -> None:
    from zici.studio.runs._tables import METADATA as TABLES

    TABLES.create_all(connection)


MIGRATIONS: tuple[Migration, ...] = (
    Migration(1, "words and decisions", _curation),
    Migration(2, "uploads and runs", _uploads_and_runs),
)


def migrate(engine: Engine, steps: Sequence[Migration] = MIGRATIONS, *, read_only: bool = False) -> None:
    """Bring a database to the present form, or see that it has it.

    Raises:
        FormatError: a database of another program or of a newer zici; with ``read_only`` also an older one.
        OutputError: it can't be written, or is locked.
    """
    with reading(engine) as connection:
        done = _version(connection, steps)
    if done == len(steps):
        return
    if read_only:
        raise FormatError(
            f"{_name(engine)}: a database of an older zici (form {done}, now {len(steps)}); "
            "open it once for writing"
        )
    if engine.dialect.name == "sqlite":
        _keep_log(engine)
    with writing(engine) as connection:
        done = _version(connection, steps)  # another process may have been quicker
        VERSIONS.create(connection, checkfirst=True)
        for step in steps[done:]:
            step.apply(connection)
            now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
            connection.execute(insert(VERSIONS).values(number=step.number, what=step.what, time=now))


def _version(connection: Connection, steps: Sequence[Migration]) -> int:
    """The number of the last step that a database has had."""
    tables = inspect(connection).get_table_names()
    if VERSIONS.name not in tables:
        if tables:
            raise FormatError(
                f"{_name(connection.engine)}: expected a database of the studio, found one of "
                f"another program (table {min(tables)!r}); name another place"
            )
        return 0
    done = max(connection.execute(select(VERSIONS.c.number)).scalars(), default=0)
    if done > len(steps):
        raise FormatError(
            f"{_name(connection.engine)}: a database of a newer zici (form {done}, this one "
            f"knows {len(steps)}); update zici"
        )
    return done


def _keep_log(engine: Engine) -> None:
    """Let readers go on while somebody writes: kept in the file, so once is enough."""
    with explained(engine):
        raw = engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode=WAL")
        finally:
            raw.close()


def _name(engine: Engine) -> str:
    return str(engine.get_execution_options()["zici_place"])
