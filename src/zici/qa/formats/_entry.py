"""What the readers of all formats share: an entry's fields, checked, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from zici.corpus._normalise import without_surrogates
from zici.qa._example import Passage, QAExample

NO_ANSWER = "no_answer"
LONG_QUESTION, LONG_PASSAGE = 500, 10_000


class Problem(NamedTuple):
    """What is wrong with one entry.

    Attributes:
        entry: the id of the question or of the passage.
        text: what was expected and what was found.
        severe: whether the entry can't be read at all.
    """

    entry: str
    text: str
    severe: bool = True


Report = Callable[[Problem], None]


class BadEntry(Exception):  # noqa: N818 - it never reaches a user: readers report it
    """An entry that can't be read: its id and what is wrong."""

    def __init__(self, entry: str, text: str) -> None:
        super().__init__(text)
        self.problem = Problem(entry, text)


class Row(NamedTuple):
    """A passage as a file has it: the answers are those told of it, whether they stand in it or not."""

    id: str
    text: str
    answers: tuple[str, ...]


def field(value: Any, name: str, entry: str) -> Any:
    """The value of a key."""
    if not isinstance(value, dict):
        raise BadEntry(entry, f"expected an object with {name!r}, found {kind(value)}")
    if name not in value:
        found = ", ".join(map(repr, value))[:100] or "none"
        raise BadEntry(entry, f"expected the key {name!r}, found {found}")
    return value[name]


def string(value: Any, name: str, entry: str) -> str:
    """A string that can be written in any encoding."""
    if not isinstance(value, str):
        raise BadEntry(entry, f"expected a string as {name!r}, found {kind(value)}")
    return without_surrogates(value)


def label(value: Any, name: str, entry: str) -> str:
    """An id: a string, or a whole number, which becomes one."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadEntry(entry, f"expected a string or a whole number as {name!r}, found {kind(value)}")
    return without_surrogates(str(value))


def items(value: Any, name: str, entry: str) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise BadEntry(entry, f"expected a list as {name!r}, found {kind(value)}")
    return value


def answers(value: Any, name: str, entry: str) -> tuple[str, ...]:
    """Answers: a list of strings, one string or null; "" and "no_answer" are none."""
    if value is None or isinstance(value, str):
        value = [value or ""]
    found = dict.fromkeys(string(item, name, entry) for item in items(value, name, entry))
    return tuple(text for text in found if text.strip() and text.lower() != NO_ANSWER)


def kind(value: Any) -> str:
    """What a JSON value is, in a person's words."""
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return kinds.get(type(value), "a number")


class Gathered(NamedTuple):
    """A question as a file has it; ``gold`` are answers told of the question, not of a passage."""

    id: str
    question: str
    rows: list[Row]
    gold: tuple[str, ...] = ()

    def example(self, report: Report, *, repeated: bool = False) -> QAExample:
        """The example; what is odd is reported.

        Args:
            report: hears of it.
            repeated: whether every passage repeats the question's answers, so that they may be missing in it.
        """
        self._judge(report, repeated=repeated)
        passages = tuple(
            Passage(row.id, row.text, tuple(text for text in row.answers if text in row.text))
            for row in self.rows
        )
        told = dict.fromkeys((*self.gold, *(text for row in self.rows for text in row.answers)))
        return QAExample(self.id, self.question, passages, tuple(told))

    def _judge(self, report: Report, *, repeated: bool) -> None:
        def odd(entry: str, text: str) -> None:
            report(Problem(entry, text, severe=False))

        if not self.question.strip():
            odd(self.id, "expected a question, found an empty one")
        if len(self.question) > LONG_QUESTION:
            odd(self.id, f"a question of {len(self.question):,} characters")
        if not self.rows:
            odd(self.id, "expected passages, found none")
        for row in self.rows:
            if not row.text.strip():
                odd(row.id, "expected text in the passage, found none")
            if len(row.text) > LONG_PASSAGE:
                odd(row.id, f"a passage of {len(row.text):,} characters: it will be read in windows")
            missing = [text for text in row.answers if text not in row.text]
            if missing and not repeated:
                odd(row.id, f"the answer {missing[0]!r:.60} does not stand in its passage")
        everything = {text for row in self.rows for text in row.answers}
        if repeated and everything and not any(text in row.text for row in self.rows for text in everything):
            odd(self.id, f"the answer {min(everything)!r:.60} stands in none of its passages")


def once(name: str, seen: set[str], what: str) -> None:
    """Refuse an id that came before; else it is seen now."""
    if name in seen:
        raise BadEntry(name, f"expected {what} with ids of their own, found this id twice")
    seen.add(name)
