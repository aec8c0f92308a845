"""Key words in context against a slow twin."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.corpus import Context, Corpus, contexts
from zici.errors import OptionError
from zici.lexicon import Lexicon

TEXTS = st.lists(st.text(st.sampled_from("新词发现\n\r。\U00020bb7a"), min_size=1, max_size=12), max_size=5)
WORDS = st.lists(st.text(st.sampled_from("新词发\U00020bb7a"), min_size=1, max_size=3), max_size=6)


def naive(texts: list[str], words: list[str], per_word: int, width: int) -> dict[str, list[Context]]:
    lines = [line for text in texts for line in re.split("[\r\n]", text)]
    result: dict[str, list[Context]] = {}
    for word in words:
        found = [
            Context(line[max(0, i - width) : i], word, line[i + len(word) : i + len(word) + width])
            for line in lines
            for i in range(len(line))
            if line.startswith(word, i)
        ]
        result[word] = list(dict.fromkeys(found))[:per_word]
    return result


@given(TEXTS, WORDS, st.integers(1, 3), st.integers(0, 4))
def test_contexts_equal_the_naive_ones(texts, words, per_word, width):
    expected = naive(texts, words, per_word, width)
    assert contexts(Corpus.from_texts(texts), words, per_word=per_word, width=width) == expected


@given(
    st.text(st.sampled_from("新词发"), min_size=1, max_size=60), WORDS, st.integers(1, 7), st.integers(0, 4)
)
def test_a_long_line_in_several_blocks_is_one_line(text, words, size, width):
    class Small(Corpus):
        def blocks(self, chars=size):
            return super().blocks(size)

    corpus = Small.from_texts([text])
    assert contexts(corpus, words, per_word=9, width=width) == naive([text], words, 9, width)


def test_the_order_is_that_of_the_words_and_of_the_text():
    corpus = Corpus.from_texts(["甲新词", "乙新词", "甲新词", "丙新词"])
    found = contexts(corpus, Lexicon(["新词", "无", "甲"]), per_word=2, width=1)
    assert list(found) == ["新词", "无", "甲"]
    assert found["新词"] == [("甲", "新词", ""), ("乙", "新词", "")]
    assert found["无"] == []


def test_more_places_than_fit_at_once_are_all_seen():
    text = "新" * 200_000 + "词"
    assert contexts(Corpus.from_texts([text]), ["新", "词"], per_word=100, width=3)["词"] == [
        ("新新新", "词", "")
    ]


@pytest.mark.parametrize(
    "options", [{"per_word": 0}, {"width": -1}, {"words": [""]}, {"words": [3]}, {"words": "新词"}]
)
def test_bad_options_are_refused(options):
    options = {"words": ["新"], **options}
    with pytest.raises(OptionError):
        contexts(Corpus.from_texts(["新词"]), **options)
