"""BagModel: what is its own; see test_ngram_models.py for the rest."""

from __future__ import annotations

import time

import numpy as np
import pytest

from zici.classify import Run, TextClassifier
from zici.classify.bag import BagModel, BagOptions
from zici.classify.bag._strengths import strengths
from zici.classify.features import Block, Tokenizer, inverse_frequencies, learn_ngrams
from zici.errors import OptionError
from zici.vectors import WordVectors

PLAIN = {"opening": (), "char_ngrams": (1, 2), "min_count": 1}
GOOD, BAD, REST = "赞妙爱香甜暖", "差烂丑糟苦冷", "的了在是我有和不人都"


def fit(options, texts, targets, *, vectors=None, tokenizer=None, classes=None, **run):
    model = BagModel(options, tokenizer, vectors)
    targets = np.array(targets, np.int32)
    classes = int(targets.max()) + 1 if classes is None else classes
    validation = run.pop("validation", None)
    weights = np.ones(len(texts), np.float32)
    model.fit(texts, targets, classes=classes, weights=weights, validation=validation, run=Run(**run))
    return model


def kin(seed=0, dim=6):
    """Vectors in which the good characters lie together, and the bad ones."""
    random = np.random.default_rng(seed)
    middle = {1: random.normal(size=dim), 0: random.normal(size=dim), 2: np.zeros(dim)}
    rows = [
        middle[number] + 0.2 * random.normal(size=dim)
        for number, group in ((1, GOOD), (0, BAD), (2, REST))
        for _ in group
    ]
    return WordVectors([*GOOD, *BAD, *REST], np.array(rows, np.float32))


def reviews(signs=3, size=60, seed=0):
    """Texts with one of the first so many good or bad characters."""
    random = np.random.default_rng(seed)
    texts = []
    for number in range(size):
        told = random.choice(list((GOOD if number % 2 else BAD)[:signs]))
        texts.append("".join(random.choice(list(REST), 5)) + told)
    return texts, [number % 2 for number in range(size)]


class TestVectors:
    def test_words_that_no_training_text_has_are_known_by_their_vectors(self):
        texts, targets = reviews()
        unseen = [*GOOD[3:], *BAD[3:]]
        wanted = [1, 1, 1, 0, 0, 0]
        model = fit(BagOptions(**PLAIN), texts, targets, vectors=kin())
        assert model.logits(unseen).argmax(axis=1).tolist() == wanted
        without = fit(BagOptions(**PLAIN), texts, targets)
        np.testing.assert_array_equal(without.logits(unseen), np.tile(without.intercept, (6, 1)))
        assert {part.text for part in model.contributions("香甜")} == {"香", "甜"}

    def test_the_sum_of_contributions_stays_exact(self):
        model = fit(BagOptions(**PLAIN), *reviews(), vectors=kin())
        for text in ("香甜的暖", "赞的差"):
            total = model.intercept + sum(part.values for part in model.contributions(text))
            np.testing.assert_allclose(total, model.logits([text])[0], atol=1e-5)

    @pytest.mark.parametrize("classes", [2, 3, 9])
    def test_many_classes_with_vectors(self, classes):
        # nine classes are more than the six numbers of a vector: the output layer is learned
        texts = [f"{GOOD[k % 3]}{REST[k % classes]}{REST[k % classes]}" for k in range(180)]
        targets = [k % classes for k in range(180)]
        model = fit(BagOptions(**PLAIN, dim=64), texts, targets, vectors=kin())
        assert (model._output is not None) == (classes == 9)
        assert (model.logits(texts).argmax(axis=1) == targets).mean() > 0.95

    def test_early_stopping_judges_with_the_vectors(self):
        texts, targets = reviews()
        held = [*GOOD[3:], *BAD[3:]], np.array([1, 1, 1, 0, 0, 0], np.int32)
        notes = []
        fit(
            BagOptions(**PLAIN), texts, targets, vectors=kin(), validation=held, patience=9,
            progress=lambda step: notes.append(step.note),
        )  # fmt: skip
        assert notes[-1].endswith("accuracy 1.0000")

    def test_a_seed_repeats_whatever_the_workers(self):
        texts, targets = reviews()
        first, second = (
            fit(BagOptions(**PLAIN), texts, targets, vectors=kin(), workers=workers).logits(texts)
            for workers in (1, 3)
        )
        assert first.tobytes() == second.tobytes()

    def test_words_and_characters_are_found_in_their_views(self):
        vectors = WordVectors(["好 看".replace(" ", ""), "Ａ", "a", "好"], np.eye(4, dtype=np.float32))
        texts, targets = ["好看 x", "x y", "好看 y", "y x"] * 5, [1, 0, 1, 0] * 5
        words = Tokenizer(chars=False, words=str.split)
        model = fit(BagOptions(opening=()), texts, targets, vectors=vectors, tokenizer=words)
        # 好看, x, y, their pairs of two texts each, and A (the same as a) and 好
        assert model.columns == 3 + 4 + 2
        with pytest.raises(OptionError, match="leave vectors out"):
            fit(BagOptions(opening=()), texts, targets, vectors=WordVectors(["无关"], [[1.0]]))

    def test_the_estimator_passes_vectors_and_saves_without_them(self, tmp_path):
        texts, targets = reviews()
        options = {**PLAIN, "epochs": 3}
        clf = TextClassifier("bag", tokens="char", vectors=kin(), options=options, workers=2)
        clf.fit(texts, targets).save(tmp_path / "clf")
        again = TextClassifier.load(tmp_path / "clf")
        questions = [*texts, *GOOD, *BAD]
        np.testing.assert_array_equal(again.predict_proba(questions), clf.predict_proba(questions))
        assert (clf.predict(list(GOOD)) == 1).all()


