"""The Dirac-GAN: each penalty moves it as its loss says, and leads it where is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_dirac
from zici.errors import InputError, OptionError
from zici.gan.dirac import DEFAULT_WEIGHTS, LOSSES, PENALTIES, DiracPath, dirac_gan

NUMBERS = st.floats(0.1, 2.0).map(lambda value: round(value, 3))
SIGNED = st.tuples(NUMBERS, st.sampled_from([-1, 1])).map(lambda pair: pair[0] * pair[1])
STATES = st.integers(1, 3).flatmap(lambda d: st.tuples(*[st.lists(SIGNED, min_size=d, max_size=d)] * 2))


@given(
    STATES,
    st.sampled_from(PENALTIES),
    st.sampled_from(LOSSES),
    st.sampled_from(["simultaneous", "alternating"]),
    NUMBERS,
)
def test_a_step_goes_down_the_slopes_of_the_losses(state, penalty, loss, update, weight):
    theta, w = state
    path = dirac_gan(penalty, weight=weight, loss=loss, update=update, steps=1, rate=0.1, start=state)
    expected = ref_dirac.step(theta, w, penalty=penalty, loss=loss, weight=weight, update=update, rate=0.1)
    np.testing.assert_allclose(path.theta, [theta, expected[0]], rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(path.w, [w, expected[1]], rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("penalty", PENALTIES)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_flow_is_what_small_steps_come_to(penalty, loss):
    start = ((1.2, -0.7), (-0.4, 0.9))
    weight = 0.2  # steep penalties need short steps
    close = 0.01 if penalty == "clipping" else 1e-3  # its force jumps
    flow = dirac_gan(penalty, weight=weight, loss=loss, steps=20, start=start)
    steps = dirac_gan(
        penalty, weight=weight, loss=loss, update="simultaneous", steps=2000, rate=0.0005, start=start
    )
    np.testing.assert_allclose(flow.theta[-1], steps.theta[-1], atol=close)
    np.testing.assert_allclose(flow.w[-1], steps.w[-1], atol=close)


def energy(path):
    return np.square(path.theta).sum(axis=1) + np.square(path.w).sum(axis=1)


def test_without_a_penalty_the_flow_circles():
    path = dirac_gan(start=((1.0, -0.5), (0.3, 0.2)))
    np.testing.assert_allclose(energy(path), energy(path)[0], rtol=1e-6)
    assert path.verdict == "circles"
    exact = np.outer(np.cos(path.times), [1.0, -0.5]) + np.outer(np.sin(path.times), [0.3, 0.2])
    np.testing.assert_allclose(path.theta, exact, atol=1e-4)


def test_without_a_penalty_steps_of_both_at_once_grow_by_the_same_factor():
    path = dirac_gan(update="simultaneous", rate=0.1, steps=300)
    np.testing.assert_allclose(energy(path)[1:] / energy(path)[:-1], 1.01, rtol=1e-12)
    assert path.verdict == "diverges"
    assert not path.converges


def test_without_a_penalty_alternating_steps_keep_to_an_ellipse():
    path = dirac_gan(update="alternating", rate=0.1, steps=2000)
    kept = energy(path) - 0.1 * (path.theta * path.w)[:, 0]
    np.testing.assert_allclose(kept, kept[0], rtol=1e-9)
    assert path.verdict == "circles"


@pytest.mark.parametrize("weight", [0.1, 0.5, 2.0])
def test_zero_centred_is_a_damped_pendulum(weight):
    path = dirac_gan("zero-centred", weight=weight, steps=400, start=((1.0,), (0.0,)))
    exact = ref_dirac.zero_centred(1.0, 0.0, weight, path.times)
    np.testing.assert_allclose(np.hstack([path.theta, path.w]), exact, atol=1e-5)
    assert path.converges
    slowest = max(np.linalg.eigvals(np.array([[0, 1], [-1, -2 * weight]])).real)
    envelope = 3 * np.exp(slowest * path.times)
    assert (path.distances <= envelope).all()
    half = len(path.times) // 2
    late = np.abs(np.hstack([path.theta, path.w])).max(axis=1)
    fallen = np.log(late[half:].max() / late[:half].max())
    assert slowest * 20 * 1.4 < fallen < 0  # no faster than the slowest of both


@pytest.mark.parametrize("weight", [0.25, 1.0])
def test_two_sided_ends_on_the_circle_of_radius_1(weight):
    path = dirac_gan("two-sided", weight=weight, start=((0.3, 0.1), (0.0, 0.4)), steps=3000)
    np.testing.assert_allclose(path.distances[-200:], 1, atol=2e-3)
    np.testing.assert_allclose(np.linalg.norm(path.w[-200:], axis=1), 1, atol=2e-3)
    assert path.verdict == "circles"


def test_two_sided_in_one_dimension_stays_away_from_the_data():
    """For w > 0 it is a pendulum about 2 * weight: w passes 0 where that swings, else theta rests there."""
    swings = dirac_gan("two-sided", weight=0.6, steps=2000)
    assert swings.final_distance > 1.2
    assert swings.verdict == "circles"
    rests = dirac_gan("two-sided", weight=1.5, steps=2000)
    assert rests.final_distance == pytest.approx(3.0, abs=1e-3)
    assert rests.verdict == "stalls"


def test_one_sided_brakes_down_to_the_circle_within():
    inside = dirac_gan("one-sided", start=((0.6,), (0.0,)))
    np.testing.assert_allclose(inside.final_distance, 0.6, atol=1e-3)
    outside = dirac_gan("one-sided", start=((3.0,), (0.0,)), steps=4000)
    assert outside.final_distance == pytest.approx(1.0, abs=0.02)
    assert outside.verdict == "circles"


def test_wgan_div_converges_slowly_as_averaging_says():
    """In the mean over a circle of radius r: r' = -6 k r^5 mean(sin^6) = -(15 / 8) k r^5."""
    path = dirac_gan("wgan-div", steps=5000)
    expected = (7.5 * DEFAULT_WEIGHTS["wgan-div"] * path.times[-1]) ** -0.25
    assert np.sqrt(energy(path)[-1]) == pytest.approx(expected, rel=0.03)
    assert path.converges


