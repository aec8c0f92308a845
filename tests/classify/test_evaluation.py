"""The measures against scikit-learn and scipy, and what they say of classifiers."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from sklearn import metrics

from zici.classify import TextClassifier, calibration_error
from zici.classify.evaluation import (
    abstention,
    accuracy_interval,
    answer,
    class_scores,
    compare,
    confusion,
    coverage_curve,
    evaluate,
    expected_error,
    find_duplicates,
    find_overlap,
    log_loss,
    macro_f1,
    mcnemar,
    paired_t,
    reliability,
    split_texts,
    summarise,
    text_key,
    worst_mistakes,
)
from zici.errors import EmptyError, InputError, OptionError

TEXTS = ["很好吃", "好看", "真不错", "难吃", "太差了", "差评"] * 5
LABELS = ["好", "好", "好", "坏", "坏", "坏"] * 5
pairs = st.integers(2, 6).flatmap(
    lambda classes: st.tuples(
        st.just(classes),
        st.lists(
            st.tuples(st.integers(0, classes - 1), st.integers(0, classes - 1)), min_size=1, max_size=40
        ),
    )
)


@pytest.fixture(scope="module")
def classifier():
    return TextClassifier("linear", loss="cross_entropy", workers=1).fit(TEXTS, LABELS)


@given(pairs)
def test_classes_are_measured_as_scikit_learn_does(given_pairs):
    classes, found = given_pairs
    right, said = (np.array(column) for column in zip(*found, strict=True))
    counted = confusion(right, said, classes)
    assert counted.matrix().tolist() == metrics.confusion_matrix(right, said, labels=range(classes)).tolist()
    assert counted.texts == len(found)
    assert counted.right == (right == said).sum()
    scores = class_scores(counted, range(classes))
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        right, said, labels=range(classes), zero_division=0
    )
    assert [score.precision for score in scores] == pytest.approx(precision)
    assert [score.recall for score in scores] == pytest.approx(recall)
    assert [score.f1 for score in scores] == pytest.approx(f1)
    assert [score.support for score in scores] == support.tolist()
    assert macro_f1(scores) == pytest.approx(metrics.f1_score(right, said, average="macro", zero_division=0))


def test_a_matrix_of_some_classes():
    counted = confusion([0, 0, 1, 2, 9], [0, 1, 1, 0, 9], 10)
    assert counted.matrix([9, 0]).tolist() == [[1, 0], [0, 1]]
    assert counted.matrix([2, 0]).tolist() == [[0, 1], [0, 1]]


@given(st.lists(st.tuples(st.floats(0.5, 1), st.booleans()), min_size=1, max_size=60), st.integers(1, 20))
def test_calibration_is_that_of_the_whole_matrix(rows, bins):
    sure = np.array([value for value, _ in rows])
    hits = np.array([hit for _, hit in rows])
    chances = np.column_stack([1 - sure, sure])
    chances[chances[:, 0] == chances[:, 1], 0] -= 1e-12  # one of the two is the most probable
    found = reliability(sure, hits, bins=bins)
    assert expected_error(found) == pytest.approx(
        calibration_error(chances, hits.astype(int), bins=bins), abs=1e-9
    )
    assert sum(one.texts for one in found) == len(rows)
    for one in found:
        assert one.confidence is None or one.low - 1e-9 <= one.confidence <= one.high + 1e-9


def test_log_loss_is_that_of_scikit_learn_and_leaves_out_what_is_unknown():
    rng = np.random.default_rng(0)
    chances = rng.dirichlet(np.ones(4), 50)
    right = rng.integers(0, 4, 50)
    given_right = chances[np.arange(50), right]
    assert log_loss(given_right) == pytest.approx(metrics.log_loss(right, chances, labels=range(4)))
    assert log_loss([*given_right, np.nan]) == log_loss(given_right)
    assert log_loss([np.nan]) is None
    assert log_loss([0.0]) == pytest.approx(-np.log(1e-15))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60), st.integers(1, 60))
def test_the_curve_of_coverage_counts_the_surest(rows, points):
    sure, hits = np.array([row[0] for row in rows]), np.array([row[1] for row in rows])
    curve = coverage_curve(sure, hits, points=points)
    assert len(curve) <= points
    assert curve[-1].coverage == 1.0
    assert curve[-1].accuracy == pytest.approx(hits.mean())
    for point in curve:
        inside = sure >= point.confidence
        assert inside.mean() == pytest.approx(point.coverage)
        assert hits[inside].mean() == pytest.approx(point.accuracy)


def test_abstention_and_mistakes_by_hand():
    assert abstention([0, 1], [-1, -1]) == (0, 0.0, None)
    sure = np.array([0.6, 0.9, 0.9, 0.8, 0.99])
    right, said = np.array([0, 0, 1, 1, 1]), np.array([1, 1, 0, 0, 1])
    found = worst_mistakes("甲乙丙丁戊", right, said, confidence=sure, labels="坏好", number=3)
    assert [(one.text, one.label, one.answer) for one in found] == [
        ("乙", "坏", "好"),
        ("丙", "好", "坏"),
        ("丁", "好", "坏"),
    ]
    assert worst_mistakes("甲", right[:1], right[:1], confidence=sure[:1], labels="坏好") == ()


@pytest.mark.parametrize(("right", "texts"), [(0, 5), (5, 5), (90, 100), (1, 3)])
def test_the_interval_is_wilsons(right, texts):
    found = stats.binomtest(right, texts).proportion_ci(method="wilson")
    assert accuracy_interval(right, texts) == pytest.approx((found.low, found.high), abs=1e-9)


def test_paired_t_is_that_of_scipy():
    rng = np.random.default_rng(1)
    first, second = rng.normal(0.8, 0.01, 5), rng.normal(0.82, 0.01, 5)
    found, wanted = paired_t(first, second), stats.ttest_rel(second, first)
    assert (found.t, found.p) == pytest.approx((wanted.statistic, wanted.pvalue))
    assert found.difference == pytest.approx((second - first).mean())
    corrected = paired_t(first, second, test_share=0.2)
    assert corrected.t == pytest.approx(found.t * np.sqrt((1 / 5) / (1 / 5 + 0.25)))
    assert corrected.p > found.p


@pytest.mark.parametrize("second", [[0.8, 0.9], [0.9, 1.0]])
def test_differences_that_are_all_the_same_give_no_test(second):
    found = paired_t([0.8, 0.9], second)
    assert (found.t, found.p) == (None, None)
    assert found.difference == pytest.approx(second[0] - 0.8)
    assert paired_t([0.8], [0.9]).p is None


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=50))
def test_mcnemar_is_the_binomial_test(rows):
    first, second = zip(*rows, strict=True)
    found = mcnemar(first, second)
    differ = found.first_only + found.second_only
    wanted = stats.binomtest(found.first_only, differ).pvalue if differ else 1.0
    assert found.p == pytest.approx(min(wanted, 1.0))
    assert differ == sum(one != other for one, other in rows)


def test_summaries():
    assert summarise([0.25]) == (0.25, None, (0.25,))
    assert summarise([1, 2, 3]).sd == 1.0
    with pytest.raises(EmptyError):
        summarise([])


def test_texts_are_the_same_but_for_width_and_blanks():
    assert text_key("ＡＢＣ１２３，好 \u3000 吃\r\n") == "ABC123,好 吃"
    found = find_duplicates(["好吃。", "难吃", "好吃。 ", "难吃", "　难吃"], ["1", "0", "1", "0", "1"])
    assert (found.texts, found.distinct, found.kept.tolist()) == (5, 2, [0])
    (conflict,) = found.conflicts
    assert conflict == ("难吃", ("0", "0", "1"), (1, 3, 4))


def test_overlap_of_test_and_training():
    found = find_overlap(["甲", "乙", "丙"], ["1", "1", "1"], ["乙 ", "丁", "丙", "丙"], ["1", "0", "0", "1"])
    assert found.rows.tolist() == [1, 2]
    assert found.share == pytest.approx(2 / 3)
    assert found.conflicts == (("丙", ("1", "0"), (2, 2)),)
    assert find_overlap([], [], ["甲"], ["1"]).share == 0.0


@given(
    st.lists(st.tuples(st.sampled_from("甲乙丙丁戊己庚"), st.integers(0, 2)), min_size=3, max_size=40),
    st.integers(0, 9),
)
def test_a_split_keeps_the_same_texts_together(rows, seed):
    texts, labels = [text for text, _ in rows], [label for _, label in rows]
    if len(set(labels)) < 2:
        with pytest.raises(EmptyError):
            split_texts(texts, labels, 0.3, seed=seed)
        return
    train, test = split_texts(texts, labels, 0.3, seed=seed)
    assert sorted([*train, *test]) == list(range(len(rows)))
    assert not {text_key(texts[row]) for row in train} & {text_key(texts[row]) for row in test}
    assert {labels[row] for row in train} == set(labels)


def test_evaluate_says_what_predict_and_decide_say(classifier):
    texts = ["好吃", "真差", "好差", "", "不错", "难看"]
    labels = ["好", "坏", "坏", "坏", "好", "坏"]
    found = evaluate(classifier, texts, labels)
    said = classifier.predict(texts)
    assert found.accuracy == metrics.accuracy_score(labels, said)
    chances = classifier.predict_proba(texts)
    assert found.log_loss == pytest.approx(metrics.log_loss(labels, chances, labels=["坏", "好"]))
    places = [["坏", "好"].index(label) for label in labels]
    assert found.calibration_error == pytest.approx(calibration_error(chances, places))
    assert found.abstention is None
    assert found.majority == 4 / 6
    assert {mistake.text for mistake in found.mistakes} == {
        text for text, label, answered in zip(texts, labels, said, strict=True) if label != answered
    }
    json.dumps(found.to_dict(), allow_nan=False)


def test_evaluate_with_a_threshold_and_a_zone():
    clf = TextClassifier(
        "linear", loss="cross_entropy", workers=1, threshold=0.9, abstain={"low": 0.3, "high": 0.7}
    ).fit(TEXTS, LABELS)
    texts, labels = ["很好吃", "好", "的", "难吃"], ["好", "好", "好", "坏"]
    found = evaluate(clf, texts, labels)
    assert found.accuracy == (clf.predict(texts) == labels).mean()
    decided = clf.decide(texts)
    assert found.abstention.answered == sum(label is not None for label in decided)
    assert 0 < found.abstention.answered < 4
    assert found.abstention.accuracy == np.mean(
        [label == right for label, right in zip(decided, labels, strict=True) if label is not None]
    )
    (part,) = answer(clf, texts)
    assert [None if place < 0 else clf.classes_[place] for place in part.decided] == decided
    assert clf.classes_[part.chosen].tolist() == clf.predict(texts).tolist()


def test_labels_that_the_classifier_does_not_know_count_as_wrong(classifier):
    found = evaluate(classifier, ["很好吃", "一般", "还行", "难吃"], ["好", "中", "中", "坏"])
    assert found.unseen == (("中", 2),)
    assert found.accuracy == 0.5
    assert [score.label for score in found.classes] == ["坏", "好", "中"]
    assert (found.classes[2].recall, found.classes[2].support) == (0.0, 2)
    known = evaluate(classifier, ["很好吃", "难吃"], ["好", "坏"])
    assert found.log_loss == pytest.approx(known.log_loss)
    assert evaluate(classifier, ["一般"], ["中"]).log_loss is None


def test_evaluate_refuses_what_it_can_not_measure(classifier):
    with pytest.raises(EmptyError, match="texts: expected at least one"):
        evaluate(classifier, [], [])
    with pytest.raises(InputError, match="expected one for each of 2 texts, got 1"):
        evaluate(classifier, ["好", "坏"], ["好"])
    with pytest.raises(InputError, match="str"):
        evaluate(classifier, ["好", 3], ["好", "坏"])
    with pytest.raises(OptionError, match="bins"):
        evaluate(classifier, ["好"], ["好"], bins=0)
    with pytest.raises(OptionError, match="number"):
        evaluate(classifier, ["好"], ["好"], mistakes=-1)


def test_ten_thousand_classes_need_no_square():
    names = [f"c{k}" for k in range(10_000)]
    counted = confusion(np.arange(10_000), np.zeros(10_000, int), 10_000)
    assert counted.counts.size == 10_000
    assert class_scores(counted, names)[0].recall == 1.0


SETTINGS = {
    "one": {"model": "linear", "loss": "cross_entropy", "workers": 1},
    "two": {"model": "linear", "loss": "focal", "workers": 1},
}


def test_settings_are_compared_on_the_same_splits_and_again_with_the_same_numbers():
    rng = np.random.default_rng(2)
    texts = ["".join(rng.choice(list("好美赞" if k % 2 else "差烂坑"), 2)) + f"的{k // 3}" for k in range(60)]
    labels = [("好" if k % 2 else "坏") if rng.random() > 0.2 else "坏" for k in range(60)]
    steps = []
    found = compare(SETTINGS, texts, labels, test_share=0.3, seeds=(3, 4, 5), progress=steps.append)
    again = compare(SETTINGS, texts, labels, test_share=0.3, seeds=(3, 4, 5))
    first, second = found.results
    assert (first.against, first.documents) == (None, None)
    assert second.test == again.results[1].test
    assert not found.fixed
    assert found.train_texts + found.test_texts == 60
    share = found.test_texts / 60
    assert second.against == paired_t(first.test.values, second.test.values, test_share=share)
    assert [step.done for step in steps] == [0, 1, 2, 3, 4, 5, 6]
    train, test = split_texts(texts, labels, 0.3, seed=4)
    clf = TextClassifier(**SETTINGS["two"], seed=4)
    clf.fit([texts[row] for row in train], [labels[row] for row in train])
    said = clf.predict([texts[row] for row in test])
    assert second.test.values[1] == np.mean(said == np.array([labels[row] for row in test]))
    json.dumps(found.to_dict(), allow_nan=False)


def test_settings_with_a_test_of_their_own():
    found = compare(SETTINGS, TEXTS, LABELS, test=(["好吃", "难看", "一般"], ["好", "坏", "中"]), seeds=[0])
    assert found.fixed
    assert found.test_texts == 3
    assert found.results[0].test.values == (pytest.approx(2 / 3),)
    assert found.results[1].against.p is None


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"settings": {}}, OptionError, "settings"),
        ({"settings": {"a": {"model": "linear", "seed": 3}}}, OptionError, "'a' has a seed of its own"),
        ({"seeds": []}, OptionError, "seeds"),
        ({"seeds": [1, 1]}, OptionError, "seeds"),
        ({"test_share": 1.0}, OptionError, "test_share"),
        ({"test": ([], [])}, EmptyError, "test"),
        ({"test": (["好"], [])}, InputError, "test"),
        ({"labels": ["好"] * 30}, EmptyError, "one class only"),
        ({"texts": ["同"] * 30}, EmptyError, "no class has two different texts"),
    ],
)
def test_comparisons_that_are_refused(change, error, message):
    given_arguments = {"settings": SETTINGS, "texts": TEXTS, "labels": LABELS, "seeds": [0]} | change
    with pytest.raises(error, match=message):
        compare(**given_arguments)


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"modell": "bag"}, "'last' has a parameter that TextClassifier doesn't have"),
        ({"model": "linear", "validation": 2}, "validation"),
        ({"model": "linear", "options": {"dim": 8}}, "'dim' is no option of 'linear'"),
        ({"model": "rules", "epochs": 3}, "epochs"),
    ],
)
def test_wrong_parameters_are_refused_before_the_first_run(params, message):
    steps = []
    with pytest.raises(OptionError, match=message):
        compare(SETTINGS | {"last": params}, TEXTS, LABELS, seeds=[0], progress=steps.append)
    assert steps == []


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: confusion([], [], 2), EmptyError),
        (lambda: confusion([0, 2], [0, 1], 2), OptionError),
        (lambda: confusion([0], [0, 1], 2), OptionError),
        (lambda: confusion([0.5], [0], 2), OptionError),
        (lambda: class_scores(confusion([0], [0], 2), ["a"]), OptionError),
        (lambda: macro_f1([]), EmptyError),
        (lambda: accuracy_interval(2, 1), OptionError),
        (lambda: reliability([], []), EmptyError),
        (lambda: reliability([1.2], [True]), OptionError),
        (lambda: reliability([0.5], [True, False]), OptionError),
        (lambda: coverage_curve([0.5], [True], points=0), OptionError),
        (lambda: abstention([], []), EmptyError),
        (lambda: abstention([0], [0, 1]), OptionError),
        (lambda: find_duplicates(["a"], []), OptionError),
        (lambda: find_overlap(["a"], [], [], []), OptionError),
        (lambda: paired_t([1], [1, 2]), OptionError),
        (lambda: paired_t([], []), EmptyError),
        (lambda: paired_t([1, 2], [1, 3], test_share=1.0), OptionError),
        (lambda: mcnemar([], []), EmptyError),
        (lambda: mcnemar([True], [True, False]), OptionError),
    ],
)
def test_numbers_that_are_refused(call, error):
    with pytest.raises(error):
        call()
