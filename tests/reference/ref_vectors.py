"""Slow twins of the vectors: pairs, PPMI and analogies straight from their definitions."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction


def vocabulary(texts, min_count):
    counts = Counter(word for text in texts for word in text if word.strip())
    return sorted((w for w in counts if counts[w] >= min_count), key=lambda w: (-counts[w], w))


def pairs(texts, *, window, dynamic=True, direction="both", min_count=1):
    """How many pairs (word, context) there are, as fractions."""
    words = set(vocabulary(texts, min_count))
    result = Counter()
    for text in texts:
        kept = [word for word in text if word in words]
        for i, word in enumerate(kept):
            for j, context in enumerate(kept):
                distance = abs(i - j)
                side = "left" if j < i else "right"
                if 1 <= distance <= window and direction in ("both", side):
                    result[word, context] += Fraction(window - distance + 1, window) if dynamic else 1
    return dict(result)


def drawn_pairs(texts, *, window, widths):
    """The pairs of word2vec when word number k of the text draws the width ``widths[k]``."""
    result, k = Counter(), 0
    for text in texts:
        for i, word in enumerate(text):
            for j in range(max(0, i - widths[k]), min(len(text), i + widths[k] + 1)):
                if j != i:
                    result[word, text[j]] += 1
            k += 1
    return result


def ppmi(counts, *, shift, smoothing):
    """From (word, context) -> count to (word, context) -> value above 0."""
    word_sum, context_sum = Counter(), Counter()
    for (word, context), count in counts.items():
        word_sum[word] += count
        context_sum[context] += count
    total = float(sum(word_sum.values()))
    smoothed = {context: float(count) ** smoothing for context, count in context_sum.items()}
    norm = sum(smoothed.values())
    result = {}
    for (word, context), count in counts.items():
        chance = float(word_sum[word]) / total * smoothed[context] / norm
        value = math.log(float(count) / total / chance) - math.log(shift)
        if value > 0:
            result[word, context] = value
    return result


def cosine(a, b):
    lengths = math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))
    return sum(x * y for x, y in zip(a, b, strict=True)) / lengths if lengths else 0.0


def unit(a):
    length = math.sqrt(sum(x * x for x in a)) or 1.0
    return [x / length for x in a]


def analogy_scores(table, first, second, third, *, method):
    """The score of every other word of a dict word -> list of numbers."""
    a, b, c = (table[word] for word in (first, second, third))
    scores = {}
    for word, vector in table.items():
        if word in (first, second, third):
            continue
        if method == "add":
            target = [y - x + z for x, y, z in zip(unit(a), unit(b), unit(c), strict=True)]
            scores[word] = cosine(vector, target)
        else:
            one, two, three = ((1 + cosine(vector, other)) / 2 for other in (a, b, c))
            scores[word] = two * three / (one + 1e-3)
    return scores
