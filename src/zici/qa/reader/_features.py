"""The eight features of article 5409: four by characters, four by words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from zici.qa.reader._vocabulary import code_points
from zici.qa.reader._words import Cut

Float32 = npt.NDArray[np.float32]

SIDES = 4  # features of one kind of unit


def hand_features(question: str, passages: Sequence[str], cuts: Sequence[Cut]) -> list[Float32]:
    """The features of every character of every passage (kexue.fm/archives/5409).

    For characters, then for the words that cover them: whether the unit stands in the question; the passages
    that hold it beside this one, by the number of passages; the Jaccard similarity with the question of the
    window of the question's length around it; the edit distance of the two by the question's length. The
    windows of words are of as many words as the question has.

    Args:
        question: plain text.
        passages: plain texts.
        cuts: the question cut into words, then each passage.

    Returns:
        For every passage float32 of shape (characters, 8), from 0 to 1.

    Example:
        >>> from zici.qa.reader._words import Words
        >>> words = Words(None, (), np.zeros((0, 0), np.float32))
        >>> hand_features("海拔", ["高海拔"], words.cut(["海拔", "高海拔"]))[0][:, 0].tolist()
        [0.0, 1.0, 1.0]
    """
    chars = [code_points(text).astype(np.int64) for text in (question, *passages)]
    by_char = _of_units(chars)
    by_word = _of_units([cut.units.astype(np.int64) for cut in cuts])
    return [
        np.concatenate([of_chars, cut.spread(of_words).astype(np.float32)], axis=1)
        for of_chars, of_words, cut in zip(by_char, by_word, cuts[1:], strict=True)
    ]


def _of_units(units: Sequence[npt.NDArray[np.int64]]) -> list[Float32]:
    """Four features of each unit of each passage; ``units`` has the question first."""
    from zici._kernels.qa_features import fill_features

    kinds, numbers = np.unique(np.concatenate(units), return_inverse=True)
    asked = units[0].size
    ids = numbers.astype(np.int32)
    ends = np.cumsum([part.size for part in units[1:]]).astype(np.int64)
    out = np.zeros((ids.size - asked, SIDES), np.float32)
    fill_features(ids[asked:], ends, ids[:asked], kinds.size, out)
    return np.split(out, ends)[:-1]
