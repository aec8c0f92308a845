"""What kexue.fm/archives/4233 says of word vectors and matrices, as checks that can fail.

An embedding is a bag of words times a matrix; the truncated SVD is the optimum of the linear autoencoder
N-d-N; word2vec with negative sampling comes to the PMI, smoothed and shifted (Levy and Goldberg 2014).
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from zici.vectors import (
    WordVectors,
    bag_of_words,
    count_pairs,
    encode_sentences,
    ppmi,
    sentence_vectors,
    train_vectors,
    truncated_svd,
)

WORDS = "天地玄黄宇宙洪荒"
TINY = 1e-6  # PMI - ln(TINY) is above 0 for every pair that was seen, so that ppmi cuts none off
ENOUGH = 100  # pairs: the PMI of fewer is mostly chance


def make_vectors(seed, *, whole):
    rng = np.random.default_rng(seed)
    matrix = rng.integers(-99, 100, (len(WORDS), 5)) if whole else rng.standard_normal((len(WORDS), 5))
    contexts, bias = rng.standard_normal((len(WORDS), 5)), rng.standard_normal(len(WORDS))
    return WordVectors(WORDS, matrix.astype(np.float32), contexts=contexts, bias=bias)


TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=12), min_size=1, max_size=5)


@given(TEXTS, st.integers(0, 99))
def test_a_sum_of_embeddings_is_a_bag_of_words_times_the_matrix(texts, seed):
    """Bit by bit: whole numbers have no rounding."""
    vectors = make_vectors(seed, whole=True)
    summed = np.array([sum((vectors[word] for word in text), np.zeros(5, np.float32)) for text in texts])
    assert np.array_equal(bag_of_words(vectors, texts) @ vectors.matrix, summed)
    assert np.array_equal(sentence_vectors(vectors, texts, how="sum"), summed)


def test_an_embedding_is_a_one_hot_input_times_a_dense_layer():
    vectors = make_vectors(0, whole=False)
    one_hot = np.eye(len(WORDS), dtype=np.float32)
    assert np.array_equal(bag_of_words(vectors, WORDS).toarray(), one_hot)
    assert np.array_equal(one_hot @ vectors.matrix, vectors[list(WORDS)])


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.integers(0, 99))
def test_cbow_is_two_linear_layers_and_a_softmax(text, seed):
    """N-d-N: the mean bag of words through one matrix, and through another; then the probabilities."""
    vectors = make_vectors(seed, whole=False)
    bag = bag_of_words(vectors, [text]).toarray()[0] / len(text)
    scores = bag @ vectors.matrix @ vectors.contexts.T + vectors.bias
    expected = scores - np.log(np.exp(scores).sum())
    assert vectors.log_proba(text) == pytest.approx(expected, abs=1e-4)


def data(rows=20, columns=12):
    """Counts of words that stand together, as large as it takes to see something."""
    rng = np.random.default_rng(4)
    return rng.poisson(rng.gamma(0.5, 2.0, (rows, 3)) @ rng.gamma(0.5, 2.0, (3, columns))).astype(float)


def loss(matrix, encode, decode):
    return float(np.square(matrix - matrix @ encode @ decode).sum())


@pytest.mark.parametrize("dim", [1, 2, 4])
def test_the_error_of_the_truncated_svd_is_the_sum_of_the_squares_left_out(dim):
    matrix = data()
    right = truncated_svd(csr_array(matrix), dim).right.astype(float)
    left_out = np.linalg.svd(matrix, compute_uv=False)[dim:]
    assert loss(matrix, right, right.T) == pytest.approx(np.square(left_out).sum(), rel=1e-5)
    assert left_out.max() > 1


@pytest.mark.parametrize("dim", [1, 2, 4])
def test_gradient_descent_on_the_linear_autoencoder_comes_to_the_svd(dim):
    """x -> x W V on squared error, from small random numbers, in plain steps along the gradient."""
    matrix, rng = data(), np.random.default_rng(dim)
    columns = matrix.shape[1]
    right = truncated_svd(csr_array(matrix), dim).right.astype(float)
    optimum = loss(matrix, right, right.T)
    encode, decode = rng.normal(0, 0.3, (columns, dim)), rng.normal(0, 0.3, (dim, columns))
    gram = matrix.T @ matrix
    rate = 0.2 / np.linalg.norm(gram, 2)
    first = loss(matrix, encode, decode)
    for _ in range(20_000):
        wrong = gram @ (encode @ decode - np.eye(columns))
        encode, decode = encode - rate * wrong @ decode.T, decode - rate * encode.T @ wrong
    assert loss(matrix, encode, decode) == pytest.approx(optimum, rel=5e-3)
    assert loss(matrix, encode, decode) >= optimum * (1 - 1e-6)
    assert first > 1.5 * optimum
    # Not the vectors are the same, but the space they span: any invertible matrix fits between the layers.
    assert right @ (right.T @ decode.T) == pytest.approx(decode.T, abs=0.02)


@given(st.integers(0, 2**32 - 1), st.integers(1, 6))
def test_no_other_factors_are_nearer_than_the_svd(seed, dim):
    """Eckart and Young, with the best second factor for every random first one."""
    matrix, rng = data(), np.random.default_rng(seed)
    svd = truncated_svd(csr_array(matrix), dim)
    best = np.square(matrix - (svd.left * svd.values) @ svd.right.T).sum()
    left = svd.left + rng.normal(0, rng.choice([0.01, 0.1, 1.0]), svd.left.shape)
    other = left @ np.linalg.lstsq(left, matrix, rcond=None)[0]
    assert np.square(matrix - other).sum() >= best * (1 - 1e-6)


@cache
def chain(size=24, texts=5000, length=12):
    """Texts in which every word has words that like to follow it; some words are frequent."""
    rng = np.random.default_rng(0)
    follow = np.cumsum(rng.dirichlet(6 / np.arange(1, size + 1), size), axis=1)
    ids = rng.integers(0, size, (texts, length))
    for k in range(1, length):
        ids[:, k] = (rng.random((texts, 1)) > follow[ids[:, k - 1]]).sum(axis=1).clip(max=size - 1)
    return encode_sentences([[chr(0x4E00 + k) for k in row] for row in ids.tolist()], min_count=1)


@cache
def sgns(negative):
    return train_vectors(
        chain(),
        method="sgns",
        dim=24,
        window=2,
        epochs=30,
        negative=negative,
        subsample=None,
        learning_rate=0.05,
        seed=1,
        workers=1,
    )


def pmi(smoothing=0.75):
    """PMI of all pairs seen often enough: (rows, columns, values)."""
    pairs = count_pairs(chain(), window=2)
    values = ppmi(pairs, shift=TINY, context_smoothing=smoothing).tocoo()
    often = pairs.matrix.toarray()[values.row, values.col] * pairs.unit >= ENOUGH
    return values.row[often], values.col[often], values.data[often] + math.log(TINY)


def scores(vectors, rows, columns):
    return np.einsum("ij,ij->i", vectors.matrix[rows], vectors.contexts[columns])


@pytest.mark.parametrize("negative", [1, 5])
def test_sgns_comes_to_the_smoothed_pmi_less_the_logarithm_of_the_negatives(negative):
    """With as many numbers as words nothing hinders it: the scores are the PMI - ln k, not only like it."""
    rows, columns, values = pmi()
    found, expected = scores(sgns(negative), rows, columns), values - math.log(negative)
    assert len(rows) > 200
    assert expected.std() > 0.4
    assert np.corrcoef(found, expected)[0, 1] > 0.97
    assert np.sqrt(np.mean((found - expected) ** 2)) < 0.2
    assert abs((found - expected).mean()) < 0.1


def test_more_negatives_shift_the_scores_by_their_logarithm():
    rows, columns, _ = pmi()
    one, five = (scores(sgns(k), rows, columns).mean() for k in (1, 5))
    assert one - five == pytest.approx(math.log(5), abs=0.1)


def test_the_pmi_is_that_of_the_smoothed_contexts_and_no_other():
    """Negatives drawn by the counts to the power 0.75: the plain PMI is further away."""
    rows, columns, smoothed = pmi()
    found = scores(sgns(1), rows, columns)
    errors = [float(np.abs(found - values).mean()) for values in (smoothed, pmi(smoothing=1.0)[2])]
    assert errors[0] < 0.6 * errors[1]


def test_a_centre_is_never_its_own_negative():
    """So the false pairs are k q(c) (P(x) - P(x, c)): where c is common beside x, scores are higher."""
    rows, columns, values = pmi()
    table = count_pairs(chain(), window=2).matrix.toarray()
    share = (table / table.sum(axis=1, keepdims=True))[rows, columns]
    wrong = scores(sgns(1), rows, columns) - values
    assert abs((wrong + np.log1p(-share)).mean()) < 0.3 * wrong.mean()


def test_sgns_and_the_svd_of_the_shifted_ppmi_agree_where_that_is_above_0():
    svd = train_vectors(chain(), dim=24, window=2, negative=1, seed=1)
    rows, columns, values = pmi()
    positive = values > 0
    exact = scores(svd, rows, columns)
    assert exact == pytest.approx(np.maximum(values, 0), abs=1e-3)
    found = scores(sgns(1), rows, columns)
    assert np.corrcoef(found[positive], exact[positive])[0, 1] > 0.9
