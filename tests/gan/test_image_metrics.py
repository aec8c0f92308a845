"""Images: idx files as they come, and a classifier that learns, repeats, keeps in a file."""

from __future__ import annotations

import gzip
import io
import json
import pickle
import struct
import zipfile
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import EmptyError, FormatError, InputError, OptionError, OutputError
from zici.gan.metrics import (
    ImageClassifier,
    class_coverage,
    frechet_distance,
    load_idx,
    train_image_classifier,
)

KINDS = {0x08: "u1", 0x09: "i1", 0x0B: "i2", 0x0C: "i4", 0x0D: "f4", 0x0E: "f8"}


def idx(array, code):
    head = bytes([0, 0, code, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + array.astype(f">{KINDS[code]}").tobytes()


# --- idx files


@given(
    st.sampled_from(sorted(KINDS)),
    st.lists(st.integers(0, 4), min_size=1, max_size=4),
    st.booleans(),
    st.integers(0, 99),
)
def test_an_array_comes_back(tmp_path_factory, code, shape, packed, seed):
    array = np.random.default_rng(seed).integers(-100, 100, shape).astype(KINDS[code])
    path = tmp_path_factory.mktemp("idx") / "array"  # no suffix: the bytes tell
    path.write_bytes(gzip.compress(idx(array, code)) if packed else idx(array, code))
    found = load_idx(path)
    assert found.dtype == np.dtype(KINDS[code])
    np.testing.assert_array_equal(found, array)
    if found.size:
        found.flat[0] = 1  # the array can be written to


WHOLE = idx(np.arange(24).reshape(2, 3, 4), 0x08)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "expected an idx file, found one that begins with b''"),
        (b"PK\x03\x04" + WHOLE, "expected an idx file"),
        (b"\0\0\x07\x01" + WHOLE[4:], "expected an idx file"),
        (b"\0\0\x08\x00", "expected an idx file"),
        (b"\0\0\x08\xff" + bytes(2000), "expected an idx file"),
        (WHOLE[:9], "expected the lengths of 3 axes, found 5 bytes"),
        (WHOLE[:-1], r"expected 24 bytes for uint8 numbers of shape \(2, 3, 4\), found 23"),
        (WHOLE + b"\0", "found more"),
        (b"\0\0\x0e\x03" + b"\xff" * 12, r"expected at most 1,073,741,824 bytes, found a claim of float64"),
        (b"\0\0\x08\x02" + struct.pack(">2I", 30_000, 30_000), "found 0; get the file anew"),
    ],
)
def test_idx_files_that_are_broken(tmp_path, content, message):
    for packed in (False, True):
        path = tmp_path / "images.gz"
        path.write_bytes(gzip.compress(content) if packed else content)
        with pytest.raises(FormatError, match=message) as caught:
            load_idx(path)
        assert str(path) in str(caught.value)
        assert "\n" not in str(caught.value)


@given(st.integers(0, 60), st.integers(0, 255))
def test_damaged_gzip_files_are_told_or_read_alike(tmp_path_factory, place, byte):
    path = tmp_path_factory.mktemp("idx") / "images"
    packed = bytearray(gzip.compress(WHOLE, mtime=0))
    packed[place % len(packed)] = byte
    path.write_bytes(packed)
    try:
        found = load_idx(path)
    except FormatError as error:
        assert "\n" not in str(error)
    else:
        assert found.tobytes() == np.arange(24, dtype=np.uint8).tobytes()


def test_a_gzip_file_cut_short(tmp_path):
    path = tmp_path / "images.gz"
    path.write_bytes(gzip.compress(WHOLE)[:-12])
    with pytest.raises(FormatError, match="expected a complete gzip file"):
        load_idx(path)


