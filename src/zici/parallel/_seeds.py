"""Random numbers that don't depend on who does the work.

A seed belongs to an item, not to a worker: which worker gets which item is a matter of time, so only seeds
per item give the same results for any number of workers. Item ``i`` starts from
``numpy.random.SeedSequence(seed, spawn_key=(i,))``, or from ``SeedSequence(seeds[i])`` for a list.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from zici.errors import OptionError


class Seeds(NamedTuple):
    """Seeds per item: one root for all of them, or one for each, the first of them for item ``first``."""

    root: int | None
    each: tuple[int, ...]
    first: int = 0

    def part(self, first: int, count: int) -> Seeds:
        """Give what a worker needs for ``count`` items from ``first`` on.

        Raises:
            OptionError: the list of seeds ends before the items do.
        """
        if self.root is not None:
            return self
        if first + count > len(self.each):
            raise OptionError(
                f"seeds: expected one per item, got {len(self.each)} for at least {first + count} items; "
                "pass a longer list, or one number for all items"
            )
        return Seeds(None, self.each[first : first + count], first)


def check_seeds(seeds: object, *, total: int | None, threads: bool) -> Seeds | None:
    """Turn the caller's ``seeds`` into a plan; ``threads``: whether the items share one process's state."""
    if seeds is None:
        return None
    if threads:
        raise OptionError(
            f"seeds={seeds!r} sets the states of random and numpy.random, which threads share; "
            "use backend='process', or make a generator from the item inside func"
        )
    if seeds == "fresh" and isinstance(seeds, str):
        return Seeds(int.from_bytes(os.urandom(16), "little"), ())
    if isinstance(seeds, Sequence) and not isinstance(seeds, str | bytes):
        each = tuple(_whole(seed) for seed in seeds)
        if total is not None and len(each) != total:
            raise OptionError(f"seeds: expected one per item, got {len(each)} for {total} items")
        return Seeds(None, each)
    return Seeds(_whole(seeds), ())


def _whole(seed: Any) -> int:
    try:
        number = operator.index(seed)
    except TypeError:
        number = -1
    if number < 0 or isinstance(seed, bool):
        raise OptionError(
            f"seeds: expected 'fresh', a whole number from 0, or a list of them (one per item); got {seed!r}"
        )
    return number


@contextmanager
def seeded(seeds: Seeds | None) -> Iterator[Callable[[int], None] | None]:
    """Give a function that seeds for an item's index; the states of before come back at the end."""
    if seeds is None:
        yield None
        return
    import random

    import numpy as np

    states = random.getstate(), np.random.get_state()
    try:
        yield lambda index: _seed_item(seeds, index)
    finally:
        random.setstate(states[0])
        np.random.set_state(states[1])


def _seed_item(seeds: Seeds, index: int) -> None:
    import random

    import numpy as np

    if seeds.root is None:
        source = np.random.SeedSequence(seeds.each[index - seeds.first])
    else:
        source = np.random.SeedSequence(seeds.root, spawn_key=(index,))
    words = source.generate_state(8)
    random.seed(words[:4].tobytes())
    np.random.seed(words[4:])
