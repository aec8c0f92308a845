"""word2vec from its definition, one number at a time, and its loss.

Draws come from the same generator in the same order: first one for every token of a sentence, then for every
centre one for the reach and one for every negative.
"""

from __future__ import annotations

import math

MASK = (1 << 64) - 1


class Random:
    """xorshift64*."""

    def __init__(self, state: int) -> None:
        self.state = state

    def next(self) -> int:
        self.state ^= self.state >> 12
        self.state = (self.state ^ (self.state << 25)) & MASK
        self.state ^= self.state >> 27
        return self.state * 2685821657736338717 & MASK

    def below(self, bound: int) -> int:
        return (self.next() >> 32) * bound >> 32

    def word(self, accept: list[int], other: list[int]) -> int:
        drawn = self.next()
        column = (drawn >> 32) * len(accept) >> 32
        return column if drawn % (1 << 32) < accept[column] else other[column]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def dot(x: list[float], y: list[float]) -> float:
    return sum(a * b for a, b in zip(x, y, strict=True))


def loss_of(x: list[float], outputs: list[list[float]]) -> float:
    """-ln sigmoid(x y) of the first output and -ln sigmoid(-x y) of the others."""
    scores = [dot(x, y) for y in outputs]
    return -math.log(sigmoid(scores[0])) - sum(math.log(sigmoid(-score)) for score in scores[1:])


def sgns_step(words, contexts, inputs, outputs, rate):
    """All inputs against all outputs: every gradient is taken before anything moves."""
    loss = sum(loss_of(words[i], [contexts[o] for o in outputs]) for i in inputs)
    moves = []
    for i in inputs:
        for m, o in enumerate(outputs):
            slope = rate * ((m == 0) - sigmoid(dot(words[i], contexts[o])))
            moves.append((words, i, [slope * y for y in contexts[o]]))
            moves.append((contexts, o, [slope * x for x in words[i]]))
    for matrix, row, change in moves:
        matrix[row] = [a + b for a, b in zip(matrix[row], change, strict=True)]
    return loss


def cbow_step(words, contexts, inputs, outputs, rate):
    """The mean of the inputs against the outputs: all scores first, then one output moves after the other."""
    mean = [sum(column) / len(inputs) for column in zip(*(words[i] for i in inputs), strict=True)]
    loss, error = loss_of(mean, [contexts[o] for o in outputs]), [0.0] * len(mean)
    slopes = [rate * ((m == 0) - sigmoid(dot(mean, contexts[o]))) for m, o in enumerate(outputs)]
    for o, slope in zip(outputs, slopes, strict=True):
        error = [e + slope * y for e, y in zip(error, contexts[o], strict=True)]
        contexts[o] = [y + slope * x for y, x in zip(contexts[o], mean, strict=True)]
    for i in inputs:
        words[i] = [x + e for x, e in zip(words[i], error, strict=True)]
    return loss


def train(ids, state, words, contexts, draws, settings):
    """One stretch of text; returns the loss and how much was predicted."""
    random, (keep, accept, other) = Random(state), draws
    loss, predicted, seen = 0.0, 0, 0
    for sentence in sentences_of(ids):
        kept = [word for word in sentence if random.next() >> 32 <= keep[word]]
        for c, centre in enumerate(kept):
            rate = settings["rate"] - settings["drop"] * (seen + len(sentence) * c / len(kept))
            rate = max(rate, settings["floor"])
            reach = settings["window"] - (random.below(settings["window"]) if settings["dynamic"] else 0)
            around = kept[max(c - reach, 0) : c] + kept[c + 1 : c + 1 + reach]
            together = settings["cbow"] or settings["shared"]
            for inputs in [around] if together else [[word] for word in around]:
                if not inputs:
                    continue
                negatives = [random.word(accept, other) for _ in range(settings["negative"])]
                outputs = [centre] + [word for word in negatives if word != centre]
                step = cbow_step if settings["cbow"] else sgns_step
                loss += step(words, contexts, inputs, outputs, rate)
                predicted += 1 if settings["cbow"] else len(inputs)
        seen += len(sentence)
    return loss, predicted


def sentences_of(ids):
    """The runs of numbers from 0."""
    sentence = []
    for number in [*ids, -1]:
        if number >= 0:
            sentence.append(number)
        elif sentence:
            yield sentence
            sentence = []
