"""Texts that are held out, to test on what was not learned from."""

from __future__ import annotations

from zici.classify.data import Labelled
from zici.classify.evaluation._experiment import split_texts
from zici.errors import EmptyError


def hold_out(data: Labelled, share: float, *, seed: int, instead: str) -> tuple[Labelled, Labelled | None]:
    """What to learn from, and what is held out (None: nothing, with a share of 0).

    Args:
        data: texts with labels.
        share: held out of each class, from 0 to below 1.
        seed: of the choice.
        instead: what to give where nothing can be held out, for the message.

    Raises:
        EmptyError: no class has two different texts.
    """
    if share == 0:
        return data, None
    train, held = split_texts(data.texts, data.labels, share, seed=seed)
    if held.size == 0:
        raise EmptyError(
            "no class has two different texts, so none can be held out to test on; give more texts, "
            + instead
        )
    return data.take(train), data.take(held)
