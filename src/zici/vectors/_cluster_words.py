"""Groups of words whose vectors point the same way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError
from zici.vectors._nearest_words import unit_rows
from zici.vectors._options import check_integer
from zici.vectors._word_table import Float32
from zici.vectors._word_vectors import WordVectors

ROUNDS = 30
Int32 = npt.NDArray[np.int32]


def cluster_words(
    vectors: WordVectors, words: Sequence[str] | None = None, *, k: int = 12, seed: int = 0
) -> Int32:
    """k-means over vectors at length 1: words are grouped by cosine (spherical k-means).

    The first centres are drawn far from one another (k-means++; Arthur and Vassilvitskii 2007); then every
    word goes to its nearest centre and every centre to the mean of its words, up to 30 times.

    Args:
        vectors: words with their vectors.
        words: which words; None: all.
        k: how many groups, from 1 to the number of words.
        seed: of the draws. Same seed, same groups.

    Returns:
        The group of each word, int32 of shape (words,), from 0; the largest group is 0. Fewer than ``k``
        groups where words point the same way.

    Raises:
        EmptyError: an empty list of words.
        InputError: a word that has no vector.
        OptionError: ``k`` or ``seed`` outside its range.

    Example:
        >>> from zici.vectors import WordVectors
        >>> cluster_words(WordVectors("猫狗书", [[1, 0], [1, 0.1], [0, 1]]), k=2).tolist()
        [0, 0, 1]
    """
    check_integer("k", k)
    check_integer("seed", seed, least=0)
    units = unit_rows(vectors, words)
    if k > len(units):
        raise OptionError(f"k: expected at most the number of words, {len(units)}, got {k}")
    centres = _first_centres(units, k, np.random.default_rng(seed))
    groups = np.argmax(units @ centres.T, axis=1)
    for _ in range(ROUNDS):
        centres = _centres(units, groups, centres)
        moved = np.argmax(units @ centres.T, axis=1)
        if np.array_equal(moved, groups):
            break
        groups = moved
    return _by_size(groups)


def _first_centres(units: Float32, k: int, rng: np.random.Generator) -> Float32:
    """Words as centres, each drawn with the squared distance to its nearest centre so far."""
    chosen = [int(rng.integers(len(units)))]
    distances = np.full(len(units), np.inf)
    for _ in range(1, k):
        distances = np.minimum(distances, np.maximum(0, 2 - 2 * (units @ units[chosen[-1]])))
        total = np.cumsum(distances)
        chosen.append(int(np.searchsorted(total, rng.random() * total[-1], side="right")))
        chosen[-1] = min(chosen[-1], len(units) - 1)  # all distances are 0, or the draw was rounded up
    return units[chosen]


def _centres(units: Float32, groups: npt.NDArray[np.intp], before: Float32) -> Float32:
    """The mean of each group at length 1; a group without words keeps its centre."""
    from scipy.sparse import csr_array

    size = len(units)
    members = csr_array((np.ones(size, np.float32), (groups, np.arange(size))), shape=(len(before), size))
    sums = members @ units
    lengths = np.linalg.norm(sums, axis=1, keepdims=True)
    result: Float32 = np.where(lengths > 0, sums / np.where(lengths == 0, 1, lengths), before)
    return result


def _by_size(groups: npt.NDArray[np.intp]) -> Int32:
    """The groups numbered anew, the largest first, equal ones by the first word."""
    _, first, numbers, sizes = np.unique(groups, return_index=True, return_inverse=True, return_counts=True)
    place = np.empty(len(sizes), np.int32)
    place[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    result: Int32 = place[numbers]
    return result
