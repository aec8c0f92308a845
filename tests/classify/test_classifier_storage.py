"""Saved classifiers: what comes back, and what is refused without harm."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.classify import Loss, TextClassifier, Zone
from zici.classify.features import Tokenizer
from zici.errors import FormatError, InputError, OptionError, OutputError
from zici.segment import Segmenter

QUICK = {"char_ngrams": (1, 2), "opening": (3,), "min_count": 1, "epochs": 3}
SIGNS = ["好看", "很好", "真好吃", "难看", "很差", "真难吃"]
TEXTS = [sign + chr(0x4E00 + number) for number, sign in enumerate(SIGNS * 10)]
LABELS = (["好评"] * 3 + ["差评"] * 3) * 10


def linear(**params):
    return TextClassifier(**{"model": "linear", "tokens": "char", "options": QUICK, "workers": 1} | params)


def files_of(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def seal(folder, **changes):
    """Write meta.json anew, with checksums that are right: as one does who changes a folder on purpose."""
    meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
    meta.pop("checksum", None)
    meta["files"] = {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files_of(folder).items()
        if name != "meta.json"
    }
    for key, value in changes.items():
        place, *inside = key.split("__")
        if inside:
            meta[place][inside[0]] = value
        elif value is ...:
            del meta[place]
        else:
            meta[place] = value
    meta["checksum"] = hashlib.sha256(json.dumps(meta, sort_keys=True).encode("ascii")).hexdigest()
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def refused(folder, error=FormatError):
    """The one line that says no, and what to do."""
    with pytest.raises(error) as caught:
        TextClassifier.load(folder)
    told = str(caught.value)
    assert "\n" not in told
    assert str(folder) in told
    assert len(told) < 400 + 2 * len(str(folder))
    return told


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A classifier with everything in it, saved once."""
    folder = tmp_path_factory.mktemp("classifier") / "clf"
    clf = linear(
        tokens=Segmenter(["好看", "难看"]),
        calibrate=True,
        threshold="f1",
        validation=0.5,
        abstain={"coverage": 0.5},
    )
    clf.fit(TEXTS, LABELS).save(folder)
    return folder


@pytest.fixture
def folder(kept, tmp_path):
    shutil.copytree(kept, tmp_path / "clf")
    return tmp_path / "clf"


