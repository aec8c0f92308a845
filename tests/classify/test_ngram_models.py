"""What models of n-grams have in common: the linear model and the bag of embeddings do the same."""

from __future__ import annotations

import json
import shutil
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.classify import Loss, Run
from zici.classify.bag import BagModel, BagOptions
from zici.classify.features import Tokenizer
from zici.classify.linear import LinearModel, LinearOptions
from zici.errors import EmptyError, FormatError, InputError, OptionError
from zici.segment import Segmenter

SIGNS = ["赞妙爱香", "差烂丑糟", "嗯哦啊呀", "冷冰雪寒", "火热烫暑"]
KINDS = [(LinearModel, LinearOptions), (BagModel, BagOptions)]
both_kinds = pytest.mark.parametrize(("kind", "options_of"), KINDS)
SEGMENTER = Segmenter(["好的", "的了", "在是", "和不"])


def reviews(classes=2, size=240, seed=0, noise=0.0):
    """Texts in which one character tells the class; some classes are wrong."""
    random = np.random.default_rng(seed)
    targets = np.arange(size) % classes
    texts = []
    for target in targets:
        rest = list(random.choice(list("的了在是我有和不人都一个上也好"), 8))
        rest[random.integers(8)] = random.choice(list(SIGNS[target]))
        texts.append("".join(rest))
    wrong = random.random(size) < noise
    return texts, np.where(wrong, random.integers(0, classes, size), targets).astype(np.int32)


def fit(kind, options, data, *, tokenizer=None, weights=None, classes=None, **settings_):
    texts, targets = data
    model = kind(options, tokenizer)
    weights = np.ones(len(texts), np.float32) if weights is None else np.asarray(weights, np.float32)
    classes = int(targets.max()) + 1 if classes is None else classes
    validation = settings_.pop("validation", None)
    model.fit(texts, targets, classes=classes, weights=weights, validation=validation, run=Run(**settings_))
    return model


def right(model, data):
    return float((model.logits(data[0]).argmax(axis=1) == data[1]).mean())


def many_outputs(options_of):
    """Options with which a bag has an output layer of its own; a linear model has none."""
    return options_of() if options_of is LinearOptions else BagOptions(dim=2)


@both_kinds
@pytest.mark.parametrize("classes", [2, 3, 5])
@pytest.mark.parametrize("loss", ["cross_entropy", "hard_margin", "softened_margin", "focal"])
def test_learns_what_tells_the_classes_apart(kind, options_of, classes, loss):
    model = fit(kind, options_of(), reviews(classes), loss=Loss(loss))
    assert right(model, reviews(classes, seed=1)) > 0.95
    logits = model.logits(["的", ""])
    assert logits.dtype == np.float32 and logits.shape == (2, classes)
    assert model.classes == classes and model.columns > 20


@both_kinds
@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("tokenizer", [None, Tokenizer(words=SEGMENTER), Tokenizer(words=list)])
def test_contributions_and_intercept_are_the_logits(kind, options_of, classes, tokenizer):
    for options in (options_of(), many_outputs(options_of)):
        model = fit(kind, options, reviews(classes), tokenizer=tokenizer)
        for text in (*reviews(classes, seed=2)[0][:5], "赞赞赞妙，赞妙！" * 5, "", "没见过", "ＡＢ赞"):
            parts = model.contributions(text)
            total = model.intercept + sum((part.values for part in parts), np.zeros(classes, np.float32))
            np.testing.assert_allclose(total, model.logits([text])[0], atol=2e-5)
            assert all(text[part.begin : part.end] == part.text != "" for part in parts)
            places = [(part.begin, part.end) for part in parts]
            assert places == sorted(set(places))


@both_kinds
def test_a_seed_repeats_whatever_the_workers(kind, options_of):
    data, questions = reviews(3, noise=0.2), reviews(3, seed=1)[0]
    for options in (options_of(), many_outputs(options_of)):
        first, again, other, threads = (
            fit(kind, options, data, seed=seed, workers=workers).logits(questions)
            for seed, workers in ((1, 1), (1, 1), (2, 1), (1, 3))
        )
        assert first.tobytes() == again.tobytes() == threads.tobytes()
        assert not np.array_equal(first, other)


