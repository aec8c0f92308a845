"""Which columns a table has, told from its beginning as the corpus would read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from typing import Any

from zici.corpus._columns import usual
from zici.corpus._options import Options
from zici.corpus._rows import Rows
from zici.corpus._source import Source, open_file
from zici.corpus._text import read_text, split_lines
from zici.errors import CorpusError
from zici.studio.runs._names import storable

_RECORDS = 20  # whose keys are offered as columns
_BEGIN = 1 << 22  # characters in which the first row must end
_TEXTS = ("string", "large_string", "dictionary<values=string")  # types of Parquet's columns
_COLUMNS = 1000
_WIDTH = 200  # characters of a column's name that are kept

Names = tuple[Sequence[str], Sequence[str]] | None
"""All columns, and those that may hold the text; None: there is no row."""


class _EndlessError(CorpusError):
    """The rows of a table are too long to be looked at."""


def columns(source: Source) -> tuple[tuple[str, ...], str | None] | None:
    """Give the columns of a table to offer, and the one that the corpus takes without being told, or None.

    Nothing at all is given of a table without rows.

    Raises:
        CorpusError: it is binary, damaged, in no known encoding, breaks its format, or is one endless row.
    """
    of = {"jsonl": _of_records, "parquet": _of_parquet}.get(source.format, _of_cells)
    found = of(source)
    if found is None:
        return None
    names, texts = found
    places = [0] if len(texts) == 1 else usual(texts)
    offered = tuple(name.strip()[:_WIDTH] for name in names[:_COLUMNS])
    column = texts[places[0]].strip() if len(places) == 1 else None
    return offered, column if column in offered and column == storable(column) else None


def declared_size(source: Source) -> int:
    """Bytes that a Parquet file says it has unpacked, at least one for each row.

    A column of one value a million times over has next to no bytes, but a million rows.

    Raises:
        CorpusError: it is no Parquet file.
    """
    facts = _parquet(source)[0]
    size: int = sum(facts.row_group(place).total_byte_size for place in range(facts.num_row_groups))
    rows: int = facts.num_rows
    return max(size, rows)


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


def _of_cells(source: Source) -> Names:
    first = next(iter(Rows(source, _beginning(source))), None)
    return None if first is None else (first[1], first[1])


def _of_records(source: Source) -> Names:
    """Give the keys of the first records, and those of the very first under which a text can stand."""
    records: list[dict[str, object]] = []
    try:
        for record in islice(_records(source), _RECORDS):
            records.append(record)
    except _EndlessError:
        if not records:
            raise
    if not records:
        return None
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


def _of_parquet(source: Source) -> Names:
    facts, schema = _parquet(source)
    texts = [field.name for field in schema if str(field.type).startswith(_TEXTS)]
    return (schema.names, texts) if facts.num_rows else None


def _parquet(source: Source) -> tuple[Any, Any]:
    """What a Parquet file tells of itself: the facts, and the columns with their types."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with open_file(source.path, source.name) as file:
        try:
            table = pq.ParquetFile(file)
            facts, schema = table.metadata, table.schema_arrow
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            reason = " ".join(str(error).split())
            raise CorpusError(
                f"{source.name}: can't be read as Parquet ({reason}); check the file"
            ) from error
    return facts, schema
