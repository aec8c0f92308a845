"""The map of words from its definition, one number at a time: nearest rows, weights, rounds of steps."""

from __future__ import annotations

import math

from reference.ref_sgns import Random


def cosine(x, y):
    dot = math.fsum(a * b for a, b in zip(x, y, strict=True))
    return dot / math.sqrt(math.fsum(a * a for a in x) * math.fsum(b * b for b in y))


def nearest(rows, n):
    """For each row the n other rows of the largest cosine, with it; equal ones in their order."""
    found = []
    for i, row in enumerate(rows):
        others = [(cosine(row, other), j) for j, other in enumerate(rows) if j != i]
        found.append(sorted(others, key=lambda pair: (-pair[0], pair[1]))[:n])
    return found


def weights(distances):
    """exp(-(d - first) / s) with the s that makes the sum log2(n + 1)."""
    wanted = math.log2(len(distances) + 1)
    low, high = 1e-9, 64.0
    for _ in range(200):
        middle = (low + high) / 2
        if sum(math.exp(-(d - distances[0]) / middle) for d in distances) > wanted:
            high = middle
        else:
            low = middle
    return [math.exp(-(d - distances[0]) / high) for d in distances]


def place_round(points, edges, negative, rate, state):
    """One round; edges are (first, second, chance of 2**32); points, lists of two numbers, are moved."""
    random = Random(state)

    def step(i, j, pull):
        moves = [pull * (b - a) for a, b in zip(points[i], points[j], strict=True)]
        return [max(-4.0, min(4.0, move)) for move in moves]

    def squared(i, j):
        return sum((a - b) ** 2 for a, b in zip(points[i], points[j], strict=True))

    for i, j, keep in edges:
        if random.next() >> 32 > keep:
            continue
        move = step(i, j, 2 * rate / (1 + squared(i, j)))
        points[i] = [a + m for a, m in zip(points[i], move, strict=True)]
        points[j] = [a - m for a, m in zip(points[j], move, strict=True)]
        for _ in range(negative):
            other = random.below(len(points))
            if other != i:
                d = squared(i, other)
                move = step(i, other, -2 * rate / ((0.001 + d) * (1 + d)))
                points[i] = [a + m for a, m in zip(points[i], move, strict=True)]
    return random.state
