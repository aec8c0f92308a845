"""The kernels of n-gram features and linear models, compiled, interpreted and bounds-checked."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest

from reference import ref_linear
from zici._kernels.linear import Objective, Samples, score_documents, train_many, train_two
from zici._kernels.ngram_features import Documents, hash_words, list_ngrams, weigh_rows
from zici.classify.features import Block, Tokenizer, inverse_frequencies, learn_ngrams
from zici.errors import EmptyError

TEXTS = ["不好看不好看", "好看！", "", "𠮷野家不好吃", "ＯＫ好吃 ok", "看", "不好", "好看好吃不好看"]
BLOCKS = [Block(0, 1, 3), Block(1, 1, 2), Block(0, 2, 3, 4), Block(0, 1, 1, 2)]


def cut(text):
    return [text[k : k + 2] for k in range(0, len(text), 2)]


def views_of(text):
    text = ref_linear.fold(text)
    return [list(text), cut(text)]


TOKENIZER = Tokenizer(words=cut)


@pytest.mark.parametrize("min_count", [1, 2, 3])
@pytest.mark.parametrize("blocks", [BLOCKS, BLOCKS[:1], [Block(1, 1, 1)], [Block(0, 3, 3)]])
def test_columns_are_the_ngrams_of_enough_texts(blocks, min_count):
    documents = TOKENIZER.documents(TEXTS)
    texts = [views_of(text) for text in TEXTS]
    kept = ref_linear.document_counts(texts, blocks, min_count)
    if not kept:
        with pytest.raises(EmptyError, match="lower min_count"):
            learn_ngrams(documents, blocks, min_count=min_count)
        return
    ngrams, counts = learn_ngrams(documents, blocks, min_count=min_count)
    assert len(ngrams) == len(kept)
    assert counts.tolist() == sorted(kept.values(), reverse=True)
    indptr, columns, times = ngrams.rows(documents)
    names = {}
    for k, views in enumerate(texts):
        mine = columns[indptr[k] : indptr[k + 1]]
        assert len(set(mine.tolist())) == mine.size
        found = ref_linear.ngrams(views, blocks)
        wanted = sorted((found.count(gram), kept[gram]) for gram in set(found) & set(kept))
        assert (
            sorted(zip(times[indptr[k] : indptr[k + 1]].tolist(), counts[mine].tolist(), strict=True))
            == wanted
        )
        names_of_text(names, ngrams, TOKENIZER.documents([TEXTS[k]]), (views, blocks, kept))
    assert len(set(names.values())) == len(names) == len(kept)


def names_of_text(names, ngrams, documents, wanted):
    """What each column stands for: one n-gram, the same in every text."""
    views, blocks, kept = wanted
    out = np.zeros((200, 4), np.int64)
    size = list_ngrams(documents, ngrams.known, 0, out)
    found = [gram for gram in ref_linear.ngrams(views, blocks) if gram in kept]
    assert size == len(found)
    at = {}
    for gram in found:
        at.setdefault(gram[0], []).append(gram[1])
    used = sorted(
        (view, tuple(views[view][first : first + length])) for _, view, first, length in out[:size].tolist()
    )
    assert used == sorted((blocks[block].view, units) for block, units in found)
    for column, view, first, length in out[:size].tolist():
        names.setdefault(
            column, (view, tuple(views[view][first : first + length]), column_block(ngrams, column))
        )


def column_block(ngrams, column):
    """Columns of different blocks with the same units are told apart by their key alone."""
    return int(ngrams.keys[column])


def test_values_and_scores():
    documents = TOKENIZER.documents(TEXTS)
    ngrams, counts = learn_ngrams(documents, BLOCKS, min_count=2)
    idf = inverse_frequencies(counts, len(TEXTS))
    indptr, columns, values = ngrams.rows(documents)
    weigh_rows(indptr, columns, idf, values)
    texts = [views_of(text) for text in TEXTS]
    kept = ref_linear.document_counts(texts, BLOCKS, 2)
    for k, views in enumerate(texts):
        expected = sorted(ref_linear.row(views, BLOCKS, kept, len(TEXTS)).values())
        np.testing.assert_allclose(sorted(values[indptr[k] : indptr[k + 1]]), expected, rtol=1e-5)
    weights = np.random.default_rng(1).normal(size=(len(ngrams) + 1, 3)).astype(np.float32)
    out = np.full((len(TEXTS), 3), np.nan, np.float32)
    score_documents(documents, ngrams.known, ngrams.row(documents), idf, weights, out)
    for k in range(len(TEXTS)):
        part = slice(indptr[k], indptr[k + 1])
        expected = values[part].astype(float) @ weights[columns[part]] + weights[-1]
        np.testing.assert_allclose(out[k], expected, atol=1e-5)


def test_a_column_limit_raises_the_threshold():
    documents = TOKENIZER.documents(TEXTS)
    _, counts = learn_ngrams(documents, BLOCKS, min_count=2)
    for most in (1, 3, 7, counts.size):
        _, fewer = learn_ngrams(documents, BLOCKS, min_count=2, most=most)
        assert fewer.size <= most
        assert fewer.tolist() == counts[: fewer.size].tolist()
        assert fewer.size == counts.size or counts[fewer.size] < fewer[-1]


def test_long_documents_make_the_table_grow(monkeypatch):
    from zici.classify.features import _ngrams

    texts = ["".join(map(chr, range(0x4E00, 0x4E00 + 300))) * 2, "一丁"] + ["乐乐"] * 2
    documents = Tokenizer().documents(texts)
    expected = learn_ngrams(documents, [Block(0, 1, 3)], min_count=1)
    monkeypatch.setattr(_ngrams, "ROOM", 4)
    monkeypatch.setattr(_ngrams, "UNITS", 3)
    found = learn_ngrams(documents, [Block(0, 1, 3)], min_count=1)
    np.testing.assert_array_equal(found[0].keys, expected[0].keys)
    np.testing.assert_array_equal(found[1], expected[1])
    monkeypatch.undo()
    for mine, theirs in zip(found[0].rows(documents), expected[0].rows(documents), strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_words_of_the_same_characters_have_the_same_unit():
    codes = np.array([1, 2, 3, 1, 2, 3, 3, 0], np.uint32)
    out = np.zeros(6, np.uint64)
    hash_words(codes, np.array([2, 3, 5, 6, 7, 8]), out)
    assert out[0] == out[2] and out[1] == out[3] == out[4]
    assert len(set(out.tolist())) == 3


def make_samples(random, size, columns, classes):
    rows = [sorted(random.choice(columns, random.integers(0, 5), replace=False)) for _ in range(size)]
    indptr = np.append(0, np.cumsum([len(row) for row in rows]))
    flat = np.array([column for row in rows for column in row], np.int32)
    values = random.normal(size=flat.size).astype(np.float32)
    targets = random.integers(0, classes, size).astype(np.int32)
    costs = random.uniform(0.5, 3, size).astype(np.float32)
    samples = Samples(indptr, flat, values, targets, costs)
    dicts = [
        {-1: 1.0} | dict(zip(flat[a:b].tolist(), values[a:b].tolist(), strict=True))
        for a, b in pairwise(indptr)
    ]
    return samples, dicts


def softmax_slopes(logits, target):
    top = max(logits)
    powers = [math.exp(z - top) for z in logits]
    return [power / sum(powers) - (c == target) for c, power in enumerate(powers)]


def test_steps_for_many_classes():
    random = np.random.default_rng(3)
    samples, rows = make_samples(random, 15, 6, 3)
    factors = random.normal(size=(7, 3)).astype(np.float32)
    factors[-1] = 1
    order = random.integers(0, 15, 40)
    weights, beta = np.zeros((7, 3), np.float32), np.zeros((15, 3), np.float32)
    train_many(samples, order, Objective(0, 0.0, 0.0, 0.5), factors, weights, beta)
    expected = ref_linear.sdca(
        rows,
        samples.targets.tolist(),
        samples.costs.tolist(),
        order.tolist(),
        3,
        slopes_of=softmax_slopes,
        curvature=0.5,
        factors=lambda column, c: float(factors[column, c]),
    )
    for (column, c), value in expected.items():
        assert weights[column, c] == pytest.approx(value, abs=1e-4)


def test_steps_for_two_classes():
    random = np.random.default_rng(4)
    samples, rows = make_samples(random, 15, 6, 2)
    order = random.integers(0, 15, 40)
    weights, beta = np.zeros(7, np.float32), np.zeros(15, np.float32)
    total = train_two(samples, order[:15], Objective(0, 0.0, 0.0, 0.25), weights, beta)
    total += train_two(samples, order[15:], Objective(0, 0.0, 0.0, 0.25), weights, beta)

    def slope(found, target):
        p = 1 / (1 + math.exp(-found[0]))
        return [p - target]

    expected = ref_linear.sdca(
        rows,
        samples.targets.tolist(),
        samples.costs.tolist(),
        order.tolist(),
        1,
        slopes_of=slope,
        curvature=0.25,
        factors=lambda column, c: 1.0,
    )
    for (column, _), value in expected.items():
        assert weights[column] == pytest.approx(value, abs=1e-4)
    assert total > 0


def test_no_documents():
    assert Documents(*TOKENIZER.documents([])).start.tolist() == [[0], [0]]
