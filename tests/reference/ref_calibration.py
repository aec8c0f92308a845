"""Calibration by trying everything."""

from __future__ import annotations

import math


def entropy(logits, targets, temperature):
    total = 0.0
    for row, target in zip(logits, targets, strict=True):
        scaled = [z / temperature for z in row]
        top = max(scaled)
        total += top + math.log(sum(math.exp(z - top) for z in scaled)) - scaled[target]
    return total / len(targets)


def calibration_error(probabilities, targets, bins):
    cells = {}
    for row, target in zip(probabilities, targets, strict=True):
        sure = max(row)
        cell = min(int(sure * bins), bins - 1)
        cells.setdefault(cell, []).append((row.index(sure) == target, sure))
    error = 0.0
    for pairs in cells.values():
        right = sum(hit for hit, _ in pairs) / len(pairs)
        error += len(pairs) / len(targets) * abs(right - sum(sure for _, sure in pairs) / len(pairs))
    return error


def goal(probabilities, labels, threshold, for_, costs):
    """Accuracy, F1, or minus the mean cost."""
    pairs = [(p >= threshold, bool(y)) for p, y in zip(probabilities, labels, strict=True)]
    hit = sum(a and y for a, y in pairs)
    wrong_yes, wrong_no = sum(a and not y for a, y in pairs), sum(y and not a for a, y in pairs)
    if for_ == "f1":
        return 2 * hit / (2 * hit + wrong_yes + wrong_no) if hit else 0.0
    if for_ == "cost":
        return -(costs[0] * wrong_yes + costs[1] * wrong_no) / len(pairs)
    return sum(a == y for a, y in pairs) / len(pairs)


def best_goal(probabilities, labels, for_, costs):
    cuts = [0.0, 2.0, *probabilities]
    return max(goal(probabilities, labels, cut, for_, costs) for cut in cuts)


def most_answers(sure, hit, wanted):
    """How many samples can have an answer, the surest first, so that this share is right."""
    best = 0
    for cut in sure:
        taken = [right for s, right in zip(sure, hit, strict=True) if s >= cut]
        if sum(taken) / len(taken) >= wanted:
            best = max(best, len(taken))
    return best
