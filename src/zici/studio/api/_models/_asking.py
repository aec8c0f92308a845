"""Opinions, answers and samples."""

from __future__ import annotations

from base64 import b64encode
from typing import Annotated

from pydantic import BeforeValidator, Field

from ._base import Asked, Told

Base64 = Annotated[str, BeforeValidator(lambda data: b64encode(data).decode())]


class Texts(Asked):
    """Texts to be sorted into classes."""

    texts: list[str]


class Opinion(Told):
    """The class of a text (null: none) and the probability of each."""

    label: str | None
    chances: dict[str, float]


class Explaining(Asked):
    """A text, and the class that is explained; null: the one that was chosen."""

    text: str
    label: str | None = None
    n: int = 10


class Part(Told):
    """Characters of a text, and what they add, as log odds."""

    text: str
    value: float


class Explained(Told):
    """Why the classifier says what it says; joined the parts are the text."""

    opinion: Opinion
    about: str
    start: float
    parts: list[Part]
    strongest: list[Part]


class Question(Asked):
    """A question, and how many answers are wanted."""

    question: str
    n: int = 3
    read: int = Field(20, description="passages that are read")


class Place(Told):
    """Where an answer was read: begin and end are characters of the passage."""

    document: str
    begin: int
    end: int
    offset: int
    passage: str
    score: float


class Found(Told):
    """An answer, in how many passages it was read, and where."""

    text: str
    score: float
    votes: int
    places: list[Place]


class Seen(Told):
    """A passage that was read."""

    document: str
    offset: int
    passage: str
    score: float


class Answered(Told):
    """What came of a question."""

    question: str
    answers: list[Found]
    passages: list[Seen]


class Sampling(Asked):
    """How many samples, and the seed that they follow from."""

    n: int = 20
    seed: int = 0


class Word(Told):
    """A string that was made, and whether the lexicon has it."""

    text: str
    known: bool | None


class Samples(Told):
    """New samples; what doesn't go with the kind is empty."""

    kind: str
    strings: list[Word]
    picture: Base64 = Field(description="PNG, in base64")
    points: list[list[float]]
    plane: list[list[float]]
