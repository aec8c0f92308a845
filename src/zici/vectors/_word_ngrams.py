"""Word n-grams as features: what a bag of words forgets, the order of neighbours, put into hashed columns."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.vectors._options import check_integer

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Float32 = npt.NDArray[np.float32]

MAX_BUCKETS = 2**31 - 1
SIGN = 1 << 31  # the highest bit of the hash; the column is taken from the others


def hashed_ngrams(texts: Iterable[Iterable[str]], *, longest: int = 2, buckets: int = 2**18) -> csr_array:
    """How often the word n-grams of each text fall into each bucket, with the signs of a hash.

    An n-gram adds +1 or -1 to its bucket, so that n-grams that meet in one cancel rather than pile up:
    products of two rows are right on average (Weinberger et al. 2009). CRC-32 is the same on every machine.

    Args:
        texts: lists of words.
        longest: n-grams of 2 up to so many words.
        buckets: columns, from 1.

    Returns:
        scipy CSR array of float32, shape (texts, buckets).

    Raises:
        OptionError: ``longest`` below 2, or ``buckets`` below 1.

    Example:
        >>> rows = hashed_ngrams([["不", "好"], ["好", "不"], ["好"]], buckets=1000)
        >>> rows.shape, rows.nnz, int((rows[[0]] != rows[[1]]).nnz)
        ((3, 1000), 2, 2)
    """
    from scipy.sparse import csr_array

    check_integer("longest", longest, least=2)
    check_integer("buckets", buckets, most=MAX_BUCKETS)
    start, column, value = [0], [], []
    for tokens in texts:
        hashes = _hashes(list(tokens), longest)
        column += [(number & (SIGN - 1)) % buckets for number in hashes]
        value += [1.0 if number & SIGN else -1.0 for number in hashes]
        start.append(len(column))
    arrays = (np.array(value, np.float32), np.array(column, np.int32), np.array(start, np.int64))
    result = csr_array(arrays, shape=(len(start) - 1, buckets))
    result.sum_duplicates()
    return result


def ngram_columns(texts: Sequence[Sequence[str]], *, longest: int, columns: int, mean: bool) -> Float32:
    """:func:`hashed_ngrams` as a dense matrix, divided by the number of n-grams if ``mean``."""
    result: Float32 = hashed_ngrams(texts, longest=longest, buckets=columns).toarray()
    if mean:
        lengths = range(2, longest + 1)
        counts = [sum(max(len(tokens) - n + 1, 0) for n in lengths) for tokens in texts]
        result /= np.maximum(np.array(counts, np.float32), 1)[:, None]
    return result


def _hashes(tokens: list[str], longest: int) -> list[int]:
    """CRC-32 of every n-gram, its words parted by a character that no word holds."""
    coded = [word.encode("utf-8", "surrogatepass") for word in tokens]
    return [
        zlib.crc32(b"\x00".join(coded[first : first + n]))
        for n in range(2, longest + 1)
        for first in range(len(coded) - n + 1)
    ]
