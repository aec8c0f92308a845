"""TextClassifier as scikit-learn uses it: its own checks, and its tools around ours."""

from __future__ import annotations

import pickle
import subprocess
import sys

import joblib
import numpy as np
import pytest
import sklearn
from sklearn.base import clone, is_classifier
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import parametrize_with_checks
from sklearn.utils.validation import check_is_fitted, validate_data

from zici.classify import Loss, TextClassifier, Zone
from zici.errors import InputError
from zici.segment import Segmenter

QUICK = {"char_ngrams": (1, 1), "opening": (), "min_count": 1, "epochs": 8}


class OfTables(TextClassifier):
    """Takes scikit-learn's tables of numbers: a value is a character, alone and with each coarser step.

    Its checks know nothing else. What a table may be is validated by scikit-learn's own function; everything
    else is TextClassifier's.
    """

    def fit(self, X, y, sample_weight=None):
        X, y = validate_data(self, X, y, dtype="numeric")
        self._edges = [np.quantile(column, np.linspace(0, 1, 9)[1:-1]) for column in X.T]
        try:
            return super().fit(self.texts(X), y, sample_weight=sample_weight)
        except InputError as error:  # a ValueError is what scikit-learn's own classifiers raise
            raise ValueError(str(error)) from error

    def texts(self, X):
        cells = [np.searchsorted(edges, column) for edges, column in zip(self._edges, X.T, strict=True)]
        # each value as the steps that it is above, and those that it is below
        rows = []
        for row in zip(*cells, strict=True):
            signs = [
                chr(0x4E00 + 32 * number + 2 * step + (step < cell))
                for number, cell in enumerate(row)
                for step in range(7)
            ]
            rows.append("".join(signs))
        return rows

    def _ready(self, X):
        check_is_fitted(self)
        if isinstance(X, list) and not X:
            return super()._ready([])
        return super()._ready(self.texts(validate_data(self, X, reset=False, dtype="numeric")))

    def __sklearn_tags__(self):
        tags = super().__sklearn_tags__()
        tags.input_tags.string = False
        tags.input_tags.one_d_array = False
        tags.input_tags.two_d_array = True
        return tags


def expected_failures(estimator):
    return {
        "check_sample_weight_equivalence_on_dense_data": (
            "idf and min_count count texts, and a text of weight 0 is one: so a weight is no repetition"
        ),
    }


@parametrize_with_checks(
    [OfTables("linear", tokens="char", options=QUICK, workers=1)],
    expected_failed_checks=expected_failures,
    xfail_strict=True,
)
def test_the_checks_of_scikit_learn(estimator, check):
    check(estimator)


def reviews(size=60):
    signs = ["好看", "很好", "真好吃", "难看", "很差", "真难吃"]
    random = np.random.default_rng(0)
    texts = [signs[number % 6] + "".join(random.choice(list("的了在是我有和"), 6)) for number in range(size)]
    return texts, ["好" if number % 6 < 3 else "坏" for number in range(size)]


def linear(**params):
    return TextClassifier(**{"model": "linear", "tokens": "char", "options": QUICK, "workers": 1} | params)


def test_it_is_a_classifier_of_texts():
    tags = linear().__sklearn_tags__()
    assert is_classifier(linear())
    assert tags.input_tags.string
    assert tags.input_tags.one_d_array
    assert not tags.input_tags.two_d_array


def test_parameters_come_and_go():
    given = {
        "model": "linear",
        "loss": Loss("focal", gamma=1.0),
        "tokens": Segmenter(["好看"]),
        "abstain": Zone(low=0.2, high=0.8),
        "costs": (2.0, 1.0),
        "options": QUICK,
    }
    clf = TextClassifier(**given)
    assert {name: clf.get_params()[name] for name in given} == given
    assert all(clf.get_params()[name] is given[name] for name in given)
    twin = clone(clf)
    assert twin.loss == clf.loss
    assert twin.abstain == clf.abstain
    assert clf.set_params(seed=5).seed == 5
    with pytest.raises(ValueError, match="Invalid parameter 'depth'"):
        clf.set_params(depth=3)


