"""The tables of uploads and runs, in the database of the decisions."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, MetaData, String, Table, Text

from zici.studio.curation._schema import NUMBER

METADATA = MetaData()
LARGEST = 2**63 - 1
"""The largest number that a database takes; what is above is the number of nothing."""

UPLOADS = Table(
    "uploads",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("file", String(32), nullable=False),  # its name in the folder of its number
    Column("size", NUMBER, nullable=False),
    Column("unpacked", NUMBER, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("columns", Text, nullable=False),  # JSON: their names
    Column("text_column", Text),
    Column("author", Text, nullable=False),
    Column("time", NUMBER, nullable=False),  # microseconds since 1970, UTC
    Column("digest", String(64), nullable=False),  # SHA-256
    sqlite_autoincrement=True,  # no number is given twice
)
Index("uploads_by_digest", UPLOADS.c.digest)

RUNS = Table(
    "runs",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=True),
    Column("state", String(16), nullable=False),
    Column("request", Text, nullable=False),  # JSON
    Column("author", Text, nullable=False),
    Column("started", NUMBER, nullable=False),
    Column("ended", NUMBER),
    Column("message", Text, nullable=False),
    Column("counts", Text, nullable=False),  # JSON
    Column("resumes", Integer),
    sqlite_autoincrement=True,
)
Index("runs_by_state", RUNS.c.state)
