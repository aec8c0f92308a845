"""The slow twin of the linear model: strings, dictionaries, floats."""

from __future__ import annotations

import math
from collections import Counter


def fold(text):
    """Half width and lower case, one for one."""
    out = []
    for char in text:
        point = ord(char)
        if 0xFF01 <= point <= 0xFF5E:
            char = chr(point - 0xFEE0)
        elif point == 0x3000:
            char = " "
        out.append(char.lower() if len(char.lower()) == 1 and point < 0x10000 else char)
    return "".join(out)


def ngrams(views, blocks):
    """All n-grams of a text: (block, units) as often as they stand there."""
    found = []
    for number, (view, shortest, longest, limit) in enumerate(blocks):
        units = views[view][:limit] if limit else views[view]
        for length in range(shortest, longest + 1):
            for begin in range(len(units) - length + 1):
                found.append((number, tuple(units[begin : begin + length])))
    return found


def document_counts(texts, blocks, min_count):
    """In how many texts each kept n-gram occurs; a text is a list of views, a view a list of units."""
    counts = Counter()
    for views in texts:
        counts.update(set(ngrams(views, blocks)))
    return {gram: count for gram, count in counts.items() if count >= min_count}


def idf(count, texts):
    return math.log((1 + texts) / (1 + count)) + 1


def row(views, blocks, kept, texts):
    """The values of a text's columns: (1 + ln count) idf, of Euclidean length 1."""
    counts = Counter(gram for gram in ngrams(views, blocks) if gram in kept)
    values = {gram: (1 + math.log(n)) * idf(kept[gram], texts) for gram, n in counts.items()}
    length = math.sqrt(sum(value * value for value in values.values()))
    return {gram: value / length for gram, value in values.items()}


def ratio(kept, grams_of, targets, inside, smoothing, power):
    """The log-count ratio of one class against the rest, for every n-gram."""
    p = dict.fromkeys(kept, smoothing)
    q = dict.fromkeys(kept, smoothing)
    for grams, target in zip(grams_of, targets, strict=True):
        for gram in set(grams) & set(kept):
            (p if target == inside else q)[gram] += 1
    all_p, all_q = sum(p.values()), sum(q.values())
    out = {}
    for gram in kept:
        value = math.log(p[gram] / all_p / (q[gram] / all_q))
        out[gram] = math.copysign(abs(value) ** power, value)
    return out


def sdca(rows, targets, costs, order, outputs, *, slopes_of, curvature, factors):
    """Weights after steps on the samples of ``order``.

    ``rows`` are dicts column -> value with the bias as column -1; ``factors[column][output]``; ``slopes_of``
    gives the slopes of the loss by the outputs.
    """
    weights = {}
    beta = [[0.0] * outputs for _ in rows]
    for i in order:
        scaled = [
            {column: value * factors(column, c) for column, value in rows[i].items()} for c in range(outputs)
        ]
        found = [
            sum(value * weights.get((column, c), 0.0) for column, value in scaled[c].items())
            for c in range(outputs)
        ]
        slopes = slopes_of(found, targets[i])
        norm = max(sum(value * value for value in row.values()) for row in scaled)
        for c in range(outputs):
            move = (-costs[i] * slopes[c] - beta[i][c]) / (1 + costs[i] * curvature * norm)
            beta[i][c] += move
            for column, value in scaled[c].items():
                weights[column, c] = weights.get((column, c), 0.0) + move * value
    return weights
