"""Explanations: numbers that add up, and pages that keep every character and run nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zici.classify import Contribution, TextClassifier
from zici.classify.explain import Explanation, Piece, explain
from zici.classify.rules import RulesModel
from zici.errors import InputError, OptionError

NASTY = "</p><script>alert(1)</script> &amp; \"'` {{body}} \r\n\r \u2028 العربية 👩‍🚀"
VOID = {"meta", "link", "br", "img"}


class Reader(HTMLParser):
    """Tags, their attributes, and the characters inside .zx-text, as a parser sees them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.texts, self.titles, self.style, self.stack = [], [], [], "", []
        self.feed(page)
        self.close()
        assert self.stack == []  # every tag is closed

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.stack.append((tag, dict(attrs)))
        if dict(attrs).get("class") == "zx-text":
            self.texts.append("")

    def handle_endtag(self, tag):
        assert self.stack.pop()[0] == tag

    def handle_data(self, data):
        if any(attrs.get("class") == "zx-text" for _, attrs in self.stack):
            self.texts[-1] += data
        if self.stack and self.stack[-1][0] == "style":
            self.style += data


def made(text, spans, classes=2):
    """An explanation of spans (begin, end, values...)."""
    parts = tuple(
        Contribution(begin, end, text[begin:end], np.array(values, np.float32))
        for begin, end, *values in spans
    )
    chances = np.full(classes, 1 / classes)
    return Explanation(text, tuple(f"类{k}" for k in range(classes)), chances, np.zeros(classes), parts)


@st.composite
def explanations(draw, alphabet=None):
    text = draw(st.text(alphabet, max_size=25) if alphabet else st.text(max_size=25))
    classes = draw(st.integers(2, 4))
    value = st.floats(-9, 9, width=32)
    spans = []
    for _ in range(draw(st.integers(0, 6)) if text else 0):
        begin = draw(st.integers(0, len(text) - 1))
        spans.append((begin, draw(st.integers(begin + 1, len(text))), *(draw(value) for _ in range(classes))))
    return made(text, spans, classes)


def by_definition(found, label):
    """Each character's value, summed span by span."""
    place = found.classes.index(label)
    sums = [0.0] * len(found.text)
    for part in found.contributions:
        others = [float(value) for k, value in enumerate(part.values) if k != place]
        moved = float(part.values[place]) - sum(others) / len(others)
        for where in range(part.begin, part.end):
            sums[where] += moved / (part.end - part.begin)
    return sums


@given(found=explanations())
def test_characters_have_the_sums_of_their_shares(found):
    for label in found.classes:
        values = found.characters(label)
        np.testing.assert_allclose(values, by_definition(found, label), atol=1e-6)
        assert values.sum() == pytest.approx(found.values(label).sum(), abs=1e-5)


@given(found=explanations())
def test_pieces_are_the_text(found):
    for label in found.classes:
        pieces = found.pieces(label)
        assert "".join(piece.text for piece in pieces) == found.text
        assert all(piece.text for piece in pieces)
        spread = [piece.value for piece in pieces for _ in piece.text]
        np.testing.assert_allclose(spread, found.characters(label), atol=1e-8)


@settings(max_examples=60)
@given(found=explanations(), fragment=st.booleans(), lang=st.sampled_from(["en", "zh"]))
def test_a_page_keeps_every_character(found, fragment, lang):
    page = Reader(found.to_html(list(found.classes), fragment=fragment, lang=lang))
    shown = re.sub("[\x00\ud800-\udfff]", "\ufffd", found.text)
    if found.text:
        assert page.texts == [shown] * len(found.classes)
    assert {tag for tag, _ in page.tags} <= {
        "html", "head", "meta", "title", "link", "style", "body", "h1", "h2", "div", "p", "strong", "section",
        "span", "i", "details", "summary", "table", "tr", "td", "th",
    }  # fmt: skip


def test_nothing_of_a_text_or_label_is_read_as_html():
    parts = (Contribution(0, len(NASTY), NASTY, np.array([-1, 1], np.float32)),)
    names = ("<b>1</b>", '"><img src=x onerror=alert(1)>')
    found = Explanation(NASTY, names, np.array([0.3, 0.7]), np.zeros(2), parts)
    for fragment in (False, True):
        page = found.to_html(fragment=fragment, title="<script>{{style}}")
        read = Reader(page)
        assert not {"script", "b", "img"} & {tag for tag, _ in read.tags}
        assert not any(name.startswith("on") for _, attrs in read.tags for name in attrs)
        assert read.texts == [NASTY]
        assert "http" not in re.sub("http-equiv", "", page)  # nothing is fetched
        assert "url(" not in page


