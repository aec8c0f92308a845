"""word2vec in Keras: what it learns, what it refuses, and that every backend does the same."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from reference import ref_keras
from zici import WordVectors, train_vectors
from zici.errors import EmptyError, InputError, OptionError
from zici.vectors import Feature, KerasOptions, Place, train_keras
from zici.vectors._keras_features import number_words, part, position

if find_spec("keras") is None:
    pytest.skip("Keras is not installed (the extra neural)", allow_module_level=True)

pytestmark = pytest.mark.keras
THEMES, SIZE = 4, 10


def make_text(sentences=1500):
    """Sentences of words of one theme each: word k is of the theme k // SIZE."""
    random = np.random.default_rng(0)
    themes = random.integers(0, THEMES, (sentences, 1)) * SIZE
    ids = themes + random.integers(0, SIZE, (sentences, 8))
    return np.hstack([ids, np.full((sentences, 1), -1)]).astype(np.int32).ravel()


TEXT = make_text()
COUNTS = np.bincount(TEXT[TEXT >= 0])


def options(**changes):
    first = {"dim": 16, "epochs": 3, "subsample": None, "seed": 3, "learning_rate": 0.03, "batch_size": 1000}
    return KerasOptions(**first | changes)


def share_of_own_theme(vectors):
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    near = np.argsort(-(unit @ unit.T), axis=1)[:, 1:SIZE]
    return float((near // SIZE == np.arange(len(vectors))[:, None] // SIZE).mean())


@pytest.mark.parametrize("architecture", ["cbow", "skipgram"])
@pytest.mark.parametrize(("shared", "draws"), [(True, "unigram"), (False, "uniform")])
def test_words_of_one_theme_come_together(architecture, shared, draws):
    trained = train_keras(
        [TEXT], COUNTS, options=options(architecture=architecture, shared=shared, draws=draws)
    )
    assert share_of_own_theme(trained.vectors) > 0.95
    assert trained.vectors.dtype == trained.contexts.dtype == trained.bias.dtype == np.float32
    assert list(trained.losses) == sorted(trained.losses, reverse=True)
    assert np.array_equal(trained.vectors, trained.contexts) == shared


@pytest.mark.parametrize("draws", ["unigram", "uniform"])
def test_the_softmax_learns_the_probabilities(draws):
    # Word 0 stands beside 1 three times as often as beside 2; words 3 to 7 are only there to be drawn.
    pairs = [[0, 1]] * 3 + [[0, 2]] + [[k, k + 1] for k in (3, 5)] * 4 + [[3, 7]] * 2
    text = np.array([k for pair in pairs * 300 for k in [*pair, -1]], np.int32)
    counts = np.bincount(text[text >= 0])
    asked = options(
        architecture="skipgram", draws=draws, epochs=12, negative=4, learning_rate=0.05, batch_size=500
    )
    trained = train_keras([text], counts, options=asked)
    scores = trained.vectors[0] @ trained.contexts.T + trained.bias
    share = np.exp(scores - scores.max())
    share /= share.sum()
    np.testing.assert_allclose(share[[1, 2]], [0.75, 0.25], atol=0.06)


def test_the_same_seed_gives_the_same_bytes_and_the_text_is_read_once_an_epoch():
    class Blocks:
        passes = 0

        def __iter__(self):
            self.passes += 1
            return iter(np.split(TEXT, 3))

    blocks = Blocks()
    first = train_keras(blocks, COUNTS, options=options(subsample=0.05))
    again = train_keras(Blocks(), COUNTS, options=options(subsample=0.05))
    other = train_keras(Blocks(), COUNTS, options=options(subsample=0.05, seed=4))
    assert blocks.passes == 3
    assert first.losses == again.losses
    np.testing.assert_array_equal(first.vectors, again.vectors)
    assert not np.allclose(first.vectors, other.vectors)


def test_a_feature_that_matters_lowers_the_loss():
    # Every word of a text is drawn from all words, but even and odd texts use different halves of them.
    random = np.random.default_rng(1)
    halves = np.arange(1200)[:, None] % 2 * 20
    ids = np.hstack([halves + random.integers(0, 20, (1200, 2)), np.full((1200, 1), -1)])
    shuffled = random.permutation(20).tolist() + (20 + random.permutation(20)).tolist()
    text = np.array([*shuffled, -1], np.int32)[ids.astype(np.int32).ravel()]
    text[1::3] = random.integers(0, 40, 1200)  # the word beside tells nothing of the half
    counts = np.bincount(text[text >= 0], minlength=40)

    def half(ids, place):
        return (place.sentences + np.cumsum(ids < 0)) % 2

    asked = {"epochs": 6, "negative": 8, "batch_size": 300, "architecture": "cbow"}
    without = train_keras([text], counts, options=options(**asked))
    trained = train_keras(
        [text], counts, options=options(**asked, features=(Feature("half", 2, half), "part"))
    )
    assert trained.losses[-1] < without.losses[-1] - 0.05
    assert {name: vectors.shape for name, vectors in trained.features.items()} == {
        "half": (2, 16),
        "part": (16, 16),
    }


def test_position_and_part():
    ids = np.array([-1, 4, 4, 4, 4, 4, -1, 4, -1], np.int32)
    found = number_words((Feature("position", 12, position), Feature("part", 16, part)), ids, Place(0, 2, 8))
    assert found[0].tolist() == [0, 0, 1, 2, 2, 3, 0, 0, 0]
    assert found[1].tolist() == [0, 4, 6, 8, 10, 12, 0, 14, 0]


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (lambda ids, place: np.full(ids.size, 2), "expected numbers from 0 to 1, got"),
        (lambda ids, place: np.zeros(ids.size), "expected an integer for each .* got float64"),
        (lambda ids, place: [0], r"expected an integer for each .* of shape \(1,\)"),
    ],
)
def test_features_that_give_something_else(number, message):
    with pytest.raises(InputError, match="feature 'odd': " + message):
        train_keras([TEXT], COUNTS, options=options(features=(Feature("odd", 2, number),)))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"architecture": "glove"}, "architecture: expected cbow or skipgram, got 'glove'"),
        ({"draws": "all"}, "draws: expected unigram or uniform, got 'all'"),
        ({"negative": 0}, "negative: expected an integer of at least 1"),
        ({"batch_size": 0}, "batch_size: expected"),
        ({"learning_rate": 0}, "learning_rate: expected"),
        ({"features": "part"}, "features: expected a tuple"),
        ({"features": ("place",)}, "features: expected position, part or a Feature, got 'place'"),
        ({"features": ("part", "part")}, "features: expected different names"),
    ],
)
def test_options_outside_their_range(changes, message):
    with pytest.raises(OptionError) as caught:
        options(**changes)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("blocks", "changes", "error", "message"),
    [
        (iter([TEXT]), {}, OptionError, "one-pass"),
        ([np.array([1, -1, 2, -1], np.int32)], {}, EmptyError, "no two words are together"),
        ([TEXT], {"optimizer": "fastest"}, OptionError, "optimizer: expected the name of a Keras optimizer"),
    ],
)
def test_what_can_not_be_trained(blocks, changes, error, message):
    with pytest.raises(error, match=message):
        train_keras(blocks, COUNTS, options=options(**changes))


