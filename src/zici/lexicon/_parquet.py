"""The binary form: a Parquet table of ``word`` and the columns, with format, version and meta as metadata."""

from __future__ import annotations

import io
import json
import os
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from zici._files import atomic_file
from zici.errors import EmptyError, FormatError, OptionError, OutputError

from ._columns import check_name
from ._table import MAX_COUNT, UNKNOWN, Table, first_blank, unknown_counts

if TYPE_CHECKING:
    import pyarrow as pa

_KEY = b"zici"
_FORMAT = "zici.lexicon"
_VERSION = 1


def write(table: Table, path: str | os.PathLike[str]) -> None:
    """Write the table; an unknown count becomes a null.

    Raises:
        OutputError: a word with lone surrogates, or the place can't be written.
    """
    import pyarrow.parquet as pq

    arrow = _to_arrow(table)
    with atomic_file(path) as temporary, temporary.open("wb") as file:  # Arrow can't open every name
        pq.write_table(arrow, file, compression="zstd", use_dictionary=False)


def _to_arrow(table: Table) -> pa.Table:
    import pyarrow as pa

    try:
        arrays = {"word": pa.array(table.words, type=pa.string())}
    except (UnicodeEncodeError, pa.ArrowInvalid) as error:
        found = next(word for word in table.words if not _encodes(word))
        raise OutputError(
            f"word {found!r}: Parquet can't hold lone surrogates; filter such words out"
        ) from error
    for name, values in table.columns.items():
        arrays[name] = pa.array(values, mask=values == UNKNOWN if name == "count" else None)
    head = {"format": _FORMAT, "version": _VERSION, "meta": table.meta}
    return pa.table(arrays).replace_schema_metadata({_KEY: json.dumps(head, sort_keys=True)})


def _encodes(word: str) -> bool:
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def read(data: bytes, path: str | os.PathLike[str], column: str | int | None) -> Table:
    """Read a table of ours, or any with a column of words (``word``, or the name in ``column``).

    Raises:
        FormatError: no Parquet file, no such column, a blank word, a negative count, a column of other things
            than numbers, a newer version.
        EmptyError: no word.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    name = "word" if column is None else str(column)
    try:
        arrow = pq.read_table(io.BytesIO(data))
    except (pa.ArrowException, OSError, UnicodeDecodeError) as error:
        reason = str(error).splitlines()[0]
        raise FormatError(
            f"{path}: expected a Parquet file, found something else or a cut one ({reason})"
        ) from error
    meta = _read_meta(arrow, path)
    words = _read_words(arrow, name, path)
    wanted = [key for key in arrow.column_names if key != name and (column is None or key == "count")]
    columns = {key: _read_numbers(arrow, key, path) for key in wanted}
    return Table(words, {"count": unknown_counts(len(words)), **columns}, meta)


def _read_meta(arrow: pa.Table, path: str | os.PathLike[str]) -> dict[str, Any]:
    try:
        head = json.loads((arrow.schema.metadata or {}).get(_KEY, b"{}"))
        version, meta = head.get("version", _VERSION), dict(head.get("meta", {}))
    except (ValueError, AttributeError, TypeError, RecursionError) as error:
        raise FormatError(f"{path}: expected JSON in the metadata 'zici', found something else") from error
    if head.get("format", _FORMAT) != _FORMAT or version != _VERSION:
        found = f"{head.get('format')} {version}"
        raise FormatError(f"{path}: expected {_FORMAT} {_VERSION}, found {found}; read it with a newer zici")
    return meta


def _read_words(arrow: pa.Table, name: str, path: str | os.PathLike[str]) -> list[str]:
    import pyarrow as pa

    if arrow.column_names.count(name) != 1:
        found = ", ".join(arrow.column_names)
        raise FormatError(f"{path}: expected one column {name!r}, found {found}; name the words' column")
    array = arrow.column(name)
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        raise FormatError(f"{path}: column {name}: expected strings, found {array.type}")
    if len(array) == 0:
        raise EmptyError(f"{path}: expected words, found none; name another file")
    if array.null_count:
        raise FormatError(
            f"{path}: column {name}: expected words, found {array.null_count} nulls; drop those rows"
        )
    try:
        words: list[str] = array.to_pylist()
    except UnicodeDecodeError as error:
        raise FormatError(
            f"{path}: column {name}: expected UTF-8, found other bytes; write it anew"
        ) from error
    blank = first_blank(words)
    if blank is not None:
        raise FormatError(f"{path}: row {blank + 1}: expected a word, found {words[blank]!r}; drop the row")
    return words


def _read_numbers(arrow: pa.Table, name: str, path: str | os.PathLike[str]) -> NDArray[Any]:
    import pyarrow as pa

    try:
        check_name(name)
        array = arrow.column(name)
        return _counts(array) if name == "count" else _numbers(array)
    except (OptionError, pa.ArrowInvalid, pa.ArrowNotImplementedError, KeyError) as error:
        raise FormatError(
            f"{path}: column {name}: expected numbers ({error}); column= reads only words and counts"
        ) from error


def _numbers(array: pa.ChunkedArray) -> NDArray[Any]:
    import pyarrow as pa

    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        raise OptionError(f"found {array.type}")  # Arrow would read numbers out of them
    whole = not pa.types.is_floating(array.type) and not array.null_count
    values: NDArray[Any] = array.cast(pa.int64() if whole else pa.float64()).to_numpy()
    return values


def _counts(array: pa.ChunkedArray) -> NDArray[np.int64]:
    import pyarrow as pa

    counts: NDArray[np.int64] = array.cast(pa.int64()).fill_null(UNKNOWN).to_numpy()
    bad = np.flatnonzero((counts < 0) & ~array.is_null().to_numpy())
    if bad.size:
        raise OptionError(f"row {bad[0] + 1}: expected 0 to {MAX_COUNT} or null, found {counts[bad[0]]}")
    return counts
