"""How sure a passage has to be, chosen on questions whose right answers are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from zici.errors import EmptyError
from zici.qa._example import QAExample, Span
from zici.qa.reader._examples import as_examples
from zici.qa.reader._options import Decoding
from zici.qa.reader._validate import fuzzy_f1
from zici.qa.voting import vote

if TYPE_CHECKING:
    from zici.qa.reader._reader import Reader

STEPS = 100  # thresholds that are tried


def choose_threshold(
    reader: Reader, examples: Iterable[QAExample], *, decoding: Decoding | None = None
) -> float:
    """The threshold with which a reader's best answers have the greatest fuzzy F1, for ``Decoding``.

    A wrong answer lowers the precision, none does not, so that a question without an answer is best left
    unanswered. The examples should be like the questions to come, those without an answer as frequent as
    there, and none that the reader has learned from: of those it is surer.

    Args:
        reader: what gives the answers.
        examples: questions with their right answers.
        decoding: how the answers are read otherwise; None: as the reader was made.

    Returns:
        From 0 to 1; of equal ones the lowest, 0 where no answer is better left out.

    Raises:
        EmptyError: there is no example.

    Example:
        >>> from dataclasses import replace
        >>> def decoding_for(reader: Reader, held: list[QAExample]) -> Decoding:
        ...     return replace(reader.decoding, threshold=choose_threshold(reader, held))
    """
    held = as_examples(examples, "examples")
    if not held:
        raise EmptyError("examples: expected some to choose a threshold by, found none")
    asked = replace(decoding or reader.decoding, threshold=0.0)
    return best_threshold(held, reader.spans_many(held, decoding=asked), rule=asked.vote)


def best_threshold(examples: Sequence[QAExample], spans: Sequence[Sequence[Span]], *, rule: str) -> float:
    """The threshold with the greatest fuzzy F1 of the vote of the spans that reach it.

    Example:
        >>> asked = [QAExample("q1", "多高", (), ("382米",)), QAExample("q2", "谁", ())]
        >>> spans = [[Span(0, 4, "382米", 0.6, 0)], [Span(0, 1, "云", 0.2, 0)]]
        >>> best_threshold(asked, spans, rule="formula")
        0.6
    """
    scores = sorted({span.score for found in spans for span in found})
    places = np.unique(np.linspace(0, len(scores) - 1, STEPS).astype(int)) if scores else ()
    tried: list[float] = [0.0, *(scores[place] for place in places)]

    def quality(threshold: float) -> float:
        kept = ([span for span in found if span.score >= threshold] for found in spans)
        return fuzzy_f1(examples, [vote(found, rule=rule) for found in kept])

    return max(tried, key=quality)  # the first, which is the lowest, of equal ones