def test_train_vectors_by_keras(tmp_path):
    random = np.random.default_rng(0)
    texts = [random.choice(list("猫狗鱼" if k % 2 else "车船路"), 8).tolist() for k in range(300)]
    told, steps = [], []
    vectors = train_vectors(
        texts,
        method="keras",
        dim=4,
        subsample=None,
        epochs=10,
        learning_rate=0.05,
        batch_size=200,
        architecture="skipgram",
        features=("position",),
        on_epoch=told.append,
        progress=steps.append,
    )
    assert {word for word, _ in vectors.most_similar("猫", n=2)} == {"狗", "鱼"}
    assert [epoch.number for epoch in told] == list(range(1, 11))
    assert steps[-1].done == steps[-1].total == 2400
    vectors.save(tmp_path / "v")
    info = WordVectors.load(tmp_path / "v").info
    assert (info["features"], info["optimizer"], info["losses"][-1]) == (["position"], "adam", told[-1].loss)
    assert vectors.keywords(list("猫狗"))
    with pytest.raises(OptionError, match="checkpoint"):
        train_vectors(texts, method="keras", dim=4, checkpoint=tmp_path / "c")


STEP = """
import json, sys
import numpy as np
from zici.vectors._keras_model import compile_model, make_model
from zici.vectors._keras_options import KerasOptions

for case in json.loads(sys.argv[1]):
    given, asked = dict(np.load(case["file"])), KerasOptions(**case["asked"])
    model = make_model(len(given["words"]), asked)
    layers = [layer for layer in model.layers if layer.weights]
    for layer in layers:
        layer.weights[0].assign(given[layer.name])
    compile_model(model, asked, steps=10)
    inputs = [given[name] for name in ("around", "weights", "outputs", "numbers")]
    loss = float(model.train_on_batch(inputs, given["targets"]))
    np.savez(case["file"] + ".out.npz", loss=loss, **{layer.name: layer.get_weights()[0] for layer in layers})
"""
ASKED = {"dim": 6, "window": 2, "negative": 3, "learning_rate": 0.1, "features": ["part"]}
CASES = {
    "cbow": ASKED | {"architecture": "cbow"},
    "shared": ASKED | {"architecture": "skipgram", "shared": True},
}


