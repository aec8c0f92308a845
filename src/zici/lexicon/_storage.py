"""Loading and writing a table: the one place that knows suffixes, Parquet and text formats."""

from __future__ import annotations

import os
from pathlib import Path

from zici.errors import FormatError, OptionError

from . import _parquet
from ._formats import FORMATS, check_format, parse
from ._merge import merge_repeated
from ._table import Table
from ._text import bare_name, decode, read_bytes, write_text
from .formats._source import Source

_MAGIC = b"PAR1"


def load(
    path: str | os.PathLike[str],
    format_name: str | None,
    *,
    column: str | int | None,
    encoding: str | None,
) -> Table:
    """Read a file of any format; repeated words are summed. See ``Lexicon.load``."""
    if format_name is not None:
        check_format(format_name)
    data = read_bytes(path)
    name = bare_name(path)
    if format_name == "parquet" or (format_name is None and (_is_parquet(name) or data.startswith(_MAGIC))):
        table = _parquet.read(data, path, column)
    else:
        table = parse(Source(str(path), name, decode(data, path, encoding)), format_name, column)
    try:
        return merge_repeated(table)
    except OptionError as error:
        raise FormatError(f"{path}: {error}") from error


def save(table: Table, path: str | os.PathLike[str]) -> None:
    """Write .tsv (also packed) or .parquet, by the suffix.

    Raises:
        OptionError: another suffix.
    """
    name = bare_name(path).lower()
    if not name.endswith((".tsv", ".parquet")):
        raise OptionError(f"{path}: expected a name in .tsv or .parquet; use export for other formats")
    export(table, path, "parquet" if _is_parquet(name) else "tsv")


def export(table: Table, path: str | os.PathLike[str], format_name: str) -> None:
    """Write any format; text is packed by the suffix.

    Raises:
        OptionError: no such format, or a packed Parquet file.
    """
    check_format(format_name)
    if format_name != "parquet":
        write_text(path, render(table, format_name, bare_name(path)))
        return
    if bare_name(path) != Path(path).name:
        raise OptionError(f"{path}: Parquet is compressed already; leave the last suffix out")
    _parquet.write(table, path)


def render(table: Table, format_name: str, name: str = "words") -> str:
    """The table as text; ``name`` is the target's name (rime writes it, .csv changes hanlp's separator).

    Raises:
        OptionError: no such format, or parquet.
    """
    check_format(format_name)
    if format_name == "parquet":
        raise OptionError("format='parquet': expected a text format; write Parquet to a file with save")
    return FORMATS[format_name].render(table, name)


def _is_parquet(name: str) -> bool:
    return name.lower().endswith(".parquet")
