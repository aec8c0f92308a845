"""How good a reader is while it is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from zici.qa._example import Answer, QAExample
from zici.qa.scores import FuzzyMatch, score_questions


def fuzzy_f1(examples: Sequence[QAExample], answers: Sequence[Sequence[Answer]]) -> float:
    """WebQA's fuzzy F1 of the best answer to each question."""
    # Examples of several files may share their ids.
    asked = [replace(example, id=str(place)) for place, example in enumerate(examples)]
    given = {
        example.id: tuple(answer.text for answer in found[:1])
        for example, found in zip(asked, answers, strict=True)
    }
    return score_questions(asked, given, match=FuzzyMatch()).f1
