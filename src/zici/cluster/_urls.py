"""Text at URLs that Spark knows: object stores, distributed file systems."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import PurePosixPath
from typing import Any

from zici.cluster._errors import plain_errors
from zici.corpus._columns import USUAL
from zici.errors import CorpusError, OptionError, ParallelError

URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
FORMATS = {
    ".txt": "text",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
PACKED = (".gz", ".bz2", ".zst")
READERS: dict[str, Callable[[Any, list[str]], Any]] = {
    "text": lambda read, urls: read.text(urls),
    "jsonl": lambda read, urls: read.json(urls),
    "csv": lambda read, urls: read.csv(urls, header=True, multiLine=True),
    "tsv": lambda read, urls: read.csv(urls, header=True, multiLine=True, sep="\t"),
    "parquet": lambda read, urls: read.parquet(*urls),
}


def read_urls(session: Any, urls: Sequence[str], *, format: str | None) -> Any:  # noqa: A002 - Corpus's word
    """The files at URLs as a data frame; Spark reads them as UTF-8, and divides large ones.

    Raises:
        OptionError: no format, or an unknown one.
        CorpusError: nothing there, or no access.
    """
    kind = format or _format(urls)
    if kind not in READERS:
        raise OptionError(f"format: expected one of {', '.join(READERS)}, got {kind!r}")
    try:
        with plain_errors():
            return READERS[kind](session.read, list(urls))
    except ParallelError as error:
        raise CorpusError(f"{urls[0]}: can't be read; {error}") from error


def chosen_column(frame: Any, column: str | None) -> str:
    """The column of the text: the one that is named, else the only one or the only one with a usual name.

    Raises:
        CorpusError: none of these.
    """
    if column is not None:
        return column
    names = list(frame.columns)
    usual = names if len(names) == 1 else [name for name in names if name.strip().lower() in USUAL]
    if len(usual) != 1:
        raise CorpusError(f"found the columns {', '.join(names)}; name the one with the text (text=, --text)")
    return str(usual[0])


def _format(urls: Sequence[str]) -> str | None:
    """The format that the names of files say, the same for all; a folder says none."""
    found = {_of_name(url) for url in urls}
    if len(found) != 1 or None in found:
        raise OptionError(
            f"{urls[0]}: expected URLs of one format, told by .txt, .jsonl, .csv, .tsv or .parquet; "
            "name it with format= (--input-format)"
        )
    return found.pop()


def _of_name(url: str) -> str | None:
    path = PurePosixPath(URL.sub("", url))
    inner = path.with_suffix("") if path.suffix in PACKED else path
    return FORMATS.get(inner.suffix.lower())
