"""Text columns of Parquet files, a batch of rows at a time."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any, BinaryIO

from zici.corpus._columns import chosen
from zici.corpus._open import Seen, chunks
from zici.corpus._options import Options
from zici.corpus._source import Source, open_file
from zici.errors import CorpusError

_ROWS = 4096


def read_column(source: Source, options: Options, seen: Seen | None = None) -> Iterator[str]:
    """Yield the texts of the chosen column that aren't null or empty.

    Raises:
        CorpusError: no Parquet file, no such column, or a column that holds no text.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with ExitStack() as stack:
        file = stack.enter_context(_seekable(source))
        if not source.file.stat().st_size:
            return
        try:
            table = pq.ParquetFile(file)
            column = _column(source, table.schema_arrow, options)
            for batch in table.iter_batches(_ROWS, columns=[column]):
                if seen is not None and source.compression is None:
                    seen(file.tell())
                yield from filter(None, _texts(batch.column(0), source, options))
        except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
            reason = " ".join(str(error).split())
            raise CorpusError(
                f"{source.name}: can't be read as Parquet ({reason}); check the file"
            ) from error


def _seekable(source: Source) -> BinaryIO:
    """Open the file; a packed one is unpacked to disk first, since Parquet is read from its end."""
    if source.compression is None:
        return open_file(source.file, source.name)
    plain = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    for block in chunks(source):
        plain.write(block)
    plain.seek(0)
    return plain


def _column(source: Source, schema: Any, options: Options) -> str:
    names = [field.name for field in schema if options.text is not None or _holds_text(field.type)]
    column: str = names[chosen(source, names, options)]
    found = schema.field(column).type
    if not _holds_text(found):
        raise CorpusError(
            f"{source.name}: expected text in column {column!r}, found {found}; pass another text="
        )
    return column


def _holds_text(kind: Any) -> bool:
    from pyarrow import types

    inner = kind.value_type if types.is_dictionary(kind) else kind
    return bool(types.is_string(inner) or types.is_large_string(inner) or types.is_string_view(inner))


def _texts(cells: Any, source: Source, options: Options) -> list[str | None]:
    try:
        found: list[str | None] = cells.to_pylist()
    except UnicodeDecodeError as error:
        if options.errors != "replace":
            raise CorpusError(
                f"{source.name}: a text is not valid UTF-8; write it anew, or pass errors='replace' or 'skip'"
            ) from error
        import pyarrow as pa

        raw = cells.cast(pa.large_binary()).to_pylist()
        found = [None if cell is None else cell.decode("utf-8", "replace") for cell in raw]
    return found
