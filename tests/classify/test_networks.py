"""Networks: they compute what their definitions say, learn, repeat, stop early, and keep in files."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import zipfile
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

from reference import ref_networks
from zici._keras import as_array
from zici.classify import Loss, Run, TextClassifier
from zici.classify.features import Tokenizer
from zici.classify.networks import NetworkModel, NetworkOptions
from zici.classify.networks._architectures import count_weights
from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.segment import Segmenter
from zici.vectors import WordVectors

if find_spec("keras") is None:
    pytest.skip("Keras is not installed (the extra neural)", allow_module_level=True)

KINDS = ("lstm", "cnn", "dgcnn")
SMALL = {"dim": 6, "width": 8, "length": 4, "dilations": (1, 2), "learning_rate": 0.03, "batch_size": 16}


def some_texts(count=160):
    """Texts of up to 12 characters; class 1 where 好 stands in the part that is read."""
    random = np.random.default_rng(0)
    texts = ["".join(random.choice(list("天地人日月山"), random.integers(1, 13))) for _ in range(count)]
    texts[::2] = ["好" + text if place % 3 else text + "好" for place, text in enumerate(texts[::2])]
    return texts, np.array([1, 0] * (count // 2), np.int32)


TEXTS, TARGETS = some_texts()
HELD = ["日好", "山", "天地人好", "月月日", "好", "人山", "地日日日", "天天天天天天天天好"]
HELD_TARGETS = np.array([1, 0, 1, 0, 1, 0, 0, 1], np.int32)


def trained(kind="cnn", *, run=None, weights=None, validation=None, classes=2, targets=TARGETS, **changes):
    tokenizer, vectors = changes.pop("tokenizer", None), changes.pop("vectors", None)
    on_epoch = changes.pop("on_epoch", None)
    options = NetworkOptions(kind=kind, **SMALL | changes)
    model = NetworkModel(options, tokenizer, vectors=vectors, on_epoch=on_epoch)
    weights = np.ones(len(targets), np.float32) if weights is None else weights
    given = {"classes": classes, "weights": weights, "validation": validation}
    model.fit(TEXTS, targets, run=run or Run(seed=1), **given)
    return model


@pytest.fixture(scope="module")
def models():
    return {kind: trained(kind, epochs=6, length=8) for kind in KINDS}


def parts_of(model):
    """The vectors of units in float64, and the weights of the layers by name."""
    body = model.network.get_layer("body")
    table = as_array(model.network.get_layer("units").weights[0].value).astype(float)
    layers = {layer.name: [as_array(weight.value) for weight in layer.weights] for layer in body.layers}
    return table, {name: found for name, found in layers.items() if found}


def ids_of(model, text):
    return model._fitted().vocabulary.rows([text], model.tokenizer).ids


@pytest.mark.parametrize("kind", KINDS)
def test_logits_are_those_of_the_definition(models, kind):
    model = models[kind]
    table, weights = parts_of(model)
    texts = ["", "好", "天地人", "天地人日", "未知的字", "天地人日月山天地", "天地人日月山天地好好好"]
    found = model.logits(texts)
    assert found.dtype == np.float32
    for text, row in zip(texts, found, strict=True):
        due = ref_networks.logits(kind, table[ids_of(model, text)], weights, SMALL["dilations"])
        np.testing.assert_allclose(row, due, atol=2e-5, err_msg=text)


@pytest.mark.parametrize("kind", KINDS)
def test_networks_learn(models, kind):
    history = models[kind].history
    assert history[-1].loss < 0.3 < history[0].loss
    assert (models[kind].logits(HELD).argmax(axis=1) == HELD_TARGETS).mean() >= 7 / 8
    assert [epoch.number for epoch in history] == list(range(1, 7))


@pytest.mark.parametrize("kind", KINDS)
def test_contributions_are_slopes_times_vectors(models, kind):
    model = models[kind]
    table, weights = parts_of(model)
    text = "天地好人日月山天地人"  # 8 of 10 characters are read: two in the middle are not
    found = model.contributions(text)
    assert "".join(part.text for part in found) == "天地好人山天地人"[:4] + text[-4:]
    assert [part.begin for part in found] == [0, 1, 2, 3, 6, 7, 8, 9]
    vectors = table[ids_of(model, text)]
    for place, part in enumerate(found):
        ends = []
        for factor in (1 + 1e-5, 1 - 1e-5):
            moved = vectors.copy()
            moved[place] *= factor
            ends.append(ref_networks.logits(kind, moved, weights, SMALL["dilations"]))
        np.testing.assert_allclose(part.values, (ends[0] - ends[1]) / 2e-5, atol=1e-4)
    assert model.contributions("") == []


def test_many_classes_have_contributions_too():
    model = trained(targets=np.arange(160, dtype=np.int32) % 18, classes=18, epochs=1)
    table, weights = parts_of(model)
    (part,) = model.contributions("好")
    vectors = table[ids_of(model, "好")]
    ends = [ref_networks.logits("cnn", vectors * (1 + step), weights) for step in (1e-5, -1e-5)]
    np.testing.assert_allclose(part.values, (ends[0] - ends[1]) / 2e-5, atol=1e-4)


def files_of(model, folder):
    folder.mkdir()
    model.save(folder)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("kind", ["lstm", "cnn"])
def test_the_same_seed_gives_the_same_bytes_for_any_number_of_workers(kind, tmp_path):
    asked = {"epochs": 2, "dropout": 0.3}
    one = files_of(trained(kind, run=Run(seed=5, workers=1), **asked), tmp_path / "one")
    two = files_of(trained(kind, run=Run(seed=5, workers=2), **asked), tmp_path / "two")
    other = files_of(trained(kind, run=Run(seed=6), **asked), tmp_path / "other")
    assert one == two
    assert one["network.keras"] != other["network.keras"]


def test_neighbours_do_not_change_a_text(models):
    for model in models.values():
        together = model.logits(HELD + TEXTS[:70])
        alone = np.concatenate([model.logits([text]) for text in HELD])
        np.testing.assert_allclose(together[: len(HELD)], alone, atol=1e-6)
    assert models["cnn"].logits([]).shape == (0, 2)


def test_threads_may_ask_together(models):
    logits, parts = models["cnn"].logits(HELD), models["cnn"].contributions(HELD[2])
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # so that a step of one comes between any two of another
    try:
        with ThreadPoolExecutor(6) as threads:
            asked = [threads.submit(models["cnn"].logits, HELD) for _ in range(60)]
            told = [threads.submit(models["cnn"].contributions, HELD[2]) for _ in range(20)]
            for one in asked:
                np.testing.assert_array_equal(one.result(), logits)
            for other in told:
                assert [part.text for part in other.result()] == [part.text for part in parts]
    finally:
        sys.setswitchinterval(before)
    np.testing.assert_array_equal(models["cnn"].logits(HELD), logits)


def test_early_stopping_takes_the_best_state():
    told, steps = [], []
    run = Run(seed=0, patience=2, progress=steps.append)
    changes = {"learning_rate": 0.3, "epochs": 12}
    model = trained(run=run, validation=(HELD, HELD_TARGETS), on_epoch=told.append, **changes)
    found = [epoch.validation for epoch in model.history]
    best = int(np.argmax(found))
    assert len(found) == best + 3 < 12
    assert (model.logits(HELD).argmax(axis=1) == HELD_TARGETS).mean() == found[best]
    assert tuple(told) == model.history
    last = [step for step in steps if step.done == step.total]
    assert [step.stage for step in last] == [f"train epoch {k + 1} of 12" for k in range(len(found))]
    assert last[-1].note == (
        f"loss {told[-1].loss:.4f}, accuracy {told[-1].accuracy:.4f}, validation {told[-1].validation:.4f}"
    )


def test_texts_without_weight_teach_nothing():
    wrong = TARGETS.copy()
    wrong[1::4], wrong[2::4] = 1, 0  # half of all labels
    weights = np.ones(160, np.float32)
    weights[1::4] = weights[2::4] = 0
    model = trained(targets=wrong, weights=weights, epochs=8, run=Run(Loss("hard_margin")))
    assert (model.logits(TEXTS).argmax(axis=1) == TARGETS).mean() > 0.9


def test_given_vectors_are_what_units_begin_with():
    matrix = np.random.default_rng(0).normal(0, 3, (3, 6)).astype(np.float32)
    vectors = WordVectors(["好", "山", "没有"], matrix)
    model = trained(vectors=vectors, epochs=1, learning_rate=1e-9, dim=None)
    table, _ = parts_of(model)
    found = table[np.concatenate([ids_of(model, "好"), ids_of(model, "山")])]
    np.testing.assert_allclose(found, matrix[:2] * 0.1 / np.sqrt(np.mean(matrix[:2] ** 2)), atol=1e-6)
    assert np.abs(table[ids_of(model, "天")]).max() <= 0.05
    assert not table[0].any()
    with pytest.raises(OptionError, match="dim: expected 6, the dim of vectors, got 4"):
        trained(vectors=vectors, dim=4)
    with pytest.raises(OptionError, match="vectors: expected WordVectors, got list"):
        trained(vectors=[1])


def test_a_word_that_vectors_know_needs_one_occurrence():
    tokenizer = Tokenizer(words=Segmenter(["天地人", "山日"]))
    vectors = WordVectors(["山日"], np.ones((1, 6)))
    many = {"tokenizer": tokenizer, "epochs": 1, "min_count": 1000}
    with pytest.raises(EmptyError, match="units that occur 1000 times"):
        trained(**many)
    model = trained(**many, vectors=vectors)
    assert (ids_of(model, "山日天地人") > 1).tolist() == [True, False]
    assert [part.text for part in model.contributions("山日天地人")] == ["山日", "天地人"]


def test_files(tmp_path, models):
    import keras

    for kind, model in models.items():
        files_of(model, tmp_path / kind)
        loaded = NetworkModel.load(tmp_path / kind)
        np.testing.assert_array_equal(loaded.logits(HELD), model.logits(HELD))
        assert (loaded.options, loaded.classes) == (model.options, 2)
        plain = keras.saving.load_model(tmp_path / kind / "network.keras", safe_mode=True)
        ids = np.zeros((1, 4), np.int32)
        ids[0, :2] = ids_of(model, "日好")
        np.testing.assert_allclose(np.asarray(plain(ids)), model.logits(["日好"]), atol=1e-6)
        copy = pickle.loads(pickle.dumps(model))
        np.testing.assert_array_equal(copy.logits(HELD), model.logits(HELD))


def test_words_of_a_segmenter_come_back(tmp_path):
    model = trained(tokenizer=Tokenizer(words=Segmenter(["天地人"])), epochs=1, cut="head", kernel=1)
    files_of(model, tmp_path / "m")
    loaded = NetworkModel.load(tmp_path / "m")
    np.testing.assert_array_equal(loaded.logits(HELD), model.logits(HELD))
    assert loaded.tokenizer.words.cut("天地人山") == ["天地人", "山"]


def change_meta(**changes):
    def change(folder):
        path = folder / "network.json"
        told = json.loads(path.read_text())
        path.write_text(json.dumps(told | changes))

    return change


def cut_short(folder):
    path = folder / "network.keras"
    path.write_bytes(path.read_bytes()[:-300])


def break_weights(folder):
    path = folder / "network.keras"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["model.weights.h5"] = b"\x80\x04" + parts["model.weights.h5"][2:]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


DAMAGE = {
    "version": change_meta(version=2),
    "format": change_meta(format="zici linear model"),
    "units": change_meta(units=1 << 19),
    "dim": change_meta(dim=7),
    "classes": change_meta(classes=3),
    "wide": change_meta(options={**SMALL, "width": 1 << 20}),
    "no class": change_meta(classes=True),
    "options": change_meta(options={"kind": "rnn"}),
    "no option": change_meta(options={"layers": 3}),
    "another kind": change_meta(options={**SMALL, "kind": "lstm"}),
    "no json": lambda folder: (folder / "network.json").write_text("[" * 100_000),
    "no keras": lambda folder: (folder / "network.keras").unlink(),
    "cut short": cut_short,
    "weights": break_weights,
    "unsorted": lambda folder: np.save(folder / "units.npy", np.load(folder / "units.npy")[::-1]),
    "pickle": lambda folder: (folder / "units.npy").write_bytes(pickle.dumps([1, 2])),
}


@pytest.mark.parametrize("how", DAMAGE)
def test_damaged_files_are_refused(models, tmp_path, how):
    files_of(models["cnn"], tmp_path / "m")
    DAMAGE[how](tmp_path / "m")
    with pytest.raises(
        FormatError, match=r"expected zici network of version 1.*save the model again"
    ) as caught:
        NetworkModel.load(tmp_path / "m")
    assert "\n" not in str(caught.value)


def test_no_code_of_a_file_is_run(models, tmp_path):
    files_of(models["cnn"], tmp_path / "m")
    path = tmp_path / "m" / "network.keras"
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    trap = {"module": "os", "class_name": "system", "config": f"touch {tmp_path / 'trap'}"}
    parts["config.json"] = json.dumps(trap).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    loaded = NetworkModel.load(tmp_path / "m")
    np.testing.assert_array_equal(loaded.logits(HELD), models["cnn"].logits(HELD))
    assert not (tmp_path / "trap").exists()


def test_numbers_that_overflow():
    with pytest.raises(InputError, match="smaller learning_rate"):
        trained(weights=np.full(160, 3e38, np.float32), epochs=1)


def test_the_number_of_weights_is_known_before_there_are_any(models):
    for model in models.values():
        assert count_weights(model.options, model._fitted().shape) == model.network.count_params()
    narrow = trained("dgcnn", epochs=1, width=6)
    assert count_weights(narrow.options, narrow._fitted().shape) == narrow.network.count_params()


def test_without_training():
    with pytest.raises(OptionError, match="call fit first"):
        NetworkModel().logits(["好"])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"kind": "rnn"}, "kind: expected one of cnn, lstm, dgcnn, got 'rnn'"),
        ({"cut": "tail"}, "cut: expected one of head, head_tail, got 'tail'"),
        ({"epochs": 0}, "epochs: expected an integer"),
        ({"dim": 0}, "dim: expected an integer"),
        ({"dropout": 1.0}, "dropout: expected a number"),
        ({"kernel": 2}, "kernel: expected an odd number, got 2"),
        ({"dilations": ()}, "dilations: expected distances"),
        ({"dilations": (0,)}, "dilations: expected an integer"),
        ({"learning_rate": 0}, "learning_rate: expected a number"),
    ],
)
def test_options_outside_their_range(changes, message):
    with pytest.raises(OptionError) as caught:
        NetworkOptions(**changes)
    assert str(caught.value).startswith(message)


def test_in_the_estimator(tmp_path):
    labels = ["坏" if target == 0 else "好" for target in TARGETS]
    clf = TextClassifier("cnn", options=SMALL, epochs=6, early_stopping=True, validation=0.2, workers=1)
    clf.fit(TEXTS, labels)
    assert clf.predict(["天好", "山"]).tolist() == ["好", "坏"]
    clf.save(tmp_path / "clf")
    loaded = TextClassifier.load(tmp_path / "clf")
    np.testing.assert_array_equal(loaded.predict_proba(HELD), clf.predict_proba(HELD))


BACKEND = """
import sys
from dataclasses import replace
import numpy as np
from zici.classify import Run
from zici.classify.networks import NetworkModel, NetworkOptions
import keras

