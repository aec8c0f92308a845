"""Words that a text doesn't have but its words suggest: what a truncated SVD adds (method "svd")."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from zici.discovery._options import check_number, check_rank
from zici.errors import EmptyError, OptionError
from zici.lexicon import Lexicon

Float64 = npt.NDArray[np.float64]

MIN_COUNT = 100
MIN_SCORE = 10.0
LARGE = 10  # singular values of so many times min_count are kept
DIGITS = 6  # of a score: what lies beyond depends on the machine's linear algebra


def derived_words(
    lexicon: Lexicon, *, min_count: int = MIN_COUNT, rank: int | None = None, min_score: float = MIN_SCORE
) -> Lexicon:
    """Two-character words whose characters combine like those of a lexicon's words.

    The counts of the two-character words, first character by second, are a matrix. Cut down to its largest
    singular values and multiplied back, it has positive entries where there was no word: 神兽, 神龙, 魔兽,
    魔龙, 魔术 suggest 神术 (kexue.fm/archives/4208). Most derived words are odd, and never met in text.

    Args:
        lexicon: words with counts.
        min_count: two-character words with a smaller count stay out of the matrix.
        rank: how many singular values are kept; None: those of at least 10 ``min_count``. The article says
            nothing, but its figures come from those of 1,000 and more. Few give more words that exist.
        min_score: the least restored count; negative ones are always cut off.

    Returns:
        The words that are not in the matrix with the columns ``count`` (in the lexicon, below
        ``min_count``; 0 for the new ones, which ``- lexicon`` leaves) and ``score`` (the restored count,
        rounded to 6 digits), the largest score first; empty if none reaches ``min_score``.

    Raises:
        EmptyError: no two-character word reaches ``min_count``.
        OptionError: an option outside its range.

    Example:
        >>> pairs = "神兽 神界 神龙 神灵 魔兽 魔界 魔龙 魔灵 魔术".split()
        >>> words = Lexicon.from_words(dict.fromkeys(pairs, 9))
        >>> derived_words(words, min_count=1, rank=1, min_score=1)["神术"]
        Entry(word='神术', count=0, scores={'score': 4.46525})
    """
    check_rank(rank)
    check_number("min_score", min_score)
    if not isinstance(min_count, int) or min_count < 1:
        raise OptionError(f"min_count: expected an integer of at least 1, got {min_count!r}")
    pairs = [
        (word, count)
        for word, count in zip(lexicon.words, lexicon.count.tolist(), strict=True)
        if len(word) == 2 and count >= min_count
    ]
    if not pairs:
        raise EmptyError(
            f"no word of two characters reaches min_count {min_count}; give more text or a smaller one"
        )
    firsts, rows = np.unique([word[0] for word, _ in pairs], return_inverse=True)
    seconds, columns = np.unique([word[1] for word, _ in pairs], return_inverse=True)
    matrix = np.zeros((firsts.size, seconds.size))
    matrix[rows, columns] = [count for _, count in pairs]
    score = np.round(low_rank(matrix, rank, LARGE * min_count), DIGITS)
    places = np.argwhere((score >= min_score) & (score > 0) & (matrix == 0))
    known = lexicon.to_dict()
    words = [str(firsts[i] + seconds[j]) for i, j in places]
    return Lexicon.from_arrays(
        words, count=[max(0, known.get(word, 0)) for word in words], score=score[tuple(places.T)]
    ).sort("score")


def low_rank(matrix: Float64, rank: int | None, least: float) -> Float64:
    """A matrix with only its ``rank`` largest singular values, or only those of at least ``least``.

    From the eigenvectors of the smaller of its two products with itself, which takes a fifth of the time of
    the SVD.
    """
    if matrix.shape[0] < matrix.shape[1]:
        return low_rank(matrix.T, rank, least).T
    squares, vectors = np.linalg.eigh(matrix.T @ matrix)
    kept = squares >= least**2 if rank is None else np.arange(squares.size)[::-1] < rank
    result: Float64 = (matrix @ vectors[:, kept]) @ vectors[:, kept].T
    return result
