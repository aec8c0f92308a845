"""Cut texts and vectors."""

from __future__ import annotations

from pydantic import Field

from ._base import Asked, Told


class Method(Told):
    """A way to cut, and how to get what it lacks."""

    name: str
    ready: bool
    how: str
    by_words: bool


class Cut(Asked):
    """One text or several."""

    text: str | None = None
    texts: list[str] | None = None
    method: str = "unigram"
    added: list[str] | dict[str, int | None] = Field([], description="words that count as well")


class Tokens(Told):
    """The tokens of a text, or of each of several; joined they are the text."""

    tokens: list[str] | list[list[str]]


class Comparing(Asked):
    """A text, and the methods that cut it; null: all that are ready."""

    text: str
    methods: list[str] | None = None
    added: list[str] | dict[str, int | None] = Field([], description="words that count as well")


class Compared(Told):
    """The tokens by method, and the places, in characters, where some methods cut and others don't."""

    tokens: dict[str, list[str]]
    differ: list[int]


class Near(Told):
    """A word that is near, how near, and how often it occurs."""

    word: str
    score: float
    count: int | None


class Point(Told):
    """A word on the map."""

    x: float
    y: float
    word: str
    count: int | None
    group: int


class WordMap(Told):
    """Words in the plane, and what their groups are about."""

    points: list[Point]
    groups: list[list[str]]
