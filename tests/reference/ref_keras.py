"""word2vec with a random softmax from its definition: samples, the loss, its gradient, and one step of Adam.

One sample at a time, in double precision. Draws come from the generator of ``ref_sgns`` in this order: for a
centre one for the reach, then one for every negative.
"""

from __future__ import annotations

import numpy as np

from reference.ref_sgns import Random


def samples(ids, features, window, dynamic, negative, accept, other, state):
    """(words around, their features, outputs) of every centre that has a word around it."""
    random, found = Random(state), []
    for centre, word in enumerate(ids):
        if word < 0:
            continue
        reach = window - (random.below(window) if dynamic else 0)
        around = [
            centre + k for k in range(-reach, reach + 1) if k and same_sentence(ids, centre, centre + k)
        ]
        if around:
            drawn = [random.word(accept, other) for _ in range(negative)]
            found.append(
                ([ids[k] for k in around], [[row[k] for k in around] for row in features], [word, *drawn])
            )
    return found


def same_sentence(ids, one, two):
    low, high = sorted((one, two))
    return low >= 0 and high < len(ids) and all(ids[k] >= 0 for k in range(low, high + 1))


def loss_and_gradients(tables, samples, architecture):
    """The mean loss of all softmaxes, and its gradient by every table.

    ``tables``: words, contexts and bias as they are looked up (one array twice where it is shared), then
    those of the features.
    """
    contexts, bias = tables[1], tables[2]
    gradients = [np.zeros_like(table) for table in tables]
    total, count = 0.0, 0
    for around, numbers, outputs in samples:
        rows = [[(0, word)] for word in around]
        for f, found in enumerate(numbers):
            for row, number in zip(rows, found, strict=True):
                row.append((3 + f, number))
        groups = [rows] if architecture == "cbow" else [[row] for row in rows]
        for group in groups:
            x = sum(tables[t][k] for row in group for t, k in row) / len(group)
            scores = np.array([x @ contexts[o] + bias[o] for o in outputs])
            share = np.exp(scores) / np.exp(scores).sum()
            total -= np.log(share[0])
            count += 1
            slope = share - np.eye(len(outputs))[0]
            for s, o in zip(slope, outputs, strict=True):
                gradients[1][o] += s * x
                gradients[2][o] += s
            back = sum(s * contexts[o] for s, o in zip(slope, outputs, strict=True)) / len(group)
            for row in group:
                for t, k in row:
                    gradients[t][k] += back
    return total / count, [gradient / count for gradient in gradients]


def adam_step(table, gradient, rate):
    """The first step of Adam (Kingma and Ba 2015): the means of one gradient, corrected, are itself."""
    mean, square = 0.1 * gradient, 0.001 * gradient**2
    return table - rate * np.sqrt(1 - 0.999) / (1 - 0.9) * mean / (np.sqrt(square) + 1e-7)
