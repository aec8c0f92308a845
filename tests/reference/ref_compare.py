"""Slow twin of compare: one word at a time, G2 by the entropies of the two-by-two table."""

from __future__ import annotations

import math


def xlogx(*values):
    return math.fsum(value * math.log(value) for value in values if value > 0)


def g2(a, b, a_total, b_total):
    """2 (cells - rows - columns + whole), each a sum of x ln x."""
    cells = xlogx(a, b, a_total - a, b_total - b)
    rows = xlogx(a + b, a_total + b_total - a - b)
    return 2 * (cells - rows - xlogx(a_total, b_total) + xlogx(a_total + b_total))


def changes(old, new, *, grown, min_ratio, min_g2):
    """(appeared, vanished, rose, fell), each word -> (count, old count, ratio, g2)."""
    old_total, new_total = sum(old.values()), sum(new.values())
    result = ({}, {}, {}, {})
    added = {word: max(new.get(word, 0) - old.get(word, 0), 0) for word in {*old, *new}} if grown else new
    total = max(new_total - old_total, 0, *added.values(), 0) if grown else new_total
    for word in {*old, *new}:
        a, b = old.get(word, 0), added.get(word, 0)
        ratio = ((b + 0.5) / (total + 1)) / ((a + 0.5) / (old_total + 1))
        sure = g2(a, b, old_total, total)
        row = (new.get(word, 0), a, ratio, sure)
        if word not in old:
            result[0][word] = row
        elif word not in new:
            result[1][word] = row
        elif sure >= min_g2 and ratio >= min_ratio:
            result[2][word] = row
        elif sure >= min_g2 and ratio <= 1 / min_ratio:
            result[3][word] = row
    return result
