"""What the parts of the page share: the studio, the texts, the filters, and a line to the browser."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from nicegui import ui

from zici.studio.curation import WordQuery
from zici.studio.pages._parts import attempt
from zici.studio.pages._settings import author
from zici.studio.pages._texts import Texts

from ._filters import Filters

if TYPE_CHECKING:
    from zici.studio._studio import Studio
    from zici.studio.curation import Curation, Range, WordRow


class Facts(NamedTuple):
    """What is known of all words; asked of the database, which takes its time where there are a million.

    Attributes:
        ranges: the least and the most of each column.
        counts: how many words have each status.
        compared: whether the words were compared with a dictionary, so that some are known to be new.
    """

    ranges: dict[str, Range]
    counts: dict[str, int]
    compared: bool

    @classmethod
    def of(cls, curation: Curation) -> Facts:
        """Ask them; takes moments, so in a thread."""
        asked = (curation.words(WordQuery(new=new, limit=1)).total for new in (True, False))
        return cls(curation.ranges(), curation.counts(), any(asked))


class View:
    """One reader's page of words.

    Args:
        studio: whose words.
        texts: of the page.
        filters: what is shown.
        facts: of the words.

    Attributes:
        counts: how many words have each status, as they were last asked.
        columns: what the words have beside word and status, in the order of the table.
    """

    def __init__(self, studio: Studio, texts: Texts, filters: Filters, facts: Facts) -> None:
        self.studio, self.texts = studio, texts
        self.ranges, self.counts, self.compared = facts
        # An address may come from where words have other columns.
        bounds = {name: bound for name, bound in filters.bounds.items() if name in self.ranges}
        self.filters = replace(filters, bounds=bounds)
        self.columns = ["count", *(name for name in self.ranges if name not in ("count", "length")), "length"]
        self.client = ui.context.client

    async def recount(self) -> None:
        """Ask how many words have each status now."""
        self.counts = await attempt(self.studio.curation.counts) or self.counts

    @property
    def author(self) -> str:
        """Who signs decisions."""
        return author(self.studio)

    def name(self, column: str) -> str:
        """What a column is called; columns of other programs keep their names."""
        return self.texts(column) if column in self.texts else column

    def call(self, function: str, *args: Any) -> None:
        """Call a function of the page's script; arguments travel as JSON."""
        said = ", ".join(json.dumps(x) for x in args)
        self.client.run_javascript(f"ziciWords.{function}({said})")

    def status(self, status: str, target: str | None) -> str:
        """What a word is since a decision, in words."""
        return self.texts(f"status_{status}", target=target or "")

    def signed(self, name: str, time: datetime) -> str:
        """Who decided, and when."""
        return self.texts("by", author=name, time=shown_time(time))


def plain(row: WordRow) -> dict[str, Any]:
    """A row as the table takes it."""
    return {
        "word": row.word,
        "count": row.count,
        "length": row.length,
        "values": dict(row.values),
        "status": row.status,
        "target": row.target,
        "author": row.author,
        "time": None if row.time is None else shown_time(row.time),
        "version": row.version,
    }


def shown_time(time: datetime) -> str:
    """A time by the clock of the studio's machine, to the minute."""
    return time.astimezone().strftime("%Y-%m-%d %H:%M")


def shown_number(value: float | None) -> str:
    """A value as it is shown: whole where large, else three digits; a dash where unknown.

    Example:
        >>> shown_number(13443.0), shown_number(5.8376), shown_number(None)
        ('13,443', '5.84', '–')
    """
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 1000 or value == int(value) else f"{value:.3g}"
