"""The network in NumPy, against the one in Keras that was trained."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici import Segmenter
from zici.qa.reader import Decoding, Reader, ReaderOptions
from zici.qa.reader._batches import fill
from zici.qa.reader._lines import Lines
from zici.qa.reader._model import NORMS, make_model
from zici.qa.reader._network import Network
from zici.qa.reader._rows import Encoder, Row
from zici.qa.reader._vocabulary import UNKNOWN, Vocabulary
from zici.qa.reader._weights import named
from zici.qa.reader._words import Words

CHARS, WORDS = 30, 9
OPTIONS = ReaderOptions(width=8, dilations=(1, 2), question_dilations=(1,), question_length=8, batch_size=6)
KINDS = {
    "all": OPTIONS,
    "not aligned": replace(OPTIONS, aligned=False, dilations=(8, 1, 64)),
    "no features": replace(OPTIONS, features=(), question_dilations=(1, 2, 7)),
    "bare": replace(OPTIONS, aligned=False, features=(), dilations=(), question_dilations=()),
    "wide": replace(OPTIONS, features=("word_edit",), width=40, dilations=(4, 1, 8, 2)),
}


def make_network(options, dim, seed=0):
    """A model of Keras whose weights are all random, and the network that has the same."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(WORDS if dim else 0, dim)).astype(np.float32)
    model = make_model(CHARS, matrix, options, seed=seed)
    for weight in model.trainable_weights:
        shape = tuple(weight.shape)
        weight.assign(random.normal(0, 1.5 / np.sqrt(shape[0]), shape).astype(np.float32))
    return model, Network(named(model), matrix, options)


def make_rows(sizes, options, seed=0):
    """Rows of these many characters, two after each other for each question; the last has an empty one."""
    random = np.random.default_rng(seed)
    rows = []
    for number, size in enumerate(sizes):
        if number % 2 == 0:
            asked = 0 if number + 2 >= len(sizes) else int(random.integers(1, options.question_length + 1))
            question = [
                random.integers(UNKNOWN, CHARS, asked, np.int32),
                random.integers(0, WORDS + 1, asked, np.int32),
            ]
        chars, words = random.integers(UNKNOWN, CHARS, size), random.integers(0, WORDS + 1, size)
        features = random.random((size, len(options.features)), np.float32)
        rows.append(Row(*question, chars, words, features, np.zeros((0, 2), np.int32), 0, 0))
    return rows


@pytest.mark.keras
@pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")
@pytest.mark.parametrize(
    ("kind", "dim", "length"),
    [("all", 5, 64), ("not aligned", 5, 64), ("no features", 0, 64), ("bare", 0, 64), ("wide", 5, 128)],
)
def test_it_says_what_keras_says(kind, dim, length):
    options = KINDS[kind]
    model, network = make_network(options, dim)
    rows = make_rows([1, 2, 9, 64, 40, 7], options)
    expected = np.asarray(model.predict_on_batch(fill(rows, length, options).inputs))
    for row, logits, found in zip(rows, expected, network.read(rows), strict=True):
        assert found.dtype == np.float32
        np.testing.assert_allclose(found, logits[: row.passage.size], atol=1e-4)


def random_network(options, dim=5):
    """One without Keras: the weights that this kind of network has, of random numbers."""
    random, width, wide = np.random.default_rng(1), options.width, options.width
    join = width * (1 + options.aligned) + len(options.features)
    shapes = {"characters/embeddings": (CHARS, width), "project/kernel": (dim, width)}
    for side, dilations in (("question", options.question_dilations), ("passage", options.dilations)):
        shapes |= {f"{side}_pool/kernel": (width, width), f"{side}_pool/weights": (width, 1)}
        for k in range(len(dilations)):
            shapes |= {f"{side}_{k}/kernel": (3 * width, 2 * wide), f"{side}_{k}/bias": (2 * wide,)}
    shapes |= {"alignment/kernel": (width, width), "ask/kernel": (width, width)}
    for name, shape in {"join": (join, width), "hidden": (width, width), "places": (width, 2)}.items():
        shapes |= {f"{name}/kernel": shape, f"{name}/bias": shape[1:]}
    shapes |= {"answer/kernel": (width, 1), "answer/bias": (1,)}
    shapes |= {f"{name}/{part}": (width,) for name in NORMS for part in ("gamma", "beta")}
    weights = {name: random.normal(0, 0.3, shape).astype(np.float32) for name, shape in shapes.items()}
    return Network(weights, random.normal(size=(WORDS, dim)).astype(np.float32), options)


