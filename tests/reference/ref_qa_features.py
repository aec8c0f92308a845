"""The features of article 5409 from their definitions, with lists and sets."""

from __future__ import annotations

from functools import cache


@cache
def edit_distance(a, b):
    """By trying the last step; a and b are tuples."""
    if not a or not b:
        return len(a) + len(b)
    if a[-1] == b[-1]:
        return edit_distance(a[:-1], b[:-1])
    return 1 + min(edit_distance(a[:-1], b[:-1]), edit_distance(a[:-1], b), edit_distance(a, b[:-1]))


def windows(units, n):
    for i in range(len(units)):
        begin = i - n // 2
        yield [units[k] for k in range(begin, begin + n) if 0 <= k < len(units)]


def features(passages, question):
    """For each passage, for each unit: match, shared, Jaccard, edit distance."""
    result = []
    for p, passage in enumerate(passages):
        rows = []
        for unit, window in zip(passage, windows(passage, len(question)), strict=True):
            others = sum(unit in other for k, other in enumerate(passages) if k != p)
            either = set(window) | set(question)
            rows.append(
                (
                    float(unit in question),
                    others / len(passages),
                    len(set(window) & set(question)) / len(either) if either else 0.0,
                    edit_distance(tuple(window), tuple(question)) / len(question) if question else 0.0,
                )
            )
        result.append(rows)
    return result
