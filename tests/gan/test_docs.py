"""The pages about GANs: their examples and commands run, and both languages have the same ones."""

from __future__ import annotations

import gzip
import re
import shlex
import signal
import struct
import sys
from pathlib import Path

import numpy as np
import pytest

from zici.cli import main
from zici.gan import _settings
from zici.gan._penalty import PENALTIES
from zici.gan.dirac import PENALTIES as DIRAC
from zici.gan.dirac import dirac_gan

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ["en/gan.md", "zh/gan.md"]
SMALL = {"width": 4, "depth": 1, "batch_size": 8, "steps": 2}


def blocks(page):
    """The examples of a page, with fewer steps and points than a reader would take."""
    text = (DOCS / page).read_text(encoding="utf-8")
    found = re.findall(r"^```python\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    return [re.sub(r"\b(steps=|epochs=)[\d_]+", r"\g<1>2", code).replace("0_000", "00") for code in found]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the examples read, and networks that are built in a moment."""
    monkeypatch.chdir(tmp_path)
    small = {kind: options | SMALL for kind, options in _settings.DEFAULTS.items()}
    monkeypatch.setattr(_settings, "DEFAULTS", small)
    rows = [f"{first}{second}\t{place}\n" for first in "山水大海" for place, second in enumerate("江河湖流")]
    (tmp_path / "words.tsv").write_text("word\tcount\n" + "".join(rows), encoding="utf-8")
    random = np.random.default_rng(0)
    np.savetxt(tmp_path / "points.csv", random.normal(size=(20, 2)), delimiter=",")
    pixels = random.integers(0, 256, (12, 8, 8)).astype(np.uint8)
    head = b"\0\0\x08\x03" + struct.pack(">III", *pixels.shape)
    (tmp_path / "images.idx.gz").write_bytes(gzip.compress(head + pixels.tobytes()))
    labels = b"\0\0\x08\x01" + struct.pack(">I", 12) + bytes([0, 1] * 6)
    (tmp_path / "labels.idx.gz").write_bytes(gzip.compress(labels))
    return tmp_path


@pytest.mark.keras
def test_the_examples_run(folder):
    names = {}
    for code in blocks(PAGES[0]):
        exec(compile(code, PAGES[0], "exec"), names)
    assert (names["found"].modes, names["gan"].kind, len(names["held"])) == (25, "strings", 8)
    assert (folder / "digits.html").exists()
    assert (folder / "dirac.html").exists()
    assert not list(folder.glob(".*"))


@pytest.mark.keras
def test_the_commands_run(folder, monkeypatch, capfd):
    from zici import CharLM, Corpus
    from zici.gan.metrics import load_idx, train_image_classifier

    CharLM.train(Corpus.from_texts(["山水大海江河湖流"] * 3), order=2).save(folder / "lm")
    images, labels = load_idx(folder / "images.idx.gz"), load_idx(folder / "labels.idx.gz")
    train_image_classifier(images, labels, epochs=1).save(folder / "judge.npz")
    text = (DOCS / PAGES[0]).read_text(encoding="utf-8")
    own = re.findall(r"^\$ zici (gan [^#\n]*)", text, re.MULTILINE)
    assert len(own) >= 10
    for command in own:
        monkeypatch.setattr(sys, "argv", ["zici", *shlex.split(command.replace("5000", "2"))])
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            with pytest.raises(SystemExit) as end:
                main()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        assert end.value.code in (0, None), (command, capfd.readouterr().err)


def test_both_languages_have_the_same_examples_and_figures():
    def bare(page):
        return [re.sub(r"\s*#.*", "", code) for code in blocks(page)]

    def commands(page):
        text = (DOCS / page).read_text(encoding="utf-8")
        return [line.strip() for line in re.findall(r"^\$ (zici [^#\n]*)", text, re.MULTILINE)]

    def figures(page):
        return re.findall(r"(?<!\w)\.\d+", (DOCS / page).read_text(encoding="utf-8"))

    assert bare("en/gan.md") == bare("zh/gan.md") != []
    assert commands("en/gan.md") == commands("zh/gan.md") != []
    assert figures("en/gan.md") == figures("zh/gan.md") != []


@pytest.mark.parametrize("page", PAGES)
def test_every_penalty_is_named_and_the_options_are_those_in_force(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    for name in PENALTIES:
        assert f"| `{name}` |" in text
    for kind, column in (("vectors", 1), ("images", 2), ("strings", 3)):
        told = _settings.DEFAULTS[kind]
        for option in ("penalty_weight", "batch_size", "ema", "steps"):
            (row,) = re.findall(rf"^\| `{option}` \|.*$", text, re.MULTILINE)
            assert float(row.split("|")[column + 1].strip().replace(",", "")) == told[option]


@pytest.mark.parametrize("page", PAGES)
def test_the_table_of_the_dirac_gan_is_what_it_does(page):
    text = (DOCS / page).read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w-]+)` \| `([\w-]+)` \| [^|]+ \| ([\d.]+) \|$", text, re.MULTILINE)
    assert {name for name, _, _ in rows} == set(DIRAC)
    for name, loss, distance in rows:
        assert dirac_gan(name, loss=loss, steps=1000).final_distance == pytest.approx(
            float(distance), abs=6e-4
        )
