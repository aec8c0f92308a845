"""One file that came in, as everyone sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class Upload:
    """A file that was uploaded, kept under its number.

    Attributes:
        id: its number, from 1; never given twice.
        name: what it was called where it came from, made fit to be shown; never used as a path.
        path: where it is: ``uploads/ID/data.SUFFIX``.
        size: bytes on disk.
        unpacked: bytes after unpacking; ``size`` where it isn't packed.
        kind: "text", "jsonl", "csv", "tsv" or "parquet".
        columns: what the columns of a table are called: the cells of the first row of .csv and .tsv (whether
            they are names only a person can tell), the keys of the first records of .jsonl, the text columns
            of Parquet; none for text.
        column: the column that the corpus takes for the text without being told, or None.
        author: who uploaded it.
        time: when, in UTC.
        same_as: an earlier upload with the same bytes, or None.
    """

    id: int
    name: str
    path: Path
    size: int
    unpacked: int
    kind: str
    columns: tuple[str, ...]
    column: str | None
    author: str
    time: datetime
    same_as: int | None = None
