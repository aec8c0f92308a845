"""What is refused by its kind: links, files that lead elsewhere, numbers that lead out of their arrays."""

from __future__ import annotations

import json
import shutil

import numpy as np
import pytest

from fuzz import seeds
from fuzz.attack import check_message
from fuzz.readers import TARGETS
from zici import Segmenter
from zici.errors import FormatError, ZiciError

SAVED = [
    name
    for name in list(TARGETS)[list(TARGETS).index("word vectors") :]
    if not TARGETS[name].keras and name not in ("segmenter", "background", "image classifier", "idx")
]


@pytest.mark.parametrize("name", SAVED)
def test_links_in_a_saved_folder_are_refused(tmp_path, name):
    target, folder, outside = TARGETS[name], tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    outside.mkdir()
    target.make(folder)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        elsewhere = outside / path.name
        shutil.move(path, elsewhere)
        path.symlink_to(elsewhere)
        with pytest.raises(ZiciError) as refused:
            target.read(folder)
        check_message(str(refused.value))
        path.unlink()
        shutil.move(elsewhere, path)
    target.read(folder)


@pytest.mark.parametrize("kind", ["word vectors", "n-gram counts", "language model", "passages", "reader"])
def test_the_folder_itself_may_be_a_link(tmp_path, kind):
    (tmp_path / "real").mkdir()
    TARGETS[kind].make(tmp_path / "real")
    (tmp_path / "named").symlink_to(tmp_path / "real")
    TARGETS[kind].read(tmp_path / "named")


def test_a_file_that_a_user_names_may_be_a_link(tmp_path):
    seeds.SEGMENTER.save(tmp_path / "words.npz")
    (tmp_path / "named").symlink_to(tmp_path / "words.npz")
    assert Segmenter.load(tmp_path / "named").cut("山水天地") == ["山水", "天地"]


@pytest.fixture
def training(tmp_path):
    seeds.word2vec_training(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    "file", ["../state-1-vectors.npy", "/etc/passwd", "state-1-vectors.npy\n", "", "training.json"]
)
def test_a_training_reads_no_file_elsewhere(training, file):
    path = training / "kept" / "training.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    meta["files"]["vectors"] = file
    path.write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(FormatError, match="expected zici-training of version 1"):
        seeds.train_word2vec(training)


@pytest.mark.parametrize(
    "place",
    [[0, 0, "0", 0], [0, 0, 0.0, True], [-1, 0, 0.0, 0], [0, 10**30, 0.0, 0], [0, 0, float("nan"), 0]],
)
def test_a_training_goes_on_from_no_strange_place(training, place):
    path = training / "kept" / "training.json"
    meta = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(meta | {"place": place}), encoding="utf-8")
    with pytest.raises(FormatError, match="expected zici-training of version 1"):
        seeds.train_word2vec(training)


OVERFLOWS = {
    "word vectors": [
        ("matrix", [np.zeros((2**16, 0), "<f4"), np.zeros(20, "<f4")]),
        ("buckets", [[2**62], [-1]]),
    ],
    "pair counts": [
        ("indptr", [[0, 2**31 - 1], [0, 5, 2]]),
        ("indices", [[-1], [2**31 - 1]]),
        ("data", [[0], [-(2**31)]]),
    ],
    "language model": [
        ("start", [[-1], [2**31 - 1]]),
        ("char", [[-1], [2**31 - 1]]),
        ("prob", [[np.nan], [1.0]]),
    ],
    "passages": [
        ("indptr", [[0, 2**62], [5, 0]]),
        ("indices", [[-1], [2**31 - 1]]),
        ("ends", [[2**62], [-1]]),
        ("term_ends", [[2**62], [-1]]),
        ("term_order", [[-1], [2**31 - 1]]),
        ("documents", [[-1], [99]]),
        ("data", [[np.nan], [np.inf]]),
    ],
}


@pytest.mark.parametrize(
    ("name", "file"), [(name, file) for name, files in OVERFLOWS.items() for file, _ in files]
)
def test_numbers_that_lead_out_of_their_arrays_are_refused(tmp_path, name, file):
    TARGETS[name].make(tmp_path)
    path = next(iter(sorted(tmp_path.rglob(f"{file}.npy"), reverse=True)))
    whole = np.load(path)
    for change in dict(OVERFLOWS[name])[file]:
        changed = whole.copy()
        if isinstance(change, np.ndarray):
            changed = change
        else:
            changed[-len(change) :] = change
        path.unlink()
        np.save(path, changed)
        with pytest.raises(FormatError):
            TARGETS[name].read(tmp_path)


def test_weights_that_are_no_numbers_are_refused(tmp_path):
    target = TARGETS["reader"]
    target.make(tmp_path)
    path = tmp_path / "kept" / "weights.npz"
    with np.load(path) as file:
        arrays = dict(file)
    arrays["0/hidden/kernel"][0, 0] = np.nan
    np.savez(path, **arrays)
    target.seal(tmp_path)
    with pytest.raises(FormatError, match="weights that are no numbers"):
        target.read(tmp_path)


def test_json_nested_deeply_is_refused_everywhere(tmp_path):
    for name in SAVED:
        folder = tmp_path / name.replace(" ", "-")
        folder.mkdir()
        TARGETS[name].make(folder)
        for path in folder.rglob("*.json"):
            whole = path.read_bytes()
            path.write_bytes(b'{"format":' + b"[" * 200_000)
            with pytest.raises(ZiciError):
                TARGETS[name].read(folder)
            path.write_bytes(whole)


@pytest.mark.parametrize(("name", "key"), [("segmenter", "total"), ("background", "documents")])
def test_whole_numbers_that_are_no_floats_are_refused(tmp_path, name, key):
    TARGETS[name].make(tmp_path)
    with np.load(tmp_path / "words.npz") as file:
        arrays = dict(file)
    head = json.loads(arrays["header"].tobytes()) | {key: 10**400}
    arrays["header"] = np.frombuffer(json.dumps(head).encode(), np.uint8)
    np.savez(tmp_path / "words.npz", **arrays)
    with pytest.raises(FormatError, match="damaged file"):
        TARGETS[name].read(tmp_path)


@pytest.mark.parametrize("name", ["lexicon parquet words.parquet", "parquet"])
def test_parquet_with_strings_that_are_no_utf8_is_refused(tmp_path, name):
    import pyarrow as pa
    import pyarrow.parquet as pq

    TARGETS[name].make(tmp_path)
    path = next(tmp_path.iterdir())
    title = "word" if name.startswith("lexicon") else "review"
    broken = pa.array([b"\xe6\x00"]).view(pa.string())
    pq.write_table(pa.table({title: broken, "label": [1]}), path)
    with pytest.raises(ZiciError) as refused:
        TARGETS[name].read(tmp_path)
    check_message(str(refused.value))
