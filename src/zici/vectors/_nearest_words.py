"""The nearest words of many words at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici._progress import Progress, Step, silent
from zici.errors import EmptyError
from zici.vectors._options import check_integer
from zici.vectors._word_table import Float32
from zici.vectors._word_vectors import WordVectors

CELLS = 1 << 24  # cosines at a time


class Nearest(NamedTuple):
    """The nearest words of each of a list of words, the nearest first.

    Attributes:
        rows: places in that list, int32 of shape (words, n).
        cosines: float32 of shape (words, n), falling in every row.
    """

    rows: npt.NDArray[np.int32]
    cosines: Float32


def nearest_words(
    vectors: WordVectors,
    words: Sequence[str] | None = None,
    *,
    n: int = 10,
    progress: Progress | None = None,
) -> Nearest:
    """The ``n`` words with the largest cosine for every word of a list, among the words of that list.

    Exact: all cosines are taken, a block at a time. 20,000 words take seconds.

    Args:
        vectors: words with their vectors.
        words: the list; None: all words of ``vectors``.
        n: how many for each, from 1; fewer where the list is short.
        progress: told ``Step("find neighbours", done, total, "words")``.

    Raises:
        EmptyError: fewer than two words.
        InputError: a word that has no vector.
        OptionError: ``n`` below 1.

    Example:
        >>> from zici.vectors import WordVectors
        >>> vectors = WordVectors("猫狗书", [[1, 0], [1, 0.1], [0, 1]])
        >>> nearest_words(vectors, n=1).rows.tolist()
        [[1], [0], [1]]
    """
    from zici._kernels.layout import keep_best

    check_integer("n", n)
    units = unit_rows(vectors, words)
    size, tell = len(units), progress or silent
    if size < 2:
        raise EmptyError(f"expected at least two words to compare, got {size}")
    n = min(n, size - 1)
    found = Nearest(np.empty((size, n), np.int32), np.empty((size, n), np.float32))
    step = max(1, CELLS // size)
    for begin in range(0, size, step):
        tell(Step("find neighbours", begin, size, "words"))
        block = slice(begin, begin + step)
        keep_best(units[block] @ units.T, begin, found.rows[block], found.cosines[block])
    tell(Step("find neighbours", size, size, "words"))
    np.clip(found.cosines, -1, 1, out=found.cosines)
    return found


def unit_rows(vectors: WordVectors, words: Sequence[str] | None) -> Float32:
    """The vectors of some words (None: of all) at length 1, float32 of shape (words, dim); zeros stay.

    Raises:
        EmptyError: an empty list.
        InputError: a word that has no vector.
    """
    if words is None:
        matrix = vectors.matrix / vectors.norms[:, None]
    else:
        if not len(words):
            raise EmptyError("there are no words: expected at least one; None takes all")
        matrix = vectors[list(words)]
        lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
        matrix /= np.where(lengths == 0, 1, lengths)
    return np.ascontiguousarray(matrix, np.float32)
