"""Baselines by name, for one question or many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from zici.errors import OptionError
from zici.qa._example import QAExample, Span
from zici.qa.baselines._overlap import Window, best_sentence, best_window
from zici.qa.baselines._typed import most_frequent
from zici.qa.formats import Predictions


def _typed(question: str, passages: Sequence[str]) -> list[Window | None]:
    return [
        None if found is None else Window(found[0].begin, found[0].end, found[1])
        for found in most_frequent(question, passages)
    ]


_BASELINES: Mapping[str, Callable[[str, Sequence[str]], list[Window | None]]] = {
    "sentence": lambda question, passages: [best_sentence(question, passage) for passage in passages],
    "overlap": lambda question, passages: [best_window(question, passage) for passage in passages],
    "typed": _typed,
}
BASELINES = tuple(_BASELINES)
"""Names of the baselines: see ``answer_by``."""


def answer_by(name: str, question: str, passages: Sequence[str]) -> list[Span]:
    """Answer a question without having learned anything.

    Args:
        name: "sentence": the sentence that shares most pairs of characters with the question; "overlap": the
            new words of that sentence nearest to what it shares; "typed": what looks like an answer (a
            number, date, place or person, as the question asks) and stands in the most passages.
        question: what is asked.
        passages: where to look.

    Returns:
        At most one span for each passage, in their order; scores from 0 to 1 for ``zici.qa.voting.vote``.

    Raises:
        OptionError: the name is unknown.

    Example:
        >>> [span.text for span in answer_by("typed", "白云山多高", ["主峰高382米", "高382米", "约372.6米"])]
        ['382米', '382米', '372.6米']
    """
    if name not in _BASELINES:
        raise OptionError(f"baseline: expected one of {', '.join(BASELINES)}, got {name!r}")
    windows = _BASELINES[name](question, passages)
    return [
        Span(window.begin, window.end, text[window.begin : window.end], window.score, number)
        for number, (window, text) in enumerate(zip(windows, passages, strict=True))
        if window is not None
    ]


def predict_by(name: str, examples: Iterable[QAExample]) -> Predictions:
    """Answer many questions, passage by passage, for ``zici.qa.scores.evaluate``.

    Raises:
        OptionError: the name is unknown.

    Example:
        >>> from zici.qa import Passage
        >>> asked = [QAExample("q", "白云山多高", (Passage("q#00", "主峰高382米"),))]
        >>> predict_by("typed", asked).passages
        {'q': {'q#00': ('382米',)}}
    """
    passages: dict[str, dict[str, tuple[str, ...]]] = {}
    for example in examples:
        spans = answer_by(name, example.question, [passage.text for passage in example.passages])
        passages[example.id] = {example.passages[span.passage].id: (span.text,) for span in spans}
    return Predictions(passages=passages)
