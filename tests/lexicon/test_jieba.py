"""What jieba itself makes of an exported dictionary."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

from zici.lexicon import Lexicon


@pytest.fixture(scope="module")
def jieba() -> Any:
    with warnings.catch_warnings():
        # jieba 0.42 has unescaped backslashes in its sources and imports the deprecated pkg_resources
        for category in (SyntaxWarning, DeprecationWarning, UserWarning):
            warnings.simplefilter("ignore", category)
        return pytest.importorskip("jieba")


@pytest.fixture
def tokenizer(jieba: Any, tmp_path: Path) -> Any:
    """A tokenizer with a dictionary of two words, its cache inside the test's folder."""
    main = tmp_path / "main.txt"
    main.write_text("我们 100 r\n的 500 uj\n", encoding="utf-8")
    result = jieba.Tokenizer(str(main))
    result.tmp_dir = str(tmp_path)
    return result


def load(tokenizer: Any, path: Path) -> None:
    with path.open("rb") as file:  # given a name, jieba leaves its file open
        tokenizer.load_userdict(file)


WORDS = {
    "攻城狮": 30,
    "K线图": 7,
    "c++": 3,
    "深度学习": 2**40,
    "5G": 12,
    "New York": 5,
    "A 1": 8,
    "a n": 9,
    "#号": 4,
}


def test_jieba_reads_the_counts_we_wrote(tokenizer: Any, tmp_path: Path) -> None:
    path = tmp_path / "userdict.txt"
    Lexicon.from_words(WORDS).export(path, "jieba")
    load(tokenizer, path)
    assert {word: tokenizer.FREQ.get(word) for word in WORDS} == WORDS
    assert Lexicon.load(path).to_dict() == WORDS


def test_jieba_cuts_with_the_words(tokenizer: Any, tmp_path: Path) -> None:
    path = tmp_path / "userdict.txt"
    text = "我们的攻城狮深度学习的K线图"
    Lexicon.from_words({"攻城狮": 30, "K线图": 7, "深度学习": -1}).export(path, "jieba")
    assert "攻城狮" not in tokenizer.lcut(text, HMM=False)
    load(tokenizer, path)
    assert tokenizer.lcut(text, HMM=False) == ["我们", "的", "攻城狮", "深度学习", "的", "K线图"]


def test_we_read_what_jieba_reads(tokenizer: Any, tmp_path: Path) -> None:
    path = tmp_path / "userdict.txt"
    path.write_text(
        "云计算 5\n李小福 2 nr\r\n  创新办 3 i  \n\nEdu Trust认证 2000\n八一双鹿 3 nz\n", encoding="utf-8-sig"
    )
    load(tokenizer, path)
    ours = Lexicon.load(path, "jieba").to_dict()
    assert len(ours) == 5
    assert {word: tokenizer.FREQ.get(word) for word in ours} == ours


def test_jieba_cuts_by_the_weights(jieba: Any, tmp_path: Path) -> None:
    words, texts = ["新词", "新", "词", "的"], ["新词的", "的新词"]
    for weight, expected in (([1.5, 10, 10, 80], ["新词", "的"]), ([1.5, 20, 20, 10], ["新", "词", "的"])):
        path = tmp_path / "main.txt"
        Lexicon.from_arrays(words, count=[50, 9, 9, 80], weight=weight).export(path, "jieba")
        tokenizer = jieba.Tokenizer(str(path))
        tokenizer.tmp_dir = str(tmp_path)
        tokenizer.cache_file = f"{weight[1]}.cache"
        assert tokenizer.lcut(texts[0], HMM=False) == expected
        assert sorted(tokenizer.lcut(texts[1], HMM=False)) == sorted(expected)
