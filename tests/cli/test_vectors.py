"""``zici vectors near``, ``analogy``, ``eval`` and ``export``: vectors asked, tested, passed on."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.report import plot_vectors
from zici.segment import Segmenter
from zici.vectors import WordVectors
from zici.vectors._close_words import close_words

from .conftest import Runner

ROWS = {"王": [1, 1], "后": [1, -1], "男": [0.1, 1], "女": [0.1, -1], "王后": [2, -1.9]}


@pytest.fixture(scope="module")
def vec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of word vectors."""
    path = tmp_path_factory.mktemp("vectors") / "vec"
    WordVectors(list(ROWS), np.array(list(ROWS.values())), counts=[50, 40, 3000, 20, 10]).save(path)
    return path


def test_near_shows_words_with_cosines_and_counts(run: Runner, vec: Path) -> None:
    result = run("vectors", "near", vec, "后", "-n", 2)
    assert (result.code, result.err) == (0, "")
    lines = [line.split() for line in result.out.splitlines()]
    assert lines == [["word", "cosine", "count"], ["王后", "1.000", "10"], ["女", "0.774", "20"]]


def test_near_asks_several_words_in_one_table(run: Runner, vec: Path) -> None:
    rows = json.loads(run("vectors", "near", vec, "后", "王", "后", "-n", 1, "--json").out)
    assert [(row["near"], row["word"]) for row in rows] == [("后", "王后"), ("王", "男")]
    assert rows[1] == {"near": "王", "word": "男", "cosine": pytest.approx(0.774, abs=1e-3), "count": 3000}
    assert run("vectors", "near", vec, "王", "后", "-n", 1).out.splitlines()[1].split()[0] == "王"


def test_near_reads_words_from_standard_input(run: Runner, vec: Path) -> None:
    assert (
        run("vectors", "near", vec, stdin="后\n\n 王 \r\n".encode()).out
        == run("vectors", "near", vec, "后", "王").out
    )
    result = run("vectors", "near", vec, stdin=b" \n")
    assert (result.code, result.out) == (1, "")
    assert "expected words" in result.line
    assert "UTF-8" in run("vectors", "near", vec, stdin=b"\xff").line


def test_a_word_without_a_vector_is_told_with_those_like_it(run: Runner, vec: Path) -> None:
    result = run("vectors", "near", vec, "太后")
    assert (result.code, result.out) == (1, "")
    assert result.line == f"zici: {vec}: no vector for '太后'; close to it: 后"
    both = run("vectors", "near", vec, "字", "王", "-n", 1)
    assert both.code == 1
    assert both.line.endswith("no vector for '字'")
    assert both.out.split()[-4:] == ["王", "男", "0.774", "3,000"]
    other = run("vectors", "analogy", vec, "男", "王", "字")
    assert (other.code, other.out) == (1, "")
    assert "no vector for '字'" in other.line


@given(
    st.lists(st.text("王后男女太子", min_size=1, max_size=4)), st.text("王后男女太子", min_size=1, max_size=4)
)
def test_close_words_share_characters(words: list[str], asked: str) -> None:
    found = close_words(tuple(words), asked)
    assert len(found) <= 5
    assert all(set(word) & set(asked) for word in found)
    if asked in words:
        assert set(found[0]) == set(asked)


def test_analogy(run: Runner, vec: Path) -> None:
    result = run("vectors", "analogy", vec, "男", "王", "女", "-n", 1)
    assert (result.code, result.err) == (0, "")
    assert result.out.split()[:4] == ["word", "cosine", "count", "后"]
    product = run("vectors", "analogy", vec, "男", "王", "女", "-n", 1, "--method", "mul", "--json")
    (row,) = json.loads(product.out)
    expected = WordVectors.load(vec).analogy("男", "王", "女", n=1, method="mul")
    assert row["word"], row["score"] == expected[0]


@pytest.mark.parametrize("name", ["vec.txt", "vec.vec", "vec.bin", "vec.txt.gz", "vec.BIN.xz"])
def test_an_exported_file_is_asked_like_the_folder(run: Runner, vec: Path, tmp_path: Path, name: str) -> None:
    target = tmp_path / name
    assert run("vectors", "export", vec, "-o", target) == (0, "", "")
    assert list(tmp_path.iterdir()) == [target]
    assert WordVectors.load_word2vec(target, binary="bin" in name.lower()).words == tuple(ROWS)
    result = run("vectors", "near", target, "后", "-n", 1)
    assert result.out.split() == ["word", "cosine", "王后", "1.000"]


