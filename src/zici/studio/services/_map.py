"""Maps of words: made once for some vectors, in the background."""

from __future__ import annotations

import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

from zici.report._group_names import group_names
from zici.vectors import WordVectors, cluster_words, map_words
from zici.vectors._options import check_integer

SHOWN, MOST = 2000, 10_000
KEPT = 4  # maps of different sizes
GROUPS = 12


@dataclass(frozen=True, slots=True)
class Point:
    """A word on the map.

    Attributes:
        x, y: where.
        word: the word.
        count: how often it occurs; None where unknown.
        group: the number of its group, from 0.
    """

    x: float
    y: float
    word: str
    count: int | None
    group: int


class WordMap(NamedTuple):
    """Words in the plane.

    Attributes:
        points: the most frequent word first.
        groups: for every group the words that stand for it.
    """

    points: tuple[Point, ...]
    groups: tuple[tuple[str, ...], ...]


def make_map(vectors: WordVectors, n: int, *, seed: int = 0) -> WordMap:
    """Place and group the ``n`` most frequent words.

    Example:
        >>> made = make_map(WordVectors("猫狗书", [[1, 0], [1, 0.1], [0, 1]]), 3)
        >>> [point.word for point in made.points], len(made.groups)
        (['猫', '狗', '书'], 3)
    """
    words = list(vectors.words[:n])
    counts = None if vectors.counts is None else vectors.counts[: len(words)]
    places = map_words(vectors, words, seed=seed)
    groups = cluster_words(vectors, words, k=min(GROUPS, len(words)), seed=seed)
    names = group_names(vectors[words], counts, groups)
    told = [None] * len(words) if counts is None else counts.tolist()
    points = zip(*places.T.tolist(), words, told, groups.tolist(), strict=True)
    named = (tuple(words[row] for row in rows) for rows in names)
    return WordMap(tuple(Point(*point) for point in points), tuple(named))


class Maps:
    """Maps that are being made or were asked for last, of the vectors that were asked for last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._vectors: WordVectors | None = None
        self._made: OrderedDict[int, Future[WordMap]] = OrderedDict()
        self._worker = ThreadPoolExecutor(1, "zici-map")

    def get(self, vectors: WordVectors, n: int) -> Future[WordMap]:
        """The map of so many words; one that failed is made again.

        Raises:
            OptionError: ``n`` outside its range.
        """
        check_integer("n", n, least=2, most=MOST)
        with self._lock:
            if self._vectors is not vectors:
                self._vectors, self._made = vectors, OrderedDict()
            made = self._made.get(n)
            if made is None or (made.done() and made.exception() is not None):
                made = self._made[n] = self._worker.submit(make_map, vectors, n)
            self._made.move_to_end(n)
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
            return made

    def close(self) -> None:
        """Begin no more of them."""
        self._worker.shutdown(wait=False, cancel_futures=True)
