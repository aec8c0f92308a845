"""Slow twins of counting, cohesion, cut and backtracking, written from the definitions over plain strings."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import pairwise

WORD = "0-9a-zA-Z\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
RUNS = re.compile(f"[{WORD}]+")
LATIN = re.compile("[0-9a-zA-Z]+")


def runs(texts):
    return [run for text in texts for run in RUNS.findall(text)]


def count_ngrams(texts, order):
    """Counts of all n-grams by length, nothing dropped."""
    counts = {n: Counter() for n in range(1, order + 1)}
    for run in runs(texts):
        for n in range(1, order + 1):
            counts[n].update(run[i : i + n] for i in range(len(run) - n + 1))
    return counts


def keep(counts, min_count):
    """What reaches the threshold of its length (``min_count[n - 1]``)."""
    return {n: {g: c for g, c in counts[n].items() if c >= min_count[n - 1]} for n in counts}


def pmi(gram, counts, total):
    """ln of P(s) / (P(left) P(right)), the smallest over the splits."""
    splits = [
        counts[len(gram)][gram] * total / (counts[k][gram[:k]] * counts[len(gram) - k][gram[k:]])
        for k in range(1, len(gram))
    ]
    return math.log(min(splits))


def cut(run, kept, order):
    """Close every gap that a kept n-gram covers, and those inside letters and digits; cut at the others."""
    closed = set()
    for n in range(2, order + 1):
        for i in range(len(run) - n + 1):
            if run[i : i + n] in kept:
                closed.update(range(i + 1, i + n))
    for match in LATIN.finditer(run):
        closed.update(range(match.start() + 1, match.end()))
    edges = [0, *(i for i in range(1, len(run)) if i not in closed), len(run)]
    return [run[a:b] for a, b in pairwise(edges)]


def passes(piece, kept, order, strict):
    """The backtracking: is the piece made of kept n-grams?"""
    if len(piece) <= 2:
        return True
    longest = min(len(piece), order)
    lengths = range(3, longest + 1) if strict else [longest]
    if longest < 3:
        lengths = [longest]
    return all(
        piece[i : i + n] in kept or LATIN.fullmatch(piece[i : i + n])
        for n in lengths
        for i in range(len(piece) - n + 1)
    )


def discover(texts, *, order, min_count, min_pmi, strict=False):
    """word -> (count, pmi or None); ``min_count`` one number, ``min_pmi`` by length from 2 on."""
    counts = count_ngrams(texts, order)
    total = sum(counts[1].values())
    frequent = keep(counts, [min_count] * order)
    kept = {
        gram
        for n in range(2, order + 1)
        for gram in frequent[n]
        if pmi(gram, counts, total) >= min_pmi[n - 2] - 1e-12
    }
    pieces = Counter(piece for run in runs(texts) for piece in cut(run, kept, order))
    words = {}
    for piece, count in pieces.items():
        if (
            count >= min_count
            and not re.fullmatch("[0-9]+[^a-zA-Z]*", piece)
            and passes(piece, kept, order, strict)
        ):
            words[piece] = (count, _score(piece, frequent, counts, order, total))
    return words


def _score(piece, frequent, counts, order, total):
    if len(piece) == 1:
        return None
    n = min(len(piece), order)
    windows = [piece[i : i + n] for i in range(len(piece) - n + 1)]
    scores = [pmi(w, counts, total) for w in windows if w in frequent[n]]
    return min(scores) if scores else None
