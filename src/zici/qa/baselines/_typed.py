"""The candidate of the question's type that most passages have."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from zici.qa.baselines._overlap import pairs, told
from zici.qa.baselines._types import FIGURES, question_type, stretches

_NEAR = 12


class Candidate(NamedTuple):
    """A stretch that looks like an answer."""

    begin: int
    end: int
    text: str


def candidates(question: str, passage: str) -> list[Candidate]:
    """What looks like an answer of the question's type, without what the question says itself.

    A question for a number or date may well have the measure (几月几日).
    """
    kind = question_type(question)
    known = set() if kind in FIGURES else told(question, passage, 0, len(passage))
    return [
        Candidate(begin, end, passage[begin:end])
        for begin, end in stretches(kind, passage)
        if known.isdisjoint(range(begin, end)) and passage[begin:end] not in question
    ]


def most_frequent(question: str, passages: Sequence[str]) -> list[tuple[Candidate, float] | None]:
    """The best candidate of each passage, with the share of all passages that have it; None without any.

    Of candidates in equally many passages the one counts with more of the question's pairs of characters
    around it, then the longer one.
    """
    found = [candidates(question, passage) for passage in passages]
    spread = Counter(text for some in found for text in {candidate.text for candidate in some})
    asked = pairs(question)

    def rank(passage: str, candidate: Candidate) -> tuple[int, int, int, int]:
        around = passage[max(candidate.begin - _NEAR, 0) : candidate.end + _NEAR]
        size = candidate.end - candidate.begin
        return spread[candidate.text], len(asked & pairs(around)), size, -candidate.begin

    result: list[tuple[Candidate, float] | None] = []
    for passage, some in zip(passages, found, strict=True):
        if not some:
            result.append(None)
            continue
        best = max(some, key=lambda candidate: rank(passage, candidate))
        result.append((best, spread[best.text] / len(passages)))
    return result
