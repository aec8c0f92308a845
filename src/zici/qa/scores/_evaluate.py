"""evaluate: all measures of a set of answers at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from zici.errors import EmptyError, InputError
from zici.qa._example import QAExample
from zici.qa.formats import Predictions
from zici.qa.scores._fuzzy import FuzzyMatch, Match, strict_match
from zici.qa.scores._official import Scores, score_passages, score_questions
from zici.qa.scores._spans import SpanScores, score_spans
from zici.qa.voting import official_vote


@dataclass(frozen=True)
class Evaluation:
    """What all measures say of a set of answers.

    Attributes:
        strict: WebQA's scores of questions, to the letter; passages vote where answers are theirs.
        fuzzy: the same, by the rules of the fuzzy match.
        passages_strict: WebQA's scores of single passages; None without answers of passages.
        passages_fuzzy: the same, by the rules of the fuzzy match.
        spans: exact match and F1 of characters of each question's first answer.
        foreign: ids among the answers that no question has, or with a comma between them those of a question
            and of a passage that it doesn't have; what was answered there counts nowhere.
    """

    strict: Scores
    fuzzy: Scores
    passages_strict: Scores | None
    passages_fuzzy: Scores | None
    spans: SpanScores
    foreign: tuple[str, ...] = ()


def evaluate(
    examples: Sequence[QAExample],
    predictions: Predictions,
    *,
    fuzzy: Match | None = None,
    gold: str = "question",
) -> Evaluation:
    """Measure answers in every way.

    Args:
        examples: the questions with the right answers.
        predictions: what was answered: to questions, or in passages, whose vote is WebQA's then. What is
            missing counts as no answer.
        fuzzy: the fuzzy match; by default ``FuzzyMatch()``.
        gold: what makes a passage's answer right; see ``score_passages``.

    Raises:
        EmptyError: there is no question.
        InputError: no answer is to one of the questions, or in one of their passages.
        OptionError: ``gold`` is unknown.

    Example:
        >>> asked = [QAExample("q1", "谁", (), ("唐朝",))]
        >>> found = evaluate(asked, Predictions(questions={"q1": ("唐",)}))
        >>> found.strict.f1, found.fuzzy.f1
        (0.0, 1.0)
    """
    if not examples:
        raise EmptyError("expected questions to compare the answers with, found none")
    foreign = _foreign(examples, predictions)
    answers = dict(predictions.questions)
    for example in examples:
        if example.id in predictions.passages:
            found = predictions.passages[example.id]
            answers[example.id] = official_vote(found.get(passage.id, ()) for passage in example.passages)
    match = FuzzyMatch() if fuzzy is None else fuzzy

    def passages(how: Match) -> Scores | None:
        found = predictions.passages
        return score_passages(examples, found, match=how, gold=gold) if found else None

    return Evaluation(
        score_questions(examples, answers, match=strict_match),
        score_questions(examples, answers, match=match),
        passages(strict_match),
        passages(match),
        score_spans(examples, answers),
        foreign,
    )


def _foreign(examples: Sequence[QAExample], predictions: Predictions) -> tuple[str, ...]:
    """Ids that belong to none of the questions and passages.

    Raises:
        InputError: all do.
    """
    asked = {example.id: {passage.id for passage in example.passages} for example in examples}
    told = [*predictions.questions, *predictions.passages]
    if asked.keys().isdisjoint(told):
        raise InputError("expected answers to these questions, found none with the id of one")
    foreign = [name for name in told if name not in asked]
    known = len(told) - len(foreign)
    for name, passages in predictions.passages.items():
        others = [f"{name}, {key}" for key in passages if name in asked and key not in asked[name]]
        foreign += others
        known -= 0 < len(others) == len(passages)
    if not known:
        raise InputError("expected answers in the passages of these questions, found none with the id of one")
    return tuple(foreign)