def test_the_losses_of_the_first_gan():
    """Saturating keeps the radius; non-saturating loses it as r' = -r^3 / 16."""
    kept = dirac_gan(loss="saturating", start=((1.0,), (0.0,)))
    np.testing.assert_allclose(energy(kept), 1, rtol=1e-6)
    assert kept.verdict == "circles"
    path = dirac_gan(loss="non-saturating", steps=4000, start=((1.0,), (0.0,)))
    assert energy(path)[-1] == pytest.approx(1 / (1 + path.times[-1] / 8), rel=0.05)
    assert path.converges
    assert dirac_gan("zero-centred", loss="non-saturating").final_distance < 1e-5


def test_clipped_weights_shrink_the_circle_to_their_bound():
    for update in ("flow", "alternating"):
        path = dirac_gan("clipping", weight=0.3, update=update, steps=3000)
        assert np.abs(path.w).max() <= 0.3
        assert path.final_distance == pytest.approx(0.3, abs=0.01)
        assert path.verdict == "circles"


def test_the_difference_quotient_sees_w_along_theta_alone():
    sideways = {"start": ((1.0, 0.0), (0.0, 5.0)), "update": "simultaneous", "steps": 1, "rate": 0.1}
    assert dirac_gan("difference", **sideways).w[1].tolist() == [-0.1, 5.0]
    assert dirac_gan("two-sided", **sideways).w[1, 1] < 5.0
    start = ((3.0,), (2.0,))  # in one dimension there is nothing beside it
    one, other = (dirac_gan(name, start=start, steps=200) for name in ("difference", "one-sided"))
    np.testing.assert_allclose(one.theta, other.theta, atol=1e-9)
    assert one.final_distance < 2.9


@pytest.mark.parametrize("penalty", PENALTIES)
def test_the_point_itself_stays(penalty):
    path = dirac_gan(penalty, start=((0.0, 0.0), (0.0, 0.0)), steps=20)
    assert not path.theta.any()
    assert not path.w.any()
    assert path.converges


def test_a_path_that_explodes_stops_before_it_overflows():
    path = dirac_gan("wgan-div", update="simultaneous", rate=1.0, steps=100, start=((1.0,), (5.0,)))
    assert np.isfinite(path.theta).all()
    assert np.isfinite(path.w).all()


def made(distances):
    theta = np.array(distances, float)[:, None]
    return DiracPath(
        "none", "wasserstein", "flow", 0.0, 1.0, np.arange(len(theta)), theta, np.zeros_like(theta)
    )


def test_verdicts():
    time = np.arange(1, 101)
    assert made(1 / time).verdict == "converges"
    assert made(np.zeros(100)).verdict == "converges"
    assert made(np.ones(100)).verdict == "stalls"
    assert made(np.where(time % 2, 1, -1)).verdict == "circles"
    assert made((-1.0) ** time * (1 + 0.3 * np.exp(-time / 40))).verdict == "circles"  # shrinks, but not to 0
    assert made(time).verdict == "diverges"
    assert made([1.0]).verdict == "stalls"
    assert made([3, 1, 1, 1, 1, 1, 1, 1, 2, 1.5]).final_distance == 2


def test_the_average_is_that_of_all_points_by_age():
    path = dirac_gan(steps=30)
    ages = np.arange(31)[::-1]
    expected = (0.9 ** ages[:, None] * path.theta).sum(axis=0) / (0.9**ages).sum()
    np.testing.assert_allclose(path.averaged(0.9)[-1], expected)
    np.testing.assert_array_equal(path.averaged(0.0), path.theta)
    with pytest.raises(OptionError, match="decay: expected 0 to 1"):
        path.averaged(1.0)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"penalty": "l2"}, "penalty: expected one of none, two-sided"),
        ({"loss": "hinge"}, "loss: expected one of wasserstein"),
        ({"update": "euler"}, "update: expected one of flow"),
        ({"weight": -1}, "weight: expected"),
        ({"weight": float("nan")}, "weight: expected"),
        ({"penalty": "clipping", "weight": 0}, "weight: expected"),
        ({"steps": 0}, "steps: expected a number from 1"),
        ({"rate": 0.0}, "rate: expected a finite number above 0"),
        ({"rate": float("inf")}, "rate: expected"),
    ],
)
def test_options_outside_their_range(options, message):
    with pytest.raises(OptionError, match=message):
        dirac_gan(**options)


@pytest.mark.parametrize(
    "start", [((1.0,), (1.0, 2.0)), ((), ()), ((float("nan"),), (0.0,)), 3, ((1.0,),), (("a",), ("b",))]
)
def test_starts_that_are_none(start):
    with pytest.raises(InputError, match="start: expected"):
        dirac_gan(start=start)