@both_kinds
def test_texts_count_as_their_weights(kind, options_of):
    texts = ["很好"] * 10 + ["很好"] * 10
    targets = np.repeat([0, 1], 10).astype(np.int32)
    for heavy in (0, 1):
        weights = np.where(targets == heavy, 1.0, 0.1)
        model = fit(kind, options_of(), (texts, targets), weights=weights)
        assert model.logits(["很好"]).argmax() == heavy
    data = reviews()
    model = fit(kind, options_of(), (data[0] + data[0], np.append(data[1], 1 - data[1])),
                weights=np.repeat([1, 0], len(data[0])))  # fmt: skip
    assert right(model, data) > 0.95
    huge = fit(kind, options_of(), data, weights=np.full(len(data[0]), 1e30))
    assert np.isfinite(huge.logits(data[0])).all()


@both_kinds
def test_early_stopping_takes_the_best_state(kind, options_of):
    notes = []

    def told(step):
        if step.stage == "train":
            notes.append(step.note)

    data = reviews(noise=0.3)
    options = options_of(epochs=30)
    for outlook in (reviews(seed=1), reviews(seed=1)[0]):
        held = outlook if isinstance(outlook, tuple) else (outlook, 1 - reviews(seed=1)[1])
        notes.clear()
        model = fit(kind, options, data, validation=held, patience=2, progress=told)
        accuracies = [float(note.split("accuracy ")[1]) for note in notes]
        best = int(np.argmax(accuracies))
        assert len(accuracies) == min(best + 3, 30)
        assert right(model, held) == pytest.approx(accuracies[best], abs=0.006)  # half precision is kept
    assert len(accuracies) < 30  # labels turned round: the first epoch is the best


@both_kinds
def test_progress_tells_stage_and_loss(kind, options_of):
    steps = []
    fit(kind, options_of(epochs=3), reviews(), progress=steps.append)
    trained = [step for step in steps if step.stage == "train"]
    assert [(step.done, step.total) for step in trained] == [(1, 3), (2, 3), (3, 3)]
    losses = [float(step.note.removeprefix("loss ")) for step in trained]
    assert losses[0] > losses[-1] > 0


@both_kinds
def test_empty_texts_and_texts_of_a_million_characters(kind, options_of):
    texts, targets = reviews()
    long = "赞妙的了" * 250_000
    data = [*texts, "", "", long], np.append(targets, [0, 1, 0]).astype(np.int32)
    model = fit(kind, options_of(), data)
    found = model.logits([long, "", "差烂" * 500_000])
    assert np.isfinite(found).all()
    assert found[[0, 2]].argmax(axis=1).tolist() == [0, 1]
    np.testing.assert_array_equal(found[1], model.intercept)
    assert model.logits([]).shape == (0, 2)


@both_kinds
def test_what_is_refused(kind, options_of):
    with pytest.raises(EmptyError, match="lower min_count"):
        fit(kind, options_of(), (["甲", "乙"], np.array([0, 1], np.int32)))
    with pytest.raises(OptionError, match="call fit first"):
        kind().logits(["好"])
    with pytest.raises(OptionError, match="call fit first"):
        kind().contributions("好")
    with pytest.raises(InputError, match="text 1: expected a string, got None"):
        fit(kind, options_of(), reviews()).logits(["好", None])
    with pytest.raises(InputError, match="put it in a list"):
        fit(kind, options_of(), reviews()).logits("好")
    with pytest.raises(OptionError, match=r"memory: .* raise memory"):
        wide = {"dim": 100} if kind is BagModel else {}
        fit(kind, options_of(memory="1MB", **wide), reviews(), classes=100)


@both_kinds
@pytest.mark.parametrize(
    "bad",
    [
        {"char_ngrams": (0, 2)},
        {"word_ngrams": (2, 1)},
        {"opening": (0,)},
        {"opening": 6},
        {"opening_ngrams": (1, 99)},
        {"min_count": 0},
        {"epochs": 1.5},
        {"ratios": -1},
        {"smoothing": 0},
        {"smoothing": float("nan")},
        {"memory": "plenty"},
    ],
)
def test_options_outside_their_range(kind, options_of, bad):
    with pytest.raises(OptionError, match=next(iter(bad))):
        options_of(**bad)


@both_kinds
@pytest.mark.parametrize("tokenizer", [None, Tokenizer(words=SEGMENTER), Tokenizer(words=list)])
def test_saved_models_decide_as_before(kind, options_of, tokenizer, tmp_path):
    for number, options in enumerate((options_of(opening=(3,), ratios=0.7), many_outputs(options_of))):
        data = reviews(4)
        model = fit(kind, options, data, tokenizer=tokenizer)
        folder = tmp_path / f"模型{number}"
        folder.mkdir()
        model.save(folder)
        words = list if tokenizer is not None and tokenizer.words is list else None
        again = kind.load(folder, words=words)
        assert again.options == options
        assert again.logits(data[0]).tobytes() == model.logits(data[0]).tobytes()
        np.testing.assert_array_equal(again.intercept, model.intercept)
        ours, theirs = (one.contributions("赞差的了") for one in (model, again))
        assert [part[:3] for part in ours] == [part[:3] for part in theirs]
        if words:
            with pytest.raises(OptionError, match="pass it again"):
                kind.load(folder)


