"""Segmenters in files."""

from __future__ import annotations

import io
import json
import pickle
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.corpus import Corpus
from zici.errors import FormatError, InputError, OutputError
from zici.segment import CharLM, Segmenter

TEXT = "１９９８年3月发现新词K线图\ud800，二十三点五"


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "segmenter.zici"
    Segmenter({"新词": 5, "K线图": 3, "\ud800": 1}, numbers="dates", floor=0.5, user_words=["发现新词"]).save(
        path
    )
    return path


@pytest.mark.parametrize("method", ["unigram", "forward", "backward"])
def test_a_loaded_segmenter_cuts_alike(method: str, tmp_path: Path) -> None:
    path = tmp_path / "字词.zici"
    segmenter = Segmenter(
        {"新词": 5, "K线图": 3, "发": 2, "\ud800": 1},
        method=method,
        numbers="dates",
        floor=0.5,
        number_share=0.25,
        user_words=["发现新词"],
    )
    segmenter.save(path)
    loaded = Segmenter.load(path)
    assert loaded.cut(TEXT) == segmenter.cut(TEXT)
    assert (loaded.words, loaded.method) == (segmenter.words, method)
    loaded.save(tmp_path / "again")
    assert (tmp_path / "again").read_bytes() == path.read_bytes()


def test_the_cut_by_ngrams_is_kept_too(tmp_path: Path) -> None:
    Segmenter(method="ngram", ngrams=["共和", "和国"]).save(tmp_path / "s")
    assert Segmenter.load(tmp_path / "s").cut("共和国") == ["共和国"]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="none: can't be read"):
        Segmenter.load(tmp_path / "none")


def test_a_folder_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="can't be written"):
        Segmenter(["新词"]).save(tmp_path / "none" / "s")


@pytest.mark.parametrize("content", [b"", b"word\tcount\n", b"PK\x03\x04broken", b"\x93NUMPY\x01\x00"])
def test_other_files(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "s").write_bytes(content)
    with pytest.raises(FormatError, match="s: expected a saved segmenter"):
        Segmenter.load(tmp_path / "s")


def test_an_array_of_another_kind(tmp_path: Path) -> None:
    np.save(tmp_path / "s.npy", np.zeros(3))
    with pytest.raises(FormatError, match="expected a saved segmenter"):
        Segmenter.load(tmp_path / "s.npy")
    np.savez(tmp_path / "s.npz", a=np.zeros(3))
    with pytest.raises(FormatError, match="expected a saved segmenter"):
        Segmenter.load(tmp_path / "s.npz")


@given(flip=st.booleans(), place=st.integers(0), bit=st.integers(0, 7))
def test_a_damaged_file_is_refused_or_changes_nothing(
    flip: bool, place: int, bit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.getbasetemp() / "damaged"
    Segmenter({"新词": 5, "K线图": 3}).save(path)
    content = bytearray(path.read_bytes())
    place %= len(content)
    if flip:
        content[place] ^= 1 << bit
    else:
        del content[place:]
    path.write_bytes(content)
    try:
        loaded = Segmenter.load(path)
    except InputError:
        return
    assert "".join(loaded.cut(TEXT)) == TEXT


def rewrite(path: Path, **changes: object) -> None:
    with np.load(path) as arrays:
        parts = dict(arrays)
    header = json.loads(bytes(parts["header"]))
    parts |= {name: value for name, value in changes.items() if name in parts}
    header |= {name: value for name, value in changes.items() if name not in parts}
    parts["header"] = np.frombuffer(json.dumps(header).encode(), np.uint8)
    buffer = io.BytesIO()
    np.savez(buffer, **parts)
    path.write_bytes(buffer.getvalue())


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"version": 2}, "expected version 1, found 2; update zici"),
        ({"format": "other"}, "expected the format zici.segmenter, found 'other'"),
        ({"options": {"method": "best"}}, "damaged"),
        ({"options": {"floor": 0}}, "damaged"),
        ({"scores": np.zeros(9, np.int32)}, "parts don't fit"),
        ({"scores": np.full(4, 2.5)}, "parts don't fit"),
        ({"total": 0}, "parts don't fit"),
        ({"total": "many"}, "damaged"),
        ({"words": np.frombuffer("甲\n甲\n乙\n丙".encode(), np.uint8)}, "come twice"),
        ({"words": np.frombuffer("甲\n丁\r\n乙\n丙".encode(), np.uint8)}, "no segmenter stores"),
    ],
)
def test_contents_that_do_not_fit(saved: Path, changes: dict[str, object], message: str) -> None:
    rewrite(saved, **changes)
    with pytest.raises(FormatError, match=message):
        Segmenter.load(saved)


@pytest.mark.parametrize(
    "segmenter",
    [
        Segmenter({"新词": 5, "发现": 3}, user_words=["新词发"], numbers="dates", floor=2.0),
        Segmenter(["新词"], method="backward"),
        Segmenter(method="ngram", ngrams=["新词", "词发"]),
        Segmenter(
            method="lm",
            lm=CharLM.train(Corpus.from_texts(["新词发现", "发现新词"]), order=2, smoothing="absolute"),
            granularity=0.5,
        ),
    ],
    ids=lambda segmenter: segmenter.method,
)
def test_other_processes_get_a_segmenter_that_cuts_alike(segmenter: Segmenter) -> None:
    text = "新词发现１９９８年新词发" * 40
    packed = pickle.dumps(segmenter)
    copy = pickle.loads(packed)
    assert len(packed) < 100_000
    assert copy.cut(text) == segmenter.cut(text)
    assert repr(copy) == repr(segmenter)
    assert copy.words == segmenter.words
