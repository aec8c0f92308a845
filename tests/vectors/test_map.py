"""Nearest words, groups and places against their definitions."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import ref_map
from zici.errors import EmptyError, InputError, MissingExtraError, OptionError
from zici.vectors import WordVectors, cluster_words, map_words, nearest_words
from zici.vectors import _nearest_words as module
from zici.vectors._map_neighbours import fuzzy_union, neighbour_weights


def random_vectors(size, dim=6, seed=0):
    matrix = np.random.default_rng(seed).standard_normal((size, dim)).astype(np.float32)
    return WordVectors([f"词{k}" for k in range(size)], matrix)


def topics(size=20, groups=3, seed=0):
    """Words of some groups that lie far apart in ten dimensions."""
    rng = np.random.default_rng(seed)
    middles = np.eye(10)[:groups] * 4
    matrix = np.repeat(middles, size, axis=0) + rng.standard_normal((size * groups, 10)) * 0.4
    return WordVectors([f"组{k // size}词{k % size}" for k in range(size * groups)], matrix)


@given(st.integers(2, 30), st.integers(1, 8), st.integers(0, 99))
def test_the_nearest_words_are_their_definition(size, n, seed):
    vectors = random_vectors(size, seed=seed)
    found = nearest_words(vectors, n=n)
    expected = ref_map.nearest(vectors.matrix.tolist(), n)
    assert found.rows.tolist() == [[j for _, j in row] for row in expected]
    assert found.cosines == pytest.approx(np.array([[c for c, _ in row] for row in expected]), abs=1e-5)
    assert found.rows.dtype == np.int32
    assert found.cosines.dtype == np.float32


def test_nearest_words_in_blocks_are_the_same_and_equal_ones_stand_in_order(monkeypatch):
    vectors = random_vectors(50)
    whole, steps = nearest_words(vectors, n=7), []
    monkeypatch.setattr(module, "CELLS", 150)
    blocks = nearest_words(vectors, n=7, progress=steps.append)
    assert (whole.rows == blocks.rows).all()
    assert steps[0].done == 0
    assert steps[-1].done == steps[-1].total == 50
    twins = WordVectors("甲乙丙丁", np.ones((4, 3)))
    assert nearest_words(twins, n=2).rows.tolist() == [[1, 2], [0, 2], [0, 1], [0, 1]]


def test_nearest_words_of_some_are_numbered_among_them():
    vectors = WordVectors("猫狗书", [[1, 0], [1, 0.1], [0, 1]])
    assert nearest_words(vectors, ["书", "狗"], n=9).rows.tolist() == [[1], [0]]
    with pytest.raises(EmptyError, match="at least two words"):
        nearest_words(vectors, ["书"])
    with pytest.raises(InputError, match="'字'"):
        nearest_words(vectors, ["书", "字"])


@given(st.lists(st.integers(0, 200), min_size=2, max_size=20))
def test_weights_of_neighbours_are_their_definition(hundredths):
    # In steps: between words a hair farther than the first, the s that is asked for is lost in rounding.
    distances = [k / 100 for k in sorted(hundredths)]
    found = neighbour_weights(np.array([distances]))[0]
    assert found == pytest.approx(ref_map.weights(distances), abs=1e-3)


def test_the_union_of_both_directions():
    vectors = random_vectors(12)
    near = nearest_words(vectors, n=3)
    weights = neighbour_weights(1 - near.cosines.astype(float))
    table = np.zeros((12, 12))
    for i, row in enumerate(near.rows):
        table[i, row] = weights[i]
    assert fuzzy_union(near).toarray() == pytest.approx(table + table.T - table * table.T)


def test_the_first_components():
    vectors = random_vectors(40)
    units = vectors.matrix / vectors.norms[:, None]
    centred = units - units.mean(axis=0)
    left, values, _ = np.linalg.svd(centred, full_matrices=False)
    places = map_words(vectors, method="pca")
    assert np.abs(places) == pytest.approx(np.abs(left[:, :2] * values[:2]), abs=1e-5)
    assert places.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert (places[np.abs(places).argmax(axis=0), [0, 1]] > 0).all()
    assert places.dtype == np.float32


def test_groups_stand_together_on_the_map():
    vectors = topics()
    places = map_words(vectors, seed=3)
    middles = places.reshape(3, 20, 2).mean(axis=1)
    nearest = np.linalg.norm(places[:, None] - middles, axis=2).argmin(axis=1)
    assert nearest.tolist() == np.repeat([0, 1, 2], 20).tolist()
    assert np.ptp(places, axis=0)[0] >= np.ptp(places, axis=0)[1] * 0.8  # longest along x
    assert places.tobytes() == map_words(vectors, seed=3).tobytes()
    near = nearest_words(vectors, n=15)
    assert places.tobytes() == map_words(vectors, seed=3, nearest=near).tobytes()
    assert places.tobytes() != map_words(vectors, seed=4).tobytes()


@pytest.mark.parametrize("method", ["neighbours", "pca"])
@pytest.mark.parametrize("matrix", [[[1.0]], [[1], [2]], [[1, 0], [0, 1]], [[0, 0]] * 3, [[1, 1, 1]] * 20])
def test_few_words_and_words_that_are_alike(method, matrix):
    places = map_words(WordVectors([f"词{k}" for k in range(len(matrix))], matrix), method=method)
    assert places.shape == (len(matrix), 2)
    assert np.isfinite(places).all()


def test_umap_is_used_where_it_is(monkeypatch):
    monkeypatch.setitem(sys.modules, "umap", None)
    with pytest.raises(MissingExtraError, match=r"pip install 'zici\[map\]'"):
        map_words(topics(), method="umap")

    class Model:
        def __init__(self, **options):
            assert options["metric"] == "cosine"
            assert options["random_state"] == 5

        def fit_transform(self, rows):
            return rows[:, :2] * 3

    monkeypatch.setitem(sys.modules, "umap", type("umap", (), {"UMAP": Model}))
    assert map_words(topics(), method="umap", seed=5).shape == (60, 2)


def test_clusters_are_the_groups():
    vectors = topics()
    groups = cluster_words(vectors, k=3, seed=1)
    assert groups.tolist() == np.repeat([0, 1, 2], 20).tolist()  # equal sizes: by the first word
    assert groups.dtype == np.int32
    some = cluster_words(vectors, [*vectors.words[:4], *vectors.words[40:]], k=2)
    assert some.tolist() == [1] * 4 + [0] * 20  # the largest is 0


def test_clusters_end_where_every_word_is_at_its_nearest_middle():
    vectors = random_vectors(80)
    units = vectors.matrix / vectors.norms[:, None]
    groups = cluster_words(vectors, k=4)
    middles = np.array([units[groups == g].mean(axis=0) for g in range(4)])
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    assert (np.argmax(units @ middles.T, axis=1) == groups).all()
    assert np.bincount(groups).tolist() == sorted(np.bincount(groups), reverse=True)
    assert set(cluster_words(WordVectors("甲乙丙", np.ones((3, 2))), k=3)) == {0}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda v: map_words(v, method="tsne"), "method: expected one of neighbours, pca, umap, got 'tsne'"),
        (lambda v: map_words(v, seed=-1), "seed"),
        (
            lambda v: map_words(v, v.words[:5], nearest=nearest_words(v)),
            "nearest: expected a row for each of 5",
        ),
        (lambda v: cluster_words(v, k=0), "k: expected"),
        (lambda v: cluster_words(v, k=61), "k: expected at most the number of words, 60, got 61"),
        (lambda v: cluster_words(v, seed=-1), "seed"),
        (lambda v: nearest_words(v, n=0), "n: expected"),
    ],
)
def test_refused(call, message):
    with pytest.raises(OptionError, match=message):
        call(topics())
    with pytest.raises(EmptyError, match="no words"):
        map_words(topics(), [])