def test_more_numbers_than_classes_change_nothing():
    texts, targets = reviews()
    small, large = (fit(BagOptions(**PLAIN, dim=dim), texts, targets) for dim in (1, 50))
    np.testing.assert_array_equal(small.logits(texts), large.logits(texts))


def test_rare_classes_begin_at_their_share():
    texts, targets = ["的了"] * 99 + ["是在"], [0] * 99 + [1]
    model = fit(BagOptions(**{**PLAIN, "min_count": 2}, epochs=1, rate=1e-6), texts, targets)
    chance = 1 / (1 + np.exp(-np.diff(model.intercept)[0]))
    assert chance == pytest.approx(2 / 102, abs=1e-3)


def test_ten_thousand_classes():
    texts = [f"{chr(0x4E00 + k % 100)}{chr(0x5E00 + k // 100 % 100)}" for k in range(20_000)]
    targets = np.arange(20_000) % 10_000
    options = BagOptions(opening=(), char_ngrams=(1, 1), dim=8, epochs=1, memory="50MB")
    model = fit(options, texts[:40] + texts[9_990:10_000], np.append(targets[:40], targets[9_990:10_000]))
    found = model.logits(texts[:5])
    assert found.shape == (5, 10_000) and np.isfinite(found).all()
    assert model._weights.shape[1] == 9  # vectors of eight numbers, and one for the bias


@pytest.mark.parametrize("bad", [{"dim": 0}, {"dim": 5000}, {"rate": 0}, {"output_rate": -1}, {"rate": "x"}])
def test_options_outside_their_range(bad):
    with pytest.raises(OptionError, match=next(iter(bad))):
        BagOptions(**bad)


@pytest.mark.data
def test_files_of_real_comments_are_small_and_quick(data_dir, tmp_path):
    import lzma

    texts, targets = [], []
    for target, name in enumerate(("neg", "pos")):
        path = data_dir / "sentiment" / f"comments20k_{name}.txt.xz"
        with lzma.open(path, "rt", encoding="utf-8") as file:
            lines = list(dict.fromkeys(line.strip() for line in file if line.strip()))[:3000]
        texts += lines
        targets += [target] * len(lines)
    clf = TextClassifier("bag", workers=1).fit(texts, targets)
    clf.save(tmp_path / "clf")
    assert sum(path.stat().st_size for path in (tmp_path / "clf").rglob("*") if path.is_file()) < 10_000_000
    begin = time.perf_counter()
    again = TextClassifier.load(tmp_path / "clf")
    assert time.perf_counter() - begin < 3.0  # a tenth of that on a machine that does nothing else
    assert (again.predict(texts[::50]) == targets[::50]).mean() > 0.95


def test_vectors_move_by_the_square_of_the_powered_strengths():
    """A column scaled by s has steps s times as long, and counts s times."""
    documents = Tokenizer().documents(["好好看", "难看", "好"])
    ngrams, counts = learn_ngrams(documents, [Block(0, 1, 2)], min_count=1)
    targets, weights = np.array([1, 0, 1], np.int32), np.ones(3, np.float32)
    idf = inverse_frequencies(counts, 3)
    plain, powered = (
        BagModel(BagOptions(ratios=power))._samples(ngrams.rows(documents), idf, (targets, weights), 2)
        for power in (0.0, 0.7)
    )
    samples, moves = powered
    told = strengths((samples.indptr, samples.columns), (idf.size, 2), targets, weights, 0.3)
    np.testing.assert_array_equal(plain[1], plain[0].values)
    np.testing.assert_allclose(moves, samples.values * told[samples.columns] ** 1.4, rtol=1e-5)
