"""Positive pointwise mutual information of counted pairs."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from zici.vectors._options import check_number
from zici.vectors._pair_counts import PairCounts
from zici.vectors._pair_margins import row_pieces, whole_sums

if TYPE_CHECKING:
    from scipy.sparse import csr_array

CELLS = 1 << 20  # worked on at a time

MAX_SHIFT = 1e6


def ppmi(pairs: PairCounts, *, shift: float = 1.0, context_smoothing: float = 0.75) -> csr_array:
    """How much more often than by chance words stand together, where it is more: max(0, PMI - ln(shift)).

    The PMI of a word and a context is ln(P(word, context) / (P(word) P(context))). What word2vec with
    ``shift`` negative samples factorises is PMI - ln(shift) (Levy and Goldberg 2014).

    Args:
        pairs: the counts. Of a part the values are those that the whole table gives: P(word) and P(context)
            are the shares in the whole text, whatever rows and columns were taken.
        shift: k, above 0: 1 for plain PPMI.
        context_smoothing: P(context) is that of the counts to this power, above 0 and up to 1: below 1,
            rare contexts get smaller values.

    Returns:
        scipy CSR array of float32, of the shape of the counts, without zeros.

    Raises:
        OptionError: an option outside its range.

    Example:
        >>> from zici.vectors import count_pairs
        >>> pairs = count_pairs([["新", "词"], ["旧", "书"]], window=1, min_count=1)
        >>> [round(float(x), 4) for x in ppmi(pairs, context_smoothing=1).data]  # each ln 4
        [1.3863, 1.3863, 1.3863, 1.3863]
    """
    from scipy.sparse import csr_array

    check_number("shift", shift, above=0.0, most=MAX_SHIFT)
    check_number("context_smoothing", context_smoothing, above=0.0, most=1.0)
    matrix = pairs.matrix
    row, column, others = whole_sums(pairs)
    column **= context_smoothing
    column /= max(column.sum() + (others**context_smoothing).sum(), 1.0)
    start = np.zeros_like(matrix.indptr)
    values, indices = [np.zeros(0, np.float32)], [matrix.indices[:0]]
    for first, stop, cells, place in row_pieces(matrix.indptr, CELLS):
        index = matrix.indices[cells]
        value = np.log(matrix.data[cells] / (row[place] * column[index])) - math.log(shift)
        kept = value > 0
        start[first + 1 : stop + 1] = np.bincount(place[kept] - first, minlength=stop - first)
        values.append(value[kept].astype(np.float32))
        indices.append(index[kept])
    np.cumsum(start, out=start)
    return csr_array((np.concatenate(values), np.concatenate(indices), start), shape=matrix.shape)
