"""What a text is made of, in one pass: characters, lines, sentences, scripts, and a sample."""

from __future__ import annotations

import heapq
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

import numpy as np
import numpy.typing as npt

CODES = 0x110000
SAMPLE = (4_000_000, 6_000_000)  # characters that are cut and kept for examples: of a text and a huge one
SHARE = 0.4  # of the text, between the two
PIECE = 1 << 15  # characters of a piece of the sample
BLOCK = 1 << 20
GOLDEN = (5**0.5 - 1) / 2
LINE, STOP, BLANK, SIGN, HAN, LATIN, DIGIT, KANA, HANGUL, OTHER = range(10)
SCRIPTS = {
    "han": HAN,
    "latin": LATIN,
    "digits": DIGIT,
    "kana": KANA,
    "hangul": HANGUL,
    "other": OTHER,
    "signs": SIGN,
    "blanks": BLANK,
}
_UNKNOWN = 255
_STOPS = "。！？!?…｡"
_NAMES = {
    "CJK": HAN,
    "IDEOGRAPHIC": HAN,
    "LATIN": LATIN,
    "HIRAGANA": KANA,
    "KATAKANA": KANA,
    "HANGUL": HANGUL,
}

Points = npt.NDArray[np.uint32]
Int64 = npt.NDArray[np.int64]


@dataclass
class TextFacts:
    """A text in numbers, with pieces of it that lie evenly over the whole.

    Attributes:
        lines: those that aren't empty.
        sentences: stretches with a letter or digit up to a full stop, a mark or a line end.
        counts: how often each code point occurs, int64 of shape (1114112,).
        sample: pieces of the text, in its order; all of it where it is short.
        kinds: of the code points that occur, uint8 of shape (1114112,).
    """

    lines: int = 0
    sentences: int = 0
    counts: Int64 = field(default_factory=lambda: np.zeros(CODES, np.int64))
    sample: list[str] = field(default_factory=list)
    kinds: npt.NDArray[np.uint8] = field(default_factory=lambda: np.full(CODES, _UNKNOWN, np.uint8))

    @property
    def chars(self) -> int:
        """Characters without line ends."""
        return int(self.counts.sum() - self.counts[[0x0A, 0x0D]].sum())

    @property
    def lettered(self) -> npt.NDArray[np.bool_]:
        """Which code points are letters or digits, of those that occur; bool of shape (1114112,)."""
        result: npt.NDArray[np.bool_] = (self.kinds >= HAN) & (self.kinds != _UNKNOWN)
        return result

    @property
    def distinct(self) -> int:
        """Different characters, blanks and line ends left out."""
        return int(np.count_nonzero(self.counts[(self.kinds != LINE) & (self.kinds != BLANK)]))

    @property
    def sampled(self) -> int:
        """Characters of the sample."""
        return sum(map(len, self.sample))

    @property
    def whole(self) -> bool:
        """Whether the sample is the whole text."""
        return self.sampled == int(self.counts.sum())

    def scripts(self) -> dict[str, int]:
        """Characters of each script; those that don't occur are left out."""
        sizes = {name: int(self.counts[self.kinds == kind].sum()) for name, kind in SCRIPTS.items()}
        sizes["signs"] += int(self.counts[self.kinds == STOP].sum())
        return {name: size for name, size in sizes.items() if size}


def read_facts(blocks: Iterable[str], *, limits: tuple[int, int] = SAMPLE) -> TextFacts:
    r"""Look at every character once; memory doesn't grow with the text.

    Args:
        blocks: the text in pieces of any size, as ``Corpus.blocks()`` gives them.
        limits: characters of the sample, about: so many of every text, up to so many where they are no more
            than two fifths of it. They are pieces that lie evenly over the whole.

    Example:
        >>> facts = read_facts(["从语料中。发现！\nK5", "\n\n"])
        >>> facts.chars, facts.lines, facts.sentences, facts.distinct, facts.scripts()
        (10, 2, 3, 10, {'han': 6, 'latin': 1, 'digits': 1, 'signs': 2})
    """
    facts = TextFacts()
    sampler = _Sampler(limits)
    open_line = open_sentence = False
    for text in _gathered(blocks):
        sampler.add(text)
        points = code_points(text)
        found = np.bincount(points, minlength=CODES)
        facts.counts += found
        _learn(facts.kinds, np.flatnonzero(found))
        kinds = facts.kinds[points]
        more, open_line = _stretches(kinds == LINE, kinds != LINE, begun=open_line)
        facts.lines += more
        more, open_sentence = _stretches(kinds <= STOP, kinds >= HAN, begun=open_sentence)
        facts.sentences += more
    facts.sample = sampler.kept
    return facts


def code_points(text: str) -> Points:
    """The code points of a text, half pairs of surrogates included."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4")


def _gathered(blocks: Iterable[str]) -> Iterator[str]:
    """Small blocks put together: thousands of small files give as many."""
    held: list[str] = []
    size = 0
    for block in blocks:
        held.append(block)
        size += len(block)
        if size >= BLOCK:
            yield "".join(held)
            held, size = [], 0
    if size:
        yield "".join(held)


def _stretches(ends: npt.NDArray[Any], inner: npt.NDArray[Any], *, begun: bool) -> tuple[int, bool]:
    """How many stretches between ends hold something, and whether the last goes on.

    One that had ``begun`` in the block before is counted there.
    """
    places = np.flatnonzero(ends)
    total = np.cumsum(inner, dtype=np.int64)
    upto = np.concatenate([[0], total[places], total[-1:]])
    full = np.diff(upto) > 0
    goes_on = bool(full[-1]) or (begun and not places.size)
    return int(full.sum()) - int(begun and bool(full[0])), goes_on


def _learn(kinds: npt.NDArray[np.uint8], seen: Int64) -> None:
    """Fill in the kinds of characters that are seen for the first time."""
    for point in seen[kinds[seen] == _UNKNOWN].tolist():
        kinds[point] = _kind(chr(point))


def _kind(char: str) -> int:
    if char in "\n\r":
        return LINE
    if char in _STOPS:
        return STOP
    category = unicodedata.category(char)
    if category[0] in "LM" or category == "Nl":
        name = unicodedata.name(char, "").removeprefix("FULLWIDTH ").removeprefix("HALFWIDTH ")
        return _NAMES.get(name.split(" ", 1)[0], OTHER)
    return {"N": DIGIT, "P": SIGN, "S": SIGN}.get(category[0], BLANK)


class _Sampler:
    """Pieces of a stream, evenly over all of it, however long it gets.

    Piece k has the rank of the fraction of k times the golden ratio: of any stretch those below a bound lie
    evenly in it, whatever the bound.
    """

    def __init__(self, limits: tuple[int, int]) -> None:
        self._limits = limits
        self._size = self._seen = self._read = 0
        self._heap: list[tuple[float, int, str]] = []

    @property
    def kept(self) -> list[str]:
        return [piece for _, _, piece in sorted(self._heap, key=itemgetter(1))]

    def add(self, text: str) -> None:
        for start in range(0, len(text), PIECE):
            piece = text[start : start + PIECE]
            heapq.heappush(self._heap, (-(self._seen * GOLDEN % 1), self._seen, piece))
            self._seen += 1
            self._size += len(piece)
            self._read += len(piece)
            limit = max(self._limits[0], min(self._limits[1], SHARE * self._read))
            while self._size > limit and len(self._heap) > 1:
                self._size -= len(heapq.heappop(self._heap)[2])
