"""Text in a column: a document in every row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zici._progress import silent
from zici.cluster._messages import Skipped
from zici.cluster._source import Batches
from zici.corpus._options import Options
from zici.corpus._texts import TextReader
from zici.errors import CorpusError, OptionError

BLOCK = 1 << 20


class RowReader:
    """Reads a frame of one column of strings; rows without a text are left out."""

    def __init__(self, options: Options) -> None:
        self._options = options

    def blocks(self, batches: Batches, skipped: Skipped) -> Iterator[str]:
        """The texts, each with a line end after it, in blocks."""
        return self._reader(batches).blocks(BLOCK, silent, closed=True)

    def documents(self, batches: Batches, skipped: Skipped) -> Iterator[str]:
        """The texts that aren't empty."""
        return self._reader(batches).documents(silent)

    def _reader(self, batches: Batches) -> TextReader:
        return TextReader(lambda: _texts(batches), self._options)


def _texts(batches: Batches) -> Iterator[str]:
    for batch in batches:
        yield from filter(None, batch.column(0).to_pylist())


def text_column(frame: Any, column: str) -> Any:
    """A frame of one column, checked.

    Raises:
        CorpusError: no such column, or not of strings.
        OptionError: no data frame.
    """
    types = dict(types_of(frame))
    if column not in types:
        having = ", ".join(types) or "none"
        raise CorpusError(f"data frame: expected a column {column!r}, found {having}; name one with column=")
    if types[column] != "string":
        raise CorpusError(f"data frame: expected strings in column {column!r}, found {types[column]}")
    return frame.select(f"`{column.replace('`', '``')}`")


def types_of(frame: Any) -> list[tuple[str, str]]:
    """The columns of a data frame and their types.

    Raises:
        OptionError: no data frame.
    """
    types = getattr(frame, "dtypes", None)
    if not isinstance(types, list):
        raise OptionError(f"expected a data frame of Spark, got {type(frame).__name__}")
    return types