class TestRoundTrips:
    @pytest.mark.parametrize(
        "params",
        [
            {},
            {"loss": Loss("focal", gamma=1.5, alpha=(0.3, 0.7)), "seed": np.int64(5)},
            {"loss": {"name": "softened_margin", "steepness": 3.0}, "class_weight": {"好评": 2, "差评": 1}},
            {"class_weight": "balanced", "epochs": 2, "margin": 0.75, "patience": 7},
            {"threshold": np.float32(0.25), "abstain": Zone(low=0.25, high=0.5)},
            {"calibrate": True, "threshold": "cost", "costs": (3, 1), "validation": 0.5},
            {"abstain": {"precision": 0.5}, "validation": 0.5, "early_stopping": True},
            {"tokens": Segmenter(["好看", "难看"])},
            {"tokens": Tokenizer(chars=False, words=Segmenter(["好看", "难看"]))},
            {"tokens": "both", "options": {"min_count": 1, "word_ngrams": (1, 3), "ratios": 0.0}},
        ],
    )
    def test_with_settings_of_all_kinds(self, tmp_path, params):
        clf = linear(**params).fit(TEXTS, LABELS)
        clf.save(tmp_path / "分类器")
        again = TextClassifier.load(tmp_path / "分类器")
        for ask in ("predict", "predict_proba", "decision_function"):
            np.testing.assert_array_equal(getattr(again, ask)(TEXTS), getattr(clf, ask)(TEXTS))
        if "abstain" in params:
            assert again.decide(TEXTS) == clf.decide(TEXTS)
        assert (again.temperature_, again.threshold_, again.zone_) == (
            clf.temperature_,
            clf.threshold_,
            clf.zone_,
        )
        again.set_params(workers=1).fit(TEXTS, LABELS)  # the parameters came along
        np.testing.assert_array_equal(again.predict_proba(TEXTS), clf.predict_proba(TEXTS))

    @pytest.mark.parametrize(
        "names",
        [
            ["差", "好"],
            [7, -3],
            [False, True],
            [1.0, 0.0],
            ["", "a"],
            ["a\0", "a"],
            [2**70, 1],
            ["\ud800", "\n"],
        ],
    )
    def test_labels(self, tmp_path, names):
        told = [names[label == "好评"] for label in LABELS]
        clf = linear(class_weight={names[0]: 2.0}).fit(TEXTS, told)
        clf.save(tmp_path / "clf")
        again = TextClassifier.load(tmp_path / "clf")
        assert again.classes_.dtype == clf.classes_.dtype
        assert list(map(repr, again.predict(TEXTS))) == list(map(repr, clf.predict(TEXTS)))
        assert again.class_weight == {names[0]: 2.0}

    def test_saved_twice_it_is_the_same(self, kept, tmp_path):
        TextClassifier.load(kept).save(tmp_path / "again")
        assert files_of(tmp_path / "again") == files_of(kept)

    @pytest.mark.parametrize("tokens", ["char", "both"])
    def test_the_same_bytes_for_any_number_of_workers(self, tmp_path, tokens):
        for workers in (1, 2, None):
            linear(workers=workers, tokens=tokens, calibrate=True, validation=0.5).fit(TEXTS, LABELS).save(
                tmp_path / str(workers)
            )
        assert files_of(tmp_path / "1") == files_of(tmp_path / "2") == files_of(tmp_path / "None")
        linear(seed=1, tokens=tokens, calibrate=True, validation=0.5).fit(TEXTS, LABELS).save(tmp_path / "1")
        assert files_of(tmp_path / "1") != files_of(tmp_path / "2")

    def test_in_a_plain_locale(self, kept):
        program = (
            "import sys; from zici import TextClassifier\n"
            "clf = TextClassifier.load(sys.argv[1]); clf.save(sys.argv[1] + '2')\n"
            "print(ascii(clf.predict(['\\u597d\\u770b', '\\u96be\\u770b']).tolist()))"
        )
        done = subprocess.run(
            [sys.executable, "-c", program, str(kept)],
            env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.strip() == ascii(TextClassifier.load(kept).predict(["好看", "难看"]).tolist())
        assert files_of(Path(f"{kept}2")) == files_of(kept)

    def test_a_subclass_stays_one(self, kept):
        class Mine(TextClassifier):
            pass

        assert type(Mine.load(kept)) is Mine


class TestSaving:
    def test_a_function_cannot_be_saved(self, tmp_path):
        for tokens in (list, Tokenizer(words=list)):
            clf = linear(tokens=tokens).fit(TEXTS, LABELS)
            with pytest.raises(OptionError, match=r"tokens: .*can't be saved in a file; use a Segmenter"):
                clf.save(tmp_path / "clf")
        assert list(tmp_path.iterdir()) == []

    def test_a_classifier_is_replaced_and_nothing_else(self, folder, tmp_path):
        clf = linear().fit(TEXTS, LABELS)
        clf.save(folder)
        assert TextClassifier.load(folder).tokens == "char"
        (tmp_path / "mine").mkdir()
        clf.save(tmp_path / "mine")  # it was empty
        (tmp_path / "texts").mkdir()
        (tmp_path / "texts" / "thesis.txt").write_text("ten years of work", encoding="utf-8")
        with pytest.raises(OutputError, match="expected a new folder or that of a classifier, found other"):
            clf.save(tmp_path / "texts")
        assert (tmp_path / "texts" / "thesis.txt").exists()

    def test_where_nothing_can_be_written(self, tmp_path):
        clf = linear().fit(TEXTS, LABELS)
        (tmp_path / "file").write_text("", encoding="utf-8")
        for place in (tmp_path / "file", tmp_path / "none" / "clf"):
            with pytest.raises(OutputError):
                clf.save(place)
        assert [path.name for path in tmp_path.iterdir()] == ["file"]

    def test_no_pickle_is_written(self, kept):
        for content in files_of(kept).values():
            assert b"cnumpy" not in content
            assert not content.startswith(b"\x80")


class TestDamage:
    """What happens to folders by accident: the checksums tell."""

    @settings(max_examples=60)
    @given(st.data())
    def test_a_changed_byte(self, kept, tmp_path_factory, data):
        name = data.draw(st.sampled_from(sorted(files_of(kept))))
        content = bytearray((kept / name).read_bytes())
        place, by = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 255))
        content[place] ^= by
        folder = tmp_path_factory.mktemp("changed") / "clf"
        shutil.copytree(kept, folder)
        (folder / name).write_bytes(content)
        try:
            found = TextClassifier.load(folder)
        except FormatError as error:
            assert "\n" not in str(error)
        else:  # white space of meta.json may change: it says the same
            assert name == "meta.json"
            assert json.loads(content) == json.loads((kept / name).read_bytes())
            assert found.classes_.tolist() == ["好评", "差评"]

    @pytest.mark.parametrize("keep", [0, 0.5, 0.99])
    def test_a_file_cut_short(self, kept, tmp_path, keep):
        for name, content in files_of(kept).items():
            folder = tmp_path / name.replace("/", "-")
            shutil.copytree(kept, folder)
            (folder / name).write_bytes(content[: int(keep * len(content))])
            refused(folder)

    def test_a_missing_file(self, kept, tmp_path):
        for name in files_of(kept):
            folder = tmp_path / name.replace("/", "-")
            shutil.copytree(kept, folder)
            (folder / name).unlink()
            assert (
                "found something else"
                if name == "meta.json"
                else f"found none as {name!r}" in refused(folder)
            )

    def test_an_extra_file(self, folder):
        (folder / "model" / ".DS_Store").write_bytes(b"of a file browser")
        TextClassifier.load(folder)
        (folder / "model" / "more.py").write_text("raise SystemExit", encoding="utf-8")
        assert "one that doesn't belong there as 'model/more.py'" in refused(folder)

    def test_no_folder(self, folder, tmp_path):
        assert "found nothing" in refused(tmp_path / "none", InputError)
        assert "found a file" in refused(folder / "meta.json", InputError)
        (tmp_path / "empty").mkdir()
        refused(tmp_path / "empty")

    @pytest.mark.parametrize("text", ["", "[]", "{}", "null", "{", "1e999", '"a"', "[" * 100_000, "\xff"])
    def test_another_meta(self, folder, text):
        (folder / "meta.json").write_text(text, encoding="latin-1")
        refused(folder)

    def test_another_version(self, folder):
        seal(folder, version=99)
        assert "expected version 1, found 99; use the zici that wrote it" in refused(folder)
        seal(folder, format="keras")
        assert "expected the format 'zici classifier', found 'keras'" in refused(folder)

    def test_a_meta_that_is_far_too_large(self, folder):
        with (folder / "meta.json").open("r+b") as stream:
            stream.truncate(1 << 40)  # a hole, which takes no room
        assert "found something else" in refused(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without links and pipes")
class TestLinks:
    def test_a_linked_file(self, kept, folder):
        for name in files_of(kept):
            (folder / name).unlink()
            (folder / name).symlink_to(kept / name)
            refused(folder)
            (folder / name).unlink()
            shutil.copy(kept / name, folder / name)
        TextClassifier.load(folder)

    def test_a_linked_folder_inside(self, kept, folder):
        shutil.rmtree(folder / "model")
        (folder / "model").symlink_to(kept / "model")
        assert "expected a plain file, found a link" in refused(folder)

    def test_an_extra_link_and_a_pipe_that_would_wait_for_ever(self, folder):
        (folder / "model" / "passwd").symlink_to("/etc/passwd")
        refused(folder)
        (folder / "model" / "passwd").unlink()
        os.mkfifo(folder / "model" / "pipe")
        refused(folder)
        (folder / "model" / "pipe").unlink()
        (folder / "meta.json").unlink()
        os.mkfifo(folder / "meta.json")
        refused(folder)

    def test_the_folder_itself_may_be_a_link(self, kept, tmp_path):
        (tmp_path / "link").symlink_to(kept)
        TextClassifier.load(tmp_path / "link")


class Trap:
    """Unpickled, it tells on who did it."""

    def __reduce__(self):
        return (exec, ("raise SystemExit('unpickled')",))


class TestIntent:
    """Somebody changed files and made the checksums right again."""

    @pytest.mark.parametrize(
        "changes",
        [
            {"classes": ...},
            {"classes": "好评"},
            {"classes": ["好评"]},
            {"classes": ["差评", "好评"]},
            {"classes": ["好评", "好评"]},
            {"classes": ["a", "b", "c"]},
            {"classes": [1, "b"]},
            {"classes": [None, None]},
            {"classes": [["a"], ["b"]]},
            {"temperature": 0},
            {"temperature": -1.0},
            {"temperature": "warm"},
            {"temperature": float("nan")},
            {"temperature": float("inf")},
            {"temperature": 10**400},
            {"threshold": "high"},
            {"threshold": 1e9},
            {"threshold": []},
            {"threshold": "0.5"},
            {"threshold": True},
            {"zone": {"low": 2}},
            {"zone": {"depth": 2}},
            {"zone": 3},
            {"parameters": ...},
            {"parameters": []},
            {"parameters": {}},
            {"parameters__model": "os"},
            {"parameters__model": "zici.classify.linear"},
            {"parameters__model": ["linear"]},
            {"parameters__model": {"linear": 1}},
            {"parameters__model": None},
            {"parameters__tokens": {"folder": "/etc"}, "parameters__seed": -1},
            {"parameters__tokens": 5},
            {"parameters__depth": 5},
            {"parameters____class__": 5},
            {"parameters__loss": {"name": "exec"}},
            {"parameters__loss": 5},
            {"parameters__options": {"depth": 5}},
            {"parameters__options": {"min_count": -5}},
            {"parameters__options": 7},
            {"parameters__class_weight": [[["a"], 1]]},
            {"parameters__class_weight": [1, 2]},
            {"parameters__costs": 3},
            {"parameters__workers": 0},
            {"parameters__epochs": "many"},
            {"parameters__validation": 5},
            {"files": ...},
            {"files": []},
            {"files": {"../../etc/passwd": {"bytes": 1, "sha256": "0"}}},
            {"files": {"/etc/passwd": {"bytes": 1, "sha256": "0"}}},
            {"files": {"a\nb": {"bytes": 1, "sha256": "0"}}},
        ],
        ids=str,
    )
    def test_values_of_meta(self, folder, changes):
        seal(folder, **changes)
        refused(folder)

    @pytest.mark.parametrize("change", [{"threshold": 0.5}, {"zone": {"low": 0.3, "high": 0.6}}], ids=str)
    def test_what_two_classes_alone_have(self, tmp_path, change):
        linear().fit(TEXTS, ["甲", "乙", "丙"] * 20).save(tmp_path / "three")
        seal(tmp_path / "three", **change)
        assert "what two classes have, for 3" in refused(tmp_path / "three")

    def test_files_with_names_that_lead_out(self, folder):
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        outside = folder.parent / "outside.txt"
        outside.write_text("x", encoding="utf-8")
        about = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
        for name in ("../outside.txt", str(outside), "model/../../outside.txt"):
            seal(folder, files=meta["files"] | {name: about})
            assert "found none as" in refused(folder)

    @pytest.mark.parametrize("about", [5, None, {}, {"bytes": 1 << 60, "sha256": "0"}, {"bytes": "x"}])
    def test_what_files_are_said_to_be(self, folder, about):
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        seal(folder, files=meta["files"] | {"model/linear.json": about})
        refused(folder)

    def test_a_model_of_another_number_of_classes(self, folder, tmp_path):
        labels = ["甲", "乙", "丙"] * 20
        linear().fit(TEXTS, labels).save(tmp_path / "three")
        shutil.rmtree(folder / "model")
        shutil.copytree(tmp_path / "three" / "model", folder / "model")
        seal(folder)
        assert "2 classes for 3 outputs" in refused(folder)

    @pytest.mark.parametrize("name", ["model/linear.npz", "model/linear.json", "model/words"])
    def test_a_pickle_is_never_opened(self, folder, name):
        assert (folder / name).is_file()
        (folder / name).write_bytes(pickle.dumps(Trap()))
        seal(folder)
        refused(folder)

    def test_arrays_with_pickles_inside_are_never_opened(self, folder):
        arrays = {name: np.array([Trap()], dtype=object) for name in ("keys", "idf", "weights")}
        np.savez(folder / "model" / "linear.npz", **arrays)
        seal(folder)
        refused(folder)

    @settings(max_examples=60)
    @given(st.data())
    def test_a_changed_byte_with_the_right_checksum_loads_or_is_refused(self, kept, tmp_path_factory, data):
        names = [name for name in sorted(files_of(kept)) if name != "meta.json"]
        name = data.draw(st.sampled_from(names))
        content = bytearray((kept / name).read_bytes())
        place, by = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 255))
        content[place] ^= by
        folder = tmp_path_factory.mktemp("changed") / "clf"
        shutil.copytree(kept, folder)
        (folder / name).write_bytes(content)
        seal(folder)
        try:
            clf = TextClassifier.load(folder)
        except FormatError as error:
            assert "\n" not in str(error)
        else:
            assert np.isfinite(clf.predict_proba(["好看", ""])).all()

    def test_sizes_that_no_memory_has(self, folder):
        path = folder / "model" / "linear.json"
        meta = json.loads(path.read_text(encoding="utf-8"))
        for key in ("columns", "known", "outputs"):
            path.write_text(json.dumps(meta | {key: 1 << 50}), encoding="utf-8")
            seal(folder)
            refused(folder)


