"""Slow twins of the estimation: the most probable cut by brute force, and the counts of the method "best"."""

from __future__ import annotations

import math
from collections import Counter

from reference import ref_ngrams


def cuts(run):
    """All ways to cut a string."""
    if not run:
        yield []
    for k in range(1, len(run) + 1):
        for rest in cuts(run[k:]):
            yield [run[:k], *rest]


def inside_latin(run, at):
    """Whether letters or digits stand on both sides of a gap."""
    return 0 < at < len(run) and bool(ref_ngrams.LATIN.fullmatch(run[at - 1 : at + 1]))


def allowed(run, parts, order, words):
    at = 0
    for part in parts:
        if inside_latin(run, at) or inside_latin(run, at + len(part)):
            return False
        if not (part in words or len(part) == 1 or ref_ngrams.LATIN.fullmatch(part)):
            return False
        if len(part) > order and not ref_ngrams.LATIN.fullmatch(part):
            return False
        at += len(part)
    return True


def best_score(run, score, words, order):
    """The largest sum of scores over all allowed cuts."""
    return max(sum(map(score, parts)) for parts in cuts(run) if allowed(run, parts, order, words))


def scorer(counts, words, price, total, *, unseen, latin):
    """The score of a word: log of its share times its discount."""

    def score(word):
        if len(word) > 1 and word in words:
            node = (
                math.log(counts[word] * math.exp(-price[len(word) - 2]) / total)
                if counts[word]
                else -math.inf
            )
            return max(node, math.log(latin)) if ref_ngrams.LATIN.fullmatch(word) else node
        if ref_ngrams.LATIN.fullmatch(word):
            return math.log(latin)
        return math.log((counts[word] + unseen) / total)

    return score


def first_counts(texts, kept, order):
    return Counter(piece for run in ref_ngrams.runs(texts) for piece in ref_ngrams.cut(run, kept, order))
