"""Dictionaries of the IK analyzer for Elasticsearch and OpenSearch (``ext_dict``).

One word a line in UTF-8 without a byte order mark. IK trims each line and has neither counts nor comments.
It lowers letters and narrows full-width ones in the text it reads but not in its dictionaries, so a word with
capital letters is never found there; words are written as they are.
"""

from __future__ import annotations

from .._table import Table
from ._source import Source, refuse_edges


def parse(source: Source, column: str | int | None) -> Table:
    """Read words; no line is a comment."""
    lines = source.lines()
    if "\t" in source.text:
        for i, line in enumerate(lines):
            if "\t" in line:
                raise source.broken(i, "one word a line without tabs")
    return source.table(lines)


def render(table: Table, name: str) -> str:
    """One word a line."""
    refuse_edges(table.words, "ik")
    return "".join(f"{word}\n" for word in table.words)
