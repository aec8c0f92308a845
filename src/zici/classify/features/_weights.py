"""How much a column counts: inverse document frequencies and log-count ratios."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Float32 = npt.NDArray[np.float32]
CELLS = 1 << 20  # columns times classes whose ratios are made at once


def inverse_frequencies(counts: npt.NDArray[np.int64], documents: int) -> Float32:
    """ln((1 + documents) / (1 + count)) + 1 for each column, float32, as scikit-learn has it.

    Example:
        >>> inverse_frequencies(np.array([1, 7]), 7).round(3).tolist()
        [2.385999917984009, 1.0]
    """
    idf: Float32 = (np.log((1.0 + documents) / (1.0 + counts)) + 1.0).astype(np.float32)
    return idf


def log_count_ratios(
    counts: npt.NDArray[np.float64], *, smoothing: float = 1.0, power: float = 1.0
) -> Float32:
    """How much more frequent a column is in one class than in all the others, as a logarithm.

    ``ln(p / q)`` with p = (smoothing + count in the class) / sum of these, and q the same of all the other
    classes together.

    Args:
        counts: in how many documents of a class (or with what weight) each column occurs, float64 of shape
            (columns, classes).
        smoothing: added to each count, above 0.
        power: the ratio keeps its sign, its size is raised to this power; 0 gives ones.

    Returns:
        float32 of shape (columns, classes).

    Source:
        Wang & Manning 2012, "Baselines and Bigrams: Simple, Good Sentiment and Topic Classification", whose
        two classes this extends to any number, one against the rest. ``power`` is ours.

    Example:
        >>> log_count_ratios(np.array([[9.0, 0.0], [0.0, 9.0]])).round(2).tolist()
        [[2.299999952316284, -2.299999952316284], [-2.299999952316284, 2.299999952316284]]
    """
    if power == 0.0:
        return np.ones(counts.shape, np.float32)
    classes, total = counts.sum(axis=0), counts.sum()
    added = smoothing * counts.shape[0]
    raised = np.empty(counts.shape, np.float32)
    step = max(CELLS // counts.shape[1], 1)  # of thousands of classes the table itself is memory enough
    for begin in range(0, counts.shape[0], step):
        part = counts[begin : begin + step]
        inside = (part + smoothing) / (classes + added)
        outside = (part.sum(axis=1, keepdims=True) - part + smoothing) / (total - classes + added)
        ratios = np.log(inside) - np.log(outside)
        raised[begin : begin + step] = np.sign(ratios) * np.abs(ratios) ** power
    return raised
