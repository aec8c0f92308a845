"""The part of the texts that is held out of training, to stop early and to calibrate by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from zici.classify._model import Int32Array

Places = npt.NDArray[np.int64]


def hold_out(texts: Sequence[str], targets: Int32Array, share: float, *, seed: int) -> Places:
    """Which texts are held out, rising: about ``share`` of each class, at least one where it can spare one.

    Texts that are the same character by character are on one side, under whatever label: what is held out was
    never trained on. A class whose texts are all the same, or that has one alone, stays in training.

    Args:
        texts: all of them.
        targets: their classes from 0.
        share: from 0 to 1.
        seed: the same seed holds out the same texts.

    Returns:
        int64, empty where no class can spare a text.

    Example:
        >>> hold_out(["甲", "乙", "乙", "丙"], np.zeros(4, np.int32), 0.5, seed=0).size
        2
    """
    groups: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        groups.setdefault(text, []).append(place)
    order = list(groups.values())
    random = np.random.default_rng(seed)
    shuffled = [order[place] for place in random.permutation(len(order))]
    return np.sort(np.array(_choose(shuffled, targets.tolist(), share), np.int64))


def _choose(groups: list[list[int]], classes: list[int], share: float) -> list[int]:
    """Places of whole groups: as many as wanted of each class, then one group for each that has none."""
    kept = dict(Counter(classes))
    wanted = {name: max(round(share * size), 1) for name, size in kept.items()}
    held = dict.fromkeys(kept, 0)
    chosen: list[int] = []
    rest = []
    for group in groups:
        needs = _needs(group, classes)
        if all(held[name] + size <= wanted[name] and kept[name] > size for name, size in needs.items()):
            _move(needs, kept, held)
            chosen += group
        else:
            rest.append(group)
    if all(held.values()):
        return chosen
    for group in sorted(rest, key=len):  # as little too much as can be
        needs = _needs(group, classes)
        if any(held[name] == 0 for name in needs) and all(kept[name] > size for name, size in needs.items()):
            _move(needs, kept, held)
            chosen += group
    return chosen


def _needs(group: list[int], classes: list[int]) -> dict[int, int]:
    """How many texts of which class; mostly one of one, and there may be millions of groups."""
    return {classes[group[0]]: 1} if len(group) == 1 else Counter(classes[place] for place in group)


def _move(needs: dict[int, int], kept: dict[int, int], held: dict[int, int]) -> None:
    for name, size in needs.items():
        kept[name] -= size
        held[name] += size
