"""The part of the texts that is held out of training, to stop early and to calibrate by."""

from __future__ import annotations

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
    """
    groups: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        groups.setdefault(text, []).append(place)
    order = list(groups.values())
    random = np.random.default_rng(seed)
    free = _spare(order, targets, share)
    sizes = np.bincount(targets, minlength=free.size)
    kept = sizes.copy()
    held: list[int] = []
    for index in random.permutation(len(order)):
        needs = np.bincount(targets[order[index]], minlength=free.size)
        touched = needs > 0
        if (free[touched] > 0).all() and (kept - needs)[touched].min() > 0:
            free -= needs
            kept -= needs
            held.extend(order[index])
    return np.sort(np.array(held, np.int64))


def _spare(groups: list[list[int]], targets: Int32Array, share: float) -> Places:
    """How many texts of each class are to be held out; none of a class of one text."""
    sizes = np.bincount(targets)
    wanted = np.maximum(np.rint(share * sizes), 1).astype(np.int64)
    wanted[sizes < 2] = 0
    return np.asarray(wanted)
