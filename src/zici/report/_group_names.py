"""The few words that tell what a group of words is about."""

from __future__ import annotations

import numpy as np

from zici.report._map_data import Float32, Int32, Int64

NAMES = 10
INNER = 0.25  # of a group's words: those nearest to its middle


def group_names(matrix: Float32, counts: Int64 | None, groups: Int32) -> list[list[int]]:
    """For each group the rows of up to ten words: the most frequent of those that are near its middle.

    The most frequent words of a whole group are the text's most frequent words, which stand for nothing.

    Args:
        matrix: vectors, shape (words, dim).
        counts: int64 of shape (words,); None: the first words are taken for the most frequent.
        groups: of each word, int32 of shape (words,), from 0, none left out.

    Example:
        >>> matrix = np.array([[1, 1], [1, 0.1], [1, 0], [0, 1]], np.float32)
        >>> group_names(matrix, np.array([9, 5, 3, 2]), np.array([0, 0, 0, 1], np.int32))
        [[1], [3]]
    """
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    units = matrix / np.where(lengths == 0, 1, lengths)
    weight = -np.arange(len(matrix)) if counts is None else counts
    names = []
    for group in range(int(groups.max()) + 1):
        members = np.flatnonzero(groups == group)
        cosines = units[members] @ units[members].mean(axis=0)
        inner = max(1, round(len(members) * INNER))
        near = members[np.argsort(-cosines, kind="stable")[:inner]]
        names.append(near[np.argsort(-weight[near], kind="stable")[:NAMES]].tolist())
    return names
