"""Vectors of texts: weighted sums of the vectors of their words, which is a bag of words times the matrix."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError
from zici.vectors._options import check_integer, check_number
from zici.vectors._word_ngrams import MAX_BUCKETS, hashed_ngrams, ngram_columns

if TYPE_CHECKING:
    from scipy.sparse import csr_array

    from zici.vectors._word_vectors import WordVectors

Float32 = npt.NDArray[np.float32]

HOWS = ("sum", "mean", "sif")


def bag_of_words(
    vectors: WordVectors, texts: Iterable[Iterable[str]], *, ngrams: int = 1, buckets: int = 2**18
) -> csr_array:
    """How often each word stands in each text: scipy CSR array of float32, shape (texts, words).

    A sum of embeddings is this times the matrix (kexue.fm/archives/4122, 4233). Words without a vector are
    left out.

    Args:
        vectors: of the words.
        texts: lists of words.
        ngrams: above 1, n-grams of 2 up to so many words follow in ``buckets`` hashed columns, as in
            :func:`hashed_ngrams`: the shape is then (texts, words + buckets).
        buckets: those columns, from 1.

    Raises:
        OptionError: ``ngrams`` or ``buckets`` below 1.

    Example:
        >>> from zici.vectors import WordVectors
        >>> vectors = WordVectors("猫狗", [[1, 0], [2, 3]])
        >>> bag_of_words(vectors, ["猫狗狗书"]).toarray().tolist()
        [[1.0, 2.0]]
        >>> bag_of_words(vectors, ["猫狗狗书"], ngrams=2, buckets=100).shape
        (1, 102)
    """
    check_integer("ngrams", ngrams)
    if ngrams == 1:
        return _word_counts(vectors, texts)
    from scipy.sparse import csr_array, hstack

    listed = [list(tokens) for tokens in texts]
    parts = [_word_counts(vectors, listed), hashed_ngrams(listed, longest=ngrams, buckets=buckets)]
    return csr_array(hstack(parts, format="csr"))


def _word_counts(vectors: WordVectors, texts: Iterable[Iterable[str]]) -> csr_array:
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
    ngrams: int = 1,
    ngram_dim: int = 4096,
) -> Float32:
    """One vector for each text.

    With word n-grams beside the words, as in fastText (Joulin et al. 2017), it tells 不 好 from 好 不.
    N-grams have no vectors learned from text: each adds to a hashed column, whose worth a classifier learns.

    Args:
        vectors: of the words; those without a vector are left out.
        texts: lists of words.
        how: "sum", "mean", or "sif": the mean with weight smooth / (smooth + share) for a word with this
            share of all occurrences (Arora, Liang and Ma 2017).
        smooth: for "sif", above 0 and up to 1.
        remove: how many directions that the texts have most in common are taken off; 1 belongs to "sif".
        ngrams: above 1, n-grams of 2 up to so many words fill ``ngram_dim`` further numbers; see
            :func:`hashed_ngrams`. They are summed for "sum", else their mean is taken.
        ngram_dim: those numbers, from 1.

    Returns:
        float32 of shape (texts, dim), or (texts, dim + ngram_dim); zeros for a text without a known word.

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
    check_integer("ngrams", ngrams)
    check_integer("ngram_dim", ngram_dim, most=MAX_BUCKETS)
    listed = [list(tokens) for tokens in texts]
    result = bag_vectors(vectors, listed, how=how, smooth=smooth)
    if remove and len(result):
        _, directions = np.linalg.eigh(result.T @ result)
        common = directions[:, ::-1][:, :remove]
        result -= (result @ common) @ common.T
    if ngrams == 1:
        return result
    columns = ngram_columns(listed, longest=ngrams, columns=ngram_dim, mean=how != "sum")
    return np.hstack([result, columns])


def _sif_weights(vectors: WordVectors, smooth: float) -> Float32:
    check_number("smooth", smooth, above=0.0, most=1.0)
    if vectors.counts is None:
        raise OptionError('how: "sif" needs the counts of the words, which these vectors lack; take "mean"')
    share = vectors.counts / max(int(vectors.counts.sum()), 1)
    return (smooth / (smooth + share)).astype(np.float32)
