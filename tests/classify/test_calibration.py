"""Temperature, threshold and zone against trying everything, and by what they promise."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_calibration
from zici.classify.calibration import Zone, calibration_error, find_zone, fit_temperature, tune_threshold
from zici.errors import EmptyError, OptionError

GOALS = ["accuracy", "f1", "cost"]


def softmax(logits):
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def sure_of_itself(seed, classes, samples=4000, by=3.0):
    """Logits ``by`` times too great for the classes drawn from their softmax."""
    random = np.random.default_rng(seed)
    logits = random.normal(0, 1.5, (samples, classes))
    edges = softmax(logits).cumsum(axis=1)
    return logits * by, (random.random((samples, 1)) > edges[:, :-1]).sum(axis=1)


@pytest.mark.parametrize("classes", [2, 5])
@pytest.mark.parametrize("by", [0.4, 3.0])
def test_the_temperature_is_found_and_the_error_falls(classes, by):
    logits, targets = sure_of_itself(classes, classes, by=by)
    temperature = fit_temperature(logits, targets)
    assert temperature == pytest.approx(by, rel=0.1)
    before, after = (calibration_error(softmax(logits / t), targets) for t in (1.0, temperature))
    assert after < 0.03 < before


def test_no_other_temperature_is_better():
    logits, targets = sure_of_itself(3, 4, samples=60)
    found = fit_temperature(logits, targets)
    best = ref_calibration.entropy(logits.tolist(), targets.tolist(), found)
    for other in np.geomspace(0.01, 100, 50):
        assert best <= ref_calibration.entropy(logits.tolist(), targets.tolist(), other) + 1e-12


def test_the_ends_of_the_temperature():
    assert 0.01 <= fit_temperature([[0.0, 9.0]] * 3, [1, 1, 1]) < 0.3
    assert fit_temperature([[0.0, 9.0]] * 3, [0, 0, 0]) == pytest.approx(100.0, rel=0.01)
    assert 0.01 <= fit_temperature([[0.0, 0.0]], [0]) <= 100
    assert np.isfinite(fit_temperature([[1e3, -1e3], [-1e3, 1e3]], [1, 1]))


@given(seed=st.integers(0, 2**31), bins=st.integers(1, 20))
def test_the_calibration_error(seed, bins):
    random = np.random.default_rng(seed)
    chances = softmax(random.normal(0, 1, (15, 3)))
    targets = random.integers(0, 3, 15)
    expected = ref_calibration.calibration_error(chances.tolist(), targets.tolist(), bins)
    assert calibration_error(chances, targets, bins=bins) == pytest.approx(expected, abs=1e-12)


@given(
    pairs=st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=1, max_size=12),
    for_=st.sampled_from(GOALS),
    costs=st.tuples(st.integers(0, 5), st.integers(1, 5)),
)
def test_no_other_threshold_is_better(pairs, for_, costs):
    chances, labels = [p / 20 for p, _ in pairs], [y for _, y in pairs]
    found = tune_threshold(chances, labels, for_=for_, costs=costs)
    sign = -1 if for_ == "cost" else 1
    best = ref_calibration.best_goal(chances, labels, for_, costs)
    assert sign * found.value == pytest.approx(best)
    assert ref_calibration.goal(chances, labels, found.threshold, for_, costs) == pytest.approx(best)
    half = ref_calibration.goal(chances, labels, 0.5, for_, costs)
    assert sign * found.at_half == pytest.approx(half)
    if half == best:
        assert found.threshold == 0.5


def test_costs_move_the_threshold():
    random = np.random.default_rng(0)
    chances = random.random(4000)
    labels = random.random(4000) < chances
    dear_yes = tune_threshold(chances, labels, for_="cost", costs=(4.0, 1.0))
    dear_no = tune_threshold(np.stack([1 - chances, chances], axis=1), labels, for_="cost", costs=(1.0, 4.0))
    assert dear_yes.threshold == pytest.approx(0.8, abs=0.06)  # 4 / (4 + 1)
    assert dear_no.threshold == pytest.approx(0.2, abs=0.06)
    assert dear_yes.value < dear_yes.at_half


@given(seed=st.integers(0, 2**31), wanted=st.sampled_from([0.6, 0.8, 1.0]), classes=st.sampled_from([2, 3]))
def test_a_zone_keeps_the_precision_and_answers_as_many_as_it_can(seed, wanted, classes):
    random = np.random.default_rng(seed)
    chances = random.multinomial(16, np.ones(classes) / classes, 14) / 16  # ties are exact
    targets = random.integers(0, classes, 14)
    hit, sure = chances.argmax(axis=1) == targets, chances.max(axis=1)
    if classes == 2:
        parts = [chances[:, 1] >= 0.5, chances[:, 1] < 0.5]
        hit = np.where(parts[0], targets == 1, targets == 0)
    else:
        parts = [np.ones(14, bool)]
    expected = [
        ref_calibration.most_answers(sure[part].tolist(), hit[part].tolist(), wanted) for part in parts
    ]
    if not any(expected):
        with pytest.raises(OptionError, match="no zone reaches"):
            find_zone(chances, targets, precision=wanted)
        return
    answers = find_zone(chances, targets, precision=wanted).answers(chances)
    assert (answers >= 0).sum() == sum(expected)
    for part in parts:
        given_ = part & (answers >= 0)
        assert not given_.any() or (answers == targets)[given_].mean() >= wanted


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("coverage", [0.01, 0.3, 0.95, 1.0])
def test_coverage(classes, coverage):
    chances = softmax(np.random.default_rng(1).normal(0, 1, (200, classes)))
    answers = find_zone(chances, np.zeros(200, int), coverage=coverage).answers(chances)
    assert (answers >= 0).mean() == pytest.approx(coverage, abs=0.006)
    kept = answers >= 0
    assert chances[kept].max(axis=1).min() >= chances[~kept].max(axis=1).max(initial=0.0)
    assert (answers[kept] == chances[kept].argmax(axis=1)).all()


def test_the_zone_of_the_article():
    zone = Zone(low=0.391, high=0.394)
    chances = np.array([0.2, 0.391, 0.392, 0.3935, 0.394, 0.9])
    assert zone.answers(np.stack([1 - chances, chances], axis=1)).tolist() == [0, 0, -1, -1, 1, 1]


def test_a_side_that_is_never_right_never_answers():
    chances = np.array([[0.9, 0.1], [0.2, 0.8]])
    zone = find_zone(chances, [1, 1], precision=0.9)
    assert zone.answers(chances).tolist() == [-1, 1]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({}, "expected low and high"),
        ({"low": 0.3}, "expected low and high"),
        ({"low": 0.6, "high": 0.5}, "low <= high"),
        ({"low": 0.3, "high": 0.5, "confidence": 0.5}, "or confidence"),
        ({"confidence": "much"}, "expected probabilities"),
        ({"confidence": float("nan")}, "expected probabilities"),
    ],
)
def test_bad_zones(fields, told):
    with pytest.raises(OptionError, match=told):
        Zone(**fields)


def test_bad_input():
    with pytest.raises(EmptyError, match="at least one sample"):
        fit_temperature(np.empty((0, 2)), [])
    with pytest.raises(OptionError, match="targets: expected 0 to 1"):
        fit_temperature([[0.0, 1.0]], [2])
    with pytest.raises(OptionError, match="finite"):
        fit_temperature([[0.0, np.nan]], [0])
    with pytest.raises(OptionError, match="bins"):
        calibration_error([[0.5, 0.5]], [0], bins=0)
    with pytest.raises(OptionError, match="are these logits"):
        calibration_error([[-3.0, 3.0]], [0])
    with pytest.raises(OptionError, match="for_: expected one of accuracy"):
        tune_threshold([0.5], [1], for_="auc")
    with pytest.raises(OptionError, match="two classes"):
        tune_threshold([[0.2, 0.3, 0.5]], [1])
    with pytest.raises(OptionError, match="costs"):
        tune_threshold([0.5], [1], for_="cost", costs=(0, 0))
    with pytest.raises(OptionError, match="precision or coverage"):
        find_zone([[0.5, 0.5]], [0])
    with pytest.raises(OptionError, match="coverage: expected a number above 0"):
        find_zone([[0.5, 0.5]], [0], coverage=0)
    with pytest.raises(OptionError, match="use confidence"):
        Zone(low=0.4, high=0.5).answers([[0.2, 0.3, 0.5]])
