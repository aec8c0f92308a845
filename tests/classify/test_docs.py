"""The pages about classification: their examples run, and both languages have the same ones."""

from __future__ import annotations

import doctest
import re
import shlex
import signal
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from zici.cli import main

DOCS = Path(__file__).parents[2] / "docs"
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(page):
    return BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))


def bare(code):
    """Code without its comments, which are in the language of the page."""
    return [re.sub(r"\s+#.*", "", line) for line in code.splitlines() if not line.startswith("#")]


def write_reviews(path, size, seed):
    random = np.random.default_rng(seed)
    signs = {"好评": ["好看", "好吃", "不错", "很值"], "差评": ["难看", "难吃", "很差", "不值"]}
    rows = ["review,label"]
    for number in range(size):
        label = list(signs)[number % 2]
        told = "".join(random.choice(signs[label], 2)) + "".join(random.choice(list("的了在是我有和"), 5))
        rows.append(f"{told},{label}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


@pytest.fixture
def reviews(tmp_path, monkeypatch):
    """A folder with the files that the examples read."""
    monkeypatch.chdir(tmp_path)
    write_reviews(tmp_path / "train.csv", 400, 0)
    write_reviews(tmp_path / "test.csv", 100, 1)
    (tmp_path / "reviews.txt").write_text("好吃好看的店\n难吃很差的店\n" * 30, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("page", ["en/losses.md", "zh/losses.md", "en/classify.md", "zh/classify.md"])
def test_the_examples_run(page, reviews):
    names, parser = {}, doctest.DocTestParser()
    for code in blocks(page):
        if ">>>" in code:
            runner = doctest.DocTestRunner(optionflags=FLAGS)
            test = parser.get_doctest(code, names, page, page, 0)
            assert runner.run(test, clear_globs=False).failed == 0
            names = test.globs
        else:
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message=".* texts are held out, which says little")
                exec(compile(code, page, "exec"), names)


def commands(page):
    return re.findall(r"^\$ zici (.*)", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture
def run(monkeypatch, capfd):
    """Run a command here, and give its exit code and what it printed."""

    def runner(*arguments):
        monkeypatch.setattr(sys, "argv", ["zici", *arguments])
        handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            with pytest.raises(SystemExit) as end:
                main()
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
        return end.value.code or 0, *capfd.readouterr()

    return runner


def test_the_commands_run(reviews, run):
    found = commands("en/classify.md")
    assert found == commands("zh/classify.md")
    assert len(found) == 5
    for command in found:
        code, out, err = run(*shlex.split(command.split(" > ")[0]))
        assert code == 0, err
        assert out
    assert (reviews / "page.html").exists()
    assert (reviews / "why.html").exists()


def test_every_option_that_is_named_is_there(run):
    helps = "".join(
        run("classify", name, "--help")[1] for name in ("train", "predict", "evaluate", "compare", "explain")
    )
    part = (DOCS / "en/classify.md").read_text(encoding="utf-8").split("## On the command line")[1]
    named = set(re.findall(r"`(--[a-z-]+)", part.split("## The folder")[0]))
    assert len(named) > 12
    assert named <= set(re.findall(r"--[a-z-]+", helps))


@pytest.mark.parametrize("page", ["losses.md", "classify.md"])
def test_both_languages_have_the_same_examples(page):
    english, chinese = ([bare(code) for code in blocks(f"{language}/{page}")] for language in ("en", "zh"))
    assert english == chinese
    assert english


@pytest.mark.parametrize("page", ["losses.md", "classify.md"])
def test_both_languages_have_the_same_tables_and_parts(page):
    shapes = []
    for language in ("en", "zh"):
        lines = (DOCS / language / page).read_text(encoding="utf-8").splitlines()
        shapes.append(
            [re.match(r"#+|\||!\[|```", line).group() for line in lines if re.match(r"#+ |\||!\[|```", line)]
        )
    assert shapes[0] == shapes[1]
