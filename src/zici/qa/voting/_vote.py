"""The vote of passages that are sure of their answers to different degrees (archives/5409)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from zici.errors import OptionError
from zici.qa._example import Answer, Span


def _formula(scores: list[float]) -> float:
    return sum(score * score for score in scores) / (1 + sum(scores))


_RULES: Mapping[str, Callable[[list[float]], float]] = {
    "formula": _formula,
    "squares": lambda scores: sum(score * score for score in scores),
    "sum": lambda scores: sum(scores),
    "max": lambda scores: max(scores, default=0.0),
}
RULES = tuple(_RULES)
"""How the scores that passages give to one answer make one: see ``combine``."""


def combine(scores: Iterable[float], rule: str = "formula") -> float:
    """One score of an answer from those that the passages gave it.

    Many passages should count for more than one, and one that is sure for more than many that guess: so the
    squares are added, and "formula" damps their sum: sum s_i^2 / (1 + sum s_i) (archives/5409).

    Args:
        scores: each from 0.
        rule: "formula", "squares" (sum s_i^2), "sum" or "max".

    Raises:
        OptionError: the rule is unknown.

    Example:
        >>> round(combine([0.7]), 3), round(combine([0.2] * 4), 3)
        (0.288, 0.089)
        >>> combine([0.7], "sum") > combine([0.2] * 4, "sum")
        False
    """
    if rule not in _RULES:
        raise OptionError(f"rule: expected one of {', '.join(RULES)}, got {rule!r}")
    return float(_RULES[rule](list(scores)))


def vote(spans: Iterable[Span], *, rule: str = "formula") -> list[Answer]:
    """The answers of all passages together, the best first.

    Spans with the same characters, blanks and case aside, are one answer. A passage counts once for each:
    with the highest score that it gave it.

    Args:
        spans: what was read, of any number of passages.
        rule: see ``combine``.

    Returns:
        Each answer once, as its best span is written, with all its spans; of equal ones, first the one that
        came up first.

    Raises:
        OptionError: the rule is unknown.

    Example:
        >>> sure = [Span(0, 1, "A", 0.7, 0)]
        >>> guesses = [Span(0, 1, "B", 0.2, passage) for passage in (1, 2, 3, 4)]
        >>> [(answer.text, round(answer.score, 3)) for answer in vote(sure + guesses)]
        [('A', 0.288), ('B', 0.089)]
        >>> vote(sure + guesses, rule="sum")[0].text
        'B'
    """
    combine([], rule)
    groups: dict[str, list[Span]] = {}
    for span in spans:
        groups.setdefault("".join(span.text.split()).lower(), []).append(span)
    answers = [_answer(group, rule) for group in groups.values()]
    return sorted(answers, key=lambda answer: -answer.score)


def _answer(group: list[Span], rule: str) -> Answer:
    best: dict[int, float] = {}
    for span in group:
        best[span.passage] = max(span.score, best.get(span.passage, 0.0))
    spans = sorted(group, key=lambda span: (span.passage, span.begin))
    text = max(group, key=lambda span: span.score).text
    return Answer(text, combine(best.values(), rule), tuple(spans))
