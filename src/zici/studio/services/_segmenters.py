"""Segmenters that are made in the background, and kept as long as they are used."""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from zici.errors import OptionError
from zici.segment import Segmenter
from zici.segment._words import collect

KEPT, LEAST = 12, 5  # segmenters; the least is one for each method
WORDS = 3_000_000  # of all that are kept, beyond the least: a million takes about 200 MB
ADDED = 1000  # words of the user's: they are part of what a segmenter is known by
PATIENCE = 2.0  # seconds that a call waits for new words where it could be answered with the earlier ones

Added = Mapping[str, int | None] | Iterable[str]


class Recipe(NamedTuple):
    """What a segmenter is made of.

    Attributes:
        method: how it cuts.
        added: words of the user's with their counts, None where unknown; sorted.
        version: of everything else it is made of.
    """

    method: str
    added: tuple[tuple[str, float | None], ...]
    version: object


def as_added(words: Added) -> tuple[tuple[str, float | None], ...]:
    """Words of the user's in the form of a recipe.

    Raises:
        OptionError: a blank word, a count that is none, or more than 1,000 words.

    Example:
        >>> as_added({"新词": None, "ＡＢＣ": 3})
        (('ABC', 3.0), ('新词', None))
    """
    counts = collect(words)
    if len(counts) > ADDED:
        raise OptionError(
            f"added: expected at most {ADDED:,} words, got {len(counts):,}; accept them as words instead"
        )
    return tuple((word, None if math.isnan(count) else count) for word, count in sorted(counts.items()))


class Segmenters:
    """The segmenters that were used last.

    Args:
        make: makes one.
    """

    def __init__(self, make: Callable[[Recipe], Segmenter]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: OrderedDict[Recipe, Future[Segmenter]] = OrderedDict()
        self._workers = ThreadPoolExecutor(2, "zici-cut")

    def get(self, recipe: Recipe) -> Segmenter:
        """The segmenter of a recipe, or, where making it takes long, of an earlier version of the same."""
        made = self.begin(recipe)
        if not made.done() and (earlier := self._earlier(recipe)) is not None:
            try:
                return made.result(PATIENCE)
            except TimeoutError:
                return earlier
        return made.result()

    def begin(self, recipe: Recipe) -> Future[Segmenter]:
        """See that it is being made; one that failed is made again."""
        with self._lock:
            made = self._made.get(recipe)
            new = made is None or (made.done() and made.exception() is not None)
            if made is None or new:
                made = self._made[recipe] = self._workers.submit(self._make, recipe)
            self._made.move_to_end(recipe)
        if new:
            made.add_done_callback(lambda _: self._forget())
        return made

    def _earlier(self, recipe: Recipe) -> Segmenter | None:
        with self._lock:
            for other, made in reversed(self._made.items()):
                if other[:2] == recipe[:2] and made.done() and made.exception() is None:
                    return made.result()
        return None

    def _forget(self) -> None:
        """Let go of the versions that a finished one replaces, and of what nobody has used for long."""
        with self._lock:
            seen: set[object] = set()
            words = 0
            for recipe in reversed(list(self._made)):
                made = self._made[recipe]
                if not made.done():
                    continue
                full = len(seen) == KEPT or (len(seen) >= LEAST and words >= WORDS)
                if recipe[:2] in seen or full or made.exception() is not None:
                    del self._made[recipe]
                else:
                    seen.add(recipe[:2])
                    words += len(made.result())

    def close(self) -> None:
        """Make no more of them."""
        self._workers.shutdown(wait=False, cancel_futures=True)
