"""The rows of tables of any format: some of their columns, with the lines on which they begin."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from zici.classify.data._columns import Column, numbered, places
from zici.corpus._columns import show
from zici.corpus._normalise import without_surrogates
from zici.corpus._open import Seen, chunks
from zici.corpus._options import Options
from zici.corpus._rows import Rows
from zici.corpus._source import Source, open_file
from zici.corpus._text import read_text, split_lines
from zici.errors import CorpusError

BATCH = 4096  # rows of Parquet at a time


class Record(NamedTuple):
    """One row.

    Attributes:
        line: where it begins, from 1; in Parquet the number of the row.
        values: of the wanted columns: strings, or what JSON and Parquet hold.
        problem: why it can't be read; it has no values then.
    """

    line: int
    values: tuple[Any, ...]
    problem: str = ""


def records(
    source: Source, options: Options, wanted: Sequence[Column], seen: Seen | None = None
) -> Iterator[Record]:
    """Yield the wanted columns of every row of a table; of plain text every line.

    Raises:
        CorpusError: no such column, or a file that can't be read.
        OptionError: columns given partly by name and partly by number.
    """
    if source.format == "jsonl":
        return _objects(source, options, wanted, seen)
    if source.format == "parquet":
        return _batches(source, wanted, seen)
    if source.format == "text":
        return _lines(source, options, seen)
    return _cells(source, options, wanted, seen)


def _lines(source: Source, options: Options, seen: Seen | None) -> Iterator[Record]:
    pieces = _plain_ends(read_text(source, options, seen))
    for line, text in enumerate(chain.from_iterable(split_lines(pieces)), 1):
        yield Record(line, (text,))


def _plain_ends(pieces: Iterable[str]) -> Iterator[str]:
    newlines = io.IncrementalNewlineDecoder(None, translate=True)
    for piece in pieces:
        yield newlines.decode(piece)
    yield newlines.decode("", final=True)  # a carriage return that waited for its line feed


def _cells(source: Source, options: Options, wanted: Sequence[Column], seen: Seen | None) -> Iterator[Record]:
    rows = iter(Rows(source, read_text(source, options, seen)))
    first = next(rows, None)
    if first is None:
        return
    width = len(first[1])
    found = places(source, first[1], wanted, named=False)
    columns = numbered(source, width, wanted) if found is None else found
    for line, cells in rows if found is not None else chain([first], rows):
        if len(cells) != width and (len(cells) < width or any(cells[width:])):
            told = f"expected {width} cells as in row 1, found {len(cells)}; quote cells with the delimiter"
            yield Record(line, (), told)
        else:
            yield Record(line, tuple(cells[column] for column in columns))


def _objects(
    source: Source, options: Options, wanted: Sequence[Column], seen: Seen | None
) -> Iterator[Record]:
    keys: list[str] | None = None
    lines = chain.from_iterable(split_lines(read_text(source, options, seen)))
    for line, raw in enumerate(lines, 1):
        if not raw or raw.isspace():
            continue
        try:
            found = json.loads(raw)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            yield Record(line, (), 'expected an object such as {"text": ..., "label": ...}')
            continue
        keys = keys or _keys(source, found, wanted)
        values = (found.get(key) for key in keys)
        yield Record(line, tuple(without_surrogates(v) if isinstance(v, str) else v for v in values))


def _keys(source: Source, first: dict[str, Any], wanted: Sequence[Column]) -> list[str]:
    names = list(first)
    found = places(source, names, wanted, named=True)
    return [names[place] for place in found or ()]


def _batches(source: Source, wanted: Sequence[Column], seen: Seen | None) -> Iterator[Record]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with ExitStack() as stack:
        file = stack.enter_context(_seekable(source))
        try:
            table = pq.ParquetFile(file)
            names: list[str] = table.schema_arrow.names
            chosen = [names[place] for place in places(source, names, wanted, named=True) or ()]
            row = 0
            for batch in table.iter_batches(BATCH, columns=chosen):
                if seen is not None and source.compression is None:
                    seen(file.tell())
                columns = (batch.column(name).to_pylist() for name in chosen)
                for values in zip(*columns, strict=True):
                    row += 1
                    yield Record(row, values)
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            reason = " ".join(str(error).split())
            raise CorpusError(
                f"{source.name}: can't be read as Parquet ({reason:.200}); check the file"
            ) from error


def _seekable(source: Source) -> BinaryIO:
    """Open the file; a packed one is unpacked first, since Parquet is read from its end."""
    if source.compression is None:
        return open_file(source.file, source.name)
    return io.BytesIO(b"".join(chunks(source)))


def described(value: Any) -> str:
    """A value on one short line, for a message."""
    return f"{show([str(value)])!r} ({type(value).__name__})"
