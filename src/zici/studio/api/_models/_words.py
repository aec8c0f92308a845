"""Words and decisions."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from ._base import Asked, Told


class WordRow(Told):
    """A word with its numbers and what was decided on it."""

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


class WordPage(Told):
    """Rows of those that were found, and how many were found in all."""

    rows: list[WordRow]
    total: int
    offset: int


class Range(Told):
    """The least and the most of a column."""

    least: float
    most: float


class Decision(Told):
    """What was decided on a word."""

    word: str
    action: str
    status: str
    target: str | None
    note: str
    author: str
    time: datetime
    version: int


class WordDetail(Told):
    """A word, and all that was decided on it, the first decision first."""

    row: WordRow
    history: list[Decision]


class Conflict(Told):
    """A word on which a file and this studio decided differently, and whose decision holds now."""

    ours: Decision
    theirs: Decision
    taken: str


class MergeResult(Told):
    """What a file of decisions has changed."""

    added: int
    same: int
    conflicts: list[Conflict]
    circles: list[str] = Field(description="words whose decision would have led round in a circle")


class Deciding(Asked):
    """Words with the versions that were seen (null: whatever it is), and what becomes of them."""

    words: dict[str, int | None]
    action: str = Field(description="accept, reject, rename, merge or clear")
    target: str | None = Field(None, description="of rename and merge: the other word")
    note: str = ""
    author: str | None = Field(None, description="default: the studio's")


class Signed(Asked):
    """Whose last step it is."""

    author: str | None = Field(None, description="default: the studio's")


class KeyWord(Told):
    """A place where a word stands; whole: it was cut as this word there."""

    left: str
    word: str
    right: str
    whole: bool


class Contexts(Told):
    """Places where a word stands, and the share of the text that was searched."""

    word: str
    rows: list[KeyWord]
    complete: bool
    searched: float


class Counted(Told):
    """A word with its count."""

    word: str
    count: int | None


class Relatives(Told):
    """Words inside a word, words that hold it, and how many of these are not listed."""

    inside: list[Counted]
    around: list[Counted]
    more: int