@pytest.fixture(scope="module", params=KINDS, ids=lambda pair: pair[0].__name__)
def kept(request, tmp_path_factory):
    """A saved model with an output layer where there can be one."""
    kind, options_of = request.param
    folder = tmp_path_factory.mktemp("model")
    fit(kind, many_outputs(options_of), reviews(4)).save(folder)
    return kind, folder


def change(folder, name, edit):
    """Edit an array of the npz file, or its header's JSON."""
    path = next(folder.glob("*.npz"))
    with np.load(path) as file:
        arrays = dict(file)
    arrays[name] = edit(arrays[name])
    np.savez_compressed(path, **arrays)


DAMAGE = {
    "no array": lambda folder: next(folder.glob("*.npz")).unlink(),
    "no options": lambda folder: next(
        path for path in folder.glob("*.json") if path.name != "tokens.json"
    ).unlink(),
    "a key twice": lambda folder: change(folder, "keys", lambda a: np.append(a[:-1], a[0])),
    "key 0": lambda folder: change(folder, "keys", lambda a: np.append(a[:-1], np.uint64(0))),
    "fewer keys": lambda folder: change(folder, "keys", lambda a: a[:-1]),
    "other type": lambda folder: change(folder, "weights", lambda a: a.astype("<f4")),
    "other shape": lambda folder: change(folder, "weights", lambda a: a.T),
    "nan": lambda folder: change(
        folder, "weights", lambda a: np.where(a == a[0, 0], np.nan, a).astype("<f2")
    ),
    "infinite idf": lambda folder: change(folder, "idf", lambda a: a * np.float32("inf")),
    "negative idf": lambda folder: change(folder, "idf", lambda a: -a),
    "huge idf": lambda folder: change(folder, "idf", lambda a: a * np.float32(1e6)),
    "objects": lambda folder: change(folder, "idf", lambda a: a.astype(object)),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damaged_arrays_are_refused(kept, damage, tmp_path):
    kind, source = kept
    folder = shutil.copytree(source, tmp_path / "copy")
    damage(folder)
    with pytest.raises(FormatError, match="save the model again") as caught:
        kind.load(folder)
    assert "\n" not in str(caught.value) or "object" in str(caught.value).lower()


@given(data=st.data())
@settings(max_examples=40)
def test_changed_headers_are_refused_or_harmless(kept, tmp_path_factory, data):
    kind, source = kept
    folder = shutil.copytree(source, tmp_path_factory.mktemp("header") / "copy")
    path = next(path for path in folder.glob("*.json") if path.name != "tokens.json")
    meta = json.loads(path.read_text(encoding="utf-8"))
    key = data.draw(st.sampled_from(sorted(meta)))
    value = data.draw(
        st.none() | st.integers(-2, 1 << 40) | st.text(max_size=3) | st.booleans() | st.lists(st.integers())
    )
    meta[key] = value
    path.write_text(json.dumps(meta), encoding="utf-8")
    try:
        model = kind.load(folder)
    except FormatError as error:
        assert "save the model again" in str(error)
    else:
        assert np.isfinite(model.logits(["赞差的了", ""])).all()


@given(data=st.data())
@settings(max_examples=60)
def test_damaged_bytes_are_refused_or_harmless(kept, tmp_path_factory, data):
    kind, source = kept
    folder = shutil.copytree(source, tmp_path_factory.mktemp("bytes") / "copy")
    path = next(folder.glob("*.npz"))
    content = bytearray(path.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    if data.draw(st.booleans()):
        content[place] ^= data.draw(st.integers(1, 255))
    else:
        del content[place:]
    path.write_bytes(content)
    try:
        model = kind.load(folder)
    except FormatError as error:
        assert "save the model again" in str(error)
    else:
        assert np.isfinite(model.logits(["赞差的了", ""])).all()


def test_an_archive_that_unpacks_to_much_more_is_refused_before(kept, tmp_path):
    kind, source = kept
    folder = shutil.copytree(source, tmp_path / "copy")
    path = next(folder.glob("*.npz"))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["idf.npy"] += bytes(50_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    with pytest.raises(FormatError, match="idf: more bytes than can be in it"):
        kind.load(folder)
