"""The pages about answers: their examples and commands run, and both languages have the same ones."""

from __future__ import annotations

import json
import re
import shlex
import signal
import sys
from pathlib import Path

import pytest

from zici.cli import main

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ["en/qa.md", "zh/qa.md"]
# The sections whose examples need no trained reader, by their places on the page.
LANGUAGES = {
    "en/qa.md": ("Data", "Scores", "Votes", "Baselines", "Documents of one's own"),
    "zh/qa.md": ("数据", "评分", "投票", "基线", "自己的文档"),
}


def section(page, title):
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.split(r"^## ", text.split(f"\n## {title}\n")[1], flags=re.MULTILINE)[0]


def blocks(page):
    return [
        code
        for title in LANGUAGES[page]
        for code in re.findall(r"^```python\n(.*?)^```", section(page, title), re.MULTILINE | re.DOTALL)
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with the files that the examples read."""
    monkeypatch.chdir(tmp_path)
    passages = [{"passage": "白云山主峰高382米", "answer": "382米"}, {"passage": "山体宽阔", "answer": ""}]
    questions = [{"id": "q1", "question": "白云山有多高", "passages": passages}]
    (tmp_path / "questions.json").write_text(json.dumps(questions), encoding="utf-8")
    (tmp_path / "answers.json").write_text(json.dumps({"q1": "382米"}), encoding="utf-8")
    (tmp_path / "synonyms.tsv").write_text("酒精\t乙醇\n", encoding="utf-8")
    (tmp_path / "places.txt").write_text("130000 河北省\n", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.txt").write_text("白云山在广州。主峰高382米。", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", PAGES)
def test_the_examples_run_and_give_what_the_page_says(page, folder):
    names = {}
    for code in blocks(page):
        exec(compile(code, page, "exec"), names)
    assert names["evaluation"].fuzzy.f1 == 1
    assert names["match"]("酒精", "乙醇")
    assert (round(names["combine"]([0.7]), 3), round(names["combine"]([0.2] * 4), 3)) == (0.288, 0.089)
    assert names["vote"](names["spans"])[0].text == "李白"
    assert names["hits"][0].document.endswith("a.txt")
    assert (folder / "questions.webqa.json.xz").exists()


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_run(page, folder, monkeypatch, capfd):
    text = (DOCS / page).read_text(encoding="utf-8")
    own = re.findall(r"^\$ zici (qa (?:check|convert|evaluate|index) [^#\n]*)", text, re.MULTILINE)
    assert len(own) >= 5
    for command in own:
        monkeypatch.setattr(sys, "argv", ["zici", *shlex.split(command)])
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            with pytest.raises(SystemExit) as end:
                main()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        assert end.value.code in (0, None), (command, capfd.readouterr().err)


def test_both_languages_have_the_same_examples():
    def bare(page):
        return [re.sub(r"\s*#.*", "", code) for code in blocks(page)]

    assert bare("en/qa.md") == bare("zh/qa.md") != []


@pytest.mark.parametrize("page", PAGES)
def test_every_vote_form_and_baseline_is_named(page):
    from zici.qa.baselines import BASELINES
    from zici.qa.formats import FORMATS
    from zici.qa.voting import RULES

    text = (DOCS / page).read_text(encoding="utf-8")
    for name in (*BASELINES, *FORMATS, *RULES):
        assert f"| `{name}` |" in text
