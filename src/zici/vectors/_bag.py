"""Vectors of texts: weighted sums of the vectors of their words, which is a bag of words times the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError
from zici.vectors._options import check_number

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from zici.vectors._word_vectors import WordVectors

Float32 = npt.NDArray[np.float32]

HOWS = ("sum", "mean", "sif")


def bag_of_words(vectors: WordVectors, texts: Iterable[Iterable[str]]) -> csr_array:
    """How often each word stands in each text: scipy CSR array of float32, shape (texts, words).

    A sum of embeddings is this times the matrix (kexue.fm/archives/4122, 4233). Words without a vector are
    left out.

    Example:
        >>> from zici.vectors import WordVectors
        >>> vectors = WordVectors("猫狗", [[1, 0], [2, 3]])
        >>> bag_of_words(vectors, ["猫狗狗书"]).toarray().tolist()
        [[1.0, 2.0]]
    """
    from scipy.sparse import csr_array

    start, index, count = [0], [], []
    for tokens in texts:
        bag = Counter(vectors.index[word] for word in tokens if word in vectors.index)
        index += sorted(bag)
        count += [bag[row] for row in sorted(bag)]
        start.append(len(index))
    arrays = (np.array(count, np.float32), np.array(index, np.int32), np.array(start, np.int32))
    return csr_array(arrays, shape=(len(start) - 1, len(vectors)))


def bag_vectors(
    vectors: WordVectors, texts: Iterable[Iterable[str]], *, how: str = "mean", smooth: float = 1e-3
) -> Float32:
    """The vectors of texts without what they have in common taken off; see :func:`sentence_vectors`."""
    from scipy.sparse import csr_array

    if how not in HOWS:
        raise OptionError(f"how: expected one of {', '.join(HOWS)}, got {how!r}")
    texts = [list(tokens) for tokens in texts] if vectors.subwords is not None else texts
    bags = bag_of_words(vectors, texts)
    weights = np.ones(len(vectors), np.float32)
    if how == "sif":
        weights = _sif_weights(vectors, smooth)
    words = np.asarray(bags.sum(axis=1), np.float32).ravel()
    # Only the rows in use are read: the matrix may stand on disk.
    used, place = np.unique(bags.indices, return_inverse=True)
    weighted = (bags.data * weights[bags.indices], place, bags.indptr)
    result: Float32 = csr_array(weighted, shape=(len(words), used.size)) @ vectors.matrix[used]
    if vectors.subwords is not None:
        for k, tokens in enumerate(texts):  # words never seen have share 0, and so weight 1 for "sif"
            unseen = [word for word in tokens if word not in vectors.index and word in vectors.subwords]
            result[k] += vectors.subwords.vectors(unseen).sum(axis=0)
            words[k] += len(unseen)
    if how != "sum":
        result /= np.maximum(words, 1)[:, None]
    return result


def sentence_vectors(
    vectors: WordVectors,
    texts: Sequence[Iterable[str]],
    *,
    how: str = "mean",
    smooth: float = 1e-3,
    remove: int = 0,
) -> Float32:
    """One vector for each text.

    Args:
        vectors: of the words; those without a vector are left out.
        texts: lists of words.
        how: "sum", "mean", or "sif": the mean with weight smooth / (smooth + share) for a word with this
            share of all occurrences (Arora, Liang and Ma 2017).
        smooth: for "sif", above 0 and up to 1.
        remove: how many directions that the texts have most in common are taken off; 1 belongs to "sif".

    Returns:
        float32 of shape (texts, dim); zeros for a text without a known word.

    Raises:
        OptionError: an option outside its range; or "sif" where the counts of the words are not known.

    Example:
        >>> from zici.vectors import WordVectors
        >>> vectors = WordVectors("猫狗", [[1, 0], [3, 2]], counts=[2, 1])
        >>> sentence_vectors(vectors, [["猫", "狗"], ["书"]]).tolist()
        [[2.0, 1.0], [0.0, 0.0]]
    """
    if not isinstance(remove, int) or not 0 <= remove <= vectors.dim:
        raise OptionError(f"remove: expected an integer from 0 to {vectors.dim}, got {remove!r}")
    result = bag_vectors(vectors, texts, how=how, smooth=smooth)
    if remove and len(result):
        _, directions = np.linalg.eigh(result.T @ result)
        common = directions[:, ::-1][:, :remove]
        result -= (result @ common) @ common.T
    return result


def _sif_weights(vectors: WordVectors, smooth: float) -> Float32:
    check_number("smooth", smooth, above=0.0, most=1.0)
    if vectors.counts is None:
        raise OptionError('how: "sif" needs the counts of the words, which these vectors lack; take "mean"')
    share = vectors.counts / max(int(vectors.counts.sum()), 1)
    return (smooth / (smooth + share)).astype(np.float32)
