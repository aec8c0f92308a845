"""What a WGAN-GP takes, what it refuses, and how data goes in and comes out; nothing is trained."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from zici.errors import EmptyError, InputError, OptionError
from zici.gan import WGANGP, GanOptions, GanRecord
from zici.gan._data import FORMS, find_kind, learn_form
from zici.gan._draws import adam_rate, draw, room
from zici.gan._generate import path_between
from zici.gan._settings import Settings
from zici.lexicon import Lexicon

reals = st.floats(-1e3, 1e3, width=32)


def settings(kind="vectors", architecture="mlp", shape=(2,), **options):
    return Settings.of(GanOptions(**options), kind, architecture, shape)


@given(
    hnp.arrays(np.float32, hnp.array_shapes(min_dims=2, max_dims=2, min_side=2, max_side=6), elements=reals)
)
def test_vectors_come_back(rows):
    form, kept = learn_form(rows, "vectors", None)
    size = max(float(np.abs(rows).max()), 1e-3)
    assert form.decode(kept) == pytest.approx(rows, abs=1e-5 * size)
    spread = float(np.sqrt(np.mean((rows - rows.mean(axis=0, dtype=float)) ** 2)))
    if spread > 1e-3 * size:
        assert float(np.sqrt(np.mean(kept.astype(float) ** 2))) == pytest.approx(1, rel=1e-3)
    again = FORMS["vectors"].from_told(form.told())
    assert again.encode(rows).tobytes() == kept.tobytes()


def test_vectors_keep_their_proportions():
    rows = np.array([[0.0, 0, 5], [3, 40, 5], [1, 2, 5]])
    _, kept = learn_form(rows, "vectors", None)
    before, after = (
        np.linalg.norm(part[0] - part[1]) / np.linalg.norm(part[1] - part[2]) for part in (rows, kept)
    )
    assert before == pytest.approx(after, rel=1e-5)
    assert kept[:, 2].tolist() == [0, 0, 0]


@given(hnp.arrays(np.uint8, st.tuples(st.just(2), st.integers(4, 6), st.integers(4, 6))))
def test_bytes_come_back(images):
    form, kept = learn_form(images, "images", None)
    points = kept.astype(np.float32) * np.float32(2 / 255) - np.float32(1)
    assert form.shape == (*images.shape[1:], 1)
    found = form.decode(points)
    assert found.dtype == np.uint8
    assert found.tolist() == images.tolist()
    assert FORMS["images"].from_told(form.told()).told() == form.told()


@pytest.mark.keras
@pytest.mark.parametrize("low", [0, -1])
def test_float_images_come_back(low):
    images = np.random.default_rng(0).uniform(low, 1, (3, 4, 5, 3)).astype(np.float64)
    images[0, 0, 0, 0] = low
    form, kept = learn_form(images, "images", None)
    from zici._keras import as_array

    points = as_array(form.points(kept))
    assert (points.min(), points.max()) >= (-1, -1)
    assert points.max() <= 1
    assert form.decode(points) == pytest.approx(images, abs=1e-6)


@given(st.lists(st.text(max_size=5), min_size=2).filter(any))
def test_strings_come_back(strings):
    form, kept = learn_form(strings, "strings", None)
    assert kept.shape == (len(strings), max(map(len, strings)))
    assert form.decode(np.eye(form.shape[1])[kept]) == strings
    assert FORMS["strings"].from_told(form.told()).encode(strings).tolist() == kept.tolist()


def test_what_kind_it_is():
    assert find_kind(np.zeros((3, 2)), None)[0] == "vectors"
    assert find_kind([[1.0, 2.0], [3.0, 4.0]], None)[0] == "vectors"
    assert find_kind(np.zeros((3, 8, 8)), None)[0] == "images"
    assert find_kind(np.zeros((3, 8, 8, 3)), "images")[0] == "images"
    assert find_kind(Lexicon.from_words(["山水", "山"]), None) == ("strings", ["山水", "山"])
    assert find_kind(np.array(["山", "水"]), None) == ("strings", ["山", "水"])
    assert find_kind((word for word in ("山", "水")), None) == ("strings", ["山", "水"])


NAN = np.ones((4, 2))
NAN[2, 1] = np.nan
BRIGHT = np.zeros((3, 8, 8))
BRIGHT[1, 2, 3] = 7.0


@pytest.mark.parametrize(
    ("data", "options", "kind", "error", "message"),
    [
        (NAN, {}, None, InputError, r"NaN or infinity in row 2 \(from 0\), 1 rows in all"),
        (np.full((2, 2), np.inf), {}, None, InputError, "row 0"),
        (np.zeros((0, 2)), {}, None, EmptyError, "expected vectors, found none"),
        (np.zeros((1, 2)), {}, None, InputError, "at least two vectors, got one"),
        (np.zeros((3, 0)), {}, None, InputError, r"got the shape \(3, 0\)"),
        (np.zeros(3), {}, None, InputError, r"2 axes, got float64 of shape \(3,\)"),
        (np.array([["a", "b"]]), {}, None, InputError, "array of numbers"),
        ([[1.0], [1.0, 2.0]], {}, None, InputError, "got several shapes"),
        (5, {}, None, InputError, "expected an array or a sequence of strings, got int"),
        (BRIGHT, {}, None, InputError, r"images from 0 to 1, number 1 \(from 0\) has 0 to 7"),
        (BRIGHT.astype(int), {}, None, InputError, "uint8 or of a float type, got int64"),
        (np.zeros((3, 2, 9), np.uint8), {}, None, InputError, r"at least 4 x 4, got \(2, 9\)"),
        (np.zeros((1, 8, 8), np.uint8), {}, None, InputError, "at least two images, got one"),
        (
            ["山水", "山水画"],
            {"length": 2},
            None,
            InputError,
            r"at most 2 .*number 1 \(from 0\), '山水画', has 3",
        ),
        (["山水", 5], {}, "strings", InputError, r"number 1 \(from 0\) is int"),
        ("山水", {}, None, InputError, "got a single one"),
        (["", ""], {}, None, EmptyError, "empty ones alone"),
        ([], {}, "strings", EmptyError, "expected strings, found none"),
        (["山"], {}, None, InputError, "at least two strings"),
        (np.zeros((3, 2)), {}, "images", InputError, "expected images, got an array of 2 axes"),
        (["山", "水"], {}, "vectors", InputError, "expected vectors, got a sequence of strings"),
    ],
)
def test_bad_data_is_told(data, options, kind, error, message):
    with pytest.raises(error, match=message) as caught:
        WGANGP(kind, options=GanOptions(**options)).fit(data)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"latent": 0}, "latent: expected an integer from 1 to 1048576, got 0"),
        ({"penalty": "clip"}, "penalty: expected one of two-sided"),
        ({"penalty_weight": -1}, "penalty_weight: expected a number from 0"),
        ({"penalty_weight": float("nan")}, "penalty_weight"),
        ({"decay": "slow"}, "decay: expected one of none, linear, cosine"),
        ({"beta_1": 1.0}, "beta_1"),
        ({"beta_2": 0.0}, "beta_2: expected a number above 0"),
        ({"ema": 1}, "ema"),
        ({"layer_norm": "yes"}, "layer_norm: expected True or False, got 'yes'"),
        ({"critic_steps": 0}, "critic_steps: expected an integer from 1 to 100"),
        ({"batch_size": 1}, "batch_size: expected an integer from 2"),
        ({"learning_rate": 0}, "learning_rate: expected a number above 0"),
        ({"width": 1.5}, "width"),
        ({"steps": True}, "steps"),
    ],
)
def test_options_outside_their_range(options, message):
    with pytest.raises(OptionError, match=message):
        GanOptions(**options)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kind": "music"}, "kind: expected one of vectors, images, strings, got 'music'"),
        ({"kind": "vectors", "architecture": "dcgan"}, "expected one of mlp for vectors, got 'dcgan'"),
        ({"architecture": "transformer"}, "architecture: expected one of mlp, dcgan, residual"),
        ({"seed": -1}, "seed: expected an integer from 0"),
        ({"options": {}}, "options: expected GanOptions, got dict"),
    ],
)
def test_what_can_not_be_asked_for(arguments, message):
    with pytest.raises(OptionError, match=message):
        WGANGP(**arguments)


def test_an_architecture_for_other_data():
    with pytest.raises(OptionError, match="expected one of residual, mlp for strings, got 'dcgan'"):
        WGANGP(architecture="dcgan").fit(["山水", "山"])


def test_without_training_there_is_nothing_to_ask():
    gan = WGANGP()
    for ask in (lambda: gan.sample(2), lambda: gan.critic(np.zeros((2, 2))), lambda: gan.save("x")):
        with pytest.raises(OptionError, match="call fit first"):
            ask()
    assert repr(gan) == "<WGANGP: any kind, any architecture, not trained>"


def test_what_is_left_open_goes_with_the_data():
    assert settings().penalty_weight == 0.1
    assert settings(penalty="wgan-div").penalty_weight == 2
    assert settings(penalty="wgan-div", penalty_weight=5).penalty_weight == 5
    assert [settings(shape=(size,)).latent for size in (1, 50, 300)] == [2, 50, 128]
    residual = settings("images", "residual", (28, 28, 1))
    assert (residual.layer_norm, residual.beta_1, residual.depth, residual.penalty_weight) == (True, 0, 2, 10)
    assert not settings("images", "residual", (28, 28, 1), layer_norm=False).layer_norm
    assert settings("strings", "residual", (4, 90)).depth == 5
    assert settings("strings", "mlp", (4, 90)).as_options().depth == 3


def test_draws_come_from_seed_and_step_alone():
    one, two = room(settings(), 3), room(settings(), 1)
    for place in range(3):
        draw(one, place, settings(), step=4 + place, samples=10, seed=5)
    draw(two, 0, settings(), step=6, samples=10, seed=5)
    assert all(one[name][2].tobytes() == two[name][0].tobytes() for name in one)
    assert one["shares"][0].tobytes() != one["shares"][1].tobytes()
    assert set(one["rows"].ravel().tolist()) == set(range(10))
    shares, noise = one["shares"].ravel(), one["noise"].ravel()
    assert 0 <= shares.min() < 0.01 < 0.99 < shares.max() < 1
    assert max(abs(shares.mean() - 0.5), abs(noise.mean()), abs(noise.std() - 1)) < 0.02


def test_rates_are_those_of_adam():
    """Of a step and a slope that stays the same, Adam makes the rate; the schedule ends at 0."""
    from reference import ref_gan

    options = settings(learning_rate=0.5, beta_1=0.3, decay="none")
    rates = [adam_rate(options, step, step + 1) for step in range(4)]
    slopes = [1.0, -2.0, 0.5, 3.0]
    mean = square = weight = 0.0
    for slope, rate in zip(slopes, rates, strict=True):
        mean, square = 0.3 * mean + 0.7 * slope, 0.9 * square + 0.1 * slope**2
        weight -= rate * mean / np.sqrt(square)
    assert weight == pytest.approx(ref_gan.adam(0.0, slopes, [0.5] * 4, 0.3, 0.9))
    for decay in ("linear", "cosine"):
        steep = settings(decay=decay, steps=100)
        shares = [adam_rate(steep, step, 10**6) / adam_rate(steep, 0, 10**6) for step in (0, 50, 100)]
        assert shares == pytest.approx([1, 0.5, 0], abs=1e-12)


@given(st.integers(0, 1000), st.integers(2, 9))
def test_a_path_has_its_ends_and_no_jumps(seed, n):
    ends = np.random.default_rng(seed).normal(size=(2, 6)).astype(np.float32)
    path = path_between(ends, n)
    assert path[[0, -1]] == pytest.approx(ends, abs=1e-5)
    sizes = np.linalg.norm(path, axis=1)
    assert sizes == pytest.approx(np.linspace(sizes[0], sizes[-1], n), rel=1e-4)


@pytest.mark.parametrize("last", [[2.0, 0.0], [-1.0, 0.0], [0.0, 0.0]])
def test_a_path_on_one_line(last):
    path = path_between(np.array([[1.0, 0.0], last], np.float32), 3)
    assert path.tolist() == [[1, 0], [(1 + last[0]) / 2, 0], last]


def test_a_record_in_words():
    record = GanRecord(5, -0.5, -0.25, 0.5, 1.0, 0.125, 0.75, 2.0)
    assert record.note() == "critic -0.5000 (-0.2500 with penalty), slope 1.000 ± 0.125"
