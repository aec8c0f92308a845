"""What the API takes and gives, as types alone: ranges are checked by the library's own classes."""

from __future__ import annotations

from base64 import b64encode
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Base64 = Annotated[str, BeforeValidator(lambda data: b64encode(data).decode())]


class Asked(BaseModel):
    """A request; a field that it doesn't have is refused, since it is a slip of the pen."""

    model_config = ConfigDict(extra="forbid")

    @model_validator(mode="before")
    @classmethod
    def _is_text(cls, data: Any) -> Any:
        """JSON can hold half a character, which no file and no answer can."""
        _check_text(data)
        return data


def _check_text(value: Any) -> None:
    waiting = [value]  # not by recursion: JSON may be deeper than Python's stack
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            try:
                one.encode()
            except UnicodeEncodeError as error:
                raise ValueError(f"expected text, found half a character ({one[error.start]!a})") from None
        elif isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            waiting.extend((*one, *one.values()))


class Told(BaseModel):
    """An answer, made of the library's own objects."""

    model_config = ConfigDict(from_attributes=True)


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


class Upload(Told):
    """A file that was brought here, kept under its number."""

    id: int
    name: str
    size: int
    unpacked: int
    kind: str
    columns: list[str]
    column: str | None
    author: str
    time: datetime
    same_as: int | None


class Pasted(Asked):
    """A text that is kept like a file."""

    text: str
    name: str = ""
    author: str | None = Field(None, description="default: the studio's")


class Running(Asked):
    """Long work on uploads."""

    kind: str = Field("mine", description="mine, train-classifier, compare-losses or index-documents")
    uploads: list[int] = []
    column: str | int | None = Field(None, description="of tables: the one that holds the text")
    options: dict[str, Any] = Field({}, description="of mining, by name; of other kinds their parameters")
    reading: dict[str, Any] = Field({}, description="encoding, errors, nfkc, simplify")
    known: list[int] = Field([], description="uploads of word lists: what they hold is no new word")
    author: str | None = Field(None, description="default: the studio's")


class Request(Told):
    """What a run was asked."""

    uploads: list[int]
    column: str | int | None
    options: dict[str, Any]
    reading: dict[str, Any]
    known: list[int]
    kind: str


class Step(Told):
    """How far a run is."""

    stage: str
    done: int
    total: int | None
    unit: str
    note: str = ""


class Run(Told):
    """Long work that goes on, or has ended."""

    id: int
    state: str = Field(description="running, done, failed, cancelled or interrupted")
    request: Request
    author: str
    started: datetime
    ended: datetime | None
    step: Step | None
    message: str
    counts: dict[str, Any]
    resumes: int | None
    seconds: float | None
    is_resumable: bool


class Ready(Told):
    """Whether a part can be used, and how to get what it lacks."""

    ready: bool
    how: str


class Health(Told):
    """What the studio is and what it has."""

    status: str
    version: str
    folder: str
    words: int
    parts: dict[str, Ready]


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    error: str | None = None
    errors: list[dict[str, Any]] | None = None
