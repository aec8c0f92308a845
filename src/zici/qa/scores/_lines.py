"""The lines of a table of names."""

from __future__ import annotations

from collections.abc import Iterator

from zici.corpus import Corpus
from zici.qa.formats._json import FilePath


def read_lines(path: FilePath) -> Iterator[tuple[int, str]]:
    """Number and content of every line that isn't blank or a comment (#)."""
    text = "".join(Corpus(path, format="text").raw_blocks())
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            yield number, line