@pytest.mark.parametrize("backend", ["jax", "torch", "tensorflow"])
def test_one_step_of_every_backend_is_that_of_the_definition(backend, tmp_path):
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    given = {name: make_case(asked["architecture"]) for name, asked in CASES.items()}
    for name, (tables, _, batch) in given.items():
        floats = {key: table.astype(np.float32) for key, table in tables.items()}
        np.savez(tmp_path / f"{name}.npz", **floats, **batch)
    cases = [{"file": str(tmp_path / f"{name}.npz"), "asked": asked} for name, asked in CASES.items()]
    environment = {**os.environ, "KERAS_BACKEND": backend, "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, "-c", STEP, json.dumps(cases)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    for name, (tables, samples, _) in given.items():
        compare(np.load(tmp_path / f"{name}.npz.out.npz"), tables, samples, CASES[name])


def compare(found, tables, samples, asked):
    shared = asked.get("shared", False)
    looked_up = [tables["words"], tables["words" if shared else "contexts"], tables["bias"][:, 0]]
    loss, (words, contexts, bias, feature) = ref_keras.loss_and_gradients(
        [*looked_up, tables["feature_0"]], samples, asked["architecture"]
    )
    assert found["loss"] == pytest.approx(loss, rel=1e-5)
    gradients = {"words": words + contexts if shared else words, "bias": bias[:, None], "feature_0": feature}
    if not shared:
        gradients["contexts"] = contexts
    for name, gradient in gradients.items():
        moved = ref_keras.adam_step(tables[name], gradient, asked["learning_rate"])
        assert np.abs(moved - tables[name]).max() > 0.09
        np.testing.assert_allclose(found[name], moved, atol=2e-4, err_msg=name)


def make_case(architecture):
    """Tables, three samples with 1, 3 and 4 words around, and these as a batch with a row without words."""
    random = np.random.default_rng(2)
    shapes = {"words": (9, 6), "contexts": (9, 6), "bias": (9, 1), "feature_0": (16, 6)}
    tables = {name: random.normal(0, 1, shape) for name, shape in shapes.items()}
    return tables, *make_batch(random, architecture)


def make_batch(random, architecture):
    samples = []
    around, weights, numbers = (np.zeros((4, 4)) for _ in range(3))
    outputs = random.integers(0, 9, (4, 4))
    for row, count in enumerate((1, 3, 4)):
        around[row, :count] = random.integers(0, 9, count)
        numbers[row, :count] = random.integers(0, 16, count)
        weights[row, :count] = 1
        ids, places = around[row, :count].astype(int), numbers[row, :count].astype(int)
        samples.append((ids.tolist(), [places.tolist()], outputs[row].tolist()))
    targets = weights
    if architecture == "cbow":
        targets = weights.max(axis=1, keepdims=True)
        weights = weights / np.maximum(weights.sum(axis=1, keepdims=True), 1)
    integers = {"around": around, "outputs": outputs, "numbers": numbers}
    batch = {name: array.astype(np.int32) for name, array in integers.items()}
    return samples, {**batch, "weights": weights.astype(np.float32), "targets": targets.astype(np.float32)}