folder, out, backend = sys.argv[1:]
assert keras.backend.backend() == backend
given, found = dict(np.load(folder + "/texts.npz")), {}
texts = [str(text) for text in given["texts"]]
for kind in ("lstm", "cnn", "dgcnn"):
    model = NetworkModel.load(folder + "/" + kind)
    found[kind] = model.logits(texts)
    found[kind + "_parts"] = [part.values for part in model.contributions(texts[0])]
    again = []
    for _ in range(2):
        model = NetworkModel(replace(model.options, epochs=3, length=4))
        run = Run(seed=3, patience=3)
        held = texts[:16], given["targets"][:16]
        model.fit(texts, given["targets"], classes=2, weights=given["weights"], validation=held, run=run)
        again.append(model.logits(texts))
    assert np.array_equal(*again), kind
    found[kind + "_learned"] = [model.history[0].loss, model.history[-1].loss]
np.savez(out, **found)
"""


@pytest.mark.keras
@pytest.mark.parametrize("backend", ["jax", "torch", "tensorflow"])
def test_every_backend_does_the_same(backend, models, tmp_path):
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    for kind, model in models.items():
        files_of(model, tmp_path / kind)
    texts, targets = TEXTS[:48], TARGETS[:48]
    np.savez(tmp_path / "texts.npz", texts=texts, targets=targets, weights=np.ones(48, np.float32))
    environment = {**os.environ, "KERAS_BACKEND": backend, "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, "-c", BACKEND, str(tmp_path), str(tmp_path / "out.npz"), backend]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr
    found = np.load(tmp_path / "out.npz")
    for kind, model in models.items():
        np.testing.assert_allclose(found[kind], model.logits(texts), atol=1e-4)
        due = [part.values for part in model.contributions(texts[0])]
        np.testing.assert_allclose(found[f"{kind}_parts"], due, atol=1e-4)
        before, after = found[f"{kind}_learned"]
        assert after < before
