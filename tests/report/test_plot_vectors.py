"""The file of the map: what it holds, that it holds it safely, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import zlib
from html.parser import HTMLParser

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import EmptyError, InputError, OptionError, OutputError
from zici.report import plot_vectors
from zici.report._group_names import group_names
from zici.report._map_data import WordMap, pack
from zici.report._page import map_page
from zici.vectors import Nearest, WordVectors, nearest_words

NASTY = [
    "</script>",
    "<img onerror=alert(1)>",
    "&lt;",
    '"',
    "]]>",
    "𠮷野家",
    "👩‍🚀",
    "العربية",
    "{{data}}",
    "\u2028",
]


def some_vectors(size=40, counts=True):
    words = [*NASTY, *(f"词{k}" for k in range(size - len(NASTY)))]
    matrix = np.random.default_rng(0).standard_normal((size, 5))
    return WordVectors(words, matrix, counts=np.arange(size, 0, -1) ** 5 if counts else None)


def unpack(text):
    """What :func:`pack` wrote, read as its docstring says."""
    line, _, body = zlib.decompress(base64.b64decode(text)).partition(b"\n")
    head = json.loads(line)
    n, at, columns = len(head["words"]), 0, {}
    wanted = [("x", "<u2", 1), ("y", "<u2", 1), ("groups", "u1", 1)]
    wanted += [("counts", "<f8", 1)] if head["counts"] else []
    wanted += [("rows", f"<u{head['width']}", head["near"]), ("cosines", "u1", head["near"])]
    for name, dtype, times in wanted:
        columns[name] = np.frombuffer(body, dtype, n * times, at).reshape(times, n)
        at += columns[name].nbytes
    assert at == len(body)
    return head, columns


class Reader(HTMLParser):
    """The tags and the texts of scripts and styles, as a browser's parser sees them."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.inside, self.texts = [], None, []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag):
        self.inside = None

    def handle_data(self, data):
        if self.inside in ("script", "style", "title", "h1"):
            self.texts.append((self.inside, data))


@given(
    st.lists(st.text(st.characters(codec=None), min_size=1), min_size=2, max_size=9, unique=True),
    st.integers(1, 4),
    st.booleans(),
)
def test_every_word_and_number_comes_back(words, near, counted):
    rng = np.random.default_rng(len(words))
    n = len(words)
    data = WordMap(
        words,
        rng.integers(1, 2**50, n) if counted else None,
        rng.standard_normal((n, 2)).astype(np.float32),
        rng.integers(0, 12, n).astype(np.int32),
        [[0]],
        Nearest(rng.integers(0, n, (n, near)).astype(np.int32), rng.uniform(-1, 1, (n, near)).astype("f4")),
    )
    head, columns = unpack(pack(data))
    assert head["words"] == words
    assert columns["rows"].T.tolist() == data.nearest.rows.tolist()
    assert np.abs(columns["cosines"].T / 100 - 1 - data.nearest.cosines).max() <= 0.00501
    assert columns["groups"][0].tolist() == data.groups.tolist()
    assert not counted or columns["counts"][0].tolist() == data.counts.tolist()
    extent = float(np.ptp(data.places, axis=0).max())
    x, y = columns["x"][0] / 65535 * extent, columns["y"][0] / 65535 * extent
    assert x == pytest.approx(data.places[:, 0] - data.places[:, 0].min(), abs=extent / 60000)
    assert y == pytest.approx(data.places[:, 1].max() - data.places[:, 1], abs=extent / 60000)


def test_row_numbers_beyond_two_bytes():
    n = (1 << 16) + 1
    near = Nearest(np.full((n, 1), n - 1, np.int32), np.ones((n, 1), np.float32))
    words = [str(k) for k in range(n)]
    head, columns = unpack(pack(WordMap(words, None, np.zeros((n, 2), "f4"), np.zeros(n, "i4"), [[0]], near)))
    assert head["width"] == 4
    assert (columns["rows"] == n - 1).all()


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    path = tmp_path_factory.mktemp("map") / "map.html"
    plot_vectors(some_vectors(), path, title="</title><script>alert(1)</script>{{data}}", lang="zh")
    return path.read_text(encoding="utf-8")


def data_of(page):
    return unpack(re.search(r'id="data">([^<]*)</script>', page)[1])


def test_the_page_holds_the_words(page):
    head, columns = data_of(page)
    vectors = some_vectors()
    assert head["words"] == list(vectors.words)
    assert columns["counts"][0].tolist() == vectors.counts.tolist()
    assert columns["rows"].T.tolist() == nearest_words(vectors, n=10).rows.tolist()
    assert len(head["names"]) == len(set(columns["groups"][0].tolist())) <= 12