def test_a_clone_learns_the_same():
    texts, labels = reviews()
    clf = linear(tokens=Segmenter(["好看", "难看"])).fit(texts, labels)
    np.testing.assert_array_equal(
        clone(clf).fit(texts, labels).predict_proba(texts), clf.predict_proba(texts)
    )
    with pytest.raises(NotFittedError, match="call fit first"):
        clone(clf).predict(texts)


def test_every_question_wants_a_fitted_one(tmp_path):
    for ask in ("predict", "predict_proba", "decision_function", "decide", "explain", "save"):
        with pytest.raises(NotFittedError, match="not fitted yet; call fit first"):
            getattr(linear(), ask)(
                tmp_path / "clf" if ask == "save" else "好" if ask == "explain" else ["好"]
            )


def test_pipeline_and_grid():
    texts, labels = reviews()
    pipeline = Pipeline(
        [("strip", FunctionTransformer(lambda some: [text.strip() for text in some])), ("clf", linear())]
    )
    grid = GridSearchCV(
        pipeline,
        {"clf__loss": ["cross_entropy", "hard_margin"], "clf__margin": np.array([0.6, 0.8])},
        cv=3,
        error_score="raise",
    )
    grid.fit(texts, labels)
    assert grid.best_score_ > 0.9
    assert grid.predict(texts).tolist() == labels
    pipeline.fit(texts, labels, clf__sample_weight=np.ones(len(texts)))
    assert pipeline.score(texts, labels) == 1.0


@pytest.mark.parametrize("scoring", ["accuracy", "f1_macro", "neg_log_loss", "roc_auc"])
def test_cross_validation(scoring):
    texts, labels = reviews()
    scores = cross_val_score(linear(), texts, labels, cv=3, scoring=scoring, error_score="raise")
    assert (scores > (-0.5 if scoring == "neg_log_loss" else 0.9)).all()


def test_texts_as_an_array_of_objects():
    texts, labels = reviews()
    answers = cross_val_predict(linear(), np.array(texts, dtype=object), np.array(labels), cv=3)
    assert (answers == labels).mean() > 0.9


def test_in_other_processes():
    texts, labels = reviews()
    together = cross_val_score(linear(), texts, labels, cv=2, n_jobs=2, error_score="raise")
    np.testing.assert_array_equal(together, cross_val_score(linear(), texts, labels, cv=2))


def test_one_against_the_rest():
    texts, labels = reviews()
    labels = [label if number % 5 else "中" for number, label in enumerate(labels)]
    assert OneVsRestClassifier(linear()).fit(np.array(texts), labels).classes_.tolist() == ["中", "坏", "好"]


def test_weights_are_routed_and_texts_are_no_metadata():
    texts, labels = reviews()
    weights = np.ones(len(texts))
    with sklearn.config_context(enable_metadata_routing=True):
        clf = linear().set_fit_request(sample_weight=True).set_score_request(sample_weight=False)
        scores = cross_val_score(
            clf, texts, labels, cv=2, params={"sample_weight": weights}, error_score="raise"
        )
        assert (scores > 0.9).all()
        with pytest.raises(TypeError, match="texts"):
            linear().set_fit_request(texts=True)


@pytest.mark.parametrize("tokens", ["char", "both", Segmenter(["好看"])])
def test_pickle_and_joblib_keep_a_fitted_one(tmp_path, tokens):
    texts, labels = reviews()
    clf = linear(tokens=tokens, calibrate=True, validation=0.5, abstain={"coverage": 0.5}).fit(texts, labels)
    joblib.dump(clf, tmp_path / "clf.joblib")
    for again in (joblib.load(tmp_path / "clf.joblib"), pickle.loads(pickle.dumps(clf))):
        np.testing.assert_array_equal(again.predict_proba(texts), clf.predict_proba(texts))
        assert again.decide(texts) == clf.decide(texts)


def test_importing_classify_needs_scikit_learn_and_says_so():
    program = "import sys; sys.modules['sklearn'] = None; import zici.classify"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    assert done.stderr.splitlines()[-1].endswith('run: pip install "zici[classify]"')
