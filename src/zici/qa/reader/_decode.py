"""From what the network says of every place to the spans that are read as answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.qa._example import Span
from zici.qa.reader._options import Decoding
from zici.qa.reader._text import plain

Float32 = npt.NDArray[np.float32]
Int64 = npt.NDArray[np.int64]


class Scored(NamedTuple):
    """A stretch of a passage from ``first`` to ``last``, both included, and begin times end of it."""

    score: float
    first: int
    last: int


def probabilities(logits: npt.NDArray[np.generic]) -> Float32:
    """Begin and end of every place from the network's logits, (..., n, 3) to (..., n, 2).

    Both are multiplied by the probability that the passage has an answer (kexue.fm/archives/5409).
    """
    parts = 0.5 * (1.0 + np.tanh(0.5 * np.asarray(logits, np.float64)))
    result: Float32 = (parts[..., :2] * parts[..., 2:]).astype(np.float32)
    return result


def half_lengths(text: str) -> Int64:
    """How long every character of plain text counts, in halves: a letter or digit 1, all else 2."""
    return np.array([1 if char.isascii() and char.isalnum() else 2 for char in text], np.int64)


def best_spans(places: Float32, text: str, decoding: Decoding) -> list[Scored]:
    """The stretches with the greatest begin * end that are not too long, the best first; never signs alone.

    No two of them overlap or have the same characters. Of equal ones the earlier comes first, then the
    shorter.

    Args:
        places: float32 of shape (n, 2).
        text: the n characters, plain.
        decoding: how long, how many, how sure.

    Example:
        >>> places = np.array([[0.1, 0], [0.9, 0.1], [0, 0.8]], np.float32)
        >>> [(round(s.score, 2), s.first, s.last) for s in best_spans(places, "高9米", Decoding())]
        [(0.72, 1, 2)]
    """
    scores = _products(places, text, 2 * decoding.max_length)
    found: list[Scored] = []
    texts: set[str] = set()
    while len(found) < decoding.candidates and scores.size:
        first, d = divmod(int(np.argmax(scores)), scores.shape[1])
        score, last = float(scores[first, d]), first + d
        if score < 0 or score < decoding.threshold:
            break
        if text[first : last + 1] in texts:
            scores[first, d] = -1.0
            continue
        texts.add(text[first : last + 1])
        found.append(Scored(score, first, last))
        _forbid(scores, first, last)
    return found


def _products(places: Float32, text: str, most: int) -> Float32:
    """Begin times end by first character and further characters; -1 for what is too long, or signs alone."""
    n = len(places)
    ends = np.concatenate([[0], np.cumsum(half_lengths(text))])
    said = np.concatenate([[0], np.cumsum([char.isalnum() for char in text])])
    scores = np.full((n, min(most, n)), -1.0, np.float32)
    for d in range(scores.shape[1]):
        fits = (ends[d + 1 :] - ends[: n - d] <= most) & (said[d + 1 :] > said[: n - d])
        scores[: n - d, d] = np.where(fits, places[: n - d, 0] * places[d:, 1], -1.0)
    return scores


def _forbid(scores: Float32, first: int, last: int) -> None:
    """Take out every stretch that overlaps ``first`` to ``last``."""
    scores[first : last + 1] = -1.0
    for begin in range(max(first - scores.shape[1] + 1, 0), first):
        scores[begin, first - begin :] = -1.0


def spans_of(passage: str, place: int, found: Sequence[Scored], decoding: Decoding) -> list[Span]:
    """The answers of one passage, the best first: of equal strings the best (kexue.fm/archives/5409).

    Args:
        passage: as it stands.
        place: its position among those of the question.
        found: what its windows gave, places counted in the passage.
        decoding: how many.
    """
    kept: list[Span] = []
    texts: set[str] = set()
    for scored in sorted(found, key=lambda item: (-item.score, item.first, item.last)):
        begin, end = scored.first, scored.last + 1
        text = passage[begin:end]
        if plain(text) in texts or any(begin < span.end and span.begin < end for span in kept):
            continue
        texts.add(plain(text))
        kept.append(Span(begin, end, text, scored.score, place))
    return kept[: decoding.candidates]
