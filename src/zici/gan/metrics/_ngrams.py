"""How alike two sets of strings are, by the n-grams of their characters."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import Any

import numpy as np

from zici.errors import EmptyError, InputError, OptionError

MOST = 8  # the longest n-grams
Ngrams = Counter[tuple[str, bool]]


def ngram_divergence(a: Sequence[str], b: Sequence[str], n: int) -> float:
    """The Jensen-Shannon divergence of the n-grams of two sets of strings, in bits: 0 to 1.

    A string of l characters has l + 1 n-grams: each character after the n - 1 before it, and its end after
    the last n - 1. Where fewer stand before, the beginning of the string is part of the n-gram. So n = 1
    compares characters and lengths, n = 2 also what strings begin and end with. Strings count as often as
    they occur.

    Two sets from one source are not at 0, the less so the smaller they are and the longer the n-grams: see
    :func:`ngram_floor`. Where that is near 1, the sets are too small for this n to tell much.

    Args:
        a: strings; empty ones may be among them.
        b: others.
        n: 1 to 8.

    Returns:
        0 for the same shares of all n-grams, 1 where no n-gram is in both.

    Raises:
        InputError: something else than strings.
        EmptyError: no strings.
        OptionError: ``n`` outside its range.

    Example:
        >>> ngram_divergence(["北京"], ["北京", "北京"], 2), ngram_divergence(["北京"], ["上海"], 3)
        (0.0, 1.0)
        >>> round(ngram_divergence(["北京"], ["北海"], 1), 3)
        0.333
    """
    one, two = check_strings(a, name="a"), check_strings(b, name="b")
    _check_n(n)
    return _divergence(_count(one, n), _count(two, n))


def ngram_floor(
    real: Sequence[str], n: int, *, sizes: tuple[int, int] | None = None, draws: int = 5, seed: int = 0
) -> float:
    """The divergence of real strings from real ones: lower than this, :func:`ngram_divergence` can't be.

    Two parts without a common element are drawn from the strings, several times; the result is the mean.

    Args:
        real: strings, such as those trained on together with those held out.
        n: 1 to 8.
        sizes: of the two parts: as many as the samples and the strings held out that they are compared with;
            None: two halves.
        draws: how many times.
        seed: gives the parts.

    Raises:
        InputError: something else than strings.
        EmptyError: fewer than two strings.
        OptionError: ``n`` or ``draws`` outside its range, or sizes that are more than there are strings.

    Example:
        >>> words = ["北京", "上海", "天津", "北海", "上京", "海北"] * 20
        >>> halves, small = ngram_floor(words, 1), ngram_floor(words, 1, sizes=(10, 10))
        >>> halves < small < ngram_divergence(words, ["天上"], 1)
        True
    """
    strings = check_strings(real, name="real", least=2)
    _check_n(n)
    if type(draws) is not int or draws < 1:
        raise OptionError(f"draws: expected a number from 1, got {draws!r}")
    one, two = (len(strings) // 2, len(strings) - len(strings) // 2) if sizes is None else sizes
    if min(one, two) < 1 or one + two > len(strings):
        raise OptionError(
            f"sizes: expected two parts of {len(strings):,} strings, got {one:,} and {two:,}; "
            f"take fewer samples, or give more real strings"
        )
    total = 0.0
    for draw in range(draws):
        order = np.random.default_rng([seed, draw]).permutation(len(strings)).tolist()
        left, right = ([strings[place] for place in part] for part in (order[:one], order[one : one + two]))
        total += _divergence(_count(left, n), _count(right, n))
    return total / draws


def check_strings(strings: Any, *, name: str, least: int = 1) -> list[str]:
    """Strings as a list.

    Raises:
        InputError: something else.
        EmptyError: fewer than ``least``.
    """
    if isinstance(strings, str | bytes):
        raise InputError(f"{name}: expected a list of strings, got one; give it as [string]")
    try:
        found = list(strings)
    except TypeError as error:
        raise InputError(f"{name}: expected a list of strings, got {type(strings).__name__}") from error
    for place, string in enumerate(found):
        if not isinstance(string, str):
            raise InputError(f"{name}: expected strings, got {string!r:.40} at index {place}")
    if len(found) < least:
        raise EmptyError(f"{name}: expected at least {least} strings, got {len(found)}")
    return found


def _check_n(n: int) -> None:
    if type(n) is not int or not 1 <= n <= MOST:
        raise OptionError(f"n: expected 1 to {MOST}, got {n!r}")


def _count(strings: list[str], n: int) -> Ngrams:
    """How often each n-gram occurs: a short one stands at the beginning, one with True at the end."""
    counts: Ngrams = Counter()
    for string in strings:
        counts.update((string[max(0, end - n) : end], False) for end in range(1, len(string) + 1))
        counts[string[max(0, len(string) - n + 1) :], True] += 1
    return counts


def _divergence(one: Ngrams, two: Ngrams) -> float:
    first, second = one.total(), two.total()
    terms = []
    for ngram in one.keys() | two.keys():
        p, q = one[ngram] / first, two[ngram] / second
        terms += [share * math.log2(2 * share / (p + q)) for share in (p, q) if share]
    return min(1.0, max(0.0, math.fsum(terms) / 2))  # fsum: the order of a set changes nothing
