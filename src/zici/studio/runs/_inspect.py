"""A look into a file that has come in, before it gets a number: is it text, how much, which columns."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import chain, islice
from pathlib import Path
from typing import NamedTuple

from zici.corpus import Corpus
from zici.corpus._columns import usual
from zici.corpus._open import chunks
from zici.corpus._options import Options
from zici.corpus._rows import Rows
from zici.corpus._source import Source, open_file
from zici.corpus._text import read_text, split_lines
from zici.errors import CorpusError, EmptyError
from zici.studio.runs._errors import TooLargeError
from zici.studio.runs._names import Form, storable
from zici.studio.runs._sizes import words

RATIO = 100
"""Times its size that a file may grow by unpacking: text hardly reaches 10."""
TIMES = 8
"""Times the limit of an upload that it may have unpacked."""

_SMALL = 1 << 20  # bytes below which no ratio is suspicious: a page of blanks packs well, too
_RECORDS = 20  # whose keys are offered as columns
_BEGIN = 1 << 22  # characters in which the first row must end
_TEXTS = ("string", "large_string", "dictionary<values=string")  # types of Parquet's columns
_COLUMNS = 1000
_WIDTH = 200  # characters of a column's name that are kept


class Found(NamedTuple):
    """What a file holds; see ``Upload`` for each."""

    unpacked: int
    columns: tuple[str, ...]
    column: str | None


class _EndlessError(CorpusError):
    """The rows of a table are too long to be looked at."""


def inspect(path: Path, form: Form, *, limit: int) -> Found:
    """Unpack a file once without keeping it, and read its beginning as the corpus would.

    Args:
        path: the file.
        form: what it is by its name.
        limit: bytes of an upload; unpacked it may have ``TIMES`` as many.

    Raises:
        TooLargeError: unpacked it is more than ``RATIO`` times as large, or above the limit.
        EmptyError: there is nothing but blanks in it.
        CorpusError: it is binary, damaged, in no known encoding, or breaks its format.
    """
    source = Source(path, form.kind, form.compression)
    unpacked = _unpacked(source, limit * TIMES)
    if form.kind == "text":
        with closing(Corpus(path).blocks()) as blocks:  # type: ignore[type-var]
            if all(block.isspace() for block in blocks):
                raise _empty(source)
        return Found(unpacked, (), None)
    if form.kind == "parquet":
        return Found(unpacked, *_of_parquet(source, limit * TIMES))
    names, texts = _of_records(source) if form.kind == "jsonl" else _of_cells(source)
    return Found(unpacked, *_offered(names, texts))


def _unpacked(source: Source, most: int) -> int:
    """Count the bytes after unpacking; of each block only the length is kept."""
    size = source.path.stat().st_size
    if source.compression is None:
        return size
    total = 0
    for block in chunks(source):
        total += len(block)
        if total > most:
            raise _bomb(source, f"more than {words(most)}")
        if total > max(RATIO * size, _SMALL):
            raise _bomb(source, f"more than {RATIO} times its {words(size)}")
    if not total:
        raise _empty(source)
    return total


def _bomb(source: Source, found: str) -> TooLargeError:
    return TooLargeError(
        f"{source.name}: unpacks to {found}; unpack it yourself and upload it in parts if it really is text"
    )


def _empty(source: Source) -> EmptyError:
    return EmptyError(f"{source.name}: there is no text in it; choose a file with text")


def _beginning(source: Source) -> Iterator[str]:
    """The characters that are looked at: a file may be one endless line."""
    length = 0
    for piece in read_text(source, Options()):
        if length > _BEGIN:
            raise _EndlessError(
                f"{source.name}: expected a table, found a first row of more than {_BEGIN:,} characters; "
                "upload it as .txt if it is plain text"
            )
        length += len(piece)
        yield piece


def _of_cells(source: Source) -> tuple[list[str], list[str]]:
    first = next(iter(Rows(source, _beginning(source))), None)
    if first is None:
        raise _empty(source)
    return first[1], first[1]


def _of_records(source: Source) -> tuple[list[str], list[str]]:
    """Give the keys of the first records, and those of the very first under which a text can stand."""
    records: list[dict[str, object]] = []
    try:
        for record in islice(_records(source), _RECORDS):
            records.append(record)
    except _EndlessError:
        if not records:
            raise
    if not records:
        raise _empty(source)
    texts = [key for key, value in records[0].items() if isinstance(value, str | None)]
    return list(dict.fromkeys(chain.from_iterable(records))), texts


def _records(source: Source) -> Iterator[dict[str, object]]:
    lines = chain.from_iterable(split_lines(_beginning(source)))
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            continue
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise CorpusError(
                f'{source.name}, line {number}: expected a JSON object a line, such as {{"text": ...}}; '
                "repair it, or upload it as .txt"
            )
        yield found


def _of_parquet(source: Source, most: int) -> tuple[tuple[str, ...], str | None]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with open_file(source.path, source.name) as file:
        try:
            table = pq.ParquetFile(file)
            facts, schema = table.metadata, table.schema_arrow
        except (pa.ArrowException, OSError) as error:
            reason = " ".join(str(error).split())
            raise CorpusError(
                f"{source.name}: can't be read as Parquet ({reason}); check the file"
            ) from error
    if not facts.num_rows:
        raise _empty(source)
    # What the file says of itself; a column of one value a million times over has next to no bytes.
    size = max(sum(facts.row_group(i).total_byte_size for i in range(facts.num_row_groups)), facts.num_rows)
    if size > most:
        raise _bomb(source, f"more than {words(most)}")
    texts = [field.name for field in schema if str(field.type).startswith(_TEXTS)]
    return _offered(schema.names, texts)


def _offered(names: Sequence[str], texts: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """Give the names to offer, and the one that the corpus takes for the text without being told."""
    found = [0] if len(texts) == 1 else usual(texts)
    kept = tuple(name.strip()[:_WIDTH] for name in names[:_COLUMNS])
    column = texts[found[0]].strip() if len(found) == 1 else None
    return kept, column if column in kept and column == storable(column) else None
