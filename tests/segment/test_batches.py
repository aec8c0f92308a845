"""Long input: batches, blocks, threads."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.corpus import Corpus
from zici.errors import InputError, OptionError
from zici.segment import Segmenter, _batches

SEGMENTER = Segmenter({"新词": 5, "发现": 4, "，新": 2, "A股": 2, "a b": 3})
CHARS = "新词发现，。A股15.年\n\r 、ab"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_batches, "BATCH", 7)


@given(st.lists(st.text(CHARS, max_size=20), max_size=8), st.sampled_from([" ", "  ", "/", "", "词"]))
def test_blocks_are_cut_like_the_whole_text(pieces: list[str], sep: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_batches, "BATCH", 7)
        found = "".join(SEGMENTER.cut_blocks(pieces, sep=sep))
    assert found == SEGMENTER.cut_text("".join(pieces), sep=sep)


@given(st.text(CHARS, max_size=40))
def test_text_with_separators_holds_the_tokens(text: str) -> None:
    joined = SEGMENTER.cut_text(text, sep="\x00")
    assert joined.replace("\x00", "") == text
    tokens = [token for token in SEGMENTER.cut(text) if token.strip("\r\n")]
    assert [t for line in joined.replace("\r", "\n").split("\n") for t in line.split("\x00") if t] == tokens


def test_separators() -> None:
    assert SEGMENTER.cut_text("新词 发现\n新词\r\n 发现。") == "新词 发现\n新词\r\n 发现 。"
    assert SEGMENTER.cut_text("新词 发现\n新词", sep="/") == "新词/ /发现\n新词"
    assert SEGMENTER.cut_text("") == ""
    assert SEGMENTER.cut_text("\ud800新词\U00020bb7") == "\ud800 新词 \U00020bb7"


@pytest.mark.usefixtures("small")
def test_the_number_of_threads_changes_nothing() -> None:
    texts = ["发现新词，新发现", "", "A股15.5年"] * 20
    expected = [SEGMENTER.cut(text) for text in texts]
    for workers in (1, 2, 4, None):
        assert SEGMENTER.cut_many(texts, workers=workers) == expected
        assert list(SEGMENTER.cut_corpus(texts, workers=workers)) == expected
        assert "".join(SEGMENTER.cut_blocks(texts, workers=workers)) == SEGMENTER.cut_text("".join(texts))


def test_blocks_of_an_endless_text_come_at_once() -> None:
    def endless() -> Iterator[str]:
        while True:
            yield "发现新词。\n" * 50_000

    blocks = SEGMENTER.cut_blocks(endless())
    assert next(blocks).startswith("发现 新词 。\n发现")
    assert next(blocks).endswith("。\n")


def test_a_text_without_a_safe_end_is_one_block() -> None:
    assert len(list(SEGMENTER.cut_blocks(["新"] * 20))) == 1


def test_a_corpus_can_be_cut_twice() -> None:
    cut = SEGMENTER.cut_corpus(Corpus.from_texts(["发现新词", "A股"]))
    assert list(cut) == list(cut) == [["发现", "新词"], ["A股"]]


def test_what_is_spent_after_one_pass_is_refused() -> None:
    with pytest.raises(OptionError, match="one-pass generator"):
        SEGMENTER.cut_corpus(text for text in ["新词"])
    with pytest.raises(OptionError, match="one string"):
        SEGMENTER.cut_corpus("新词")


def test_what_is_no_text_is_named() -> None:
    with pytest.raises(InputError, match="text 1: expected a string, found None"):
        SEGMENTER.cut_many(["新词", None])  # type: ignore[list-item]
    with pytest.raises(OptionError, match="found one string"):
        SEGMENTER.cut_many("新词")
