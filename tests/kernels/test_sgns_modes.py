"""The kernels of word2vec, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_sgns
from zici._kernels.cbow import cbow_step
from zici._kernels.sgns import CELLS, Model, Scratch, cell, sgns_step
from zici._kernels.word2vec import Settings, train_stretch
from zici.vectors._sgns_options import SgnsOptions
from zici.vectors._sgns_tables import make_curve, make_draws

COUNTS = np.array([40, 20, 10, 7, 2, 1, 1])
DIM = 5


def make_model(seed, *, scale=1.0, dim=DIM):
    random = np.random.default_rng(seed)
    matrices = (random.normal(0, scale, (COUNTS.size, dim)).astype(np.float32) for _ in range(2))
    return Model(*matrices)


def make_ids(seed, size=60):
    return np.random.default_rng(seed).integers(-1, COUNTS.size, size).astype(np.int32)


@pytest.mark.parametrize("negative", [1, 4, 5])
@pytest.mark.parametrize(
    ("cbow", "shared", "dynamic"),
    [
        (False, True, True),
        (False, True, False),
        (False, False, True),
        (True, True, True),
        (True, False, False),
    ],
)
def test_a_stretch_of_text(cbow, shared, dynamic, negative):
    draws = make_draws(COUNTS, SgnsOptions(subsample=0.2))
    settings = Settings(
        window=3,
        dynamic=dynamic,
        negative=negative,
        cbow=cbow,
        shared=shared,
        rate=0.05,
        drop=0.001,
        floor=0.01,
    )
    ids, model = make_ids(negative), make_model(negative)
    words, contexts = model.words.tolist(), model.contexts.tolist()
    state = 88172645463325252
    loss, predicted = train_stretch(ids, np.array([state], np.uint64), model, draws, make_curve(), settings)
    tables = [table.tolist() for table in draws]
    expected = ref_sgns.train(ids.tolist(), state, words, contexts, tables, settings._asdict())
    assert predicted == expected[1] > 20
    assert loss == pytest.approx(expected[0], rel=2e-3)
    np.testing.assert_allclose(model.words, words, atol=4e-3)  # the table of the sigmoid has cells of 1/64
    np.testing.assert_allclose(model.contexts, contexts, atol=4e-3)
    assert np.abs(model.words - make_model(negative).words).max() > 0.1


@pytest.mark.parametrize("outputs", [[0, 1], [3, 1, 4], [2, 6, 6, 0, 5]])
@pytest.mark.parametrize("inputs", [[4], [5, 1], [1, 2, 1]])
@pytest.mark.parametrize(("step", "twin"), [(sgns_step, ref_sgns.sgns_step), (cbow_step, ref_sgns.cbow_step)])
def test_one_step(step, twin, inputs, outputs):
    model = make_model(1, scale=0.7)
    words, contexts = model.words.tolist(), model.contexts.tolist()
    loss = step(
        model, make_scratch(inputs, outputs), make_curve(), len(inputs), len(outputs), np.float32(0.1)
    )
    assert loss == pytest.approx(twin(words, contexts, inputs, outputs, 0.1), rel=5e-3)
    np.testing.assert_allclose(model.words, words, atol=2e-3)  # equal outputs share the error of a cell
    np.testing.assert_allclose(model.contexts, contexts, atol=2e-3)


def test_the_step_goes_down_the_gradient_of_the_loss():
    inputs, outputs, rate = [4, 1], [0, 3, 5], 0.01
    model = make_model(2, scale=0.7)
    before = [matrix.astype(np.float64) for matrix in model]
    sgns_step(model, make_scratch(inputs, outputs), make_curve(), 2, 3, np.float32(rate))
    for which, rows in ((0, inputs), (1, outputs)):
        for row in rows:
            for k in range(DIM):
                gradient = (
                    loss_when_moved(before, which, row, k, inputs, outputs, 1e-4)
                    - loss_when_moved(before, which, row, k, inputs, outputs, -1e-4)
                ) / 2e-4
                moved = model[which][row, k] - before[which][row, k]
                assert -moved / rate == pytest.approx(gradient, abs=0.02)


def loss_when_moved(matrices, which, row, k, inputs, outputs, by):
    words, contexts = (matrix.copy() for matrix in matrices)
    (words, contexts)[which][row, k] += by
    return sum(ref_sgns.loss_of(words[i].tolist(), contexts[outputs].tolist()) for i in inputs)


def make_scratch(inputs, outputs):
    size = max(len(inputs), 2)  # CBOW keeps two rows of its own there
    return Scratch(
        np.array(inputs, np.int64),
        np.array([*outputs, -99, -99], np.int64),
        np.full((size, len(outputs) + 2), np.nan, np.float32),
        np.full((size, DIM), np.nan, np.float32),
    )


def test_cells_reach_from_end_to_end_and_nan_is_one_of_them():
    scores = [-np.inf, -8.0, -7.99, -0.001, 0.001, 7.99, 7.9999995, 8.0, np.inf]
    cells = [int(cell(np.float32(score))) for score in scores]
    last = CELLS - 1
    assert cells == [0, 0, 0, CELLS // 2 - 1, CELLS // 2, last, last, last, last]
    assert int(cell(np.float32(np.nan))) == 0


def test_the_alias_table_gives_back_the_probabilities():
    draws = make_draws(COUNTS, SgnsOptions(context_smoothing=0.75, subsample=None))
    share = np.zeros(COUNTS.size)
    for column, (accept, other) in enumerate(zip(draws.accept, draws.other, strict=True)):
        share[column] += int(accept) / 2**32
        share[other] += 1 - int(accept) / 2**32
    weights = COUNTS**0.75
    np.testing.assert_allclose(share / COUNTS.size, weights / weights.sum(), atol=1e-8)
    assert (draws.keep == 2**32 - 1).all()


def test_keep():
    draws = make_draws(np.array([1, 999]), SgnsOptions(subsample=1e-5))
    assert draws.keep[0] / 2**32 == pytest.approx(0.11, abs=1e-6)
