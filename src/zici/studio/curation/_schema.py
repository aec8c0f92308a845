"""The tables: of fixed form for what is decided, and a table of words for every lexicon."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects import mysql, postgresql

METADATA = MetaData()
LONGEST = 500
"""Characters of a word: what the index of every database can hold."""

# Words are compared by code points, whatever language the server was set up for.
WORD = (
    String(LONGEST)
    .with_variant(postgresql.VARCHAR(LONGEST, collation="C"), "postgresql")
    .with_variant(mysql.VARCHAR(LONGEST, collation="utf8mb4_bin"), "mysql", "mariadb")
)
NUMBER = BigInteger().with_variant(Integer, "sqlite")  # there, only INTEGER is the row's own number

# One row: which table of words is the present one. Who writes locks it: writers follow each other.
LEXICON = Table(
    "lexicon",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("generation", Integer, nullable=False),
    Column("stamp", Text, nullable=False),
    Column("columns", Text, nullable=False),  # JSON: [name, "int" or "float"] of each column but count
    Column("meta", Text, nullable=False),  # JSON
    Column("top", NUMBER, nullable=False),  # the largest id of a word
    Column("changes", NUMBER, nullable=False),  # goes up with every decision
    Column("added", NUMBER, nullable=False),  # goes up when a row of words comes or goes
)

STEPS = Table(
    "steps",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("author", Text, nullable=False),
    Column("action", String(16), nullable=False),
    Column("time", NUMBER, nullable=False),
    Column("state", String(8), nullable=False),  # done, undone, gone (can't be done again)
)
Index("steps_by_state", STEPS.c.state, STEPS.c.id)


def _decided() -> list[Column[Any]]:
    return [
        Column("action", String(16), nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("target", WORD),
        Column("note", Text, nullable=False),
        Column("author", Text, nullable=False),
        Column("time", NUMBER, nullable=False),  # microseconds since 1970, UTC
        Column("step", NUMBER, ForeignKey("steps.id")),  # the step that the word stands at
    ]


# What is decided now; a row stays when its word is cleared, for its version.
DECISIONS = Table(
    "decisions",
    METADATA,
    Column("word", WORD, primary_key=True),
    Column("version", Integer, nullable=False),
    *_decided(),
)

# Everything that was ever decided.
HISTORY = Table(
    "history",
    METADATA,
    Column("word", WORD, primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    *_decided(),
)

# What a step found and what it left, for undo and redo.
CHANGES = Table(
    "changes",
    METADATA,
    Column("step", NUMBER, ForeignKey("steps.id"), primary_key=True, autoincrement=False),
    Column("word", WORD, primary_key=True),
    *(
        Column(f"{side}_{name}", kind, nullable=nullable)
        for side in ("old", "new")
        for name, kind, nullable in (
            ("status", SmallInteger, False),
            ("target", WORD, True),
            ("note", Text, False),
        )
    ),
    Column("old_step", NUMBER),
)


class Kind(NamedTuple):
    """A column of the lexicon: its name, and "int" or "float"."""

    name: str
    kind: str


def words_table(generation: int, kinds: Sequence[Kind]) -> Table:
    """The table of one lexicon's words.

    Its columns are numbered, not named after the lexicon's: whatever a file calls its columns is no SQL. The
    rows are numbered as they stand by default: the most frequent first, then by code points.
    """
    return Table(
        f"words_{generation}",
        MetaData(),
        Column("id", NUMBER, primary_key=True, autoincrement=False),
        Column("word", WORD, nullable=False),
        Column("length", Integer, nullable=False),
        Column("count", NUMBER),
        Column("status", SmallInteger, nullable=False),
        Column("time", NUMBER),
        Column("new", SmallInteger),
        Column("listed", SmallInteger, nullable=False),
        *(Column(f"v{i}", NUMBER if kind == "int" else Double) for i, (_, kind) in enumerate(kinds)),
    )


def words_indexes(table: Table, dialect: str) -> list[Index]:
    """The indexes of a table of words, to be made when it is full.

    A column with many equal values (counts, lengths) has one for each direction: equal rows stand in the
    order of ``id`` in both.
    """
    name, c = table.name, table.c
    found = [
        Index(f"{name}_word", c.word, unique=True),
        Index(f"{name}_count", c.count, c.id),
        Index(f"{name}_length", c.length, c.id),
        Index(f"{name}_length_down", c.length.desc(), c.id),
        Index(f"{name}_status", c.status, c.id),
    ]
    for column in (c.count, c.time, *(column for column in c if column.name.startswith("v"))):
        # SQLite has unknown values last here by itself, and no words for it in an index
        down = column.desc() if dialect != "postgresql" else column.desc().nulls_last()
        found.append(Index(f"{name}_{column.name}_down", down, c.id))
    return found
