"""The reader as a whole, with networks so small that they learn in a second."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from importlib.util import find_spec

import numpy as np
import pytest

from zici import Segmenter, WordVectors
from zici._keras import get_values
from zici.errors import EmptyError, FormatError, InputError, OptionError, OutputError
from zici.qa import Passage, QAExample
from zici.qa.reader import Decoding, Reader, ReaderOptions
from zici.qa.reader._loss import PADDED, reading_loss
from zici.qa.reader._network import read_together
from zici.qa.reader._train import Training
from zici.qa.reader._weights import trained

pytestmark = pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed")

TINY = ReaderOptions(
    width=12,
    dilations=(1, 2),
    question_dilations=(1,),
    question_length=8,
    min_count=1,
    epochs=3,
    batch_size=8,
    learning_rate=0.02,
    dropout=0.1,
    repeat=0.0,
    train_length=64,
)
ASKED = {"高": ("山有多高", "这座山高{}米，"), "宽": ("河有多宽", "这条河宽{}里，")}


def make_examples(numbers=range(10, 26)):
    """Two kinds of questions; the passage holds an answer to either, or only to the other one."""
    found = []
    for n in numbers:
        for kind, (question, _) in ASKED.items():
            parts = [text.format(n + 3 * k) for k, (_, text) in enumerate(ASKED.values())]
            answer = f"{n}米" if kind == "高" else f"{n + 3}里"
            other = parts[1] if kind == "高" else parts[0]
            passages = (Passage(f"{kind}{n}#0", "".join(parts), (answer,)), Passage(f"{kind}{n}#1", other))
            found.append(QAExample(f"{kind}{n}", question, passages, (answer,)))
    return found


EXAMPLES = make_examples()
VECTORS = WordVectors(["多高", "山", "河", "米"], np.eye(4, 6), counts=[4, 3, 2, 1])


@pytest.fixture(scope="module", autouse=True)
def _compile_once(tmp_path_factory):
    """Keep what JAX compiles: most trainings here are of the same network."""
    jax = pytest.importorskip("jax")
    asked = {
        "jax_compilation_cache_dir": str(tmp_path_factory.mktemp("compiled")),
        "jax_persistent_cache_min_compile_time_secs": 0.0,
        "jax_persistent_cache_min_entry_size_bytes": -1,
    }
    before = {name: getattr(jax.config, name) for name in asked}
    for name, value in asked.items():
        jax.config.update(name, value)
    yield
    for name, value in before.items():
        jax.config.update(name, value)


@pytest.fixture(scope="module")
def overfitted():
    """A reader that has learned its few examples, with words."""
    options = replace(TINY, epochs=25, char_drop=0.0, word_drop=0.0, dropout=0.0, crop=0.2, width=16)
    return Reader.train(EXAMPLES, options=options, vectors=VECTORS, seed=1)


def weights(reader):
    return list(reader._networks[0].weights.values())


def same(first, second):
    return all(np.array_equal(a, b) for a, b in zip(weights(first), weights(second), strict=True))


def test_it_learns_its_examples(overfitted):
    given = overfitted.answer_many(EXAMPLES)
    right = [answers[0].text in example.answers for answers, example in zip(given, EXAMPLES, strict=True)]
    assert np.mean(right) > 0.95
    assert overfitted.info["losses"][-1] < overfitted.info["losses"][0] / 3


def test_it_doubts_passages_without_the_answer(overfitted):
    spans = [span for spans in overfitted.spans_many(EXAMPLES) for span in spans]
    with_answer, without = ([s.score for s in spans if s.passage == place] for place in (0, 1))
    assert np.mean(with_answer) > 3 * np.mean(without)
    assert overfitted.answer("山有多高", ["这条河宽13里，"], decoding=Decoding(threshold=0.9)) == []


def test_answers_say_where_they_stand(overfitted):
    passages = ["", "山\n" * 300 + "这座山高15米，", "这座山高15米，"]
    answer = overfitted.answer("山有多高", passages, decoding=Decoding(threshold=0.05))[0]
    assert answer.text == "15米"
    assert {span.passage for span in answer.spans} == {1, 2}
    for span in answer.spans:
        assert passages[span.passage][span.begin : span.end] == span.text == "15米"
        assert 0 < span.score <= 1


def test_what_else_is_in_the_batch_changes_nothing(overfitted):
    alone = overfitted.answer("山有多高", ["这座山高15米，"])[0]
    passages = ["这座山高15米，" + "山" * 55] * 3
    together = overfitted.answer_many([("河有多宽", passages), ("山有多高", ["这座山高15米，"])])[1][0]
    assert together.text == alone.text
    assert together.score == pytest.approx(alone.score, rel=1e-4)


def test_same_seed_same_reader():
    first, again, other = (Reader.train(EXAMPLES[:8], options=TINY, seed=seed) for seed in (5, 5, 6))
    assert same(first, again)
    assert not same(first, other)


def test_several_networks_read_as_their_mean(tmp_path):
    readers = [Reader.train(EXAMPLES[:8], options=TINY, vectors=VECTORS, seed=seed) for seed in (5, 6)]
    both = Reader.combine(readers)
    rows = both._encoder.encode("山有多高", ["这座山高15米，", "这条河宽13里，"])
    one, two = ([logits for n in r._networks for logits in n.read(rows)] for r in readers)
    for first, second, mean in zip(one, two, read_together(both._networks, rows), strict=True):
        np.testing.assert_allclose(mean, (first + second) / 2, rtol=1e-6)
    both.save(tmp_path / "both")
    loaded = Reader.load(tmp_path / "both")
    assert loaded.answer_many(EXAMPLES) == both.answer_many(EXAMPLES)
    assert len(Reader.combine([loaded, readers[0]])._networks) == 3


def test_readers_that_see_otherwise_are_not_combined():
    first = Reader.train(EXAMPLES[:8], options=TINY)
    with pytest.raises(OptionError, match="reader 2: expected the words of the first"):
        Reader.combine([first, Reader.train(EXAMPLES[:8], options=TINY, vectors=VECTORS)])
    with pytest.raises(OptionError, match="reader 3: expected the dilations of the first"):
        other = Reader.train(EXAMPLES[:8], options=replace(TINY, dilations=(1,)))
        Reader.combine([first, first, other])
    with pytest.raises(EmptyError, match="at least one"):
        Reader.combine([])


def test_a_stopped_training_goes_on_as_if_it_had_not(tmp_path, monkeypatch):
    monkeypatch.setattr("zici.qa.reader._train.SAVE_EVERY", 0.0)  # after every step
    arguments = {"options": TINY, "validation": EXAMPLES[:4], "seed": 2}
    whole = Reader.train(EXAMPLES, **arguments)
    steps = 0

    def stop(step):
        nonlocal steps
        steps += step.stage.startswith("train")
        if steps == 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Reader.train(EXAMPLES, **arguments, checkpoint=tmp_path / "state", progress=stop)
    resumed = Reader.train(EXAMPLES, **arguments, checkpoint=tmp_path / "state")
    assert same(whole, resumed)
    assert resumed.info["scores"] == whole.info["scores"]
    assert resumed.info["losses"] == pytest.approx(whole.info["losses"], rel=1e-6)
    with pytest.raises(OptionError, match=r"the training in it has seed 2 \(now 3\)"):
        Reader.train(EXAMPLES, **(arguments | {"seed": 3}), checkpoint=tmp_path / "state")
    (tmp_path / "state" / "state.npz").write_bytes(b"PK")
    with pytest.raises(FormatError, match="expected the state of a training"):
        Reader.train(EXAMPLES, **arguments, checkpoint=tmp_path / "state")


def test_the_running_mean_of_the_weights():
    from zici.qa.reader._examples import learn_vocabulary, training_rows
    from zici.qa.reader._model import make_model
    from zici.qa.reader._rows import Encoder
    from zici.qa.reader._words import Words

    options = replace(TINY, epochs=1, ema=0.75)
    vocabulary = learn_vocabulary(EXAMPLES, min_count=1)
    encoder = Encoder(vocabulary, Words.of(None, None), options)
    model = make_model(len(vocabulary), encoder.words.matrix, options, seed=0)
    training = Training(model, training_rows(EXAMPLES, encoder), options, seed=0)
    seen = []
    training.run(None, None, lambda step: seen.append(weights_of(model)))
    mean = seen[0]
    for now in seen[1:]:
        mean = [0.75 * a + 0.25 * b for a, b in zip(mean, now, strict=True)]
    for expected, found in zip(mean, weights_of(model), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-5)


def weights_of(model):
    return get_values(trained(model))


def test_training_stops_where_it_gets_no_better(monkeypatch):
    scores = iter([0.5, 0.7, 0.6, 0.6, 0.6, 0.6])
    monkeypatch.setattr("zici.qa.reader._validate.fuzzy_f1", lambda examples, answers: next(scores))
    options = replace(TINY, epochs=20, patience=2)
    reader = Reader.train(EXAMPLES[:8], options=options, validation=EXAMPLES[:2])
    assert reader.info["scores"] == [0.5, 0.7, 0.6, 0.6]


def test_the_loss_is_that_of_the_definition():
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, (3, 5, 3)).astype(np.float32)
    logits[:, :, 2] = logits[:, :1, 2]
    targets = random.integers(0, 2, (3, 5, 2)).astype(np.float32)
    targets[1] = 0.0
    targets[0, 3:] = targets[2] = PADDED
    sigmoid = 1 / (1 + np.exp(-logits.astype(np.float64)))
    p = sigmoid[..., :2] * sigmoid[..., 2:]
    total = 0.0
    for b, i, side in np.ndindex(targets.shape):
        if targets[b, i, side] == 1:
            total += -3 * (1 - p[b, i, side]) ** 2 * np.log(p[b, i, side])
        elif targets[b, i, side] == 0:
            total += -(p[b, i, side] ** 2) * np.log(1 - p[b, i, side])
    for side in (0, 1):
        powers = np.exp(logits[0, :3, side].astype(np.float64))
        if (targets[0, :3, side] == 1).any():
            total += -0.5 * np.log(powers[targets[0, :3, side] == 1].sum() / powers.sum())
    found = float(reading_loss(2.0, 3.0, 0.5)(targets, logits))
    assert found == pytest.approx(total / 2, rel=1e-4)


def test_a_saved_reader_answers_alike(overfitted, tmp_path):
    options = replace(TINY, epochs=1, aligned=False, features=("char_edit",), dilations=(3,))
    segmenter = Segmenter({"座山": 2, "多高": 1})
    plain = Reader.train(
        EXAMPLES[:6], options=options, segmenter=segmenter, decoding=Decoding(5, 2, 0.0, "max")
    )
    for name, reader in {"words": overfitted, "字": plain}.items():
        reader.save(tmp_path / name)
        again = Reader.load(tmp_path / name)
        assert (again.options, again.decoding, again.info) == (reader.options, reader.decoding, reader.info)
        assert again.answer_many(EXAMPLES) == reader.answer_many(EXAMPLES)
        assert repr(again) == repr(reader)
    with pytest.raises(OutputError):
        plain.save(tmp_path / "none" / "reader")


def test_damaged_readers_are_refused(overfitted, tmp_path):
    folder = tmp_path / "reader"
    with pytest.raises(InputError, match="expected the folder of a reader, found nothing"):
        Reader.load(folder)
    overfitted.save(folder)
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    for change, message in (
        ({"version": 1}, "expected version 2, found 1; use the zici that wrote it, or train again"),
        ({"version": 9}, "expected version 2, found 9"),
        ({"format": "zici classifier"}, "expected the format 'zici reader'"),
        ({"chars": "山"}, "found it changed"),
    ):
        (folder / "meta.json").write_text(json.dumps(meta | change), encoding="utf-8")
        with pytest.raises(FormatError, match=message):
            Reader.load(folder)
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    content = (folder / "weights.npz").read_bytes()
    (folder / "weights.npz").write_bytes(content[:200] + bytes([content[200] ^ 1]) + content[201:])
    with pytest.raises(FormatError, match=r"weights\.npz: expected the file that zici wrote"):
        Reader.load(folder)


def test_bad_input_is_told(overfitted):
    with pytest.raises(InputError, match="question 0: expected a string"):
        overfitted.answer(7, ["山"])
    with pytest.raises(InputError, match="question 0: expected a list of passages"):
        overfitted.answer("山有多高", "这座山高15米")
    with pytest.raises(OptionError, match="examples: expected QAExamples, got a string"):
        Reader.train("train.json")
    with pytest.raises(InputError, match=r"examples\[0\]: expected a QAExample, got dict"):
        Reader.train([{}])
    with pytest.raises(EmptyError, match="validation: expected examples, found none"):
        Reader.train(EXAMPLES, validation=[])
    with pytest.raises(EmptyError, match="found none among 1"):
        Reader.train([QAExample("1", "谁", (Passage("1#0", "山"),), ("海",))])
    with pytest.raises(OptionError, match="seed"):
        Reader.train(EXAMPLES, seed=-1)


def test_odd_input_has_answers_too(overfitted):
    assert overfitted.answer("山有多高", []) == []
    assert overfitted.answer("", ["这座山高15米，"], decoding=Decoding(threshold=1.0)) == []
    long = overfitted.answer("山有多高" * 1250, ["这座山高15米，\ud842" + "河" * 20_000])
    assert len(long) == 1


STEP = """
import sys
import numpy as np
from test_reader import EXAMPLES, TINY, VECTORS
from dataclasses import replace
from zici.qa.reader import Reader

options = replace(TINY, epochs=1, dropout=0.0, gate_noise=0.0)
reader = Reader.train(EXAMPLES[:8], options=options, vectors=VECTORS, validation=EXAMPLES[:2])
reader.save(sys.argv[1])
"""


@pytest.mark.keras
@pytest.mark.parametrize("backend", ["torch", "tensorflow"])
def test_every_backend_trains_alike(backend, tmp_path):
    if find_spec(backend) is None:
        pytest.skip(f"{backend} is not installed")
    here = os.path.dirname(__file__)
    environment = {
        **os.environ,
        "KERAS_BACKEND": backend,
        "CUDA_VISIBLE_DEVICES": "",
        "PYTHONPATH": os.pathsep.join([here, os.path.dirname(here)]),
    }
    command = [sys.executable, "-c", STEP, str(tmp_path / "reader")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    options = replace(TINY, epochs=1, dropout=0.0, gate_noise=0.0)
    here_trained = Reader.train(EXAMPLES[:8], options=options, vectors=VECTORS, validation=EXAMPLES[:2])
    for expected, found in zip(weights(here_trained), weights(Reader.load(tmp_path / "reader")), strict=True):
        np.testing.assert_allclose(found, expected, atol=1e-3)
