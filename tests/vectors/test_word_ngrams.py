"""Word n-grams in hashed columns, and texts' vectors that hold them."""

from __future__ import annotations

import zlib
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zici.errors import OptionError
from zici.vectors import WordVectors, bag_of_words, hashed_ngrams, sentence_vectors

TEXTS = st.lists(st.lists(st.text("天地人𠮷", min_size=1, max_size=2), max_size=8), max_size=6)


@given(TEXTS, st.integers(2, 4), st.integers(1, 50))
def test_every_ngram_adds_its_sign_to_its_bucket(texts, longest, buckets):
    expected = np.zeros((len(texts), buckets), np.float32)
    for row, tokens in enumerate(texts):
        for n in range(2, longest + 1):
            for k in range(len(tokens) - n + 1):
                number = zlib.crc32("\0".join(tokens[k : k + n]).encode())
                expected[row, number % 2**31 % buckets] += 1 if number >= 2**31 else -1
    assert np.array_equal(hashed_ngrams(texts, longest=longest, buckets=buckets).toarray(), expected)


def test_the_hash_is_the_same_everywhere():
    assert hashed_ngrams([["不", "好"]], buckets=1000).indices.tolist() == [
        zlib.crc32(b"\xe4\xb8\x8d\0\xe5\xa5\xbd") % 2**31 % 1000
    ]


@given(TEXTS)
def test_products_of_rows_are_those_of_the_ngrams_where_none_meet(texts):
    """In a million buckets the few n-grams of these texts are alone: their hashes are fixed."""
    rows = hashed_ngrams(texts, buckets=2**20)
    bags = [Counter(pairwise(tokens)) for tokens in texts]
    for first, one in enumerate(bags):
        for second, other in enumerate(bags):
            product = (rows[[first]] @ rows[[second]].T).toarray()[0, 0]
            assert product == sum(one[pair] * other[pair] for pair in one)


def test_ngrams_stand_beside_the_words():
    vectors = WordVectors("猫狗", [[1, 0], [2, 3]])
    bags = bag_of_words(vectors, ["猫狗狗书"], ngrams=3, buckets=7)
    assert bags.shape == (1, 9)
    assert bags[:, :2].toarray().tolist() == [[1, 2]]
    assert np.array_equal(bags[:, 2:].toarray(), hashed_ngrams(["猫狗狗书"], longest=3, buckets=7).toarray())


def test_order_is_told_by_ngrams_only():
    vectors = WordVectors("不好", [[1, 0], [2, 3]])
    texts = [["不", "好"], ["好", "不"]]
    plain = sentence_vectors(vectors, texts)
    told = sentence_vectors(vectors, texts, ngrams=2, ngram_dim=64)
    assert np.array_equal(plain[0], plain[1])
    assert told.shape == (2, 66)
    assert np.array_equal(told[:, :2], plain)
    assert not np.array_equal(told[0], told[1])


def test_means_divide_by_the_ngrams_and_sums_do_not():
    vectors = WordVectors("猫", [[1.0]])
    text = [["猫", "狗", "书", "猫", "狗"]]
    total = sentence_vectors(vectors, text, how="sum", ngrams=3, ngram_dim=16)[0, 1:]
    mean = sentence_vectors(vectors, text, how="mean", ngrams=3, ngram_dim=16)[0, 1:]
    assert total.any()
    assert np.allclose(mean, total / 7)  # four pairs, three triples
    assert not sentence_vectors(vectors, [["猫"]], ngrams=2)[0, 1:].any()


@pytest.mark.parametrize(
    ("options", "message"),
    [({"ngrams": 0}, "ngrams"), ({"ngrams": 2, "ngram_dim": 0}, "ngram_dim"), ({"ngrams": 1.5}, "ngrams")],
)
def test_refusals(options, message):
    with pytest.raises(OptionError, match=message):
        sentence_vectors(WordVectors("猫", [[1.0]]), [["猫"]], **options)
