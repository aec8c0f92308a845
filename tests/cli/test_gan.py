"""``zici gan train``, ``sample``, ``evaluate`` and ``dirac``: small networks on Keras' backend."""

from __future__ import annotations

import json
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from reference.ref_png import decoded
from zici.corpus import Corpus
from zici.gan import WGANGP, GanOptions
from zici.gan.metrics import train_image_classifier
from zici.gan.toys import gaussians
from zici.lexicon import Lexicon
from zici.report._png import picture_grid
from zici.segment import CharLM

from .conftest import Run, Runner

WORDS = ["山水", "大海", "江河湖", "大山", "小河流水", "海水", "河山", "水流"]
SMALL = {"width": 6, "depth": 1, "batch_size": 8, "critic_steps": 1, "record_every": 2}
LITTLE = ["--architecture", "mlp", "--width", 6, "--depth", 1, "--batch-size", 8, "--critic-steps", 1]
LITTLE += ["--option", "record_every=2", "--steps", 6]
IMAGES = np.random.default_rng(0).integers(0, 256, (12, 8, 8)).astype(np.uint8)


@pytest.fixture
def lexicon(tmp_path: Path) -> Path:
    rows = [f"{word}\t{9 - place}\n" for place, word in enumerate([*WORDS, "山"])]
    (tmp_path / "words.tsv").write_text("word\tcount\n" + "".join(rows), encoding="utf-8")
    return tmp_path / "words.tsv"


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small GAN for each kind of data."""
    path = tmp_path_factory.mktemp("gans")
    options = GanOptions(**SMALL, steps=2)
    for name, data in (("strings", WORDS), ("vectors", gaussians(50)), ("images", IMAGES)):
        WGANGP(architecture="mlp", options=options).fit(data).save(path / name)
    return path


@pytest.mark.keras
def test_words_are_learned_and_shown(run: Runner, lexicon: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    command = ["gan", "train", lexicon, "-o", tmp_path / "names", "--kind", "strings", *LITTLE]
    result = run(*command, "--page", page, "--lang", "zh", "--show-every", 4)
    assert result.code == 0, result.err
    left, step, wrote = result.err.splitlines()
    assert left.endswith("words.tsv: 1 of 9 strings left out, since they don't have 2 to 4 characters")
    assert step.startswith("zici: step 4: ")
    assert wrote == f"zici: wrote {page}"
    assert result.out.split()[:4] == ["samples", "steps", "distance", "critic"]
    assert "<title>GAN 学到了什么</title>" in page.read_text(encoding="utf-8")
    gan = WGANGP.load(tmp_path / "names")
    assert (gan.kind, gan.options.width, gan.history[-1].step, gan.options.length) == ("strings", 6, 6, 4)
    told = json.loads((tmp_path / "names" / "run.json").read_text(encoding="utf-8"))
    assert (told["counts"], told["parameters"]["critic_steps"]) == ({"samples": 8, "steps": 6}, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names", "page.html", "words.tsv"]


@pytest.mark.keras
def test_vectors_and_images_are_learned(run: Runner, tmp_path: Path) -> None:
    table = "x,y\n" + "".join(f"{x:.6f},{y:.6f}\n" for x, y in gaussians(60).tolist())
    (tmp_path / "points.csv").write_text(table, encoding="utf-8")
    np.savez(tmp_path / "images.npz", train=IMAGES, labels=np.arange(12))
    for kind, data, more in (("vectors", "points.csv", []), ("images", "images.npz", ["--array", "train"])):
        command = ["gan", "train", tmp_path / data, "-o", tmp_path / "out", "--kind", kind, *LITTLE, *more]
        result = run(*command, "-q", "--json")
        assert (result.code, result.err) == (0, "")
        gan = WGANGP.load(tmp_path / "out")  # the second result has taken the place of the first
        history = json.loads(result.out)["history"]
        assert (gan.kind, [one["step"] for one in history]) == (kind, [2, 4, 6])
        assert [one["critic_loss"] for one in history] == [one.critic_loss for one in gan.history]
    assert gan.sample(2).shape == (2, 8, 8)


@pytest.mark.keras
def test_strings_are_drawn(run: Runner, folders: Path, lexicon: Path, tmp_path: Path) -> None:
    names = folders / "strings"
    drawn = [one for one in WGANGP.load(names).sample(64, seed=3) if one]
    result = run("gan", "sample", names, "-n", 20, "--seed", 3)
    assert (result.code, result.err, result.out.splitlines()) == (0, "", drawn[:20])
    unique = run("gan", "sample", names, "-n", 20, "--seed", 3, "--unique").out.splitlines()
    assert unique == list(dict.fromkeys(drawn))[:20]
    (tmp_path / "known.txt").write_text("\n".join(drawn[:3]) + "\n", encoding="utf-8")
    known = ["--known", tmp_path / "known.txt", "--known", lexicon]
    rows = run("gan", "sample", names, "-n", 9, "--seed", 3, *known).out.splitlines()
    assert rows[0] == "word\tknown"
    assert [row.split("\t") for row in rows[1:4]] == [[word, "1"] for word in drawn[:3]]
    new = json.loads(run("gan", "sample", names, "-n", 9, "--seed", 3, *known, "--new", "--json").out)
    seen = {*drawn[:3], *WORDS, "山"}
    assert new == [{"string": word} for word in drawn if word not in seen][:9]
    model = CharLM.train(Corpus.from_texts(WORDS), order=2)
    model.save(tmp_path / "lm")
    path = tmp_path / "out.tsv"
    assert run("gan", "sample", names, "-n", 9, "--lm", tmp_path / "lm", *known, "-o", path).code == 0
    table = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines()]
    assert table[0] == ["word", "logprob", "known"]
    scores = [float(row[1]) for row in table[1:]]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(model.logprob(table[1][0]) / (len(table[1][0]) + 1), abs=1e-4)
    assert set(Lexicon.load(path)) == {row[0] for row in table[1:]}


@pytest.mark.keras
def test_a_gan_that_makes_too_few_is_told(run: Runner, folders: Path, tmp_path: Path) -> None:
    drawn = WGANGP.load(folders / "strings").sample(256)
    (tmp_path / "known.txt").write_text("\n".join(filter(None, drawn)) + "\n", encoding="utf-8")
    command = ["gan", "sample", folders / "strings", "-n", 4, "--known", tmp_path / "known.txt", "--new"]
    result = run(*command)
    assert (result.code, result.out) == (0, "")
    assert result.line == "zici: 0 strings in place of 4: the GAN makes no more that are different"


@pytest.mark.keras
def test_numbers_and_pictures_are_drawn(run: Runner, folders: Path, tmp_path: Path) -> None:
    points = WGANGP.load(folders / "vectors").sample(4, seed=2)
    result = run("gan", "sample", folders / "vectors", "-n", 4, "--seed", 2)
    told = [[float(field) for field in row.split(",")] for row in result.out.splitlines()]
    assert np.array(told, np.float32).tobytes() == points.tobytes()
    result = run("gan", "sample", folders / "vectors", "-n", 4, "--seed", 2, "--json")
    assert np.array(json.loads(result.out), np.float32).tobytes() == points.tobytes()
    result = run("gan", "sample", folders / "vectors", "-n", 4, "--seed", 2, "-o", tmp_path / "a.csv")
    assert (result.out, result.line) == ("", f"zici: wrote {tmp_path / 'a.csv'}")
    assert np.loadtxt(tmp_path / "a.csv", np.float32, delimiter=",").tobytes() == points.tobytes()
    assert run("gan", "sample", folders / "vectors", "-o", tmp_path / "b.png").code == 2
    images = WGANGP.load(folders / "images").sample(6)
    for name in ("a.png", "a.npy"):
        result = run("gan", "sample", folders / "images", "-n", 6, "-o", tmp_path / name)
        assert (result.code, result.line) == (0, f"zici: wrote {tmp_path / name}")
    assert np.load(tmp_path / "a.npy").tobytes() == images.tobytes()
    picture = decoded((tmp_path / "a.png").read_bytes())[..., 0]
    assert picture.tobytes() == picture_grid(images).tobytes()
    for more in ([], ["-o", tmp_path / "a.jpg"]):
        result = run("gan", "sample", folders / "images", *more)
        assert result.code == 2
        assert "images: expected a file to write, .png or .npy" in " ".join(result.err.split())


@pytest.mark.keras
def test_each_kind_is_measured(run: Runner, folders: Path, lexicon: Path, tmp_path: Path) -> None:
    held = tmp_path / "held.txt"
    held.write_text("大河\n海山\n江水\n", encoding="utf-8")
    result = run("gan", "evaluate", folders / "strings", lexicon, "--held-out", held, "--lines", "--json")
    assert result.code == 1  # the lexicon's head has no such lines: both are read alike
    assert "control characters" in result.line
    result = run("gan", "evaluate", folders / "strings", lexicon, "--held-out", held, "--json")
    assert (result.code, result.err) == (0, "")
    found = json.loads(result.out)
    assert (found["samples"], found["held_out"]) == (3, 3)
    assert [row["n"] for row in found["divergence"]] == [1, 2, 3, 4]
    assert [row["strings"] for row in found["novelty"]] == ["samples", "random"]
    result = run("gan", "evaluate", folders / "strings", lexicon)
    assert "nothing is held out" in result.line
    assert "n-gram divergence, bits" in result.out
    np.save(tmp_path / "points.npy", gaussians(60))
    result = run("gan", "evaluate", folders / "vectors", tmp_path / "points.npy", "-q", "--json")
    row = json.loads(result.out)["distance"][0]
    assert row["real"] < row["gaussian"] < row["samples"]
    np.save(tmp_path / "images.npy", IMAGES)
    labels = [0, 1] * 6
    train_image_classifier(IMAGES, labels, epochs=1).save(tmp_path / "judge.npz")
    command = ["gan", "evaluate", folders / "images", tmp_path / "images.npy", "-q", "--json"]
    assert list(json.loads(run(*command).out)) == ["samples", "held_out", "distance"]
    found = json.loads(run(*command, "--classifier", tmp_path / "judge.npz").out)
    assert found["frechet"][0]["samples"] > 0
    assert sum(row["samples"] for row in found["classes"]) == pytest.approx(1)


@pytest.mark.keras
def test_ctrl_c_keeps_the_state_and_the_same_command_goes_on(
    run: Runner, start: Callable[..., subprocess.Popen[bytes]], lexicon: Path, tmp_path: Path
) -> None:
    command = ["gan", "train", lexicon, "-o", tmp_path / "names", "--kind", "strings", *LITTLE[:-1]]
    free = ["--option", "decay=none"]  # the rate doesn't depend on the number of steps
    with start(*command, 10**6, *free, "--show-every", 2) as process:
        for line in process.stderr:
            if b"step 4:" in line:
                process.send_signal(signal.SIGINT)
                break
        told = process.stderr.read().decode()
        assert process.wait(60) == 130
    assert told.endswith(
        f"the training is kept in {tmp_path / 'names.training'}; the same command with --resume goes on\n"
        "zici: stopped\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names.training", "words.tsv"]
    refused = run(*command, 10**6, *free, "-q")
    assert (refused.code, "go on with --resume, or delete this folder" in refused.line) == (1, True)
    other = run(*command, 10**6, *free, "-q", "--resume", "--option", "depth=2")
    assert (other.code, "option depth 1 (now 2)" in other.line) == (1, True)
    other = run(*command, 10**6, *free, "-q", "--resume", "--architecture", "residual")
    assert (other.code, "architecture mlp (now residual)" in other.line) == (1, True)
    result = run(*command, 1, *free, "-q", "--resume", "--json")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out)["steps"] >= 4
    assert sorted(path.name for path in tmp_path.iterdir()) == ["names", "words.tsv"]


def test_the_dirac_gan_is_a_page(run: Runner, tmp_path: Path) -> None:
    page = tmp_path / "dirac.html"
    result: Run = run("gan", "dirac", "-o", page, "--steps", 60, "--lang", "en")
    assert (result.code, result.line) == (0, f"zici: wrote {page}")
    text = page.read_text(encoding="utf-8")
    assert text.count("<section") == 1 + 9 + 1
    assert "prefers-reduced-motion" in text
    result = run("gan", "dirac", "-o", tmp_path / "none" / "dirac.html")
    assert (result.code, result.err.count("\n")) == (1, 1)
    result = run("gan", "dirac", "-o", page, "--steps", 0)
    assert (result.code, "steps: expected a number from 1" in result.line) == (1, True)
