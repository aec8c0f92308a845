"""The kernel of the losses, compiled, interpreted and bounds-checked; see test_modes.py."""

from __future__ import annotations

import numpy as np
import pytest

from reference import ref_losses
from zici._kernels import losses as kernels
from zici._kernels._jit import kernel

KINDS = [
    (kernels.CROSS_ENTROPY, 0.0, 0.0, ref_losses.cross_entropy),
    (kernels.HARD_MARGIN, 0.6, 0.0, lambda z, t: ref_losses.hard_margin(z, t, 0.6)),
    (kernels.SOFTENED, 2.0, 0.0, lambda z, t: ref_losses.softened(z, t, 2.0)),
    (kernels.FOCAL, 0.25, 1.5, lambda z, t: ref_losses.focal(z, t, 0.25, 1.5)),
    (kernels.SOFTENED_ODDS, 2.0, 0.0, lambda z, t: ref_losses.softened_odds(z, t, 2.0)),
]


@kernel
def one(kind, a, b, logits, target, out):
    """As other kernels call it."""
    return kernels.loss_slopes(kind, a, b, logits, target, out)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize(("kind", "a", "b", "twin"), KINDS)
def test_one_sample(kind, a, b, twin, classes, dtype):
    random = np.random.default_rng(classes)
    near = {"rtol": 1e-5, "atol": 1e-7} if dtype == np.float32 else {"rtol": 1e-11, "atol": 1e-14}
    for target in range(classes):
        logits, out = random.normal(0, 2, classes).astype(dtype), np.full(classes, np.nan, dtype)
        loss = one(kind, a, b, logits, target, out)
        np.testing.assert_allclose(loss, float(twin(logits.tolist(), target)), **near)
        np.testing.assert_allclose(
            out, np.array(ref_losses.slopes(twin, logits.tolist(), target), float), **near
        )


@pytest.mark.parametrize(("kind", "a", "b", "twin"), KINDS)
def test_many_samples(kind, a, b, twin):
    random = np.random.default_rng(1)
    logits, targets = random.normal(0, 2, (7, 3)), random.integers(0, 3, 7).astype(np.int32)
    slopes = np.full((7, 3), np.nan)
    found = kernels.all_loss_slopes(kind, a, b, logits, targets, slopes)
    expected = [float(twin(row.tolist(), t)) for row, t in zip(logits, targets, strict=True)]
    np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-14)
    assert np.isfinite(slopes).all()
