"""Word vectors as points in the plane."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from zici._progress import Progress, Step, silent
from zici.errors import MissingExtraError, OptionError
from zici.vectors._map_neighbours import NEAREST, place_neighbours
from zici.vectors._nearest_words import Nearest, nearest_words, unit_rows
from zici.vectors._options import check_integer
from zici.vectors._word_table import Float32
from zici.vectors._word_vectors import WordVectors

METHODS = ("neighbours", "pca", "umap")


def map_words(
    vectors: WordVectors,
    words: Sequence[str] | None = None,
    *,
    method: str = "neighbours",
    seed: int = 0,
    nearest: Nearest | None = None,
    progress: Progress | None = None,
) -> Float32:
    """A place in the plane for every word, from the vectors at length 1.

    "pca" shows the two directions in which the vectors differ most: distances mean something everywhere, but
    much lies on a heap. "neighbours" draws each word to its 15 nearest words and pushes it away from others
    drawn at random (as LargeVis does, Tang et al. 2016, with the weights of UMAP, McInnes et al. 2018): what
    stands together is alike; how far apart two groups are means little. "umap" is the package umap-learn.

    Args:
        vectors: words with their vectors.
        words: which words; None: all.
        method: "neighbours", "pca" or "umap".
        seed: of the draws. Same seed, same places, on one machine.
        nearest: what :func:`nearest_words` gave for the same words, which spares the search for it.
        progress: told of the stages "find neighbours" (words) and "place words" (rounds).

    Returns:
        float32 of shape (words, 2). The mean of both columns is 0, the first varies most, and the number of
        each that is farthest from 0 is positive.

    Raises:
        EmptyError: an empty list of words.
        InputError: a word that has no vector.
        OptionError: another method, a seed below 0, or ``nearest`` of other words.
        MissingExtraError: "umap" without umap-learn.

    Example:
        >>> from zici.vectors import WordVectors
        >>> vectors = WordVectors("猫狗书", [[1, 0, 0], [0, 1, 0], [0, 0, 1]])
        >>> map_words(vectors, method="pca").shape
        (3, 2)
    """
    if method not in METHODS:
        raise OptionError(f"method: expected one of {', '.join(METHODS)}, got {method!r}")
    check_integer("seed", seed, least=0, most=2**32 - 1)
    units = unit_rows(vectors, words)
    if nearest is not None and len(nearest.rows) != len(units):
        raise OptionError(f"nearest: expected a row for each of {len(units)} words, got {len(nearest.rows)}")
    tell = progress or silent
    if method == "umap":
        places = _umap(units, seed, tell)
    elif method == "pca" or len(units) < 3:
        places = _pca(units)
    else:
        near = nearest or nearest_words(vectors, words, n=NEAREST, progress=tell)
        places = place_neighbours(_pca(units), near, seed=seed, progress=tell)
    return _signed(places)


def _pca(units: Float32) -> Float32:
    """The first two principal components, zeros where there is no second.

    Of points in the plane: the same points turned (or mirrored), so that x is their longest direction.
    """
    wide = units.astype(np.float64)
    wide -= wide.mean(axis=0)
    _, turn = np.linalg.eigh(wide.T @ wide)
    places = np.zeros((len(units), 2), np.float32)
    axes = turn[:, ::-1][:, :2]
    places[:, : axes.shape[1]] = wide @ axes
    return places


def _umap(units: Float32, seed: int, tell: Progress) -> Float32:
    try:
        from umap import UMAP
    except ImportError as error:
        raise MissingExtraError(
            "method umap needs umap-learn: pip install 'zici[map]'; or take method neighbours"
        ) from error
    import warnings

    tell(Step("place words", 0, None, "rounds"))
    with warnings.catch_warnings():  # of its own use of a seed and of lists that are short
        warnings.simplefilter("ignore")
        model = UMAP(
            n_neighbors=min(15, max(2, len(units) - 1)),
            metric="cosine",
            random_state=seed,
            n_jobs=1,
            init="random" if len(units) < 5 else "spectral",
        )
        places: Float32 = np.asarray(model.fit_transform(units), np.float32)
    return places


def _signed(places: Float32) -> Float32:
    """The places around 0, longest along x, with the signs that make them one of a kind."""
    places = _pca(places)
    farthest = np.take_along_axis(places, np.abs(places).argmax(axis=0)[None], axis=0)
    result: Float32 = places * np.where(farthest < 0, np.float32(-1), np.float32(1))
    return result
