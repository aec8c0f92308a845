"""A look into a file that has come in, before it gets a number: is it text, how much, which columns."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from zici.corpus import Corpus
from zici.corpus._open import chunks
from zici.corpus._source import Source
from zici.errors import EmptyError
from zici.studio.runs._columns import columns, declared_size
from zici.studio.runs._errors import TooLargeError
from zici.studio.runs._names import Form
from zici.studio.runs._sizes import words

RATIO = 100
"""Times its size that a file may grow by unpacking: text hardly reaches 10."""
TIMES = 8
"""Times the limit of an upload that it may have unpacked."""

_SMALL = 1 << 20  # bytes below which no ratio is suspicious: a page of blanks packs well, too


class Found(NamedTuple):
    """What a file holds; see ``Upload`` for each."""

    unpacked: int
    columns: tuple[str, ...]
    column: str | None


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
    if form.kind == "parquet" and declared_size(source) > limit * TIMES:
        raise _bomb(source, f"more than {words(limit * TIMES)}")
    found = columns(source)
    if found is None:
        raise _empty(source)
    return Found(unpacked, *found)


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