def test_a_page_allows_its_own_style_alone():
    page = Reader(made("好", [(0, 1, -1, 1)]).to_html())
    (policy,) = (attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(page.style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "script-src" not in policy
    assert not any("style" in attrs for _, attrs in page.tags)  # the policy forbids these


def test_colours_go_both_ways_and_are_told_in_numbers():
    found = made("很好吃差", [(0, 3, -3, 3), (3, 4, 1, -1), (1, 2, 0, 2)])
    marks = [attrs for tag, attrs in Reader(found.to_html()).tags if tag == "span" and "title" in attrs]
    assert [(mark["class"], mark["title"]) for mark in marks] == [
        ("zx-p4", "+2.000"),
        ("zx-p8", "+4.000"),
        ("zx-p4", "+2.000"),
        ("zx-n4", "-2.000"),
    ]
    opposite = [attrs for tag, attrs in Reader(found.to_html(["类0"])).tags if "title" in attrs]
    assert [mark["class"] for mark in opposite] == ["zx-n4", "zx-n8", "zx-n4", "zx-p4"]


def test_classes_shown():
    found = made("字", [(0, 1, *range(9))], classes=9)
    assert len(Reader(found.to_html()).texts) == 5
    assert len(Reader(found.to_html(["类3"])).texts) == 1
    with pytest.raises(OptionError, match="label"):
        found.to_html(["类9"])
    with pytest.raises(OptionError, match="lang"):
        found.to_html(lang="fr")
    many = made("字", [], classes=300)
    assert "280 more" in many.to_html()


def test_an_empty_text_and_one_without_contributions_have_a_page():
    assert "(an empty text)" in made("", []).to_html()
    assert made("", []).pieces() == []
    assert made("字词", []).pieces() == [Piece("字词", 0.0)]
    assert Reader(made("字词", []).to_html(lang="zh")).texts == ["字词"]


def test_what_is_strongest_comes_first_and_repeats_are_added_up():
    found = made("好差好", [(0, 1, 0, 1), (1, 2, 0, -1.5), (2, 3, 0, 1)])
    assert found.top() == [("好", 2.0), ("差", -1.5)]
    assert found.top(1, "类0") == [("好", -2.0)]
    assert found.top(0) == []
    for wrong in (-1, 1.5, True):
        with pytest.raises(OptionError, match="n: expected"):
            found.top(wrong)
    with pytest.raises(OptionError, match="label: expected"):
        found.values("好")


def fitted(model, **params):
    texts = ["很好吃", "不错，满意", "难吃", "态度很差", "好吃不贵", "又贵又差"] * 4
    return TextClassifier(model, loss="cross_entropy", workers=1, **params).fit(texts, [1, 1, 0, 0, 1, 0] * 4)


@pytest.mark.parametrize("model", ["linear", "bag", "rules"])
def test_contributions_and_intercept_are_the_log_odds_that_the_classifier_decides_by(model):
    classifier = fitted(model)
    for text in ("很好吃，不贵", "态度差！难吃", "", "Ａ很差b"):
        found = classifier.explain(text)
        odds = classifier.decision_function([text])[0]
        assert found.start(1) + found.values(1).sum() == pytest.approx(odds, abs=1e-4)
        np.testing.assert_allclose(found.intercept, classifier.model_.intercept, atol=1e-4)
        assert found.label == classifier.predict([text])[0]
        assert found.probabilities.sum() == pytest.approx(1)
    with pytest.raises(InputError):
        classifier.explain(None)


def test_three_classes_add_up_too():
    texts, labels = ["足球比赛", "股票上涨", "电影上映"] * 8, ["体育", "财经", "娱乐"] * 8
    classifier = TextClassifier("linear", workers=1).fit(texts, labels)
    found = classifier.explain("足球股票")
    logits = classifier.decision_function(["足球股票"])[0]
    for place, label in enumerate(found.classes):
        others = np.delete(logits, place).mean()
        total = found.start(label) + found.values(label).sum()
        assert total == pytest.approx(logits[place] - others, abs=1e-4)
    assert found.top(1, "体育")[0][1] > 0


def test_a_temperature_changes_probabilities_and_nothing_else():
    plain, scaled = fitted("rules"), fitted("rules")
    scaled.temperature_ = 4.0
    before, after = plain.explain("很好吃"), scaled.explain("很好吃")
    assert before.top() == after.top()
    assert before.probabilities.max() > after.probabilities.max() > 0.5


def test_a_notebook_shows_a_fragment_that_brings_its_style():
    page = explain(RulesModel(), "很好", ["差", "好"])._repr_html_()
    assert page.startswith("<style>")
    assert "<html" not in page
    assert all(".zici-explain" in line for line in Reader(page).style.splitlines() if line)
