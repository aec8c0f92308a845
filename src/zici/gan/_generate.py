"""From noise to samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras import as_array, old_copies
from zici.errors import InputError

Float32 = npt.NDArray[np.float32]

BATCH = 256


def noise_of(n: int, latent: int, *, seed: int) -> Float32:
    """Noise, float32 of shape (n, latent); the first rows of more are the same."""
    return np.random.default_rng([seed, 3]).standard_normal((n, latent), dtype=np.float32)


def run_model(model: Any, rows: npt.NDArray[Any]) -> Float32:
    """What a model gives for rows, in batches of one size: nothing is compiled twice."""
    shape = model.output_shape[1:]
    out = np.empty((len(rows), *shape), np.float32)
    for begin in range(0, len(rows), BATCH):
        part = rows[begin : begin + BATCH]
        batch = np.zeros((BATCH, *rows.shape[1:]), np.float32)
        batch[: len(part)] = part
        with old_copies():
            out[begin : begin + BATCH] = np.asarray(model.predict_on_batch(batch))[: len(part)]
    return out


def critic_scores(critic: Any, form: Any, kept: npt.NDArray[Any]) -> Float32:
    """The critic's scores of kept rows, float32 of shape (n,)."""
    out = np.empty(len(kept), np.float32)
    for begin in range(0, len(kept), BATCH):
        part = kept[begin : begin + BATCH]
        out[begin : begin + BATCH] = run_model(critic, as_array(form.points(part))).reshape(-1)
    return out


def path_between(ends: Float32, n: int) -> Float32:
    """``n`` points from one noise to another along a great circle, both ends included.

    Noise of many numbers lies around a sphere; on a straight line it would pass too near the middle.
    """
    first, last = ends.astype(np.float64)
    sizes = np.linalg.norm(first), np.linalg.norm(last)
    shares = np.linspace(0.0, 1.0, n)[:, None]
    cosine = np.clip(first @ last / max(sizes[0] * sizes[1], 1e-12), -1.0, 1.0)
    sine = np.sqrt(1 - cosine**2)
    if sine < 1e-6 or not min(sizes):  # on one line through the middle: no great circle, or any
        path = first + shares * (last - first)
    else:
        angle = np.arccos(cosine)
        parts = np.sin((1 - shares) * angle) * first / sizes[0] + np.sin(shares * angle) * last / sizes[1]
        path = (sizes[0] + shares * (sizes[1] - sizes[0])) * parts / sine
    found: Float32 = path.astype(np.float32)
    return found


def check_noise(noise: Any, latent: int, count: int | None = None) -> Float32:
    """Noise that a user gives.

    Raises:
        InputError: another shape, or something that is no number.
    """
    try:
        array = np.asarray(noise, np.float32)
    except (TypeError, ValueError) as error:
        raise InputError(f"noise: expected numbers, got {noise!r:.60}") from error
    asked = f"({'n' if count is None else count}, {latent})"
    if array.ndim != 2 or array.shape[1] != latent or count not in (None, len(array)):
        raise InputError(f"noise: expected the shape {asked}, got {array.shape}")
    if not np.isfinite(array).all():
        raise InputError("noise: expected finite numbers, found NaN or infinity")
    return array
