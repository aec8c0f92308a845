"""Examples of words, as stretches of the text that overlapping ones share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from zici.report._mining_text import Int64, code_points
from zici.report._mining_tokens import Tokens

PER_WORD = 2
WIDTH = 16  # characters on each side
NEAR = 2  # of these on each side tell two examples apart


@dataclass(frozen=True)
class Examples:
    """Where words stand in a text of stretches, each in a line of its own.

    Attributes:
        text: the stretches.
        places: of each word's examples in UTF-16 units, -1 for none, int64 of shape (words, 2).
    """

    text: str
    places: Int64


def find_examples(words: Sequence[str], tokens: Tokens, pieces: Sequence[str]) -> Examples:
    r"""The first examples of each word that differ, out of the text that was cut.

    Args:
        words: which.
        tokens: of the text.
        pieces: the text; no example goes from one into the next.

    Example:
        >>> from zici.report._mining_text import read_facts
        >>> from zici.report._mining_tokens import cut_sample
        >>> from zici.segment import Segmenter
        >>> facts = read_facts(["发现新词\n找新词\n发现新词\n无\n"])
        >>> examples = find_examples(["新词", "旧"], cut_sample(Segmenter(["新词"]), facts), facts.sample)
        >>> examples.text.split("\n"), examples.places.tolist()
        (['发现新词', '找新词', ''], [[2, 6], [-1, -1]])
    """
    text = "".join(pieces)
    chosen = _chosen(words, tokens.occurrences(words), text)
    rows, columns = np.nonzero(chosen >= 0)
    starts = chosen[rows, columns]
    lengths = np.fromiter(map(len, words), np.int64, len(words))[rows]
    begins, stops = _lines(text, pieces)
    line = np.searchsorted(stops, starts, side="right")
    lefts = np.maximum(starts - WIDTH, begins[line])
    shared, moved = _shared(text, lefts, np.minimum(starts + lengths + WIDTH, stops[line]), starts)
    chosen[rows, columns] = moved
    return Examples(shared, chosen)


def _chosen(words: Sequence[str], candidates: Int64, text: str) -> Int64:
    """Of the candidates of each word the first, and the next that stands between other characters."""
    chosen = np.full((len(words), PER_WORD), -1, np.int64)
    for row, (word, places) in enumerate(zip(words, candidates.tolist(), strict=True)):
        seen: list[str] = []
        for place in places:
            if place < 0 or len(seen) == PER_WORD:
                break
            around = text[max(0, place - NEAR) : place + len(word) + NEAR]
            # The word itself is looked at: two words may have one number.
            if around not in seen and text.startswith(word, place):
                chosen[row, len(seen)] = place
                seen.append(around)
    return chosen


def _lines(text: str, pieces: Sequence[str]) -> tuple[Int64, Int64]:
    """Where the lines of a text begin and where they stop; a piece's end is a line's end too."""
    points = code_points(text)
    breaks = np.flatnonzero((points == 0x0A) | (points == 0x0D))
    bounds = np.cumsum(np.fromiter(map(len, pieces), np.int64, len(pieces)))
    stops = np.concatenate([breaks, bounds])
    order = np.argsort(stops, kind="stable")
    after = np.concatenate([breaks + 1, bounds])[order]
    return np.concatenate([np.zeros(1, np.int64), after[:-1]]), stops[order]


def _shared(text: str, lefts: Int64, rights: Int64, starts: Int64) -> tuple[str, Int64]:
    """The text between lefts and rights, what they share once; and where the starts stand in it."""
    if not starts.size:
        return "", starts
    order = np.argsort(lefts, kind="stable")
    reach = np.maximum.accumulate(rights[order])
    opens = np.concatenate([[True], lefts[order][1:] >= reach[:-1]])
    begins, stops = lefts[order][opens], reach[np.append(np.flatnonzero(opens)[1:] - 1, reach.size - 1)]
    shared = "".join([f"{text[begin:stop]}\n" for begin, stop in zip(begins, stops, strict=True)])
    homes = np.cumsum(stops - begins + 1) - (stops - begins + 1)
    stretch = np.searchsorted(begins, starts, side="right") - 1
    moved = homes[stretch] + starts - begins[stretch]
    # Browsers count a character beyond U+FFFF as two.
    far = np.concatenate([np.zeros(1, np.int64), np.cumsum(code_points(shared) > 0xFFFF)])
    return shared, moved + far[moved]
