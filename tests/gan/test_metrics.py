"""Measures of generators: they are what their definitions say, and refuse what can't be measured."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference import ref_gan_metrics
from zici.corpus import Corpus
from zici.errors import EmptyError, InputError, OptionError
from zici.gan.metrics import (
    frechet_distance,
    mode_coverage,
    ngram_divergence,
    ngram_floor,
    novelty,
    sliced_wasserstein,
    validity,
)
from zici.gan.metrics._sliced import _directions
from zici.gan.toys import gaussian_mixture, gaussians
from zici.lexicon import Lexicon
from zici.segment import CharLM

NUMBERS = st.floats(-100, 100).map(lambda value: round(value, 2))
WORDS = st.lists(st.text("天地人心", max_size=4), min_size=1, max_size=12)


def vectors(dim, most=9, least=1):
    return st.integers(least, most).flatmap(lambda n: arrays(float, (n, dim), elements=NUMBERS))


PAIRS = st.integers(1, 4).flatmap(lambda d: st.tuples(vectors(d), vectors(d)))
LARGER = st.integers(1, 4).flatmap(lambda d: st.tuples(vectors(d, least=2), vectors(d, least=2)))


# --- modes


@given(vectors(2, 30), vectors(2, 5), st.floats(0.5, 60), st.floats(0.01, 1))
def test_coverage_is_its_definition(samples, centres, sd, least):
    found = mode_coverage(samples, centres, sd, least=least)
    covered, share, shares = ref_gan_metrics.coverage(samples.tolist(), centres.tolist(), sd, least)
    assert (found.covered, found.modes) == (covered, len(centres))
    assert found.share == pytest.approx(share)
    np.testing.assert_allclose(found.shares, shares)


@pytest.mark.parametrize("modes", [8, 25])
def test_real_points_cover_all(modes):
    found = mode_coverage(gaussians(5000, modes=modes), *gaussian_mixture(modes))
    assert found.covered == modes
    assert found.share == pytest.approx(1 - math.exp(-4.5), abs=0.005)


def test_lost_modes_and_strays_are_seen():
    centres, sd = gaussian_mixture(25)
    real = gaussians(5000, modes=25, seed=1)
    kept = real[np.linalg.norm(real - centres[7], axis=1) > 3 * sd]
    assert mode_coverage(kept, centres, sd).covered == 24
    few = np.concatenate([kept, np.tile(centres[7], (5, 1))])
    assert mode_coverage(few, centres, sd).covered == 24
    assert mode_coverage(few, centres, sd, least=0.01).covered == 25
    strays = np.concatenate([real, np.full((5000, 2), 0.35)])  # between four of them
    assert mode_coverage(strays, centres, sd).share == pytest.approx(0.495, abs=0.005)


def test_many_points_are_taken_in_parts(monkeypatch):
    real = gaussians(1000, modes=25)
    whole = mode_coverage(real, *gaussian_mixture(25))
    monkeypatch.setattr("zici.gan.metrics._modes.CELLS", 64)
    parts = mode_coverage(real, *gaussian_mixture(25))
    assert (whole.covered, whole.share) == (parts.covered, parts.share)


# --- sliced Wasserstein


@given(PAIRS, st.sampled_from([1, 2]))
def test_sliced_is_its_definition(pair, power):
    a, b = pair
    lines = _directions(a.shape[1], 5, 0)
    np.testing.assert_allclose(np.linalg.norm(lines, axis=0), 1)
    expected = ref_gan_metrics.sliced(a.tolist(), b.tolist(), lines.T.tolist(), power)
    assert sliced_wasserstein(a, b, projections=5, power=power) == pytest.approx(expected, abs=1e-9)


@given(st.tuples(vectors(1), vectors(1)))
def test_on_a_line_it_is_the_area_between_the_distributions(pair):
    a, b = (part.ravel().tolist() for part in pair)
    expected = ref_gan_metrics.area_between(a, b)
    assert sliced_wasserstein(*pair) == pytest.approx(expected, abs=1e-9)


@given(PAIRS)
def test_sliced_is_a_distance(pair):
    a, b = pair
    assert sliced_wasserstein(a, b, projections=4) == pytest.approx(sliced_wasserstein(b, a, projections=4))
    assert sliced_wasserstein(a, a[::-1], projections=4) == pytest.approx(0, abs=1e-12)
    assert sliced_wasserstein(a, np.tile(a, (3, 1)), projections=4) == pytest.approx(0, abs=1e-12)


def test_a_shift_comes_out_at_its_mean_length_on_a_line():
    points = gaussians(400)
    shifted = points + np.array([3.0, 4.0])
    found = sliced_wasserstein(points, shifted, projections=4000)
    assert found == pytest.approx(5 * 2 / math.pi, rel=0.02)
    squares = sliced_wasserstein(points, shifted, projections=4000, power=2)
    assert squares == pytest.approx(5 / math.sqrt(2), rel=0.02)


def test_projections_are_taken_in_parts(monkeypatch):
    a, b = gaussians(50), gaussians(70, modes=25)
    whole = sliced_wasserstein(a, b, projections=20)
    monkeypatch.setattr("zici.gan.metrics._sliced.CELLS", 200)
    assert sliced_wasserstein(a, b, projections=20) == pytest.approx(whole, rel=1e-12)
    assert sliced_wasserstein(a, b, projections=20, seed=1) != pytest.approx(whole, rel=1e-6)


# --- Frechet


@given(LARGER)
def test_frechet_is_what_singular_values_say(pair):
    expected = ref_gan_metrics.frechet(*pair)
    size = 1 + np.square(pair[0]).max() + np.square(pair[1]).max()
    assert frechet_distance(*pair) == pytest.approx(expected, abs=1e-5 * size)


def test_frechet_of_known_gaussians():
    random = np.random.default_rng(0)
    a = random.standard_normal((40_000, 3)) * [1, 2, 3]
    b = random.standard_normal((40_000, 3)) * [2, 2, 1] + [0, 1, 0]
    assert frechet_distance(a, b) == pytest.approx(1 + (1 - 2) ** 2 + 0 + (3 - 1) ** 2, rel=0.03)
    turned = np.linalg.qr(random.standard_normal((3, 3)))[0]
    assert frechet_distance(a @ turned, b @ turned) == pytest.approx(frechet_distance(a, b), rel=1e-9)


def test_frechet_with_fewer_samples_than_dimensions():
    random = np.random.default_rng(1)
    a, b = random.standard_normal((5, 40)), random.standard_normal((7, 40))
    assert frechet_distance(a, b) == pytest.approx(ref_gan_metrics.frechet(a, b), rel=1e-6)
    assert frechet_distance(a, a) == pytest.approx(0, abs=1e-5)
    assert frechet_distance(a, a + 2) == pytest.approx(160, rel=1e-6)
    more = random.standard_normal((2, 4000, 40))
    assert frechet_distance(*more) < 0.2 * frechet_distance(a, b)  # the bias of few samples, as documented


# --- strings


@given(WORDS, WORDS, st.integers(1, 5))
def test_divergence_is_its_definition(a, b, n):
    found = ngram_divergence(a, b, n)
    assert found == pytest.approx(ref_gan_metrics.jensen_shannon(a, b, n), abs=1e-12)
    assert found == ngram_divergence(b[::-1], a, n)
    assert 0 <= found <= 1


def test_divergence_sees_order_beginning_end_and_length():
    assert ngram_divergence(["天地"], ["地天"], 1) == 0
    assert ngram_divergence(["天地"], ["地天"], 2) == 1
    assert 0 < ngram_divergence(["天"], ["天天"], 1) < 1
    assert ngram_divergence(["天地", "地天"], ["天地", "地天"] * 7, 4) == 0
    assert ngram_divergence(["a"], ["b"], 3) == ngram_divergence(["天"], ["地"], 3)


def test_the_floor_falls_as_parts_grow():
    random = np.random.default_rng(0)
    real = ["".join(word) for word in random.choice(list("天地人心水火"), (3000, 3))]
    floors = [ngram_floor(real, 2, sizes=(size, size)) for size in (50, 300, 1500)]
    assert floors[0] > 2 * floors[1] > 4 * floors[2] > 0
    assert ngram_floor(real, 2, draws=3, seed=1) == ngram_floor(real, 2, draws=3, seed=1)
    assert ngram_floor(real, 2, draws=3, seed=1) != ngram_floor(real, 2, draws=3, seed=2)


def test_the_parts_have_nothing_in_common():
    assert ngram_floor(["天", "地"], 2) == 1
    assert ngram_floor(list("天地人心"), 2, sizes=(1, 3)) == 1


def test_novelty():
    known = Lexicon({"北京": 3, "上海": 2})
    found = novelty(["北京", "北海", "北海", "海京"], known)
    assert found == (0.75, 0.75, ("北海", "海京"))
    for table in (["北京", "上海"], {"北京": 1, "上海": 2}, iter(["北京", "上海"])):
        assert novelty(["北京", "北海", "北海", "海京"], table) == found
    assert novelty(["北京"], known) == (0.0, 1.0, ())


PLACES = [a + b + c for a in "东南西北" for b in "山河海湖" for c in "省市县区"]
np.random.default_rng(0).shuffle(PLACES)


@pytest.fixture(scope="module")
def model():
    return CharLM.train(Corpus.from_texts([word for word in PLACES[::2] for _ in range(3)]), order=3)


def test_validity_is_the_mean_over_characters_and_ends(model):
    found = validity(["东山省", "北湖"], model, held_out=PLACES[1::2])
    assert found.samples == pytest.approx((model.logprob("东山省") + model.logprob("北湖")) / 7)
    expected = sum(map(model.logprob, PLACES[1::2])) / (4 * len(PLACES[1::2]))
    assert found.held_out == pytest.approx(expected)
    assert found.shuffled < found.held_out - 1
    assert found.place == pytest.approx((found.samples - found.shuffled) / (found.held_out - found.shuffled))


def test_validity_puts_words_above_noise(model):
    words = validity(PLACES[:20], model, held_out=PLACES[1::2])
    noise = validity(["省东山", "湖北区市"], model, held_out=PLACES[1::2])
    assert words.place > 0.9
    assert noise.place < 0.4
    again = validity(PLACES[:20], model, held_out=PLACES[1::2])
    assert words == again
    assert words.shuffled != validity(PLACES[:20], model, held_out=PLACES[1::2], seed=1).shuffled


# --- what is refused

BAD_VECTORS = [
    (np.array([[1.0, math.nan], [1.0, 2.0]]), InputError, "NaN or infinity in row 0"),
    (np.array([[1.0, 2], [math.inf, 2]]), InputError, "NaN or infinity in row 1"),
    (np.zeros(3), InputError, r"expected vectors of shape \(n, d\)"),
    (np.zeros((2, 0)), InputError, r"expected vectors of shape \(n, d\)"),
    (np.zeros((0, 2)), EmptyError, "expected at least"),
    ("天地", InputError, "expected numbers"),
    ([["天", "地"]], InputError, "expected numbers"),
    ([[1.0], [1.0, 2.0]], InputError, "expected numbers"),
]


@pytest.mark.parametrize(("bad", "error", "message"), BAD_VECTORS)
def test_vectors_that_are_none(bad, error, message):
    good = np.ones((4, 2))
    for call in (
        lambda: mode_coverage(bad, good, 1.0),
        lambda: mode_coverage(good, bad, 1.0),
        lambda: sliced_wasserstein(good, bad),
        lambda: frechet_distance(bad, good),
    ):
        with pytest.raises(error, match=message):
            call()


def test_vectors_of_different_lengths():
    one, two = np.ones((4, 2)), np.ones((4, 3))
    for call in (sliced_wasserstein, frechet_distance, lambda a, b: mode_coverage(a, b, 1.0)):
        with pytest.raises(InputError, match=r"\(4, 2\) and \(4, 3\)"):
            call(one, two)
    with pytest.raises(EmptyError, match="a: expected at least 2, got 1"):
        frechet_distance(one[:1], one)


def test_options_outside_their_range():
    good = np.ones((4, 2))
    for call, message in (
        (lambda: mode_coverage(good, good, 0.0), "sd: expected"),
        (lambda: mode_coverage(good, good, math.nan), "sd: expected"),
        (lambda: mode_coverage(good, good, 1.0, least=0), "least: expected"),
        (lambda: sliced_wasserstein(good, good, projections=0), "projections: expected"),
        (lambda: sliced_wasserstein(good, good, power=3), "power: expected 1 or 2"),
        (lambda: ngram_divergence(["天"], ["地"], 0), "n: expected 1 to 8"),
        (lambda: ngram_floor(["天", "地"], 9), "n: expected 1 to 8"),
        (lambda: ngram_floor(["天", "地"], 1, draws=0), "draws: expected"),
        (lambda: ngram_floor(["天", "地"], 1, sizes=(1, 2)), "sizes: expected two parts of 2 strings"),
        (lambda: ngram_floor(["天", "地"], 1, sizes=(0, 1)), "sizes: expected"),
    ):
        with pytest.raises(OptionError, match=message):
            call()


def test_strings_that_are_none(model):
    for call, error, message in (
        (lambda: ngram_divergence("天地", ["天"], 1), InputError, "a: expected a list of strings, got one"),
        (lambda: ngram_divergence(["天"], [3], 1), InputError, "b: expected strings, got 3 at index 0"),
        (lambda: ngram_divergence([], ["天"], 1), EmptyError, "a: expected at least 1 strings, got 0"),
        (lambda: ngram_divergence(3, ["天"], 1), InputError, "a: expected a list of strings, got int"),
        (lambda: ngram_floor(["天"], 1), EmptyError, "real: expected at least 2"),
        (lambda: novelty(["天"], "天地"), InputError, "known: expected a lexicon"),
        (lambda: novelty([], {"天"}), EmptyError, "samples: expected at least 1"),
        (lambda: validity(["天"], "model", held_out=["天"]), InputError, "model: expected a CharLM"),
        (lambda: validity(["。"], model, held_out=["天"]), EmptyError, "expected Chinese text"),
    ):
        with pytest.raises(error, match=message):
            call()
