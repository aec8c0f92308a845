"""Opinions: trained from a file, measured, asked, explained; the same as runs of the studio do it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from zici._files import only_writer
from zici._progress import Step, silent
from zici.classify import TextClassifier
from zici.errors import InputError, OptionError, OutputError, ZiciError
from zici.studio._workspace import Workspace
from zici.studio.services import Opinions
from zici.studio.services import _tasks as tasks

GOOD = ["很好吃", "好看", "真不错", "非常好", "喜欢", "好极了", "味道很好", "服务好", "很满意", "挺好的"]
BAD = ["难吃", "太差了", "差评", "不好", "讨厌", "糟透了", "味道很差", "服务差", "很失望", "挺差的"]


@pytest.fixture
def table(tmp_path: Path) -> str:
    """Texts with labels, one of them twice and one with both labels."""
    rows = [(text, "好") for text in [*GOOD, GOOD[0], "一般"]] + [(text, "坏") for text in [*BAD, "一般"]]
    path = tmp_path / "data.csv"
    lines = [f"{number},{text},{label}" for number, (text, label) in enumerate(rows)]
    path.write_text("number,what,mood\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def asked(table: str, **more: Any) -> dict[str, Any]:
    """Parameters of a training that is quick."""
    return {"inputs": [table], "text": "what", "label": "mood", "model": "linear", "workers": 1, **more}


def test_a_classifier_is_trained_measured_and_kept(workspace: Workspace, table: str) -> None:
    opinions, steps = Opinions(workspace), list[Step]()
    assert opinions.summary() is None
    found = opinions.train(asked(table, test_share=0.3), progress=steps.append)
    assert (found["classes"]["好"], found["classes"]["坏"]) == (7, 7)
    assert (found["texts"], found["duplicates"], found["conflicts"], found["skipped"]) == (14, 2, 1, 0)
    assert found["test"]["texts"] == 6
    assert 0 <= found["test"]["accuracy"] <= 1
    assert {step.stage for step in steps} >= {"read text"}
    assert opinions.ready()
    assert opinions.summary() == json.loads(json.dumps(found))
    held = TextClassifier.load(workspace.home("classifier"))  # also what the command line would open
    assert opinions.classes() == held.classes_.tolist() == ["坏", "好"]


def test_opinions_are_those_of_the_classifier(workspace: Workspace, table: str) -> None:
    opinions = Opinions(workspace)
    opinions.train(asked(table, test_share=0))
    held = TextClassifier.load(workspace.home("classifier"))
    texts = ["很好", "太差", ""]
    found = opinions.classify(texts)
    assert [one.label for one in found] == ["好", "坏", None]
    for one, chances in zip(found, held.predict_proba(texts).tolist(), strict=True):
        assert list(one.chances.values()) == pytest.approx(chances)
    assert opinions.classify([]) == []


def test_an_explanation_covers_the_text(workspace: Workspace, table: str) -> None:
    opinions = Opinions(workspace)
    opinions.train(asked(table))
    text = "很好，但是太差了 <b>"
    for label in (None, "好", "坏"):
        found = opinions.explain(text, label)
        assert "".join(part.text for part in found.parts) == text
        assert found.about == (label or "好")
    assert found.opinion == opinions.classify([text])[0]
    values = {part.text: part.value for part in opinions.explain("好", "好").parts}
    assert values["好"] > 0
    assert len(opinions.explain(text, n=2).strongest) == 2
    with pytest.raises(OptionError, match="label"):
        opinions.explain(text, "中")


def test_a_classifier_is_measured_on_other_texts(workspace: Workspace, table: str, tmp_path: Path) -> None:
    opinions = Opinions(workspace)
    opinions.train(asked(table, test_share=0))
    other = tmp_path / "other.tsv"
    other.write_text("what\tmood\n很好\t好\n很差\t坏\n很差\t好\n很怪\t怪\n", encoding="utf-8")
    found = opinions.evaluate({"inputs": [str(other)], "text": "what", "label": "mood"}, mistakes=1)
    assert (found.texts, found.accuracy, found.unseen) == (4, 0.5, (("怪", 1),))
    assert len(found.mistakes) == 1


def test_labels_that_were_numbers_are_asked_for_by_name(workspace: Workspace) -> None:
    classifier = TextClassifier("linear", workers=1).fit(GOOD + BAD, [1] * 10 + [0] * 10)
    classifier.save(workspace.home("classifier"))
    opinions = Opinions(workspace)
    assert opinions.classes() == ["0", "1"]
    assert opinions.classify(["很好"])[0].label == "1"
    assert opinions.explain("很好", "1").about == "1"
    assert opinions.summary() is None  # it wasn't trained here


def test_losses_are_compared(workspace: Workspace, table: str) -> None:
    opinions = Opinions(workspace)
    assert opinions.comparison() is None
    parameters = asked(table, models=["linear"], losses=["cross_entropy", "focal"], seeds=2, seed=5)
    del parameters["model"]
    found = opinions.compare_losses(parameters)
    assert [one["name"] for one in found["settings"]] == ["linear cross_entropy", "linear focal"]
    assert found["seeds"] == [5, 6]
    assert opinions.comparison() == json.loads(json.dumps(found))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"model": "svm"}, "model: expected one of"),
        ({"loss": "square"}, "loss"),
        ({"epochs": 0}, "epochs"),
        ({"seed": -1}, "seed"),
        ({"test_share": 1.0}, "test_share"),
        ({"test_share": "much"}, "test_share"),
        ({"test_share": -0.1}, "test_share"),
        ({"drop_duplicates": "no"}, "drop_duplicates: expected true or false"),
        ({"costs": 3}, "costs"),
        ({"tokens": ["char"]}, "tokens"),
        ({"class_weight": [1, 2]}, "class_weight"),
        ({"colour": "red"}, "got 'colour'"),
        ({"options": {"width": 3}}, "width"),
        ({"inputs": "data.csv"}, "inputs: expected a list of paths"),
        ({"inputs": []}, "inputs: expected a list of paths"),
        ({"inputs": ["none.csv"]}, "none.csv: no such file"),
        ({"text": "nothing"}, "nothing"),
    ],
)
def test_what_cannot_be_learned_from_leaves_the_classifier(
    workspace: Workspace, table: str, more: dict[str, Any], told: str
) -> None:
    opinions = Opinions(workspace)
    opinions.train(asked(table))
    before = opinions.summary()
    with pytest.raises(ZiciError, match=re.escape(told)) as raised:
        opinions.train(asked(table) | more)
    assert "\n" not in str(raised.value)
    assert opinions.summary() == before
    assert sorted(path.name for path in (workspace.state / "models").iterdir()) == ["classifier"]


def test_two_trainings_at_once_are_refused(workspace: Workspace, table: str) -> None:
    with only_writer(workspace.home("classifier")), pytest.raises(OutputError, match="makes it now; wait"):
        Opinions(workspace).train(asked(table))


def test_texts_that_are_none_are_refused(workspace: Workspace, table: str) -> None:
    opinions = Opinions(workspace)
    opinions.train(asked(table))
    with pytest.raises(InputError):
        opinions.classify([3])  # type: ignore[list-item]


def test_what_is_missing_is_told_with_the_command(bare: Workspace) -> None:
    opinions = Opinions(bare)
    assert not opinions.ready()
    assert opinions.how() == f"zici classify train LABELLED.csv -o '{bare.home('classifier')}'"
    for call in (opinions.classes, lambda: opinions.classify(["好"]), lambda: opinions.explain("好")):
        with pytest.raises(InputError, match=re.escape(opinions.how())):
            call()


def run_of(workspace: Workspace, table: str, **options: Any) -> dict[str, Any]:
    """The parameters of a run on one upload."""
    places = {"files": [table], "names": ["心情.csv"], "known": [], "state": str(workspace.state)}
    return {"options": options, "column": "what", "reading": {}, "resume": False, **places}


def test_a_run_trains_the_classifier_of_the_studio(workspace: Workspace, table: str) -> None:
    run = run_of(workspace, table, label="mood", model="linear", test_share=0.3, workers=1)
    tasks.check_train_classifier(run, folder=workspace.folder)
    found = tasks.train_classifier(run, folder=workspace.folder, progress=silent)
    assert {name: found[name] for name in ("texts", "classes", "test_texts")} == {
        "texts": 14,
        "classes": 2,
        "test_texts": 6,
    }
    opinions = Opinions(workspace)
    summary = opinions.summary()
    assert summary is not None and summary["test"]["accuracy"] == found["accuracy"]
    assert opinions.classify(["很好"])[0].label == "好"


def test_a_run_compares_losses(workspace: Workspace, table: str) -> None:
    run = run_of(workspace, table, label="mood", models=["linear"], losses=["focal"], seeds=1, workers=1)
    tasks.check_compare_losses(run, folder=workspace.folder)
    assert tasks.compare_losses(run, folder=workspace.folder, progress=silent)["settings"] == 1
    assert Opinions(workspace).comparison() is not None


@pytest.mark.parametrize(
    "more",
    [{"models": [["bag"]]}, {"losses": "focal"}, {"losses": ["square"]}, {"seeds": 0}, {"seeds": "two"}],
)
def test_comparisons_that_cannot_be_made_are_refused(
    workspace: Workspace, table: str, more: dict[str, Any]
) -> None:
    run = run_of(workspace, table, label="mood", **more)
    with pytest.raises(OptionError, match=next(iter(more)).removesuffix("es").removesuffix("s")):
        tasks.check_compare_losses(run, folder=workspace.folder)


@pytest.mark.parametrize("option", ["inputs", "text", "colour"])
def test_options_of_a_run_are_checked_before_it_starts(workspace: Workspace, option: str) -> None:
    run = run_of(workspace, "none.csv", **{option: "red"})
    for check in (tasks.check_train_classifier, tasks.check_compare_losses, tasks.check_index_documents):
        with pytest.raises(OptionError, match=option):
            check(run, folder=workspace.folder)
