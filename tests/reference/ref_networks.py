"""The networks of zici.classify.networks from their definitions: one text, unit by unit, in float64."""

from __future__ import annotations

import numpy as np


def logits(kind, vectors, weights, dilations=()):
    """The logits of a text whose units have these vectors, shape (units, dim).

    ``weights``: by name of the layer, the list of its arrays.
    """
    pooled = {"lstm": lstm, "cnn": cnn, "dgcnn": dgcnn}[kind](vectors, weights, dilations)
    matrix, bias = weights["logits"]
    return pooled @ matrix + bias


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def lstm(vectors, weights, dilations):
    inward, inner, bias = weights["lstm"]
    width = inner.shape[0]
    state, cell = np.zeros(width), np.zeros(width)
    for vector in vectors:
        enter, forget, new, leave = np.split(vector @ inward + state @ inner + bias, 4)
        cell = sigmoid(forget) * cell + sigmoid(enter) * np.tanh(new)
        state = sigmoid(leave) * np.tanh(cell)
    return state


def convolve(vectors, matrix, bias, distance=1):
    """Each unit with those ``distance`` apart on both sides; nothing stands before and behind the text."""
    out = np.tile(bias.astype(float), (len(vectors), 1))
    for place in range(len(vectors)):
        for tap in range(len(matrix)):
            other = place + (tap - len(matrix) // 2) * distance
            if 0 <= other < len(vectors):
                out[place] += vectors[other] @ matrix[tap]
    return out


def cnn(vectors, weights, dilations):
    matrix, bias = weights["dense"]
    found = np.zeros(matrix.shape[0])
    for row in convolve(vectors, *weights["convolution_0"]):
        found = np.maximum(found, row)
    return np.maximum(found @ matrix + bias, 0)


def dgcnn(vectors, weights, dilations):
    x = vectors @ weights["widen"][0] if "widen" in weights else vectors
    for number, distance in enumerate(dilations):
        found, gate = np.split(convolve(x, *weights[f"convolution_{number}"], distance), 2, axis=1)
        x = x * (1 - sigmoid(gate)) + found * sigmoid(gate)
    if not len(x):
        return np.zeros(weights["logits"][0].shape[0])
    matrix, bias = weights["attention"]
    scores = np.exp(np.tanh(x @ matrix + bias) @ weights["scores"][0][:, 0])
    return scores / scores.sum() @ x
