"""What ``zici gan`` refuses: one line, exit code 1, and nothing left behind; no network is built for it."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from zici._progress import Step
from zici.cli import _gan_data as data
from zici.cli import _gan_measures as measures
from zici.cli import _gan_train
from zici.cli._gan_strings import Asked, draw_strings
from zici.errors import FormatError, InputError, OptionError
from zici.gan import GanRecord

from .conftest import Runner

SHORT = b"\0\0\x08\x03" + struct.pack(">III", 9, 9, 9)
GOOD = np.random.default_rng(0).random((6, 8, 8))


def bad_numbers(**places: float) -> np.ndarray:
    images = GOOD.copy()
    images[3, 2, 1] = places["value"]
    return images


ARRAYS: dict[str, tuple[str, Any, list[Any], str]] = {
    "nan": ("vectors", [[0.0, 1.0], [np.nan, 1.0]], [], "found NaN or infinity in row 1"),
    "infinite": ("images", bad_numbers(value=np.inf), [], "found NaN or infinity in row 3"),
    "range": ("images", bad_numbers(value=1.5), [], "expected images from 0 to 1, number 3"),
    "one": ("vectors", [[0.0, 1.0]], [], "expected at least two vectors, got one"),
    "none": ("vectors", np.zeros((0, 2)), [], "expected vectors, found none"),
    "axes": ("images", [[0.0, 1.0]], [], "expected images"),
    "words": ("vectors", np.array(["山", "水"]), [], "expected vectors"),
    "latent": ("vectors", GOOD[:, 0], ["--latent", 0], "latent: expected an integer from 1"),
    "batch": ("vectors", GOOD[:, 0], ["--batch-size", 1], "batch_size: expected an integer from 2"),
    "rate": ("vectors", GOOD[:, 0], ["--learning-rate", 2], "learning_rate: expected"),
    "network": ("vectors", GOOD[:, 0], ["--architecture", "dcgan"], "architecture: expected one of mlp for"),
    "option": (
        "vectors",
        GOOD[:, 0],
        ["--option", "momentum=1"],
        "--option momentum: expected one of",
    ),
    "value": ("vectors", GOOD[:, 0], ["--option", "ema=fast"], "ema: expected"),
    "lines": ("vectors", GOOD[:, 0], ["--lines"], "--lines and --top go with --kind strings"),
    "name": ("vectors", GOOD[:, 0], ["--array", "x", "--page", "none/page.html"], "none/page.html"),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_bad_arrays_and_options(run: Runner, tmp_path: Path, name: str) -> None:
    kind, values, options, told = ARRAYS[name]
    np.save(tmp_path / "data.npy", values)
    result = run("gan", "train", tmp_path / "data.npy", "-o", tmp_path / "out", "--kind", kind, *options)
    assert result.code == 1
    assert told in result.line
    assert [path.name for path in tmp_path.iterdir()] == ["data.npy"]


STRINGS: dict[str, tuple[bytes, list[Any], str]] = {
    "longer": (
        "山水大海\n山水\n".encode(),
        ["--option", "length=3"],
        "expected strings of at most 3",
    ),
    "one": ("山水\n".encode(), [], "expected at least two strings, got one"),
    "short": ("山\n水\n".encode(), [], "expected strings of 2 to 4 characters, found none among 2"),
    "lengths": (
        "山水\n大海\n".encode(),
        ["--min-length", 5],
        "--min-length 5: expected at most",
    ),
    "empty": (b"", [], "expected"),
    "bytes": (b"\xff\xfe\xfa", ["--lines"], "expected text in UTF-8"),
    "control": ("山\x07水\n".encode(), ["--lines"], "data:1: expected a string, found control characters"),
    "top": ("山水\n大海\n".encode(), ["--lines", "--top", 3], "--top: a string a line has no counts"),
    "array": ("山水\n大海\n".encode(), ["--array", "a"], "--array goes with vectors and images"),
}


@pytest.mark.parametrize("name", STRINGS)
def test_bad_strings(run: Runner, tmp_path: Path, name: str) -> None:
    content, options, told = STRINGS[name]
    (tmp_path / "data").write_bytes(content)
    result = run("gan", "train", tmp_path / "data", "-o", tmp_path / "out", "--kind", "strings", *options)
    assert result.code == 1
    assert told in result.line
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        (b"x,y\n1,2\n3,zwei\n", "vectors", "data:3: expected numbers, found '3,zwei'"),
        (b"1,2\n3,4,5\n", "vectors", "data:2: expected 2 numbers, found 3"),
        (b"x,y\n", "vectors", "data: expected rows of numbers, found none"),
        (b"\x93NUMPY broken", "vectors", "data: expected an array of NumPy"),
        (b"PK\x03\x04 broken", "images", "data: expected an array of NumPy"),
        (b"\x89PNG\r\n", "images", "data: expected an idx file"),
        (
            gzip.compress(b"\0\0\x08\x03" + struct.pack(">III", 9, 9, 9), mtime=0),
            "images",
            "data: expected 729 bytes",
        ),
    ],
)
def test_broken_files(run: Runner, tmp_path: Path, content: bytes, kind: str, told: str) -> None:
    (tmp_path / "data").write_bytes(content)
    result = run("gan", "train", tmp_path / "data", "-o", tmp_path / "out", "--kind", kind)
    assert result.code == 1
    assert told in result.line
    assert [path.name for path in tmp_path.iterdir()] == ["data"]


def test_what_is_missing_or_in_the_way(run: Runner, tmp_path: Path) -> None:
    for kind in ("strings", "vectors", "images"):
        result = run("gan", "train", tmp_path / "none", "-o", tmp_path / "out", "--kind", kind)
        assert (result.code, "none" in result.line) == (1, True)
    for command in (["sample", tmp_path / "none"], ["evaluate", tmp_path / "none", tmp_path / "none"]):
        result = run("gan", *command)
        assert (result.code, "expected the folder of a GAN, found nothing" in result.line) == (1, True)
    result = run("gan", "sample", tmp_path / "none", "--new")
    assert (result.code, "--new: expected the known words too" in result.line) == (1, True)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    np.save(tmp_path / "data.npy", GOOD[:, 0])
    result = run("gan", "train", tmp_path / "data.npy", "-o", tmp_path / "out", "--kind", "vectors")
    assert (result.code, "expected a new or empty folder" in result.line) == (1, True)
    assert (tmp_path / "out" / "notes.txt").exists()
    assert run("gan", "train", tmp_path / "data.npy", "-o", tmp_path / "out").code == 2


TABLES = [
    "1,2\n3,4\n",
    "a\tb\n1\t2\n\n3\t4\n",
    "\ufeff1 2\n3 4",
    "x;y\r\n1;2\r\n3;4\r\n",
    '"1","2"\n3,4',
]


def test_tables_of_numbers(tmp_path: Path) -> None:
    path = tmp_path / "data"
    for content in (
        "1,2\n3,4\n",
        "a\tb\n1\t2\n\n3\t4\n",
        "\ufeff1 2\n3 4",
        "x;y\r\n1;2\r\n3;4\r\n",
        '"1","2"\n3,4',
    ):
        path.write_text(content, encoding="utf-8", newline="")
        found = data.read_real(path, data.Reading("vectors"))
        assert (found.dtype, found.tolist()) == (np.float64, [[1, 2], [3, 4]])
    np.savez(path.with_suffix(".npz"), a=GOOD, b=GOOD)
    with pytest.raises(InputError, match=r"expected one array, found a, b; name it with --array"):
        data.read_real(path.with_suffix(".npz"), data.Reading("images"))
    with pytest.raises(InputError, match=r"expected an array 'c', found a, b"):
        data.read_real(path.with_suffix(".npz"), data.Reading("images", array="c"))
    with pytest.raises(OptionError, match=r"--array: only \.npz files have names"):
        data.read_real(path, data.Reading("images", array="c"))
    np.save(tmp_path / "objects.npy", np.array([{}], object), allow_pickle=True)
    with pytest.raises(FormatError, match="expected an array of NumPy"):
        data.read_real(tmp_path / "objects.npy", data.Reading("vectors"))


def test_strings_of_files(tmp_path: Path) -> None:
    path = tmp_path / "data"
    path.write_text("山\t9\n大海\t7\n山水\t8\n", encoding="utf-8")
    assert data.read_real(path, data.Reading("strings", lengths=(2, 4), top=1)) == ["山水"]
    assert data.read_real(path, data.Reading("strings", lengths=(2, 4))) == ["大海", "山水"]
    path.write_text("New York\n 大海 \n\n大海\n", encoding="utf-8")
    assert data.read_real(path, data.Reading("strings", lines=True)) == ["New York", "大海", "大海"]


class Fake:
    """A GAN that makes what it is told to."""

    def __init__(self, kind: str, samples: Any) -> None:
        self.kind, self._samples = kind, samples

    def sample(self, n: int, *, seed: int = 0) -> Any:
        return self._samples[:n]


def test_copies_random_characters_and_held_out_words_are_told_apart() -> None:
    random = np.random.default_rng(0)
    pairs = [first + second for first in "山水大海江河" for second in "湖流天地日月"]
    known = [pairs[row] for row in random.integers(0, 30, 200)]
    held = [pairs[row] for row in random.integers(0, 36, 100)]
    found = measures.of_strings(measures.sides(Fake("strings", held), known, held, None, seed=0), seed=0)
    assert all(row["samples"] == 0 for row in found["divergence"])
    assert all(0 < row["real"] < row["random"] < 1 for row in found["divergence"][1:])
    novelty = found["novelty"][0]
    assert novelty["new and held out"] == len(set(held) - set(known)) > 0
    validity = found["validity"][0]
    assert validity["samples"] == validity["real"] > validity["random"]
    strings = measures.random_strings(["ab", "c"] * 500, 2000, seed=1)
    assert {len(one) for one in strings} == {1, 2}
    assert "".join(strings).count("c") / len("".join(strings)) == pytest.approx(1 / 3, abs=0.03)


def test_vectors_are_set_beside_the_floor_and_a_gaussian() -> None:
    points = np.repeat(np.eye(3), 200, axis=0) + np.random.default_rng(0).normal(0, 0.01, (600, 3))
    sides = measures.sides(Fake("vectors", points[::2]), points, None, None, seed=0)
    assert (len(sides.samples), len(sides.held), len(sides.learned)) == (300, 300, 300)
    row = measures.of_vectors(sides, seed=0)["distance"][0]
    assert row["samples"] < 0.02
    assert row["real"] < 0.1 < row["gaussian"]
    held = points[::3]
    assert measures.sides(Fake("vectors", points), points, held, None, seed=0).held is held
    chance = measures._gaussian(points, 20_000, 1)
    np.testing.assert_allclose(np.cov(chance.T), np.cov(points.T), atol=0.01)
    with pytest.raises(OptionError, match=r"--number 301: expected at most 300"):
        measures.sides(Fake("vectors", points), points, None, 301, seed=0)
    with pytest.raises(InputError, match=r"real samples of shape \(2,\), as the GAN makes, got \(3,\)"):
        measures.sides(Fake("vectors", points[:, :2]), points, None, None, seed=0)
    with pytest.raises(InputError, match="expected at least 2 real samples on either side, got 1, 1"):
        measures.sides(Fake("vectors", points), points[:2], None, None, seed=0)


@pytest.mark.parametrize(("every", "steps"), [(None, list(range(100, 1001, 100))), (400, [400, 800])])
def test_a_training_is_looked_at_every_so_often(every: int | None, steps: list[int]) -> None:
    heard: list[int] = []
    gan: Any = SimpleNamespace(options=SimpleNamespace(steps=1000))
    look = _gan_train._often(gan, every, lambda record: heard.append(record.step))
    for step in range(50, 1001, 50):
        look(GanRecord(step, *[0.0] * 7))
    assert heard == steps


def test_a_note_is_the_last_record(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    seen: list[Step] = []
    told = _gan_train.Told(seen.append, ())
    told(Step("train", 5, 100, "steps", "the library's"))
    told.hear(GanRecord(10, -1.0, -0.9, 1.0, 0.5, 0.1, 0.0, 1.0))
    told(Step("train", 15, 100, "steps", "the library's"))
    assert [step.note.split()[0] for step in seen] == ["the", "critic"]
    assert seen[1].note == _gan_train.note(GanRecord(10, -1.0, -0.9, 1.0, 0.5, 0.1, 0.0, 1.0), 80)


def test_an_empty_string_is_no_word() -> None:
    """A GAN that learned several lengths may make one."""

    class Maker:
        def sample(self, n: int, *, seed: int) -> list[str]:
            return ["", "山水", "", "大海"][:n]

    asked = Asked(2, 0, [], new=False, unique=True, lm=None)
    assert draw_strings(Maker(), asked) == [{"string": "山水"}, {"string": "大海"}]  # type: ignore[arg-type]
