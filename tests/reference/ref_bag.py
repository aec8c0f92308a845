"""The slow twin of averaged embeddings: lists, dictionaries, floats."""

from __future__ import annotations

import math


def hidden(row, vectors, dim):
    """The sum of value * vector; a row is {column: (value, move)}."""
    return [
        sum(value * vectors.get(column, [0.0] * dim)[d] for column, (value, _) in row.items())
        for d in range(dim)
    ]


def logits_of(h, output, bias):
    return [sum(h[d] * output[d][c] for d in range(len(h))) + bias[c] for c in range(len(bias))]


def train(samples, order, rates, curvature, start, slopes_of):
    """Vectors, output and bias after a step of gradient descent on each sample of ``order``.

    ``samples`` are (row, target, cost); ``rates`` (begin, end, of the output, of the bias); ``start``
    ({column: vector}, output, bias); ``slopes_of(logits, target)`` gives the loss and its slopes by the
    logits.
    """
    vectors = {column: list(vector) for column, vector in start[0].items()}
    output, bias = [list(line) for line in start[1]], list(start[2])
    dim, outputs = len(output), len(bias)
    total = 0.0
    for s, i in enumerate(order):
        row, target, cost = samples[i]
        h = hidden(row, vectors, dim)
        loss, slopes = slopes_of(logits_of(h, output, bias), target)
        total += cost * loss
        if loss == 0.0:
            continue
        longest = max(sum(output[d][c] ** 2 for d in range(dim)) for c in range(outputs))
        far = sum(value * move for value, move in row.values()) * longest
        far += rates[3] + rates[2] * sum(x * x for x in h)
        wanted = (rates[0] + (rates[1] - rates[0]) * s / len(order)) * cost
        length = wanted / (1.0 + wanted * curvature * far)
        turned = [sum(output[d][c] * slopes[c] for c in range(outputs)) for d in range(dim)]
        for c in range(outputs):
            bias[c] -= length * rates[3] * slopes[c]
            for d in range(dim):
                output[d][c] -= length * rates[2] * slopes[c] * h[d]
        for column, (_, move) in row.items():
            old = vectors.get(column, [0.0] * dim)
            vectors[column] = [x - length * move * t for x, t in zip(old, turned, strict=True)]
    return vectors, output, bias, total


def strengths(rows, targets, shares, columns, smoothing):
    """The greatest size of a column's log-count ratios over the classes it occurs in; 0 where in none."""
    inside = {}
    for row, target, share in zip(rows, targets, shares, strict=True):
        for column in row:
            inside[column, target] = inside.get((column, target), 0.0) + share
    of_class = {}
    for (_, target), count in inside.items():
        of_class[target] = of_class.get(target, 0.0) + count
    every = sum(of_class.values())
    found = [0.0] * columns
    for (column, target), count in inside.items():
        others = sum(n for (k, c), n in inside.items() if k == column and c != target)
        p = (count + smoothing) / (of_class[target] + smoothing * columns)
        q = (others + smoothing) / (every - of_class[target] + smoothing * columns)
        found[column] = max(found[column], abs(math.log(p / q)))
    return found
