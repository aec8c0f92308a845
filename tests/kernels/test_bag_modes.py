"""The kernels of averaged embeddings, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import math

import numpy as np
import pytest

from reference import ref_bag
from zici._kernels.bag import Bag, Rates, train_bag, unit_keys
from zici._kernels.linear import Objective, Samples
from zici._kernels.losses import CROSS_ENTROPY, HARD_MARGIN
from zici.classify.bag._strengths import strengths
from zici.classify.features import Block, Tokenizer, learn_ngrams


def make_samples(random, size, columns, classes):
    rows = [sorted(random.choice(columns, random.integers(0, 5), replace=False)) for _ in range(size)]
    indptr = np.append(0, np.cumsum([len(row) for row in rows]))
    flat = np.array([column for row in rows for column in row], np.int32)
    values, moves = random.uniform(0.1, 1, (2, flat.size)).astype(np.float32)
    targets = random.integers(0, classes, size).astype(np.int32)
    costs = random.uniform(0, 3, size).astype(np.float32)
    costs[0] = 0
    pairs = [
        {int(flat[k]): (float(values[k]), float(moves[k])) for k in range(indptr[i], indptr[i + 1])}
        for i in range(size)
    ]
    told = list(zip(pairs, targets.tolist(), costs.tolist(), strict=True))
    return Samples(indptr, flat, values, targets, costs), moves, told


def two(logits, target, *, margin=None):
    u = logits[0] if target == 1 else -logits[0]
    p = 1 / (1 + math.exp(-u))
    if margin is not None and p > margin:
        return 0.0, [0.0]
    return -math.log(p), [p - 1 if target == 1 else 1 - p]


def many(logits, target):
    powers = [math.exp(z) for z in logits]
    chances = [power / sum(powers) for power in powers]
    return -math.log(chances[target]), [p - (c == target) for c, p in enumerate(chances)]


CASES = [
    (1, 1, 0.0, CROSS_ENTROPY, two),
    (1, 1, 0.0, HARD_MARGIN, lambda z, t: two(z, t, margin=0.6)),
    (4, 1, 0.2, CROSS_ENTROPY, two),
    (3, 3, 0.0, CROSS_ENTROPY, many),
    (2, 5, 0.3, CROSS_ENTROPY, many),
]


@pytest.mark.parametrize(("dim", "outputs", "learned", "kind", "slopes_of"), CASES)
def test_steps(dim, outputs, learned, kind, slopes_of):
    random = np.random.default_rng(7)
    samples, moves, told = make_samples(random, 15, 6, max(2, outputs))
    rows = random.normal(size=(6, dim)).astype(np.float32)
    output = random.normal(size=(dim, outputs)).astype(np.float32)
    bias = random.normal(size=outputs).astype(np.float32)
    start = dict(enumerate(rows.tolist())), output.tolist(), bias.tolist()
    order = np.append(np.arange(15), random.integers(0, 15, 25))
    rates = Rates(3.0, 0.5, learned, 0.1)
    total = train_bag(samples, moves, order, Objective(kind, 0.6, 0.0, 0.5), rates, Bag(rows, output, bias))
    expected = ref_bag.train(told, order.tolist(), rates, 0.5, start, slopes_of)
    np.testing.assert_allclose(rows, [expected[0][column] for column in range(6)], atol=1e-4)
    np.testing.assert_allclose(output, expected[1], atol=1e-4)
    np.testing.assert_allclose(bias, expected[2], atol=1e-4)
    assert total == pytest.approx(expected[3], rel=1e-4)
    assert (output.tolist() == start[1]) == (learned == 0.0)


def test_a_huge_rate_or_weight_does_not_run_away():
    samples = Samples(
        np.array([0, 1]), np.zeros(1, np.int32), np.ones(1, np.float32), np.ones(1, np.int32),
        np.full(1, 1e9, np.float32),
    )  # fmt: skip
    bag = Bag(np.full((1, 1), -3, np.float32), np.ones((1, 1), np.float32), np.zeros(1, np.float32))
    rates = Rates(1e6, 1e6, 0.0, 0.0)
    train_bag(samples, np.ones(1, np.float32), np.zeros(1, np.int64), Objective(0, 0, 0, 0.25), rates, bag)
    # the slope is -1 / (1 + exp(-3)), and the longest step 1 / curvature
    assert bag.rows[0, 0] == pytest.approx(-3 + 4 / (1 + math.exp(-3)), abs=1e-5)


def test_keys_of_single_units_are_those_of_ngrams():
    documents = Tokenizer().documents(["好看", "看好"])
    ngrams, _ = learn_ngrams(documents, [Block(0, 1, 1, 1), Block(0, 1, 1)])
    keys = np.empty(2, np.uint64)
    unit_keys(ngrams.known.salts[1], np.array([ord("好"), ord("看")], np.uint64), keys)
    assert set(keys.tolist()) == set(ngrams.keys.tolist())


@pytest.mark.parametrize("classes", [2, 4])
def test_strengths(classes):
    random = np.random.default_rng(classes)
    samples, _, told = make_samples(random, 30, 7, classes)
    weights = random.uniform(0, 2, 30).astype(np.float32)
    shares = (weights / weights.mean(dtype=np.float64)).tolist()
    found = strengths((samples.indptr, samples.columns), (7, classes), samples.targets, weights, 0.5)
    rows = [row for row, _, _ in told]
    expected = ref_bag.strengths(rows, samples.targets.tolist(), shares, 7, 0.5)
    np.testing.assert_allclose(found, expected, rtol=1e-4)