def test_no_word_and_no_title_is_markup(page):
    reader = Reader(page)
    assert [tag for tag, _ in reader.tags].count("script") == 2
    assert ("title", "</title><script>alert(1)</script>{{data}}") in reader.texts
    assert not [tag for tag, _ in reader.tags if tag in ("img", "iframe", "object")]
    assert not any(name.startswith("on") for _, attrs in reader.tags for name in attrs)
    assert not any(word in page for word in ("𠮷", "<img", "onerror"))


def test_the_page_reaches_nothing_and_runs_only_its_own_script(page):
    reader = Reader(page)
    policy = next(
        attrs["content"]
        for tag, attrs in reader.tags
        if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "http" not in policy
    for name in ("script", "style"):
        text = [text for inside, text in reader.texts if inside == name][-1]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    links = [attrs.get(name) for _, attrs in reader.tags for name in ("src", "href") if name in attrs]
    assert links == ["data:,"]
    assert not re.search(r"https?://|url\(|@import|innerHTML|insertAdjacentHTML|document\.write|eval\(", page)


def test_the_same_bytes_and_nothing_half_written(tmp_path):
    vectors = some_vectors()
    first, second, other = (tmp_path / name for name in ("一.html", "二.html", "三.html"))
    plot_vectors(vectors, first)
    plot_vectors(vectors, second)
    plot_vectors(vectors, other, seed=1)
    assert first.read_bytes() == second.read_bytes() != other.read_bytes()
    with pytest.raises(OutputError):
        plot_vectors(vectors, tmp_path / "none" / "map.html")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["一.html", "二.html", "三.html"])


def test_which_words_are_shown(tmp_path):
    path, vectors, steps = tmp_path / "map.html", some_vectors(counts=False), []
    plot_vectors(vectors, path, words=["词3", "𠮷野家", "词3"], method="pca", progress=steps.append)
    head, columns = data_of(path.read_text(encoding="utf-8"))
    assert head["words"] == ["词3", "𠮷野家"]
    assert not head["counts"]
    assert columns["rows"].tolist() == [[1, 0]]
    assert {step.stage for step in steps} == {"find neighbours", "write map"}
    plot_vectors(vectors, path, words=7, clusters=2)
    assert data_of(path.read_text(encoding="utf-8"))[0]["words"] == list(vectors.words[:7])


def test_a_page_of_many_words_is_small():
    n, rng = 50_000, np.random.default_rng(0)
    words = [
        "".join(chr(0x4E00 + c) for c in rng.integers(0, 3000, k)) + str(i)
        for i, k in enumerate(rng.integers(1, 4, n))
    ]
    near = Nearest(rng.integers(0, n, (n, 10)).astype("i4"), rng.uniform(0.3, 0.9, (n, 10)).astype("f4"))
    places, groups = rng.standard_normal((n, 2)).astype("f4"), rng.integers(0, 12, n).astype("i4")
    counts = (1e7 / np.arange(1, n + 1)).astype(np.int64)
    page = map_page(
        pack(WordMap(words, counts, places, groups, [[0]] * 12, near)), title=None, lang=None, method="pca"
    )
    assert len(page.encode()) < 3_000_000


def test_names_of_groups():
    matrix = np.array([[1, 1]] + [[1, k / 100] for k in range(8)] + [[0, 1]], np.float32)
    groups = np.array([0] * 9 + [1], np.int32)
    assert group_names(matrix, None, groups)[1] == [9]
    inner = group_names(matrix, np.arange(10), groups)[0]
    assert len(inner) == 2
    assert 0 not in inner  # frequent or not: it is at the edge
    assert inner == sorted(inner, reverse=True)


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"lang": "fr"}, OptionError, "lang: expected one of en, zh, or None, got 'fr'"),
        ({"clusters": 13}, OptionError, "clusters: expected an integer from 1 to 12, got 13"),
        ({"words": 1}, OptionError, "words: expected at least 2, got 1"),
        ({"words": True}, OptionError, "words"),
        ({"words": "词"}, OptionError, "words: expected a number or a list"),
        ({"words": ["词3"]}, EmptyError, "at least two"),
        ({"words": ["词3", "没有"]}, InputError, "'没有'"),
        ({"method": "tsne"}, OptionError, "method"),
        ({"seed": -1}, OptionError, "seed"),
    ],
)
def test_refused(tmp_path, options, error, message):
    with pytest.raises(error, match=message):
        plot_vectors(some_vectors(), tmp_path / "map.html", **options)
    assert not list(tmp_path.iterdir())