NETWORK = random_network(OPTIONS)


@given(st.lists(st.integers(1, 70), min_size=1, max_size=9), st.integers(1, 200), st.integers(0, 99))
def test_rows_are_read_alike_alone_and_together(sizes, together, seed):
    rows = make_rows(sizes, OPTIONS, seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("zici.qa.reader._network.TOGETHER", together)
        found = NETWORK.read(rows)
    for row, logits in zip(rows, found, strict=True):
        np.testing.assert_allclose(NETWORK.read([row])[0], logits, atol=1e-5)


def test_closed_and_open_gates_are_no_numbers_too_large():
    options = replace(OPTIONS, dilations=(1,))
    for bias in (-1e4, 1e4):
        network = random_network(options)
        network.weights["passage_0/bias"][options.width :] = bias
        logits = Network(network.weights, network.vectors, options).read(make_rows([5], options))[0]
        assert np.isfinite(logits).all()


def test_nothing_to_read():
    assert NETWORK.read([]) == []


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 99))
def test_lines_are_the_rows_one_by_one(sizes, seed):
    lines = Lines(sizes)
    values = np.random.default_rng(seed).normal(0, 50, sum(sizes)).astype(np.float32)
    parts = lines.split(values)
    assert [part.size for part in parts] == sizes
    assert lines.before.tolist() == [place for size in sizes for place in range(size)]
    assert lines.behind.tolist() == [place for size in sizes for place in reversed(range(size))]
    np.testing.assert_allclose(lines.sums(values), [part.sum() for part in parts], rtol=1e-4, atol=1e-4)
    shares = lines.split(lines.shares(values))
    for part, share in zip(parts, shares, strict=True):
        powers = np.exp(part.astype(np.float64) - part.max())
        np.testing.assert_allclose(share, powers / powers.sum(), rtol=1e-4, atol=1e-6)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("ask/kernel", None),
        ("hidden/kernel", lambda array: array[:-1]),
        ("characters/embeddings", lambda array: array[:-1]),
        ("passage_1/bias", lambda array: array[:-1]),
        ("joined_norm/gamma", lambda array: array[:-1]),
    ],
)
def test_weights_that_do_not_fit_are_found(name, change):
    weights = dict(NETWORK.weights)
    NETWORK.try_out(CHARS, WORDS)
    if change is None:
        del weights[name]
    else:
        weights[name] = change(weights[name])
    with pytest.raises((LookupError, ValueError)):
        Network(weights, NETWORK.vectors, OPTIONS).try_out(CHARS, WORDS)
    with pytest.raises(LookupError):
        NETWORK.try_out(CHARS, WORDS + 1)


READ = """
import sys
sys.modules.update(dict.fromkeys(["keras", "jax", "torch", "tensorflow"]))  # an import of them fails
from zici.qa.reader import Reader

reader = Reader.load(sys.argv[1])
print(reader.answer("山高多少", ["高云海"])[0].text)
print([name for name in sys.modules if name.partition(".")[0] in ("sklearn", "pyarrow", "bm25s")])
"""


def test_reading_takes_no_keras_and_little_else(tmp_path):
    vectors = np.ones((2, 5), np.float32)
    words = Words(Segmenter({"云海": 3, "山": 2}), ("云海", "山"), vectors)
    encoder = Encoder(Vocabulary("".join(chr(0x4E00 + k) for k in range(CHARS - 2))), words, OPTIONS)
    Reader([Network(NETWORK.weights, vectors, OPTIONS)], encoder, Decoding(), {}).save(tmp_path / "reader")
    command = [sys.executable, "-c", READ, str(tmp_path / "reader")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    text, loaded = done.stdout.splitlines()
    assert text in "高云海"
    assert loaded == "[]"
