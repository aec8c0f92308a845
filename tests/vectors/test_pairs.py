"""Counting pairs: against the definition, for any workers and pieces; what is refused."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_vectors
from zici.corpus import Blocks
from zici.errors import EmptyError, InputError, OptionError
from zici.vectors import (
    Sentences,
    Vocabulary,
    _count_pairs,
    _sentences,
    count_pairs,
    encode_sentences,
    keep_probabilities,
)

TEXTS = st.lists(st.lists(st.sampled_from(["新", "词", "的", "发现", " "]), max_size=9), max_size=6)


def as_dict(pairs):
    words, cells = pairs.vocabulary.words, pairs.matrix.tocoo()
    return {
        (words[row], words[column]): value * pairs.unit
        for row, column, value in zip(cells.row, cells.col, cells.data.tolist(), strict=True)
    }


def assert_same_table(one, two):
    assert one.vocabulary == two.vocabulary
    for name in ("indptr", "indices", "data"):
        assert np.array_equal(getattr(one.matrix, name), getattr(two.matrix, name))


@given(
    TEXTS,
    st.integers(1, 4),
    st.booleans(),
    st.sampled_from(["both", "left", "right"]),
    st.integers(1, 3),
    st.integers(1, 3),
)
def test_the_definition(texts, window, dynamic, direction, min_count, workers):
    options = {"window": window, "dynamic": dynamic, "direction": direction, "min_count": min_count}
    words = ref_vectors.vocabulary(texts, min_count)
    if not words:
        with pytest.raises(EmptyError):
            count_pairs(texts, **options)
        return
    pairs = count_pairs(texts, workers=workers, **options)
    assert list(pairs.vocabulary.words) == words
    expected = ref_vectors.pairs(texts, **options)
    assert as_dict(pairs) == pytest.approx({pair: float(count) for pair, count in expected.items()})
    assert pairs.matrix.has_sorted_indices


def test_the_dynamic_window_is_the_mean_over_all_draws():
    texts, window = [["新", "词", "发现", "新"], ["词", "新"]], 2
    tokens = sum(map(len, texts))
    draws = list(itertools.product(range(1, window + 1), repeat=tokens))
    total = Counter()
    for widths in draws:
        total.update(ref_vectors.drawn_pairs(texts, window=window, widths=widths))
    expected = {pair: count / len(draws) for pair, count in total.items()}
    assert as_dict(count_pairs(texts, window=window, min_count=1)) == pytest.approx(expected)


def random_texts(seed=0, texts=40, words=60):
    rng = np.random.default_rng(seed)
    return [[f"词{k}" for k in rng.zipf(1.4, rng.integers(1, 30)) % words] for _ in range(texts)]


@pytest.mark.parametrize("subsample", [None, 1e-2])
def test_the_same_table_for_any_workers_blocks_and_units(monkeypatch, subsample):
    texts = random_texts()
    expected = count_pairs(texts, min_count=2, workers=1, subsample=subsample, seed=3)
    monkeypatch.setattr(_count_pairs, "ROOM", 50)
    monkeypatch.setattr(_count_pairs, "UNIT", 37)
    monkeypatch.setattr(_sentences, "BLOCK", 20)
    for workers in (1, 3):
        assert_same_table(
            count_pairs(texts, min_count=2, workers=workers, subsample=subsample, seed=3), expected
        )
    coded = encode_sentences(texts, min_count=2, limit=0)
    assert coded.blocks.on_disk
    assert_same_table(count_pairs(coded, subsample=subsample, seed=3, memory="1MB"), expected)


def test_rows_with_few_and_with_many_words():
    texts = random_texts(seed=1, texts=300, words=2000)
    pairs = count_pairs(texts, min_count=1, window=3)
    found = as_dict(pairs)
    expected = {pair: float(n) for pair, n in ref_vectors.pairs(texts, window=3).items()}
    assert len(pairs.vocabulary) > 64  # bits in several numbers
    assert found == pytest.approx(expected)


@given(TEXTS, TEXTS)
def test_tables_of_one_vocabulary_add_up(one, two):
    words = ref_vectors.vocabulary(one + two, 1)
    if not (ref_vectors.vocabulary(one, 1) and ref_vectors.vocabulary(two, 1)):
        return
    tables = [count_pairs(texts, min_count=1, window=3) for texts in (one, two)]
    both = tables[0] + tables[1]
    assert_same_table(both, count_pairs(one + two, min_count=1, window=3))
    assert list(both.vocabulary.words) == words


def test_tables_of_different_windows_do_not_add_up():
    one, two = (count_pairs([["新", "词"]], window=w, min_count=1) for w in (2, 3))
    with pytest.raises(OptionError, match="same window"):
        one + two
    with pytest.raises(TypeError):
        one + 1


def test_a_given_vocabulary_is_kept():
    vocabulary = Vocabulary(["新", "无"], [5, 3])
    pairs = count_pairs([["新", "罕", "新"]], vocabulary=vocabulary, window=1)
    assert pairs.vocabulary is vocabulary
    assert as_dict(pairs) == {("新", "新"): 2.0}
    with pytest.raises(EmptyError, match="no word of the vocabulary"):
        count_pairs([["罕"]], vocabulary=vocabulary)


def test_a_pair_is_looked_up_by_words():
    pairs = count_pairs([["新", "词"]], window=1, min_count=1)
    assert pairs["新", "词"] == 1.0
    assert pairs["新", "新"] == 0.0
    with pytest.raises(InputError, match="'罕'"):
        pairs["新", "罕"]


def test_sub_sampling_keeps_the_expected_share():
    keep = keep_probabilities(np.array([1, 999]), 1e-5)
    assert keep[0] == pytest.approx(0.11)  # t/f + sqrt(t/f) for f = 1e-3
    assert keep_probabilities(np.array([1, 1]), 1.0).tolist() == [1.0, 1.0]
    texts = [["常"] * 500 + ["罕"]] * 40
    share = keep_probabilities(np.array([20000, 40]), 1e-3)[0]
    thinned = count_pairs(texts, window=1, min_count=1, subsample=1e-3)
    assert 0.8 * share < thinned["常", "常"] / (2 * 20000) < 1.2 * share
    other = count_pairs(texts, window=1, min_count=1, subsample=1e-3, seed=1)
    assert other["常", "常"] != thinned["常", "常"]


@pytest.mark.parametrize("block", [[], [0, -1], [-1, 0], [-1, 2, -1], [-1, -2, -1]])
def test_blocks_that_kernels_must_not_see(block):
    blocks = Blocks()
    blocks.append(np.array(block, np.int32))
    with pytest.raises(InputError, match="expected"):
        Sentences(Vocabulary(["新", "词"], [1, 1]), blocks)


def test_max_words_keeps_the_most_frequent():
    texts = [["的", "的", "的", "新", "新", "词"]]
    assert encode_sentences(texts, min_count=1, max_words=2).vocabulary.words == ("的", "新")


@pytest.mark.parametrize(
    ("tokens", "message"),
    [
        (iter([["词"]]), "one-pass list_iterator; pass Segmenter.cut_corpus"),
        ((text for text in [["词"]]), "one-pass generator"),
        ("一个字符串", "found str"),
        (7, "found int"),
        (["没有切的文本"], "cut it into words first"),
        ([[1, 2]], "found int 1"),
    ],
)
def test_what_are_no_sentences(tokens, message):
    with pytest.raises(OptionError, match=message):
        count_pairs(tokens, min_count=1)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"window": 0}, "window: expected an integer from 1 to 255, got 0"),
        ({"window": 2.0}, "window"),
        ({"direction": "up"}, "direction: expected one of both, left, right"),
        ({"subsample": 0.0}, "subsample: expected a number above 0"),
        ({"min_count": 0}, "min_count: expected an integer of at least 1"),
        ({"max_words": True}, "max_words"),
        ({"workers": 0}, "workers"),
    ],
)
def test_options_out_of_range(options, message):
    with pytest.raises(OptionError, match=message):
        count_pairs([["词"]], **options)


@pytest.mark.parametrize("texts", [[], [[]], [["词"]], [["\n", " "]]])
def test_nothing_to_count(texts):
    with pytest.raises(EmptyError, match="no word occurs 2 times"):
        count_pairs(texts, min_count=2)


def test_vocabularies():
    assert Vocabulary(["乙", "甲"], [1, 1]).words == ("乙", "甲")  # by code point
    assert repr(Vocabulary(["乙"], [1234])) == "Vocabulary(1 words, 1,234 occurrences)"
    assert Vocabulary(["乙"], [1]) != "乙"
    with pytest.raises(EmptyError):
        Vocabulary([], [])
    with pytest.raises(OptionError, match="twice"):
        Vocabulary(["乙", "乙"], [1, 1])
    with pytest.raises(OptionError, match="counts"):
        Vocabulary(["乙"], [1, 2])


def test_progress_ends_at_the_total():
    steps = []
    count_pairs([["新", "词"]] * 5, min_count=1, progress=steps.append)
    assert steps[-1].stage == "count pairs"
    assert steps[-1].done == steps[-1].total == 10