def test_an_idx_file_that_is_not_there(tmp_path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(InputError, match="can't be read"):
            load_idx(path)


@pytest.mark.data
def test_the_real_digits(data_dir: Path):
    images = load_idx(data_dir / "images" / "mnist_t10k-images-idx3-ubyte.gz")
    labels = load_idx(data_dir / "images" / "mnist_t10k-labels-idx1-ubyte.gz")
    assert images.shape == (10_000, 28, 28)
    assert (images.min(), images.max()) == (0, 255)
    assert labels[:5].tolist() == [7, 2, 1, 0, 4]
    np.testing.assert_allclose(class_coverage(labels, 10), 0.1, atol=0.02)


# --- classes


@given(st.lists(st.integers(0, 4), min_size=1), st.integers(5, 8))
def test_shares_of_classes(classes, number):
    found = class_coverage(classes, number)
    assert found.tolist() == [classes.count(one) / len(classes) for one in range(number)]


@pytest.mark.parametrize("classes", [[], [[1]], [0.5], [-1], [3], ["a"]])
def test_classes_that_are_none(classes):
    with pytest.raises(InputError, match="classes: expected"):
        class_coverage(classes, 3)


def test_a_number_of_classes_that_is_none():
    with pytest.raises(OptionError, match="number: expected"):
        class_coverage([0], 0)


# --- the classifier

needs_keras = [
    pytest.mark.keras,
    pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed (the extra neural)"),
]


def bars(n, seed):
    """Images of 9 x 7 with a bright row (class 0), column (1) or neither (2), in noise."""
    random = np.random.default_rng(seed)
    images, labels = random.random((n, 9, 7)) * 0.3, random.integers(0, 3, n)
    for image, label, place in zip(images, labels, random.integers(0, 7, n), strict=True):
        if label == 0:
            image[place] += 0.6
        elif label == 1:
            image[:, place] += 0.6
    return images, labels


@pytest.fixture(scope="module")
def trained():
    return train_image_classifier(*bars(900, 0), seed=1, epochs=15)


class TestClassifier:
    pytestmark = needs_keras

    def test_it_learns(self, trained):
        images, labels = bars(300, 1)
        assert (trained.predict(images) == labels).mean() > 0.9
        assert trained.predict(images).dtype == np.int64
        assert trained.shape == (9, 7, 1, 3)
        assert repr(trained) == "<ImageClassifier of 3 classes; images of 9 x 7 x 1>"
        chances = trained.probabilities(images)
        np.testing.assert_allclose(chances.sum(axis=1), 1, rtol=1e-5)
        np.testing.assert_array_equal(chances.argmax(axis=1), trained.predict(images))

    def test_features_tell_the_classes_apart(self, trained):
        images, labels = bars(600, 2)
        features = trained.features(images)
        assert features.shape == (600, 64)
        assert features.dtype == np.float32
        assert (features >= 0).all()
        same = frechet_distance(features[:300], features[300:])
        other = frechet_distance(features[labels == 0], features[labels == 1])
        assert other > 10 * same

    def test_an_image_has_the_same_features_in_any_company(self, trained):
        images, _ = bars(300, 3)
        whole = trained.features(images)
        np.testing.assert_allclose(trained.features(images[290:]), whole[290:], rtol=1e-4, atol=1e-5)

    def test_bytes_are_the_same_images_as_floats(self, trained):
        levels = (bars(20, 4)[0] * 255).astype(np.uint8)
        np.testing.assert_allclose(trained.features(levels), trained.features(levels / 255), atol=1e-4)
        np.testing.assert_array_equal(trained.features(levels), trained.features(levels[..., None]))

    def test_same_seed_same_bytes(self, trained, tmp_path):
        told = []
        again = train_image_classifier(*bars(900, 0), seed=1, epochs=15, progress=told.append)
        trained.save(tmp_path / "one.npz")
        again.save(tmp_path / "two.npz")
        assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
        assert told[0].stage == "train epoch 1 of 15"
        assert (told[-1].done, told[-1].total, told[-1].unit) == (896, 896, "images")
        assert len(told) == 15 * 7

    def test_it_keeps_in_a_file(self, trained, tmp_path):
        trained.save(tmp_path / "分类器")
        loaded = ImageClassifier.load(tmp_path / "分类器")
        images, _ = bars(50, 5)
        np.testing.assert_array_equal(loaded.features(images), trained.features(images))
        assert loaded.shape == trained.shape
        with pytest.raises(OutputError):
            trained.save(tmp_path / "none" / "file.npz")

    def test_colour_images(self):
        images, labels = bars(64, 6)
        colour = np.stack([images, images * 0, images], axis=3)
        found = train_image_classifier(colour, labels, epochs=1)
        assert found.shape == (9, 7, 3, 3)
        with pytest.raises(InputError, match=r"expected the shape \(n, \*\(9, 7, 3\)\), got \(64, 9, 7, 1\)"):
            found.predict(images)

    @pytest.mark.parametrize(
        ("images", "message"),
        [
            (np.full((2, 9, 7), 1.5), "expected uint8, or floats 0 to 1"),
            (np.full((2, 9, 7), -0.1), r"give \(images \+ 1\) / 2"),
            (np.full((2, 9, 7), np.nan), "expected uint8, or floats 0 to 1"),
            (np.zeros((9, 7)), "expected numbers of shape"),
            (np.zeros((0, 9, 7)), "expected numbers of shape"),
            (np.full((2, 9, 7), "a"), "expected numbers of shape"),
        ],
    )
    def test_images_that_are_none(self, trained, images, message):
        for call in (trained.predict, trained.features, lambda some: train_image_classifier(some, [0, 1])):
            with pytest.raises(InputError, match=message):
                call(images)

    def test_labels_that_are_none(self):
        images = np.zeros((3, 9, 7))
        for labels in ([0, 1], [0.0, 1.0, 2.0], [0, 1, -1], ["a", "b", "c"]):
            with pytest.raises(InputError, match="labels: expected"):
                train_image_classifier(images, labels)
        with pytest.raises(EmptyError, match="labels: expected two classes or more"):
            train_image_classifier(images, [1, 1, 1])
        with pytest.raises(OptionError, match="epochs: expected"):
            train_image_classifier(images, [0, 1, 2], epochs=0)


def rewritten(path, change):
    """A saved file with other arrays."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    meta = json.loads(arrays["head"].tobytes())
    change(arrays, meta)
    arrays["head"] = np.frombuffer(json.dumps(meta).encode(), np.uint8)
    other = path.with_name("other.npz")
    np.savez(other, **arrays)
    return other


class TestFiles:
    pytestmark = needs_keras

    @pytest.fixture
    def saved(self, trained, tmp_path):
        trained.save(tmp_path / "saved.npz")
        return tmp_path / "saved.npz"

    @pytest.mark.parametrize(
        "change",
        [
            lambda arrays, meta: meta.update(version=2),
            lambda arrays, meta: meta.update(format="another"),
            lambda arrays, meta: meta.update(height=0),
            lambda arrays, meta: meta.update(height=1 << 40),
            lambda arrays, meta: meta.update(width=True),
            lambda arrays, meta: meta.update(classes=1),
            lambda arrays, meta: meta.pop("channels"),
            lambda arrays, meta: meta.update(height=30),
            lambda arrays, meta: arrays.pop("weights_3"),
            lambda arrays, meta: arrays.update(more=np.zeros(3)),
            lambda arrays, meta: arrays.update(weights_0=arrays["weights_0"] * np.nan),
            lambda arrays, meta: arrays.update(weights_1=arrays["weights_1"].astype("f8")),
            lambda arrays, meta: arrays.update(weights_1=np.zeros(100_000, "f4")),
            lambda arrays, meta: arrays.update(weights_1=arrays["weights_1"][:-1]),
        ],
    )
    def test_files_that_say_something_else(self, saved, change):
        other = rewritten(saved, change)
        with pytest.raises(FormatError, match="expected zici image classifier of version 1") as caught:
            ImageClassifier.load(other)
        assert str(other) in str(caught.value)
        assert "\n" not in str(caught.value)

    def test_files_that_are_damaged(self, saved):
        whole = saved.read_bytes()
        for content in (b"", whole[: len(whole) // 2], whole[:-30], b"hello"):
            saved.write_bytes(content)
            with pytest.raises(FormatError, match="expected zici image classifier"):
                ImageClassifier.load(saved)
        middle = len(whole) // 2
        saved.write_bytes(whole[:middle] + bytes([whole[middle] ^ 255]) + whole[middle + 1 :])
        with pytest.raises(FormatError):
            ImageClassifier.load(saved)
        with pytest.raises(InputError, match="can't be read"):
            ImageClassifier.load(saved.with_name("none"))

    def test_nothing_is_unpickled(self, saved):
        class Bomb:
            def __reduce__(self):
                return (pytest.fail, ("it was unpickled",))

        stream = io.BytesIO()
        np.lib.format.write_array(stream, np.array([None]), allow_pickle=True)
        payload = stream.getvalue()[:128] + pickle.dumps(Bomb())
        with zipfile.ZipFile(saved) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        for name in ("head.npy", "weights_1.npy"):
            with zipfile.ZipFile(saved, "w") as archive:
                for part, content in parts.items():
                    archive.writestr(part, payload if part == name else content)
            with pytest.raises(FormatError):
                ImageClassifier.load(saved)


@pytest.mark.slow
@pytest.mark.data  # not "keras": PyTorch takes minutes, and says nothing new
@pytest.mark.skipif(find_spec("keras") is None, reason="Keras is not installed (the extra neural)")
def test_real_digits_are_told_apart(data_dir: Path):
    parts = [[], []]
    for name in ("t10k", "npm10k"):
        parts[0].append(load_idx(data_dir / "images" / f"mnist_{name}-images-idx3-ubyte.gz"))
        parts[1].append(load_idx(data_dir / "images" / f"mnist_{name}-labels-idx1-ubyte.gz"))
    images, labels = map(np.concatenate, parts)
    order = np.random.default_rng(0).permutation(len(images))
    held, rest = order[:2000], order[2000:]
    classifier = train_image_classifier(images[rest], labels[rest])
    assert (classifier.predict(images[held]) == labels[held]).mean() >= 0.98
