"""The nouns of question answering: what is asked, where it is read, and what comes out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A text that may hold the answer.

    Attributes:
        id: its name, distinct within the question.
        text: its characters, as they stand in the file.
        answers: the answers that stand in this passage, as strings; none: an empty tuple.
    """

    id: str
    text: str
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class QAExample:
    """A question, the passages to read, and the right answers.

    Every format of :mod:`zici.qa.formats` is read into this one form (archives/4338).

    Attributes:
        id: the question's name, distinct within the file.
        question: what is asked.
        passages: where to look, in the order of the file.
        answers: right answers to the question, wherever they stand; none: an empty tuple.

    Example:
        >>> passage = Passage("q1#00", "主峰摩星岭高382米", answers=("382米",))
        >>> QAExample("q1", "广州白云山海拔多高", (passage,), answers=("382米",)).passages[0].answers
        ('382米',)
    """

    id: str
    question: str
    passages: tuple[Passage, ...]
    answers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Span:
    """A stretch of a passage that was read as an answer.

    Attributes:
        begin: where it begins, in characters of the passage.
        end: where it ends (not included): ``passage_text[begin:end] == text``.
        text: its characters.
        score: how sure the reader is, from 0 to 1.
        passage: position of the passage among those read, from 0.
    """

    begin: int
    end: int
    text: str
    score: float
    passage: int


@dataclass(frozen=True)
class Answer:
    """An answer, voted for by the passages in which it stands.

    Attributes:
        text: the answer.
        score: what the vote gave it (from 0 to 1 with the default rule).
        spans: where it was read, in the order of the passages.
    """

    text: str
    score: float
    spans: tuple[Span, ...] = ()
