"""Which column of a table holds the text."""

from __future__ import annotations

from collections.abc import Sequence

from zici.corpus._options import Options
from zici.corpus._source import Source
from zici.errors import CorpusError

USUAL = (
    "text",
    "content",
    "body",
    "review",
    "comment",
    "sentence",
    "正文",
    "内容",
    "文本",
    "评论",
    "內容",
    "評論",
)
"""Names that a text column is known by when none is given."""

_SHOWN_CELLS, _SHOWN_CHARS = 8, 20


def named(source: Source, columns: Sequence[str], name: str) -> int:
    """Give the index of the column called ``name``.

    Raises:
        CorpusError: there is none, or more than one.
    """
    places = [index for index, column in enumerate(columns) if column.strip() == name]
    if len(places) == 1:
        return places[0]
    problem = f"{len(places)} columns named {name!r}" if places else f"no column {name!r}"
    raise CorpusError(f"{source.name}: {problem}; found {show(columns)}; pass one of them as text= (--text)")


def usual(columns: Sequence[str]) -> list[int]:
    """Give the indices of all columns with a usual name for text."""
    return [index for index, column in enumerate(columns) if column.strip().lower() in USUAL]


def chosen(source: Source, columns: Sequence[str], options: Options) -> int:
    """Give the index of the text column where every column has a name (JSON lines, Parquet).

    Raises:
        CorpusError: the named column is missing, or none is named and the choice isn't clear.
    """
    if options.text is not None:
        return named(source, columns, str(options.text))
    found = list(range(len(columns))) if len(columns) == 1 else usual(columns)
    if len(found) == 1:
        return found[0]
    raise CorpusError(
        f"{source.name}: which column is the text? found {show(columns)}; pass one of them as text= (--text)"
    )


def show(cells: Sequence[str]) -> str:
    """Put cells on one short line for a message."""
    short = [" ".join(cell[: 4 * _SHOWN_CHARS].split()) for cell in cells[:_SHOWN_CELLS]]
    short = [cell if len(cell) <= _SHOWN_CHARS else cell[:_SHOWN_CHARS] + "…" for cell in short]
    more = len(cells) - len(short)
    return " | ".join(short) + (f" | … ({more} more)" if more > 0 else "") if short else "none"
