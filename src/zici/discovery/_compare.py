"""compare: the words of two texts, or of a text before and after it grew."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from zici.errors import OptionError
from zici.lexicon import Lexicon
from zici.ngrams import NgramCounts

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

MIN_G2 = 15.13
MIN_RATIO = 1.5


class Changes(NamedTuple):
    """What differs between two lexicons.

    Each is a Lexicon with the columns ``count`` (in the new text), ``old_count``, ``ratio`` (of the relative
    frequencies, new to old) and ``g2`` (how sure the difference is), the surest first.

    Attributes:
        appeared: words that the old lexicon lacks.
        vanished: words that the new lexicon lacks.
        rose: words of both that are more frequent now.
        fell: words of both that are less frequent now.
    """

    appeared: Lexicon
    vanished: Lexicon
    rose: Lexicon
    fell: Lexicon


def compare(
    old: Lexicon,
    new: Lexicon,
    *,
    old_total: int | None = None,
    new_total: int | None = None,
    ngrams: tuple[NgramCounts, NgramCounts] | None = None,
    grown: bool = False,
    min_ratio: float = MIN_RATIO,
    min_g2: float = MIN_G2,
) -> Changes:
    """The words that appeared, vanished, rose or fell from one lexicon to the next.

    A word of both rose if its relative frequency grew at least ``min_ratio`` times and the log-likelihood
    ratio G2 (Dunning 1993) of "two frequencies" against "one frequency" reaches ``min_g2``; it fell if the
    same holds the other way round. G2 is about distributed as chi squared with one degree of freedom where
    nothing changed; the default 15.13 is passed by chance once in 10,000 words, so that among the many words
    of a lexicon hardly any is listed for nothing. Rare words reach it with large changes alone, which is why
    the ratio by itself would not do. Ratios are of counts with 0.5 added and totals with 1 added, so that a
    count of 0 gives a finite one. Words that appeared or vanished are listed whatever their ``g2``, which is
    what orders them; a word that a lexicon lacks counts as 0 there, though it may have been below the
    threshold.

    Args:
        old: words with counts.
        new: words with counts.
        old_total: words in the old text; None: the sum of the counts.
        new_total: words in the new text; None: the sum of the counts.
        ngrams: the n-grams of the old and the new text. Frequencies are then those of a word's string,
            wherever it stands, among all characters (words longer than the n-grams have their lexicon's
            count). They don't depend on the cut, which changes with every text: without them 系列 falls where
            一系列 becomes a word. What was too rare to be kept counts as 0.
        grown: the new text holds the old one; what was added is then compared with what was there before,
            for the whole is not independent of its part. The columns keep the counts of the whole texts.
        min_ratio: the smallest change of relative frequency, from 1.
        min_g2: the smallest G2, from 0.

    Raises:
        OptionError: a bound outside its range, a word whose count is unknown, a total below the largest
            count, or totals beside ``ngrams``, which have their own.

    Example:
        >>> old = Lexicon.from_words({"的": 500, "新冠": 2, "诺基亚": 9})
        >>> new = Lexicon.from_words({"的": 510, "新冠": 80, "元宇宙": 7})
        >>> changes = compare(old, new)
        >>> changes.appeared.words, changes.vanished.words, changes.rose.words, changes.fell.words
        (('元宇宙',), ('诺基亚',), ('新冠',), ())
        >>> changes.rose["新冠"].scores
        {'old_count': 2, 'ratio': 27.56..., 'g2': 88.25...}
    """
    _check_bounds(min_ratio, min_g2)
    if ngrams is not None and (old_total, new_total) != (None, None):
        raise OptionError("ngrams: expected no totals beside them; n-grams bring those of their texts")
    words = list(dict.fromkeys([*new.words, *old.words]))
    before, after = _counts(old, words), _counts(new, words)
    if ngrams is not None:
        before, after = (_occurrences(*pair, words) for pair in zip(ngrams, (before, after), strict=True))
        old_total, new_total = (counts.total for counts in ngrams)
    totals = (_total(before, old_total, "old_total"), _total(after, new_total, "new_total"))
    table = _paired(words, before, after, totals, grown=grown)
    in_old = np.fromiter((word in old for word in table.words), np.bool_, len(table))
    in_new = np.fromiter((word in new for word in table.words), np.bool_, len(table))
    ratio, sure = table.columns["ratio"], table.columns["g2"] >= min_g2
    both = in_old & in_new & sure
    rows = (in_new & ~in_old, in_old & ~in_new, both & (ratio >= min_ratio), both & (ratio * min_ratio <= 1))
    return Changes(*(_chosen(table, mask) for mask in rows))


def _check_bounds(min_ratio: float, min_g2: float) -> None:
    if not 1 <= min_ratio < math.inf:
        raise OptionError(f"min_ratio: expected a number from 1, got {min_ratio!r}")
    if not 0 <= min_g2 < math.inf:
        raise OptionError(f"min_g2: expected a number from 0, got {min_g2!r}")


def _counts(lexicon: Lexicon, words: list[str]) -> Int64:
    if np.any(lexicon.count < 0):
        word = lexicon.words[int(np.argmin(lexicon.count))]
        raise OptionError(f"compare: expected words with counts, the count of {word!r} is unknown")
    known = lexicon.to_dict()
    return np.fromiter((known.get(word, 0) for word in words), np.int64, len(words))


def _occurrences(ngrams: NgramCounts, counts: Int64, words: list[str]) -> Int64:
    """How often the strings occur; where they are longer than the n-grams ``counts`` stays."""
    result = counts.copy()
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    for n in range(1, ngrams.order + 1):
        rows = np.flatnonzero(lengths == n)
        if rows.size:
            ids = ngrams.find([words[row] for row in rows.tolist()])
            result[rows] = np.where(ids > 0, ngrams.levels[n - 1].count[ids], 0)
    return result


def _total(counts: Int64, total: int | None, name: str) -> int:
    if total is None:
        return int(counts.sum())
    largest = int(counts.max(initial=0))
    if total < largest:
        raise OptionError(f"{name}: expected at least the largest count {largest:,}, got {total!r}")
    return total


def _paired(
    words: list[str], before: Int64, after: Int64, totals: tuple[int, int], *, grown: bool
) -> Lexicon:
    """All words of both with the columns of the result."""
    second, second_total = after, totals[1]
    if grown:
        # The longer text is cut by its own words: a word may be found less often even in the same old part.
        second, second_total = np.maximum(after - before, 0), max(totals[1] - totals[0], 0)
    second_total = max(second_total, int(second.max(initial=0)))
    ratio = (second + 0.5) / (second_total + 1) * ((totals[0] + 1) / (before + 0.5))
    g2 = log_likelihood(before, second, totals[0], second_total)
    return Lexicon.from_arrays(words, count=after, old_count=before, ratio=ratio, g2=g2)


def log_likelihood(first: Int64, second: Int64, first_total: int, second_total: int) -> Float64:
    """G2 of counts in two texts of the given totals: 2 sum of observed ln(observed / expected)."""
    share = (first + second) / max(first_total + second_total, 1)
    result = np.zeros(first.size)
    for counts, total in ((first, first_total), (second, second_total)):
        for observed, expected in ((counts, share * total), (total - counts, (1 - share) * total)):
            some = (observed > 0) & (expected > 0)
            result[some] += 2 * observed[some] * np.log(observed[some] / expected[some])
    return np.maximum(result, 0.0)  # equal shares may come out below zero by a rounding


def _chosen(table: Lexicon, mask: npt.NDArray[np.bool_]) -> Lexicon:
    columns = {name: values[mask] for name, values in table.columns.items()}
    words = [word for word, kept in zip(table.words, mask.tolist(), strict=True) if kept]
    return Lexicon(words, columns).sort("g2")
