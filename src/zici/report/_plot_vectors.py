"""An interactive map of word vectors in one HTML file."""

from __future__ import annotations

import os
from collections.abc import Iterable

from zici._files import atomic_file
from zici._progress import Progress, Step, silent
from zici.errors import EmptyError, OptionError
from zici.report._group_names import group_names
from zici.report._map_data import Int64, WordMap, pack
from zici.report._page import map_page
from zici.report._sheet import check_language
from zici.vectors import Nearest, WordVectors, cluster_words, map_words, nearest_words

SHOWN = 10_000
FOUND = 15  # nearest words for the places
LISTED = 10  # of these, shown beside the word


def plot_vectors(
    vectors: WordVectors,
    path: str | os.PathLike[str],
    *,
    words: int | Iterable[str] | None = None,
    method: str = "neighbours",
    clusters: int = 12,
    title: str | None = None,
    lang: str | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> None:
    """Write a map of the words as one HTML file: to zoom, to search, with the nearest words of each.

    The file needs no network and asks none. Places are :func:`zici.vectors.map_words`, colours
    :func:`zici.vectors.cluster_words`, and the nearest words are those among the words shown, by the cosine
    of the whole vectors. About 55 bytes a word.

    Args:
        vectors: words with their vectors.
        path: the file to write, complete or not at all.
        words: how many of the most frequent words, or which words; None: up to 10,000. A word named twice is
            shown once.
        method: of the places: "neighbours", "pca" or "umap" (with the extra ``map``).
        clusters: how many groups get a colour, 1 to 12; fewer where there are fewer words.
        title: of the page; None: "Word map" or 词图.
        lang: of the page's own text, "en" or "zh"; None: that of the browser.
        seed: of the places and the groups. Same input, same seed: the same bytes, on one machine.
        progress: told of the stages "find neighbours", "place words" and "write map".

    Raises:
        EmptyError: fewer than two words.
        InputError: a word that has no vector.
        OptionError: an option outside its range.
        OutputError: the file can't be written.
        MissingExtraError: method "umap" without umap-learn.

    Example:
        >>> import pathlib, tempfile
        >>> from zici.vectors import WordVectors
        >>> page = pathlib.Path(tempfile.mkdtemp()) / "map.html"
        >>> plot_vectors(WordVectors("猫狗书", [[1, 0], [1, 0.1], [0, 1]]), page, title="三个字")
        >>> "<title>三个字</title>" in page.read_text(encoding="utf-8")
        True
    """
    check_language(lang)
    if not isinstance(clusters, int) or not 1 <= clusters <= 12:
        raise OptionError(f"clusters: expected an integer from 1 to 12, got {clusters!r}")
    tell = progress or silent
    chosen = _chosen(vectors, words)
    data = map_data(vectors, chosen, method=method, clusters=clusters, seed=seed, progress=tell)
    tell(Step("write map", 0, 1, "files"))
    with atomic_file(path) as temporary:
        page = map_page(data, title=title, lang=lang, method=method)
        temporary.write_text(page, encoding="utf-8", errors="replace", newline="\n")
    tell(Step("write map", 1, 1, "files"))


def map_data(
    vectors: WordVectors,
    chosen: list[str],
    *,
    method: str = "neighbours",
    clusters: int = 12,
    seed: int = 0,
    progress: Progress = silent,
) -> str:
    """The words with their places, groups and nearest words, packed for the page; at least two words."""
    nearest = nearest_words(vectors, chosen, n=FOUND, progress=progress)
    places = map_words(vectors, chosen, method=method, seed=seed, nearest=nearest, progress=progress)
    groups = cluster_words(vectors, chosen, k=min(clusters, len(chosen)), seed=seed)
    listed = Nearest(nearest.rows[:, :LISTED], nearest.cosines[:, :LISTED])
    counts = _counts(vectors, chosen)
    names = group_names(vectors[chosen], counts, groups)
    return pack(WordMap(chosen, counts, places, groups, names, listed))


def _chosen(vectors: WordVectors, words: int | Iterable[str] | None) -> list[str]:
    """The words to show, each once."""
    if isinstance(words, (str, bool)):
        raise OptionError(f"words: expected a number or a list of words, got {words!r}")
    if words is None or isinstance(words, int):
        number = SHOWN if words is None else words
        if number < 2:
            raise OptionError(f"words: expected at least 2, got {number}")
        return list(vectors.words[:number])
    chosen = list(dict.fromkeys(words))
    if len(chosen) < 2:
        raise EmptyError(f"words: expected at least two to draw a map of, got {len(chosen)}")
    return chosen


def _counts(vectors: WordVectors, words: list[str]) -> Int64 | None:
    if vectors.counts is None:
        return None
    counts: Int64 = vectors.counts[[vectors.index[word] for word in words]]
    return counts
