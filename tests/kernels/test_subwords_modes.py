"""The kernels of character n-grams, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_sgns, ref_subwords
from zici._kernels.sgns import Model
from zici._kernels.subword_hashing import count_ngrams, hash_ngrams
from zici._kernels.subwords import Ngrams, compose_all, mean_rows, train_subwords
from zici._kernels.word2vec import Settings
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._sgns_tables import make_curve, make_draws

COUNTS = np.array([40, 20, 10, 7, 2, 1, 1])
PARTS = [[0, 1, 2], [2, 3], [], [4], [4, 4, 0], [5], [1, 3]]
DIM = 5
STATE = 88172645463325252


def make_model(seed):
    random = np.random.default_rng(seed)
    words, contexts, rows = (random.normal(0, 1, (size, DIM)).astype(np.float32) for size in (7, 7, 6))
    start = np.append(0, np.cumsum([len(part) for part in PARTS]))
    index = np.array([row for part in PARTS for row in part], np.int32)
    return Model(words, contexts), Ngrams(rows, start, index)


def settings_of(**changes):
    fixed = {"window": 3, "dynamic": True, "negative": 3, "cbow": False, "shared": True}
    return Settings(**fixed | {"rate": 0.05, "drop": 0.001, "floor": 0.01} | changes)


@pytest.mark.parametrize("window", [1, 3, 40])
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"dynamic": False, "negative": 1},
        {"shared": False},
        {"cbow": True},
        {"cbow": True, "dynamic": False, "negative": 5},
    ],
)
def test_a_stretch_of_text(changes, window):
    draws = make_draws(COUNTS, SgnsOptions(subsample=0.3))
    settings = settings_of(window=window, **changes)
    ids = np.random.default_rng(window).integers(-1, COUNTS.size, 60).astype(np.int32)
    model, ngrams = make_model(window)
    lists = [matrix.tolist() for matrix in (*model, ngrams.rows)]
    state, curve = np.array([STATE], np.uint64), make_curve()
    loss, predicted = train_subwords(ids, state, model, ngrams, draws, curve, settings)
    tables = [table.tolist() for table in draws]
    expected = ref_subwords.train(ids.tolist(), STATE, *lists, PARTS, tables, settings._asdict())
    assert predicted == expected[1] > 20
    assert loss == pytest.approx(expected[0], rel=3e-3)
    for matrix, rows in zip((*model, ngrams.rows), lists, strict=True):
        np.testing.assert_allclose(matrix, rows, atol=6e-3)  # the table of the sigmoid has cells of 1/64
    assert np.abs(ngrams.rows - make_model(window)[1].rows).max() > 0.1


def test_all_rows_of_a_word_go_down_the_gradient_of_the_loss():
    """Two tokens, 0 and 1, one negative: each is centre once and the other's input once."""
    draws = make_draws(COUNTS, SgnsOptions(subsample=None))
    rate = 1e-3
    model, ngrams = make_model(5)
    before = [matrix.astype(np.float64) for matrix in (*model, ngrams.rows)]
    settings = settings_of(window=1, negative=1, rate=rate, drop=0.0, floor=1e-6)
    ids = np.array([0, 1], np.int32)
    train_subwords(ids, np.array([STATE], np.uint64), model, ngrams, draws, make_curve(), settings)
    random = ref_sgns.Random(STATE)
    accept, other = draws.accept.tolist(), draws.other.tolist()
    steps = []
    _ = random.next(), random.next()
    for centre, near in ((0, 1), (1, 0)):
        random.below(1)
        negative = random.word(accept, other)
        steps.append((near, [centre] + [negative] * (negative != centre)))
    for which, matrix in ((0, model.words), (2, ngrams.rows)):
        for row in range(len(matrix)):
            for k in range(DIM):
                gradient = (
                    loss_when_moved(before, which, row, k, steps, 1e-4)
                    - loss_when_moved(before, which, row, k, steps, -1e-4)
                ) / 2e-4
                moved = -(matrix[row, k] - before[which][row, k]) / rate
                assert moved == pytest.approx(gradient, abs=0.03)


def loss_when_moved(matrices, which, row, k, steps, by):
    """The loss if all rows of a word add up: so the gradient by a row is that by the word's vector."""
    words, contexts, rows = (matrix.copy() for matrix in matrices)
    vectors = {w: ref_subwords.mean([words[w], *rows[PARTS[w]]]) for w in (0, 1)}
    for word in (0, 1):
        times = (which == 0 and row == word) + (which == 2) * PARTS[word].count(row)
        vectors[word][k] += by * times
    return sum(ref_sgns.loss_of(vectors[near], contexts[outputs].tolist()) for near, outputs in steps)


def test_means():
    model, ngrams = make_model(2)
    expected = [
        ref_subwords.mean([model.words[w].tolist(), *ngrams.rows[PARTS[w]].tolist()]) for w in range(7)
    ]
    compose_all(model.words, ngrams, model.words)
    np.testing.assert_allclose(model.words, expected, rtol=1e-5, atol=1e-6)
    out = np.full((7, DIM), np.nan, np.float32)
    mean_rows(ngrams.rows, ngrams.start, ngrams.places.astype(np.int64), out)
    expected = [ref_subwords.mean(ngrams.rows[part]) if part else [0.0] * DIM for part in PARTS]
    np.testing.assert_allclose(out, expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(("shortest", "longest"), [(1, 1), (1, 3), (2, 2), (3, 6), (4, 4)])
@pytest.mark.parametrize("words", [["北京", "", "𠮷野家", "a<b>", "的"], [""], []])
def test_hashes(words, shortest, longest):
    buckets = 1_000_003
    codes = np.array([ord(char) for word in words for char in word], np.int32)
    ends = np.append(0, np.cumsum([len(word) for word in words])).astype(np.int64)
    expected = [
        [ref_subwords.bucket(part, buckets) for part in ref_subwords.ngrams(word, shortest, longest)]
        for word in words
    ]
    start = np.empty(ends.size, np.int64)
    count_ngrams(ends, shortest, longest, start)
    assert np.diff(start).tolist() == [len(numbers) for numbers in expected]
    out = np.full(int(start[-1]), -1, np.int64)
    hash_ngrams(codes, ends, shortest, longest, buckets, out)
    assert out.tolist() == [number for numbers in expected for number in numbers]
