"""Precision, recall and F1 as WebQA's evaluation counts them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from zici.errors import OptionError
from zici.qa._example import QAExample
from zici.qa.formats._entry import NO_ANSWER
from zici.qa.scores._fuzzy import Match, plain, strict_match


class Scores(NamedTuple):
    """Counts, and what follows from them.

    Attributes:
        total: passages (or questions) that were asked.
        given: answers that were given.
        right: passages (or questions) one of whose answers is right.
    """

    total: int
    given: int
    right: int

    @property
    def precision(self) -> float:
        """Right ones among the answers given; 0 without any."""
        return self.right / self.given if self.given else 0.0

    @property
    def recall(self) -> float:
        """Right ones among those asked; 0 without any."""
        return self.right / self.total if self.total else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 0 where both are.

        Example:
            >>> scores = Scores(total=3024, given=3530, right=2422)
            >>> round(scores.precision, 3), round(scores.recall, 3), round(scores.f1, 3)
            (0.686, 0.801, 0.739)
        """
        return 2 * self.right / (self.given + self.total) if self.right else 0.0


def score_passages(
    examples: Iterable[QAExample],
    answers: Mapping[str, Mapping[str, Sequence[str]]],
    *,
    match: Match = strict_match,
    gold: str = "question",
) -> Scores:
    """Compare what was found in each passage with the right answers (archives/4338).

    Args:
        examples: the questions.
        answers: what was found, by the ids of question and passage; what is missing counts as no answer.
        match: ``strict_match`` or a ``FuzzyMatch``.
        gold: "question": a passage's answer is right if it is one to its question, as in WebQA's files for
            tests, where every passage tells the same; "passage": if it is one of those told of the passage.

    Raises:
        OptionError: ``gold`` is something else.

    Example:
        >>> from zici.qa import Passage
        >>> asked = [QAExample("q", "谁", (Passage("a", "李白"), Passage("b", "杜甫")), ("李白",))]
        >>> score_passages(asked, {"q": {"a": ["李白"], "b": ["杜甫"]}})
        Scores(total=2, given=2, right=1)
    """
    if gold not in ("question", "passage"):
        raise OptionError(f"gold: expected question or passage, got {gold!r}")
    counts = [
        _judge(
            example.answers if gold == "question" else passage.answers,
            answers.get(example.id, {}).get(passage.id, ()),
            match,
        )
        for example in examples
        for passage in example.passages
    ]
    return _sum(counts)


def score_questions(
    examples: Iterable[QAExample],
    answers: Mapping[str, Sequence[str]],
    *,
    match: Match = strict_match,
) -> Scores:
    """Compare the answers to questions with the right ones: the evaluation "with voting".

    Args:
        examples: the questions.
        answers: those given to each question, by its id, such as ``official_vote`` gives; what is missing
            counts as no answer.
        match: ``strict_match`` or a ``FuzzyMatch``.

    Example:
        >>> asked = [QAExample("q1", "谁", (), ("李白",)), QAExample("q2", "谁", (), ("杜甫",))]
        >>> score_questions(asked, {"q1": ["李白", "王维"]})
        Scores(total=2, given=2, right=1)
    """
    return _sum(_judge(example.answers, answers.get(example.id, ()), match) for example in examples)


def _judge(gold: Sequence[str], given: Sequence[str], match: Match) -> tuple[int, int]:
    """How many answers were given, and whether one is right."""
    wanted = [answer for answer in gold if plain(answer)] or [NO_ANSWER]
    return len(given), any(match(answer, text) for text in given for answer in wanted)


def _sum(counts: Iterable[tuple[int, int]]) -> Scores:
    total = given = right = 0
    for number, good in counts:
        total, given, right = total + 1, given + number, right + good
    return Scores(total, given, right)