@pytest.fixture(scope="module", params=["bag", "rules"])
def saved(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp(request.param) / "clf"
    TextClassifier(request.param, workers=1).fit(TEXTS, LABELS).save(folder)
    return folder


class TestTheOtherModels:
    """Their own files are checked by them; here it is what comes out of the door."""

    @settings(max_examples=60)
    @given(st.data())
    def test_a_changed_byte_with_the_right_checksum_loads_or_is_refused(self, saved, tmp_path_factory, data):
        folder = self.changed(saved, tmp_path_factory, data)
        seal(folder)
        try:
            clf = TextClassifier.load(folder)
        except FormatError as error:
            assert "\n" not in str(error)
        else:
            assert np.isfinite(clf.predict_proba(["好看", "", "不是很难吃"])).all()

    def changed(self, saved, tmp_path_factory, data):
        names = [name for name in sorted(files_of(saved)) if name != "meta.json"]
        name = data.draw(st.sampled_from(names))
        content = bytearray((saved / name).read_bytes())
        place, by = data.draw(st.integers(0, len(content) - 1)), data.draw(st.integers(1, 255))
        content[place] ^= by
        folder = tmp_path_factory.mktemp("changed") / "clf"
        shutil.copytree(saved, folder)
        (folder / name).write_bytes(content)
        return folder

    def test_a_missing_file(self, saved, tmp_path):
        for name in files_of(saved):
            folder = tmp_path / name.replace("/", "-")
            shutil.copytree(saved, folder)
            (folder / name).unlink()
            refused(folder)
            if name != "meta.json":
                seal(folder)
                refused(folder)

    def test_a_pickle_is_never_opened(self, saved, tmp_path):
        for name in files_of(saved):
            folder = tmp_path / name.replace("/", "-")
            shutil.copytree(saved, folder)
            (folder / name).write_bytes(pickle.dumps(Trap()))
            if name != "meta.json":
                seal(folder)
            refused(folder)


def test_the_result_of_the_command_is_read_as_well(tmp_path):
    made = TextClassifier("linear", workers=1).fit(["好看", "真好看", "难看", "真难看"] * 3, [1, 1, 0, 0] * 3)
    (tmp_path / "result").mkdir()
    made.save(tmp_path / "result" / "classifier")
    (tmp_path / "result" / "run.json").write_text("{}", encoding="utf-8")
    assert TextClassifier.load(tmp_path / "result").predict(["好", "难"]).tolist() == [1, 0]
