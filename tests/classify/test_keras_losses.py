"""The losses on Keras tensors are the losses on arrays, and so are the slopes that a network takes."""

from __future__ import annotations

from importlib.util import find_spec

import numpy as np
import pytest

from zici._keras import load_keras
from zici.classify import Loss
from zici.classify.losses import keras_loss, losses, slopes

if find_spec("keras") is None:
    pytest.skip("Keras is not installed (the extra neural)", allow_module_level=True)

pytestmark = pytest.mark.keras
LOSSES = [
    Loss(),
    Loss("hard_margin"),
    Loss("softened_margin", steepness=2.0),
    Loss("softened_margin", steepness=2.0, weighting="odds"),
    Loss("focal", gamma=0.5),
    Loss("focal", alpha=(0.5, 1.0, 2.0)),
]


def some(scale):
    random = np.random.default_rng(3)
    return random.normal(0, scale, (40, 3)), random.integers(0, 3, 40), random.random(40)


@pytest.mark.parametrize("scale", [2.0, 300.0])
@pytest.mark.parametrize("loss", LOSSES)
def test_values(loss, scale):
    logits, targets, weights = some(scale)
    found = keras_loss(loss)(targets, logits.astype(np.float32), weights)
    near = {"rtol": 1e-4, "atol": 1e-4 if scale < 10 else 1e-2}  # float32 has 7 digits of the logits
    np.testing.assert_allclose(np.asarray(found), losses(loss, logits, targets, weights), **near)
    column = keras_loss(loss)(targets[:, None], logits.astype(np.float32))
    np.testing.assert_allclose(np.asarray(column), losses(loss, logits, targets), **near)


@pytest.mark.parametrize("scale", [2.0, 1e3])
@pytest.mark.parametrize("loss", LOSSES)
def test_slopes(loss, scale):
    jax = pytest.importorskip("jax")
    if load_keras().backend.backend() != "jax":
        pytest.skip("the slopes are those that JAX finds")
    logits, targets, weights = some(scale)
    function = keras_loss(loss)
    found = jax.grad(lambda z: function(targets, z, weights).sum())(logits.astype(np.float32))
    assert np.isfinite(found).all()
    if scale < 10:
        np.testing.assert_allclose(np.asarray(found), slopes(loss, logits, targets, weights), atol=2e-5)
