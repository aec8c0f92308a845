"""Language models, and segmenters that cut with them, on disk."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zici import CharLM, Corpus, Segmenter
from zici.errors import FormatError, InputError, OutputError

TEXTS = ["新词发现，发现新词的方法", "从语料中发现新词", "K线图\U00020bb7"] * 3
TEXT = "１９９８年3月发现新词K线图\ud800，二十三点五"
ARRAYS = ["alphabet", "start", "char", "prob", "backoff"]


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "模型"
    CharLM.train(Corpus.from_texts(TEXTS), order=3, min_count=2, smoothing="absolute").save(path)
    return path


def test_a_loaded_model_is_the_same(saved: Path, tmp_path: Path) -> None:
    model = CharLM.load(saved)
    fresh = CharLM.train(Corpus.from_texts(TEXTS), order=3, min_count=2, smoothing="absolute")
    assert (model.order, model.discounts, model.smoothing) == (3, fresh.discounts, "absolute")
    assert np.array_equal(model.alphabet, fresh.alphabet)
    assert all(np.array_equal(a, b) for a, b in zip(model.trie, fresh.trie, strict=True))
    assert model.logprob(TEXT) == fresh.logprob(TEXT)
    model.save(tmp_path / "again")
    for file in saved.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes()


def test_everything_pruned_away(tmp_path: Path) -> None:
    model = CharLM.train(Corpus.from_texts(["新词"]), min_count=9)
    assert [model.size(n) for n in (1, 2, 3, 4)] == [5, 0, 0, 0]
    model.save(tmp_path / "lm")
    assert CharLM.load(tmp_path / "lm").logprob("新词") == model.logprob("新词")


def test_saving_over_the_model_that_is_mapped(saved: Path) -> None:
    model = CharLM.load(saved)
    before = model.logprob(TEXT)
    model.save(saved)
    assert model.logprob(TEXT) == CharLM.load(saved).logprob(TEXT) == before


def test_a_segmenter(saved: Path, tmp_path: Path) -> None:
    segmenter = Segmenter(
        method="lm",
        lm=CharLM.load(saved),
        transitions={"bc": 0.6, "cb": 0.9},
        granularity=0.8,
        numbers="dates",
    )
    segmenter.save(tmp_path / "segmenter")
    loaded = Segmenter.load(tmp_path / "segmenter")
    assert loaded.method == "lm"
    assert loaded.cut(TEXT) == segmenter.cut(TEXT)
    loaded.save(tmp_path / "again")
    assert (tmp_path / "again" / "segmenter.json").read_text() == (
        tmp_path / "segmenter" / "segmenter.json"
    ).read_text()


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "zici.segmenter", "version": 1}'])
def test_a_damaged_segmenter(content: str, saved: Path, tmp_path: Path) -> None:
    path = tmp_path / "segmenter"
    Segmenter(method="lm", lm=CharLM.load(saved)).save(path)
    (path / "segmenter.json").write_text(content)
    with pytest.raises(FormatError, match="expected a saved segmenter"):
        Segmenter.load(path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "version 2"),
        ({"options": {"method": "unigram"}}, 'expected the method "lm"'),
        ({"tags": {"transitions": [["bc", -1]], "granularity": 1}}, "expected a saved segmenter"),
    ],
)
def test_a_segmenter_of_another_kind(
    change: dict[str, object], message: str, saved: Path, tmp_path: Path
) -> None:
    path = tmp_path / "segmenter"
    Segmenter(method="lm", lm=CharLM.load(saved)).save(path)
    about = json.loads((path / "segmenter.json").read_text())
    (path / "segmenter.json").write_text(json.dumps(about | change))
    with pytest.raises(FormatError, match=message):
        Segmenter.load(path)


def test_what_is_missing_or_in_the_way(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="found nothing"):
        CharLM.load(tmp_path / "none")
    with pytest.raises(InputError, match="found a file"):
        CharLM.load(saved / "meta.json")
    with pytest.raises(OutputError, match="expected a folder"):
        CharLM.load(saved).save(saved / "meta.json")
    for name in ARRAYS:
        content = (saved / f"{name}.npy").read_bytes()
        (saved / f"{name}.npy").unlink()
        with pytest.raises(FormatError, match=f"{name}.npy: expected an array"):
            CharLM.load(saved)
        (saved / f"{name}.npy").write_bytes(content)
    assert CharLM.load(saved).order == 3


@pytest.mark.parametrize(
    "change",
    [
        {"version": 7},
        {"format": "other"},
        {"edges": [0, 14]},
        {"edges": [0, 14, 5, 20]},
        {"edges": "abc"},
        {"discounts": [[1, 2, 3]]},
        {"discounts": 5},
        {"smoothing": ["absolute"]},
        {"smoothing": "none"},
    ],
)
def test_damaged_metadata(change: dict[str, object], saved: Path) -> None:
    meta = json.loads((saved / "meta.json").read_text())
    (saved / "meta.json").write_text(json.dumps(meta | change))
    with pytest.raises(FormatError):
        CharLM.load(saved)


@pytest.mark.parametrize(
    ("name", "at", "value"),
    [
        ("start", 0, 0),
        ("start", 2, 1 << 30),
        ("start", 2, -5),
        ("start", -1, 7),
        ("char", 3, 2),
        ("char", -1, 1 << 20),
        ("char", -1, 0),
        ("prob", 4, np.nan),
        ("prob", -1, 0.5),
        ("prob", -1, -np.inf),
        ("backoff", 2, np.inf),
        ("alphabet", 0, 0x110000),
        ("alphabet", 0, ord("，")),
        ("alphabet", 0, ord("K")),
    ],
)
def test_a_wrong_number(name: str, at: int, value: float, saved: Path) -> None:
    file = saved / f"{name}.npy"
    array = np.load(file)
    array[at] = value
    np.save(file, array)
    with pytest.raises(FormatError, match="damaged"):
        CharLM.load(saved)


@pytest.mark.parametrize("name", ARRAYS)
def test_a_wrong_shape(name: str, saved: Path) -> None:
    file = saved / f"{name}.npy"
    array = np.load(file)
    for wrong in (array[:-1], array[:0], array.reshape(1, -1), array.astype("<f8"), np.array(5)):
        np.save(file, wrong)
        with pytest.raises(FormatError):
            CharLM.load(saved)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from([*(f"{name}.npy" for name in ARRAYS), "meta.json"]), data=st.data())
def test_damaged_bytes_are_refused_or_harmless(name: str, data: st.DataObject, saved: Path) -> None:
    file = saved / name
    original = file.read_bytes()
    damaged = bytearray(original)
    damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    file.write_bytes(damaged[: data.draw(st.sampled_from([None, None, -1, len(damaged) // 2]))])
    try:
        model = CharLM.load(saved)
        assert "".join(Segmenter(method="lm", lm=model).cut(TEXT)) == TEXT
        assert model.logprob(TEXT) <= 0
    except FormatError:
        pass
    finally:
        file.write_bytes(original)
