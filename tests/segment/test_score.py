"""SIGHAN measures: known answers and the slow twin."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_segment as ref
from zici.errors import EmptyError, FormatError, InputError
from zici.segment import Scores, Segmenter, score
from zici.segment._score import f1


def test_known_answers() -> None:
    assert f1(0.711, 0.777) == pytest.approx(0.742, abs=0.001)
    assert f1(0.734, 0.799) == pytest.approx(0.765, abs=0.001)
    assert f1(0.0, 0.0) == 0.0


@st.composite
def two_cuts(draw: st.DrawFn) -> tuple[list[list[str]], list[list[str]]]:
    lines = draw(st.lists(st.text("新词发", min_size=1, max_size=6), min_size=1, max_size=4))

    def cut(text: str) -> list[str]:
        marks = draw(st.lists(st.booleans(), min_size=len(text), max_size=len(text)))
        return "".join(c + "|" * mark for c, mark in zip(text, marks, strict=True)).strip("|").split("|")

    return [cut(line) for line in lines], [cut(line) for line in lines]


@given(two_cuts(), st.sets(st.text("新词发", min_size=1, max_size=2)))
def test_scores_equal_the_definition(cuts: tuple[list[list[str]], list[list[str]]], known: set[str]) -> None:
    gold, found = cuts
    result = score(gold, found, vocabulary=known)
    assert tuple(result) == ref.scored(gold, found, known)
    assert (
        score(["  ".join(line) + " " for line in gold], [" ".join(line) for line in found])[:3] == result[:3]
    )


def test_measures() -> None:
    result = Scores(gold=10, predicted=8, correct=6, oov=4, oov_correct=1)
    assert (result.precision, result.recall, round(result.f1, 4)) == (0.75, 0.6, 0.6667)
    assert (result.oov_rate, result.oov_recall, round(result.iv_recall or 0, 4)) == (0.4, 0.25, 0.8333)
    nothing = Scores(gold=2, predicted=2, correct=2, oov=0, oov_correct=0)
    assert (nothing.oov_recall, nothing.iv_recall) == (None, 1.0)
    assert Scores(2, 2, 2, 2, 2).iv_recall is None
    bare = Scores(2, 2, 2)
    assert (bare.oov_rate, bare.oov_recall, bare.iv_recall) == (None, None, None)
    assert str(bare) == "P 1.0000  R 1.0000  F1 1.0000"


def test_files_and_lines(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_bytes("\ufeff共同  创造\r\n\r\n新  世纪  \r\n".encode())
    assert score(path, [["共同", "创造"], [], ["新世纪"]]) == Scores(4, 3, 2)
    segmenter = Segmenter(["共同", "创造", "世纪"])
    assert segmenter.score(path) == Scores(4, 4, 4, 1, 1)
    assert segmenter.score(path, vocabulary={"新"}, workers=2) == Scores(4, 4, 4, 3, 3)


def test_the_own_words_are_known_in_any_width() -> None:
    assert Segmenter(["K线"]).score(["Ｋ线 词"]).oov == 1


@pytest.mark.parametrize(
    ("gold", "found", "message"),
    [
        (
            ["共同", "创 造"],
            ["共同", "创 作"],
            "line 2, character 2: expected the gold's text '造', found '作'",
        ),
        (["共同"], ["共"], "line 1, character 2: expected the gold's text '同', found ''"),
        (["共同"], ["共同", "创造"], "expected 1 lines as in the gold, found 2"),
    ],
)
def test_texts_that_differ(gold: list[str], found: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        score(gold, found)


def test_gold_that_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(EmptyError, match="found none"):
        score([" "], [""])
    with pytest.raises(InputError, match=r"none\.txt: can't be read"):
        score(tmp_path / "none.txt", [])
    path = tmp_path / "gold.txt"
    path.write_bytes("共同\n创造".encode() + b"\xff")
    with pytest.raises(FormatError, match=r"gold\.txt, line 2: expected UTF-8"):
        score(path, [])


@pytest.mark.data
def test_the_peoples_daily_test_with_its_training_words(data_dir: Path) -> None:
    """The published OOV rate is .058, the F1 of maximum match without rules for figures .869."""
    words = (data_dir / "seg" / "pku_training_words.utf8").read_text(encoding="utf-8").split()
    result = Segmenter(words, method="forward").score(
        data_dir / "seg" / "pku_test_gold.utf8", vocabulary=set(words)
    )
    assert result.gold == 104_372
    assert result.oov_rate == pytest.approx(0.058, abs=0.001)
    assert result.f1 > 0.9
