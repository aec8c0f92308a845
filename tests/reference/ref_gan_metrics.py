"""Measures of generators from their definitions, one number after the other."""

from __future__ import annotations

import itertools
import math

import numpy as np


def wasserstein_on_a_line(a, b, power):
    """The integral over the mass u from 0 to 1 of |F_a^-1(u) - F_b^-1(u)|^power, with each set laid out as
    often as the other is long, so that both are equally long."""
    left = sorted(value for value in a for _ in b)
    right = sorted(value for value in b for _ in a)
    return sum(abs(x - y) ** power for x, y in zip(left, right, strict=True)) / len(left)


def area_between(a, b):
    """The other definition of the first distance: the area between the two distribution functions."""
    points = sorted([*a, *b])
    total = 0.0
    for low, high in itertools.pairwise(points):
        total += abs(sum(x <= low for x in a) / len(a) - sum(x <= low for x in b) / len(b)) * (high - low)
    return total


def sliced(a, b, lines, power):
    costs = []
    for line in lines:
        one = [sum(x * u for x, u in zip(row, line, strict=True)) for row in a]
        two = [sum(x * u for x, u in zip(row, line, strict=True)) for row in b]
        costs.append(wasserstein_on_a_line(one, two, power))
    return (sum(costs) / len(costs)) ** (1 / power)


def frechet(a, b):
    """With the trace of the root as the sum of singular values of A B^T, without any root of a matrix."""
    a, b = np.asarray(a, float), np.asarray(b, float)
    gap = sum((x - y) ** 2 for x, y in zip(a.mean(0), b.mean(0), strict=True))
    one = (a - a.mean(0)) / math.sqrt(len(a) - 1)
    two = (b - b.mean(0)) / math.sqrt(len(b) - 1)
    common = np.linalg.svd(one @ two.T, compute_uv=False).sum()
    return gap + (one**2).sum() + (two**2).sum() - 2 * common


def coverage(samples, centres, sd, least):
    counts = [0] * len(centres)
    for point in samples:
        distances = [math.dist(point, centre) for centre in centres]
        nearest = min(range(len(centres)), key=distances.__getitem__)
        counts[nearest] += distances[nearest] <= 3 * sd
    fair = len(samples) / len(centres)
    covered = sum(count >= least * fair and count > 0 for count in counts)
    return covered, sum(counts) / len(samples), [count / len(samples) for count in counts]


def ngrams(strings, n):
    found = []
    for string in strings:
        marked = ["begin"] * (n - 1) + list(string) + ["end"]
        found += [tuple(marked[k : k + n]) for k in range(len(string) + 1)]
    return found


def jensen_shannon(a, b, n):
    one, two = ngrams(a, n), ngrams(b, n)
    total = 0.0
    for ngram in {*one, *two}:
        p, q = one.count(ngram) / len(one), two.count(ngram) / len(two)
        middle = (p + q) / 2
        total += sum(share / 2 * math.log2(share / middle) for share in (p, q) if share > 0)
    return total
