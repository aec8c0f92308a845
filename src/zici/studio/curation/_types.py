"""What curation takes and gives: decisions, and pages of words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from zici.errors import OptionError

STATUSES = ("undecided", "accepted", "rejected", "renamed", "merged")
"""Every status; in the database a status is its place here."""

ACTIONS = {
    "accept": "accepted",
    "reject": "rejected",
    "rename": "renamed",
    "merge": "merged",
    "clear": "undecided",
}
"""What a person can do to a word, and the status that it has then."""

MOST_ROWS = 1000
"""The longest page."""


class Decision(NamedTuple):
    """What was decided on a word.

    Attributes:
        word: the word.
        action: "accept", "reject", "rename", "merge" or "clear"; in a history also "undo" and "redo", and
            "import" for what came from a file.
        status: what the word is since: "accepted", "rejected", "renamed", "merged", "undecided".
        target: the new name, or the word that it is counted with; None for other statuses.
        note: what the author had to say.
        author: who decided.
        time: when, in UTC; later than the word's decision before, also where the clock was put back.
        version: 1 for the first decision on the word, then one more each time.
    """

    word: str
    action: str
    status: str
    target: str | None
    note: str
    author: str
    time: datetime
    version: int


class Range(NamedTuple):
    """The least and the most of a column's known values."""

    least: float
    most: float


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word with its numbers and what was decided on it.

    Attributes:
        word: the word.
        count: how often it was seen; None where unknown.
        length: characters (code points).
        values: the lexicon's other columns; None where unknown.
        status: "accepted", "rejected", "renamed", "merged" or "undecided".
        target: the new name, or the word that it is counted with.
        author: who decided last; None where nobody has.
        time: when, in UTC.
        version: of the last decision, 0 where there is none; :meth:`Curation.decide` takes it.
        listed: whether the lexicon has the word; else it was added by hand, or decided for another lexicon.
        new: whether the dictionary that the text was compared with lacks it; None: there was none.
    """

    word: str
    count: int | None
    length: int
    values: dict[str, float | None]
    status: str
    target: str | None
    author: str | None
    time: datetime | None
    version: int
    listed: bool
    new: bool | None


class WordPage(NamedTuple):
    """Some rows of those that a query finds.

    Attributes:
        rows: at most as many as the query's ``limit``.
        total: how many words the query finds in all.
        offset: the place of the first row among them, from 0.
    """

    rows: list[WordRow]
    total: int
    offset: int


@dataclass(frozen=True)
class WordQuery:
    """Which words, in which order, and which page of them.

    Equal rows stand as the lexicon has them by default: the more frequent first, then by code points; words
    that it lacks come last. Unknown values are last in either direction, and inside no bound.

    Attributes:
        text: must be found in the word; ASCII letters in either case.
        status: one of STATUSES; None: any.
        bounds: column (``count``, ``length``, or one of the lexicon's) -> least and most, both included.
        sort: (column, descending) pairs, the first decides first; besides columns ``word``, ``status`` and
            ``time`` (of the last decision).
        offset: rows to skip.
        limit: rows to give, 1 to 1000.
        new: True: words that the dictionary lacks, False: those that it has.

    Raises:
        OptionError: a value outside its range.

    Example:
        >>> WordQuery(text="学", bounds={"count": (5, None)}, sort=(("pmi", True),)).limit
        100
    """

    text: str = ""
    status: str | None = None
    bounds: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = (("count", True),)
    offset: int = 0
    limit: int = 100
    new: bool | None = None

    def __post_init__(self) -> None:
        # what came as JSON has lists here
        object.__setattr__(self, "sort", tuple((name, bool(down)) for name, down in self.sort))
        if self.status is not None and self.status not in STATUSES:
            raise OptionError(f"status={self.status!r}: expected one of {', '.join(STATUSES)}")
        if not 0 <= self.offset < 2**62:
            raise OptionError(f"offset={self.offset}: expected a number of rows from 0")
        if not 1 <= self.limit <= MOST_ROWS:
            raise OptionError(f"limit={self.limit}: expected 1 to {MOST_ROWS} rows")
        for name, ends in self.bounds.items():
            if any(end is not None and not math.isfinite(end) for end in ends):
                raise OptionError(f"bounds of {name}: expected numbers or None, found {tuple(ends)}")


class Conflict(NamedTuple):
    """A word on which two sides decided differently.

    Attributes:
        ours: what stood in this database.
        theirs: what the file says.
        taken: "ours" or "theirs": the newer one.
    """

    ours: Decision
    theirs: Decision
    taken: str


class MergeResult(NamedTuple):
    """What a file of decisions has changed.

    Attributes:
        added: decisions on words that had none here.
        same: decisions that say what stood here already.
        conflicts: decisions that say something else; the newer one won.
        circles: words whose decision was not taken: words would have led round in a circle.
    """

    added: int
    same: int
    conflicts: tuple[Conflict, ...]
    circles: tuple[str, ...] = ()
