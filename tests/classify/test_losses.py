"""The losses: truth tables, identities of the articles, slopes, stability, bad input."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_losses
from zici.classify import Loss, cross_entropy, focal, hard_margin, softened_margin
from zici.classify.losses import losses, parse, slopes
from zici.errors import OptionError

ALL = [
    (Loss(), ref_losses.cross_entropy),
    (Loss("hard_margin", margin=0.7), lambda z, t: ref_losses.hard_margin(z, t, 0.7)),
    (Loss("softened_margin", steepness=3.0), lambda z, t: ref_losses.softened(z, t, 3.0)),
    (
        Loss("softened_margin", steepness=3.0, weighting="odds"),
        lambda z, t: ref_losses.softened_odds(z, t, 3.0),
    ),
    (Loss("focal", gamma=0.5), lambda z, t: ref_losses.focal(z, t, 1.0, 0.5)),
    (Loss("focal", gamma=2.0), lambda z, t: ref_losses.focal(z, t, 1.0, 2.0)),
]
EVERY = [
    Loss(),
    Loss("hard_margin"),
    Loss("softened_margin"),
    Loss("softened_margin", weighting="odds"),
    Loss("focal", gamma=0.0),
    Loss("focal", gamma=0.5),
    Loss("focal"),
]


def some(seed, classes, samples=12, scale=2.0):
    random = np.random.default_rng(seed)
    return random.normal(0, scale, (samples, classes)), random.integers(0, classes, samples)


@pytest.mark.parametrize("classes", [2, 3, 6])
@pytest.mark.parametrize(("loss", "twin"), ALL)
def test_values_and_slopes_are_those_of_the_definition(loss, twin, classes):
    logits, targets = some(classes, classes)
    expected = [float(twin(row.tolist(), t)) for row, t in zip(logits, targets, strict=True)]
    np.testing.assert_allclose(losses(loss, logits, targets), expected, rtol=1e-12, atol=1e-15)
    expected = [
        [float(slope) for slope in ref_losses.slopes(twin, row.tolist(), t)]
        for row, t in zip(logits, targets, strict=True)
    ]
    np.testing.assert_allclose(slopes(loss, logits, targets), expected, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("y_true", "y_pred", "share"),
    [
        (1, 0.7, 0.0),
        (1, 0.6, 0.5),
        (1, 0.5, 1.0),
        (1, 0.3, 1.0),
        (0, 0.3, 0.0),
        (0, 0.4, 0.5),
        (0, 0.5, 1.0),
        (0, 0.7, 1.0),
    ],
)
def test_the_truth_table_of_the_hard_margin(y_true, y_pred, share):
    """For m = .6; the article's form with y_true and y_pred is the form by the right class's probability."""
    entropy = -np.log(y_pred if y_true else 1 - y_pred)
    article = float(ref_losses.hard_margin_of_two(y_true, y_pred, 0.6))
    found = hard_margin([[1 - y_pred, y_pred]], [y_true], from_logits=False)[0]
    assert article == pytest.approx(share * entropy, abs=1e-15)
    assert found == pytest.approx(article, abs=1e-15)


def test_a_tie_of_logits_takes_half():
    logits = [[0.0, 0.0], [0.0, 0.0], [5.0, 5.0]]
    expected = np.array([0.5, 0.5, 0.5]) * np.log(2)
    np.testing.assert_allclose(hard_margin(logits, [0, 1, 1], margin=0.5), expected)
    np.testing.assert_allclose(slopes(Loss("hard_margin", margin=0.5), logits, [0, 1, 1])[0], [-0.25, 0.25])


@given(x=st.floats(-30, 30), y=st.integers(0, 1), steepness=st.floats(0.1, 10))
def test_two_classes_are_the_form_with_a_sigmoid(x, y, steepness):
    expected = float(ref_losses.softened_of_two(x, y, steepness))
    for logits in ([x], [[0.0, x]], [[-x / 2, x / 2]]):
        for weighting in ("softmax", "odds"):
            found = softened_margin(logits, [y], steepness=steepness, weighting=weighting)[0]
            assert found == pytest.approx(expected, rel=1e-9, abs=1e-14)


@pytest.mark.parametrize("loss", EVERY)
def test_the_slope_by_the_log_odds_is_that_by_the_second_logit(loss):
    x, y = np.array([-3.0, -0.2, 0.1, 0.5, 4.0]), [0, 0, 1, 1, 1]
    step = 1e-6
    difference = (losses(loss, x + step, y) - losses(loss, x - step, y)) / (2 * step)
    np.testing.assert_allclose(slopes(loss, x, y), difference, atol=1e-8)
    pair = np.stack([-x / 2, x / 2], axis=1)
    moved = slopes(loss, pair, y)
    np.testing.assert_allclose(slopes(loss, x, y), (moved[:, 1] - moved[:, 0]) / 2, atol=1e-15)


def test_the_soft_loss_of_one_is_the_focal_loss_of_gamma_one():
    x, y = some(1, 2)[0][:, 0], some(1, 2)[1]
    np.testing.assert_allclose(softened_margin(x, y, steepness=1.0), focal(x, y, gamma=1.0), rtol=1e-12)


def test_with_more_classes_it_is_so_by_odds_alone():
    logits, targets = some(2, 4)
    expected = focal(logits, targets, gamma=1.0)
    by_odds = softened_margin(logits, targets, steepness=1.0, weighting="odds")
    np.testing.assert_allclose(by_odds, expected, rtol=1e-12)
    assert not np.allclose(softened_margin(logits, targets, steepness=1.0), expected, rtol=0.05)


def test_with_more_classes_the_softmax_of_the_source_leaves_wrong_samples_behind():
    logits, targets = [[4.0, 1.0, -6.0]], [1]  # class 0 is the answer, 1 would be right
    assert softened_margin(logits, targets)[0] < 1e-10
    assert softened_margin(logits, targets, weighting="odds")[0] > 3.0


def test_a_steep_slope_is_the_step_at_one_half():
    logits, targets = some(3, 2, scale=4)
    step = hard_margin(logits, targets, margin=0.5)
    np.testing.assert_allclose(softened_margin(logits, targets, steepness=1e6), step, atol=1e-12)


@pytest.mark.parametrize("loss", EVERY)
def test_slopes_of_a_row_have_the_sum_nothing(loss):
    logits, targets = some(4, 5)
    np.testing.assert_allclose(slopes(loss, logits, targets).sum(axis=1), 0.0, atol=1e-14)


@pytest.mark.parametrize("loss", EVERY)
@pytest.mark.parametrize("scale", [1e3, 1e8, 1e300])
def test_great_logits_give_finite_numbers(loss, scale):
    logits = scale * np.array([[1.0, -1.0, 0.0], [-1.0, 1.0, 0.0], [1.0, 1.0, -1.0], [0.0, 0.0, 1.0]])
    for target in range(3):
        targets = np.full(4, target)
        assert np.isfinite(losses(loss, logits / 10, targets)).all()
        assert np.isfinite(slopes(loss, logits / 10, targets)).all()


def test_the_entropy_of_a_thousand():
    np.testing.assert_allclose(cross_entropy([[1e3, -1e3], [-1e3, 1e3]], [0, 0]), [0.0, 2e3], atol=1e-300)
    assert cross_entropy([[40.0, 0.0]], [0])[0] == pytest.approx(np.exp(-40.0), rel=1e-12)


def test_weights_and_alpha():
    logits, targets = some(5, 3)
    weights = np.random.default_rng(5).random(12)
    plain = focal(logits, targets)
    alpha = (0.2, 1.0, 3.0)
    found = focal(logits, targets, weights, alpha=alpha)
    np.testing.assert_allclose(found, plain * weights * np.array(alpha)[targets])
    moved = slopes(Loss("focal", alpha=alpha), logits, targets, weights)
    expected = slopes(Loss("focal"), logits, targets) * (weights * np.array(alpha)[targets])[:, None]
    np.testing.assert_allclose(moved, expected)
    two = focal([0.3, 0.3], [0, 1], alpha=0.25) / focal([0.3, 0.3], [0, 1])
    np.testing.assert_allclose(two, [0.75, 0.25])


@pytest.mark.parametrize("loss", EVERY)
def test_probabilities_give_what_logits_give(loss):
    logits, targets = some(6, 3)
    chances = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(
        losses(loss, chances, targets, from_logits=False), losses(loss, logits, targets), rtol=1e-9
    )
    assert np.isfinite(losses(loss, [[0.0, 1.0], [0.0, 1.0]], [0, 1], from_logits=False)).all()


@pytest.mark.parametrize(
    ("logits", "targets", "told"),
    [
        ([[0.0, np.nan]], [0], "logits: expected finite numbers"),
        ([[0.0]], [0], "logits: expected the shape"),
        ([["a", "b"]], [0], "logits: expected an array of numbers"),
        ([[0.0, 1.0]], [2], "targets: expected classes from 0 to 1, got 2..2"),
        ([[0.0, 1.0]], [-1], "targets: expected classes from 0 to 1"),
        ([[0.0, 1.0]], [0.0], "targets: expected one integer"),
        ([[0.0, 1.0]], [0, 1], "targets: expected one integer for each of 1"),
    ],
)
def test_bad_input(logits, targets, told):
    with pytest.raises(OptionError, match=told):
        cross_entropy(logits, targets)


def test_bad_probabilities_and_weights():
    with pytest.raises(OptionError, match="are these logits"):
        cross_entropy([[0.5, 1.5]], [0], from_logits=False)
    with pytest.raises(OptionError, match="rows of sum 1"):
        cross_entropy([[0.5, 0.6]], [0], from_logits=False)
    for weights in ([-1.0], [1.0, 1.0], [np.inf]):
        with pytest.raises(OptionError, match="weights"):
            cross_entropy([[0.5, 0.6]], [0], weights)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"name": "hinge"}, "loss: expected one of cross_entropy"),
        ({"margin": 0.4}, "margin: expected a number from 0.5"),
        ({"margin": 1.0}, "margin"),
        ({"margin": True}, "margin"),
        ({"steepness": 0.0}, "steepness: expected a number above 0"),
        ({"steepness": np.inf}, "steepness"),
        ({"gamma": -1.0}, "gamma"),
        ({"alpha": 1.5}, "alpha"),
        ({"alpha": (1.0, -1.0)}, "alpha"),
        ({"weighting": "none"}, "weighting"),
    ],
)
def test_bad_losses(fields, told):
    with pytest.raises(OptionError, match=told):
        Loss(**fields)


def test_alpha_has_to_fit_the_classes():
    with pytest.raises(OptionError, match="one weight for each of 3 classes"):
        focal([[0.0, 0.0, 0.0]], [0], alpha=0.25)


@pytest.mark.parametrize("loss", [*EVERY, Loss("focal", alpha=(0.1, 0.9)), Loss("focal", alpha=[1, 2])])
def test_a_loss_is_what_its_dict_says(loss):
    assert parse(loss.to_dict()) == loss
    assert hash(loss) == hash(parse(loss))


def test_parse():
    assert parse("hard_margin", margin=0.8) == Loss("hard_margin", margin=0.8)
    assert parse("focal") == Loss("focal")
    with pytest.raises(OptionError, match="fields of a Loss"):
        parse({"name": "focal", "beta": 1})
    with pytest.raises(OptionError, match="expected a Loss or one of"):
        parse(3)
