"""PPMI and the truncated SVD against their definitions; vectors made of them."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from reference import ref_vectors
from zici.errors import EmptyError, OptionError
from zici.vectors import _ppmi as ppmi_module
from zici.vectors import count_pairs, encode_sentences, ppmi, train_vectors, truncated_svd

TEXTS = st.lists(st.lists(st.sampled_from("新词发现的"), min_size=2, max_size=9), min_size=1, max_size=6)


@given(TEXTS, st.sampled_from([1, 2, 5]), st.sampled_from([0.5, 0.75, 1.0]))
def test_ppmi_is_its_definition(texts, shift, smoothing):
    pairs = count_pairs(texts, window=2, min_count=1)
    found = ppmi(pairs, shift=shift, context_smoothing=smoothing)
    expected = ref_vectors.ppmi(ref_vectors.pairs(texts, window=2), shift=shift, smoothing=smoothing)
    words, cells = pairs.vocabulary.words, found.tocoo()
    values = {
        (words[i], words[j]): float(value)
        for i, j, value in zip(cells.row, cells.col, cells.data, strict=True)
    }
    # What is 0 up to rounding may or may not be there.
    for pair in values.keys() | expected.keys():
        assert values.get(pair, 0.0) == pytest.approx(expected.get(pair, 0.0), abs=1e-6)
    assert found.dtype == np.float32


def test_ppmi_in_pieces_is_the_same(monkeypatch):
    texts = [[f"词{k}" for k in row] for row in np.random.default_rng(0).integers(0, 30, (50, 10))]
    pairs = count_pairs(texts, min_count=1)
    expected = ppmi(pairs)
    monkeypatch.setattr(ppmi_module, "CELLS", 17)
    assert (ppmi(pairs) != expected).nnz == 0


def falling(rows, columns, *, seed=0):
    """A matrix whose singular values halve."""
    rng = np.random.default_rng(seed)
    size = min(rows, columns)
    left = np.linalg.qr(rng.standard_normal((rows, size)))[0]
    right = np.linalg.qr(rng.standard_normal((columns, size)))[0]
    return (left * 0.5 ** np.arange(size)) @ right.T


@pytest.mark.parametrize("shape", [(60, 40), (40, 60), (50, 50)])
def test_svd_is_that_of_the_dense_matrix(shape):
    matrix = falling(*shape)
    svd = truncated_svd(csr_array(matrix), 8, seed=1)
    left, values, right = np.linalg.svd(matrix, full_matrices=False)
    assert svd.values == pytest.approx(values[:8], rel=1e-4)
    best = (left[:, :8] * values[:8]) @ right[:8]
    assert (svd.left * svd.values) @ svd.right.T == pytest.approx(best, abs=1e-5)
    assert svd.left.T @ svd.left == pytest.approx(np.eye(8), abs=1e-5)
    assert svd.right.T @ svd.right == pytest.approx(np.eye(8), abs=1e-5)
    assert svd.left.dtype == svd.values.dtype == svd.right.dtype == np.float32


def test_svd_is_the_same_for_any_workers_and_has_positive_signs():
    rng = np.random.default_rng(2)
    dense = rng.random((90, 70)) * (rng.random((90, 70)) < 0.1)
    one, three = (truncated_svd(csr_array(dense), 5, seed=7, workers=workers) for workers in (1, 3))
    for a, b in zip(one, three, strict=True):
        assert a.tobytes() == b.tobytes()
    assert (one.left[np.abs(one.left).argmax(axis=0), range(5)] > 0).all()
    other = truncated_svd(csr_array(falling(90, 70)), 5, seed=1)
    same = truncated_svd(csr_array(falling(90, 70)), 5, seed=2)
    assert same.left == pytest.approx(other.left, abs=1e-3)  # another seed: the same, not the opposite signs


@pytest.mark.parametrize("rank", [0, 1, 3])
def test_svd_of_a_matrix_of_lower_rank(rank):
    rng = np.random.default_rng(0)
    matrix = rng.standard_normal((30, rank)) @ rng.standard_normal((rank, 20))
    svd = truncated_svd(csr_array(matrix), 5)
    assert (svd.values > 1e-3).tolist() == [k < rank for k in range(5)]
    assert (svd.left * svd.values) @ svd.right.T == pytest.approx(matrix, abs=1e-4)


def test_svd_is_the_optimum_of_the_linear_autoencoder():
    """x -> x W V trained on squared error restores as much as the truncated SVD, and not more (4233)."""
    rng = np.random.default_rng(0)
    data, dim = falling(12, 8, seed=3) * 10, 2
    svd = truncated_svd(csr_array(data), dim)
    optimum = np.square(data - (svd.left * svd.values) @ svd.right.T).sum()
    encode, decode = rng.standard_normal((8, dim)), rng.standard_normal((dim, 8))
    for _ in range(200):  # alternating least squares: each step is the best for the other half
        encode = np.linalg.lstsq(data, data @ np.linalg.pinv(decode), rcond=None)[0]
        decode = np.linalg.lstsq(data @ encode, data, rcond=None)[0]
    loss = np.square(data - data @ encode @ decode).sum()
    assert loss == pytest.approx(optimum, rel=1e-5)
    assert loss >= optimum * (1 - 1e-6)
    # The code of the autoencoder spans what the right singular vectors span.
    inside = svd.right @ (svd.right.T @ decode.T)
    assert inside == pytest.approx(decode.T, abs=1e-4)


@pytest.mark.parametrize(
    ("dim", "options", "message"),
    [
        (5, {}, "dim: expected at most 3, the matrix's smaller side, got 5"),
        (0, {}, "dim"),
        (1, {"power_iterations": -1}, "power_iterations"),
        (1, {"seed": -1}, "seed"),
    ],
)
def test_svd_refuses(dim, options, message):
    with pytest.raises(OptionError, match=message):
        truncated_svd(csr_array(np.ones((3, 4))), dim, **options)


def topics(texts=400):
    """Texts about one of two things."""
    rng = np.random.default_rng(0)
    groups = [["猫", "狗", "鱼", "鸟"], ["车", "船", "路", "桥"]]
    return [[*rng.choice(groups[k % 2], 6).tolist(), "的"] for k in range(texts)]


@pytest.mark.parametrize("options", [{}, {"add_context": True}, {"eigenvalue_weight": 0}, {"subsample": 0.1}])
def test_words_of_one_topic_are_near(options):
    vectors = train_vectors(topics(), dim=3, min_count=2, seed=1, **options)
    for word, others in (("猫", {"狗", "鱼", "鸟"}), ("船", {"车", "路", "桥"})):
        assert {other for other, _ in vectors.most_similar(word, n=3)} == others
    assert vectors.info["method"] == "svd"
    assert vectors.counts is not None
    assert vectors.counts.sum() == 400 * 7


def test_training_is_the_same_for_any_workers_and_from_coded_sentences():
    one, three = (train_vectors(topics(), dim=4, workers=workers, seed=5) for workers in (1, 3))
    coded = train_vectors(encode_sentences(topics()), dim=4, seed=5)
    assert one.matrix.tobytes() == three.matrix.tobytes() == coded.matrix.tobytes()
    assert one.words == three.words


def test_a_power_of_the_singular_values_and_the_contexts():
    plain, half = (train_vectors(topics(), dim=3, eigenvalue_weight=p) for p in (0, 0.5))
    values = np.linalg.norm(half.matrix, axis=0) ** 2  # the columns of the plain ones have length 1
    assert np.linalg.norm(plain.matrix, axis=0) == pytest.approx([1, 1, 1], abs=1e-5)
    assert half.matrix == pytest.approx(plain.matrix * values**0.5, abs=1e-4)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "lsa"}, "method: expected one of svd, sgns, cbow, keras, got 'lsa'"),
        ({"dim": 99}, "dim: expected at most the number of words, 9, got 99"),
        ({"dim": 0}, "dim"),
        ({"negative": 0}, "negative: expected an integer of at least 1, got 0"),
        ({"negative": 0, "method": "sgns"}, "negative: expected an integer of at least 1, got 0"),
        ({"window": 0}, "window"),
        ({"epochs": 0}, "epochs"),
        ({"seed": -1}, "seed"),
        ({"workers": 0}, "workers"),
        ({"subsample": "some"}, "subsample"),
        ({"subsample": 2.0}, "subsample"),
        ({"context_smoothing": 0}, "context_smoothing"),
        ({"eigenvalue_weight": 1.5}, "eigenvalue_weight"),
        ({"power_iterations": -1}, "power_iterations"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"memory": "much"}, "memory"),
    ],
)
def test_training_refuses(options, message):
    with pytest.raises(OptionError, match=message):
        train_vectors(topics(20), **{"dim": 2, "min_count": 1, **options})


def test_training_on_nothing():
    with pytest.raises(EmptyError, match="no word occurs 5 times"):
        train_vectors([["新", "词"]], dim=1)
    with pytest.raises(EmptyError, match="more often than by chance"):
        train_vectors([["词"] * 9], dim=1)
    with pytest.raises(OptionError, match="one-pass generator"):
        train_vectors((text for text in topics()), dim=2)


def test_power_iterations_come_closer_and_reach_the_training():
    rng = np.random.default_rng(0)
    matrix = rng.standard_normal((300, 200))  # values that fall slowly
    best = np.linalg.svd(matrix, compute_uv=False)[:5]
    worst = [
        np.abs(truncated_svd(csr_array(matrix), 5, power_iterations=k).values - best).max() for k in (0, 1, 4)
    ]
    assert worst[0] > 2 * worst[1] > 4 * worst[2]
    few, many = (train_vectors(topics(), dim=2, power_iterations=k).info["power_iterations"] for k in (0, 3))
    assert (few, many) == (0, 3)


@pytest.mark.parametrize("power_iterations", [0, 2, 5])
def test_more_directions_than_the_matrix_has(power_iterations):
    """The powers soon hold nothing new: what rounding leaves of them must not become directions."""
    matrix = np.random.default_rng(1).standard_normal((25, 18))
    svd = truncated_svd(csr_array(matrix), 12, power_iterations=power_iterations)
    assert svd.left.T @ svd.left == pytest.approx(np.eye(12), abs=1e-5)
    assert svd.right.T @ svd.right == pytest.approx(np.eye(12), abs=1e-5)
    if power_iterations:
        assert svd.values == pytest.approx(np.linalg.svd(matrix, compute_uv=False)[:12], rel=1e-4)
