"""What a set of questions is like, in numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import median
from typing import NamedTuple

from zici.qa._example import QAExample


class Statistics(NamedTuple):
    """Counts and lengths of a set of questions; lengths are in characters.

    Attributes:
        questions: how many questions there are.
        unanswered: how many of them have no answer.
        passages: how many passages there are.
        positive: how many passages hold an answer.
        answers: how many answers the questions have.
        question_length: the median; 0 where there is none.
        passage_length: the median.
        longest_passage: the longest.
        answer_length: the median.
        longest_answer: the longest.
    """

    questions: int
    unanswered: int
    passages: int
    positive: int
    answers: int
    question_length: float
    passage_length: float
    longest_passage: int
    answer_length: float
    longest_answer: int


def statistics(examples: Iterable[QAExample]) -> Statistics:
    """Count a set of questions.

    Example:
        >>> from zici.qa import Passage
        >>> passages = (Passage("q#00", "高382米", ("382米",)), Passage("q#01", "山体宽阔"))
        >>> statistics([QAExample("q", "白云山多高", passages, ("382米",))])[:5]
        (1, 0, 2, 1, 1)
    """
    held = list(examples)
    passages = [passage for example in held for passage in example.passages]
    answers = [len(text) for example in held for text in example.answers]
    lengths = [len(passage.text) for passage in passages]
    return Statistics(
        questions=len(held),
        unanswered=sum(not example.answers for example in held),
        passages=len(passages),
        positive=sum(bool(passage.answers) for passage in passages),
        answers=len(answers),
        question_length=_median([len(example.question) for example in held]),
        passage_length=_median(lengths),
        longest_passage=max(lengths, default=0),
        answer_length=_median(answers),
        longest_answer=max(answers, default=0),
    )


def _median(values: Sequence[int]) -> float:
    return float(median(values)) if values else 0.0
