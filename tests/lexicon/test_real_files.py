"""The dictionaries that people have: every word arrives, and quickly."""

from __future__ import annotations

import lzma
import time
from pathlib import Path

import pytest

from zici.lexicon import Lexicon

pytestmark = pytest.mark.data


def test_jieba_dictionary(data_dir: Path) -> None:
    path = data_dir / "lexicon" / "jieba_dict.txt.xz"
    start = time.process_time()
    lexicon = Lexicon.load(path)
    assert (
        time.process_time() - start < 1.5
    )  # .4 s on the development machine; a quadratic step takes minutes
    expected: dict[str, int] = {}
    for line in lzma.decompress(path.read_bytes()).decode().splitlines():
        word, count, _ = line.split(" ")
        expected[word] = expected.get(word, 0) + int(count)
    assert lexicon.to_dict() == expected


def test_rime_essay(data_dir: Path) -> None:
    path = data_dir / "lexicon" / "rime_essay.txt.xz"
    lexicon = Lexicon.load(path)
    lines = lzma.decompress(path.read_bytes()).decode().splitlines()
    assert lexicon.to_dict() == {line.split("\t")[0]: int(line.split("\t")[1]) for line in lines}


def test_cedict_columns(data_dir: Path) -> None:
    path = data_dir / "lexicon" / "cc_cedict.tsv.xz"
    traditional, simplified = (Lexicon.load(path, column=column) for column in (1, 2))
    assert "三體問題" in traditional or "三體綜合症" in "".join(traditional)
    assert "中国" in simplified
    assert "中國" in traditional
    assert len(simplified) < len(traditional)


def test_plain_list(data_dir: Path) -> None:
    lexicon = Lexicon.load(data_dir / "seg" / "pku_training_words.utf8")
    assert len(lexicon) == 55303
    assert lexicon.words[:2] == ("研习班", "义演")
    assert set(lexicon.count.tolist()) == {-1}


def test_new_words_are_a_difference(data_dir: Path) -> None:
    known = Lexicon.load(data_dir / "lexicon" / "jieba_dict.txt.xz")
    found = Lexicon.from_words({"中国": 5, "内卷化了": 3})
    assert (found - known).words == ("内卷化了",)
