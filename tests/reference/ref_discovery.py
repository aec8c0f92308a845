"""Slow twins of the ways to find words, written from the definitions over plain strings."""

from __future__ import annotations

import math
import re
from collections import Counter
from itertools import combinations, pairwise

import numpy as np

from reference import ref_ngrams

UNIT = re.compile("[0-9a-zA-Z]+|.")
NUMBER = re.compile("[0-9]+[^a-zA-Z]*")


def entropy(neighbours):
    total = len(neighbours)
    return -sum(c / total * math.log(c / total) for c in Counter(neighbours).values())


def neighbours(texts, word):
    """The characters before and after every occurrence; a boundary is an object of its own each time."""
    left, right = [], []
    for run in ref_ngrams.runs(texts):
        for i in range(len(run) - len(word) + 1):
            if run[i : i + len(word)] == word:
                left.append(run[i - 1] if i > 0 else object())
                right.append(run[i + len(word)] if i + len(word) < len(run) else object())
    return left, right


def neighbour_entropies(texts, words):
    """word -> (occurrences, left entropy, right entropy); None where it doesn't occur."""
    result = {}
    for word in words:
        left, right = neighbours(texts, word)
        result[word] = (len(left), entropy(left), entropy(right)) if left else (0, None, None)
    return result


def by_entropy(texts, *, order, min_count, min_pmi, min_entropy):
    """word -> (count, left, right): free n-grams that hold together, and single characters."""
    counts = ref_ngrams.count_ngrams(texts, order)
    total = sum(counts[1].values())
    words = {}
    for n in range(1, order + 1):
        for gram, count in counts[n].items():
            if count < min_count or NUMBER.fullmatch(gram):
                continue
            _, left, right = neighbour_entropies(texts, [gram])[gram]
            held = n == 1 or ref_ngrams.pmi(gram, counts, total) >= min_pmi - 1e-12
            free = n == 1 or min(left, right) >= min_entropy - 1e-12
            if held and free:
                words[gram] = (count, left, right)
    return words


def cuts(word):
    """All ways to write a word with two or more parts that break no run of letters and digits."""
    units = UNIT.findall(word)
    for k in range(1, len(units)):
        for inner in combinations(range(1, len(units)), k):
            yield ["".join(units[a:b]) for a, b in pairwise([0, *inner, len(units)])]


def log_share(count, total):
    return round(math.log(max(count, 1) / total) * 2**20)


def best_cut(word, counts, total):
    """The parts with the largest product of probabilities; of equal ones the longest last part, and so on."""
    found = [c for c in cuts(word) if all(p in counts or len(UNIT.findall(p)) == 1 for p in c)]
    return max(
        found,
        key=lambda parts: (
            sum(log_share(counts.get(p, 0), total) for p in parts),
            [len(p) for p in reversed(parts)],
        ),
    )


def without_redundant(counts, *, min_gain, least):
    """The de-redundancy of minimum entropy: word -> count."""
    counts = dict(counts)
    longest = max(len(UNIT.findall(word)) for word in counts)
    for length in range(longest, 1, -1):
        total = sum(counts.values())
        dropped = {}
        for word in [w for w in counts if len(UNIT.findall(w)) == length]:
            others = {w: c for w, c in counts.items() if w != word}
            parts = best_cut(word, others, total)
            gain = log_share(counts[word], total) - sum(log_share(counts.get(p, 0), total) for p in parts)
            if gain / 2**20 < min_gain * (length - 1):
                dropped[word] = (counts[word], parts)
        for count, parts in dropped.values():
            for part in parts:
                counts[part] = counts.get(part, 0) + count
        for word in dropped:
            del counts[word]
    return {w: c for w, c in counts.items() if c >= least and not NUMBER.fullmatch(w)}


def prune(counts, spelling=0.0):
    """The words that save more than they cost, against the best cut into other words."""
    total = max(1, sum(counts.values()))
    kept = []
    for word, count in counts.items():
        if count == 0:
            continue
        others = {w: c for w, c in counts.items() if w != word and c > 0}
        score = log_share(count, total)
        units = len(UNIT.findall(word))
        if units == 1:
            kept.append(word)
            continue
        parts = sum(log_share(others.get(p, 0), total) for p in best_cut(word, others, total))
        if (score - parts) / 2**20 * count >= spelling * (units + 1):
            kept.append(word)
    return kept


def derived(counts, *, min_count, rank, min_score):
    """word -> score of the two-character words that the truncated SVD adds."""
    pairs = {w: c for w, c in counts.items() if len(w) == 2 and c >= min_count}
    firsts, seconds = sorted({w[0] for w in pairs}), sorted({w[1] for w in pairs})
    matrix = np.array([[pairs.get(a + b, 0.0) for b in seconds] for a in firsts])
    u, sigma, v = np.linalg.svd(matrix, full_matrices=False)
    keep = sigma >= 10 * min_count - 1e-9 if rank is None else np.arange(sigma.size) < rank
    restored = (u[:, keep] * sigma[keep]) @ v[keep]
    return {
        a + b: restored[i, j]
        for i, a in enumerate(firsts)
        for j, b in enumerate(seconds)
        if a + b not in pairs and restored[i, j] >= min_score and restored[i, j] > 0
    }
