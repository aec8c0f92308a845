"""The pages of an evaluation and of a comparison: whole, offline, escaped, in both languages."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import numpy as np
import pytest

from zici.classify import TextClassifier
from zici.classify.evaluation import compare, evaluate, find_overlap
from zici.errors import OptionError, OutputError
from zici.report._comparison_page import write_comparison
from zici.report._evaluation_page import write_evaluation

VOID = {"meta", "link"}
NASTY = ["</main><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "{{body}}", "字\x00词\ud800"]
TEXTS, LABELS = (
    ["很好吃", "好看", "真不错", "难吃", "太差了", "差评"] * 5,
    ["好", "好", "好", "坏", "坏", "坏"] * 5,
)


class Reader(HTMLParser):
    """Tags, texts by tag, and whether every element is closed where it was opened."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.texts, self.open = [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def inside(self, tag):
        return [text for where, text in self.texts if where == tag]


def check(path):
    """A page that is well-formed, reaches nothing and runs nothing but its own script."""
    page = path.read_text(encoding="utf-8")
    reader = Reader(page)
    policy = next(attrs["content"] for tag, attrs in reader.tags if "http-equiv" in attrs)
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name in ("script", "style"):
        texts = reader.inside(name)
        assert len(texts) <= 1
        for text in texts:
            digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
            assert f"{name}-src 'sha256-{digest}'" in policy
    assert {tag for tag, _ in reader.tags} <= {
        *(
            "html",
            "head",
            "meta",
            "title",
            "link",
            "style",
            "body",
            "main",
            "h1",
            "h2",
            "p",
            "div",
            "span",
            "b",
        ),
        *("section", "table", "thead", "tbody", "tr", "th", "td", "script"),
        *("svg", "text", "line", "rect", "circle", "polyline"),
    }
    for _, attrs in reader.tags:
        assert not any(name.startswith("on") or name == "style" for name in attrs)
        assert attrs.get("href", "data:,") == "data:,"
        assert "src" not in attrs
    assert not re.search(r"https?://|url\(|@import|innerHTML|eval\(", page)
    return page, reader


@pytest.fixture(scope="module")
def classifier():
    texts = TEXTS + ["<b>一般" + str(k) for k in range(4)]
    labels = LABELS + [NASTY[0]] * 4
    return TextClassifier("linear", loss="cross_entropy", workers=1, abstain={"confidence": 0.5}).fit(
        texts, labels
    )


@pytest.fixture(scope="module")
def evaluation(classifier):
    texts = ["好吃", "真差", "好差", *NASTY, "长" * 5000]
    return evaluate(classifier, texts, ["好", "坏", "坏", "好", "坏", "好", *NASTY[1:3]])


def test_an_evaluation_in_both_languages(evaluation, tmp_path):
    path = tmp_path / "page.html"
    write_evaluation(evaluation, path)
    page, reader = check(path)
    mains = [attrs for tag, attrs in reader.tags if tag == "main"]
    assert [(main["lang"], "hidden" in main) for main in mains] == [("en", False), ("zh-Hans", True)]
    assert reader.inside("title")[0] == "Evaluation of a classifier"
    assert reader.inside("h1") == ["Evaluation of a classifier", "分类器评测"]
    assert [attrs["role"] for tag, attrs in reader.tags if tag == "svg"] == ["img"] * 8
    for name in NASTY[:3]:
        assert any(name in text for where, text in reader.texts if where in ("td", "p"))
    assert "长" * 401 not in page
    assert f"{100 * evaluation.accuracy:.1f}%" in reader.inside("b")
    assert any("2 (" in text for text in reader.inside("p"))  # two texts of unknown labels


def test_an_evaluation_in_one_language_with_title_and_overlap(evaluation, tmp_path):
    path = tmp_path / "页.html"
    overlap = find_overlap(["甲", "乙"], ["好", "坏"], ["甲", "丙"], ["坏", "坏"])
    write_evaluation(evaluation, path, title=NASTY[0], lang="zh", overlap=overlap)
    page, reader = check(path)
    assert reader.inside("script") == []
    assert "script-src" not in page
    assert reader.inside("title")[0] == reader.inside("h1")[0] == NASTY[0]
    assert any("2 条测试文本中有 1 条（50.0%）" in text for text in reader.inside("p"))
    assert any("其中 1 条" in text for text in reader.inside("p"))
    assert "Macro" not in "".join(reader.inside("span"))


def test_many_classes_make_no_large_page(tmp_path):
    rng = np.random.default_rng(0)
    texts = ["".join(chr(0x4E00 + c) for c in rng.integers(0, 500, 4)) for _ in range(600)]
    labels = [f"类{k % 300}" for k in range(600)]
    clf = TextClassifier("linear", loss="cross_entropy", epochs=1, workers=1).fit(texts, labels)
    path = tmp_path / "page.html"
    write_evaluation(evaluate(clf, texts, labels), path, lang="en")
    _, reader = check(path)
    assert path.stat().st_size < 200_000
    assert any("The 20 of 300 classes with the most mistakes." in text for text in reader.inside("p"))
    assert any("The 200 of 300 classes with the most texts." in text for text in reader.inside("p"))


@pytest.mark.parametrize("seeds", [[0], [0, 1, 2]])
def test_a_comparison(tmp_path, seeds):
    settings = {
        name: {"model": "linear", "loss": loss, "epochs": 2, "workers": 1}
        for name, loss in (("linear <b>", "cross_entropy"), (NASTY[1], "focal"))
    }
    texts = [f"{text}{k % 7}" for k, text in enumerate(TEXTS)]
    found = compare(settings, texts, LABELS, seeds=seeds)
    path = tmp_path / "page.html"
    write_comparison(found, path)
    page, reader = check(path)
    assert reader.inside("h1") == ["Classifiers compared", "分类器比较"]
    cells = reader.inside("td")
    assert cells.count(NASTY[1]) == 2
    assert f"{100 * found.results[1].test.mean:.2f}" in "".join(cells)
    assert "Nadeau" in page
    circles = [attrs for tag, attrs in reader.tags if tag == "circle"]
    assert len(circles) == 2 * 2 * 2 * (1 + (len(seeds) if len(seeds) > 1 else 0))


def test_the_same_bytes_and_nothing_half_written(evaluation, tmp_path):
    for name in ("a", "b"):
        write_evaluation(evaluation, tmp_path / f"{name}.html")
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
    with pytest.raises(OptionError, match="lang: expected one of en, zh, or None, got 'fr'"):
        write_evaluation(evaluation, tmp_path / "c.html", lang="fr")
    with pytest.raises(OutputError):
        write_evaluation(evaluation, tmp_path / "none" / "c.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "b.html"]