def test_the_format_may_be_given(run: Runner, vec: Path, tmp_path: Path) -> None:
    run("vectors", "export", vec, "-o", tmp_path / "vec.w2v", "--format", "binary")
    assert len(WordVectors.load_word2vec(tmp_path / "vec.w2v", binary=True)) == len(ROWS)


def test_related_words_stand_near(run: Runner, vec: Path, tmp_path: Path) -> None:
    words = ["猫", "狗", "鱼"]
    vectors = WordVectors(words, [[1], [0], [0]], contexts=[[0], [0], [2]], counts=[3, 2, 1])
    vectors.save(tmp_path / "vec")
    (row,) = json.loads(run("vectors", "near", tmp_path / "vec", "猫", "--related", "-n", 1, "--json").out)
    ((word, pmi),) = vectors.related("猫", n=1)
    assert row == {"word": word, "pmi": pytest.approx(pmi), "count": 1}
    refused = run("vectors", "near", vec, "王", "--related")
    assert (refused.code, refused.out) == (1, "")
    assert "no contexts" in refused.line


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A folder as mine leaves it: what to cut with, and vectors."""
    out = tmp_path / "out"
    out.mkdir()
    Segmenter(["小猫", "小狗", "书"]).save(out / "segmenter.npz")
    vectors = WordVectors(
        ["小猫", "小狗", "书"], [[1.0], [0.5], [-1.0]], contexts=[[1], [1], [-1]], counts=[3, 2, 1]
    )
    vectors.save(out / "vectors")
    return out


def test_keywords_guess_the_text(run: Runner, kept: Path, tmp_path: Path) -> None:
    document = tmp_path / "doc.txt"
    document.write_text("小狗小猫，书。\n小猫\n", encoding="utf-8")
    result = run("vectors", "keywords", kept, document, "--json")
    assert (result.code, result.err) == (0, "")
    expected = WordVectors.load(kept / "vectors").keywords(["小狗", "小猫", "书", "小猫"])
    rows = json.loads(result.out)
    assert [(row["word"], row["score"]) for row in rows] == [pair for pair in expected if pair[0] != "书"]
    assert len(rows) == 2
    whole = run("vectors", "keywords", kept, document, "--min-length", 1, "-n", 2, "--json").out
    assert [row["word"] for row in json.loads(whole)] == [word for word, _ in expected[:2]]
    tokens = run("vectors", "keywords", kept / "vectors", "--tokens", stdin="小狗 小猫\n小猫 书".encode())
    assert [line.split()[0] for line in tokens.out.splitlines()] == ["word", *(row["word"] for row in rows)]


def test_keywords_need_words_to_cut_with(run: Runner, kept: Path, words: Path) -> None:
    for options in ((), ("--tokens", "-l", words)):
        assert run("vectors", "keywords", kept / "vectors", *options, stdin=b"a").code == 2
    result = run("vectors", "keywords", kept, stdin="无\n".encode())
    assert (result.code, result.out) == (1, "")
    assert "no word of the text has a vector" in result.line


def test_plot_writes_a_page(run: Runner, vec: Path, tmp_path: Path) -> None:
    page = tmp_path / "map.html"
    options = ("--method", "pca", "--groups", 2, "--lang", "zh", "--title", "词图一")
    assert run("vectors", "plot", vec, "-o", page, "--words", 3, *options) == (0, "", "")
    assert list(tmp_path.iterdir()) == [page]
    expected = tmp_path / "expected.html"
    vectors = WordVectors.load(vec)
    plot_vectors(vectors, expected, words=3, method="pca", clusters=2, lang="zh", title="词图一")
    assert page.read_bytes() == expected.read_bytes()
    result = run("vectors", "plot", vec, "-o", tmp_path / "no" / "map.html")
    assert (result.code, result.out) == (1, "")
    assert "can't be written" in result.line


def test_a_name_that_tells_no_format_is_a_usage_error(run: Runner, vec: Path, tmp_path: Path) -> None:
    result = run("vectors", "export", vec, "-o", tmp_path / "vec.gz")
    assert (result.code, result.out) == (2, "")
    assert list(tmp_path.iterdir()) == []


def test_the_projector_gets_a_folder(run: Runner, vec: Path, tmp_path: Path) -> None:
    folder = tmp_path / "projector"
    export = ("vectors", "export", vec, "--format", "projector", "-o")
    assert run(*export, folder, "--words", 2) == (0, "", "")
    rows = (folder / "metadata.tsv").read_text(encoding="utf-8").splitlines()
    assert rows == ["word\tcount", "王\t50", "后\t40"]
    assert run(*export, folder).code == 0
    (tmp_path / "thesis.txt").write_text("years of work")
    refused = run(*export, tmp_path)
    assert (refused.code, refused.out) == (1, "")
    assert "found other files" in refused.line


ANALOGIES = ": family\n男 王 女 后\n男 王 女 字\n: none\n字 词 句 篇\n"


def test_eval_tells_the_kind_from_the_content(run: Runner, vec: Path, tmp_path: Path) -> None:
    analogies, pairs = tmp_path / "a.txt", tmp_path / "p.tsv"
    analogies.write_text(ANALOGIES, encoding="utf-8")
    pairs.write_text("\n王\t后\t3\n王\t男\t9\n后\t字\t1\n王\t女\t1\n", encoding="utf-8")
    result = run("vectors", "eval", vec, analogies, pairs, "--json")
    assert (result.code, result.err) == (0, "")
    family, none, whole, spearman = json.loads(result.out)
    assert family == {
        "file": str(analogies),
        "kind": "analogies",
        "category": "family",
        "accuracy": 1.0,
        "right": 1,
        "questions": 2,
        "covered": 1,
    }
    assert (none["accuracy"], none["covered"]) == (None, 0)
    assert (whole["category"], whole["questions"]) == ("all", 3)
    assert spearman["kind"] == "similarity"
    assert (spearman["pairs"], spearman["covered"]) == (4, 3)
    shown = run("vectors", "eval", vec, analogies, pairs).out
    assert shown.splitlines()[0] == str(analogies)
    assert "spearman" in shown


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "found no line"),
        (b"a b\n", "line 1: expected `: category`"),
        (b": a\na b c d\n\na b c\n", "line 4: expected four words"),
        ("王 后 1\n王 后 x\n".encode(), "line 2: expected two words and a number"),
        (b"\xff\xff", "UTF-8"),
    ],
)
def test_a_file_of_questions_that_is_none(
    run: Runner, vec: Path, tmp_path: Path, content: bytes, part: str
) -> None:
    path = tmp_path / "questions.txt"
    path.write_bytes(content)
    result = run("vectors", "eval", vec, path)
    assert (result.code, result.out) == (1, "")
    assert part in result.line
    assert str(path) in result.line
    assert "can't be read" in run("vectors", "eval", vec, tmp_path / "missing").line


@pytest.mark.parametrize(
    "command", [("near", "后"), ("analogy", "男", "王", "女"), ("export", "-o", "x.txt")]
)
def test_what_holds_no_vectors(run: Runner, vec: Path, tmp_path: Path, command: tuple[str, ...]) -> None:
    name, *rest = command
    text = tmp_path / "text.txt"
    text.write_text("新词语料\n", encoding="utf-8")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "meta.json").write_text("{}")
    for path, part in [
        (tmp_path / "missing", "found nothing"),
        (tmp_path, "expected a folder of word vectors"),
        (text, "line 1"),
        (broken, "expected word vectors"),
    ]:
        result = run("vectors", name, path, *rest)
        assert (result.code, result.out) == (1, "")
        assert part in result.line
        assert str(path) in result.line


def test_a_place_that_cannot_be_written(run: Runner, vec: Path, tmp_path: Path) -> None:
    result = run("vectors", "export", vec, "-o", tmp_path / "no" / "vec.txt")
    assert (result.code, result.out) == (1, "")
    assert "can't be written" in result.line


@pytest.mark.parametrize("command", ["train", "near", "analogy", "eval", "plot", "keywords", "export"])
def test_every_command_helps_with_an_example(run: Runner, command: str) -> None:
    result = run("vectors", command, "--help")
    assert (result.code, result.err) == (0, "")
    assert f"Example: zici vectors {command}" in result.out
