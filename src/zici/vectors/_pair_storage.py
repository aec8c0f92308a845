"""Counted pairs on disk: a folder with words.parquet, the CSR arrays, and meta.json.

A part of a table also has contexts.parquet, the words of its columns, and the sums of the whole table. The
cells are memory-mapped when read, after a look at all of them: kernels follow the column numbers unchecked.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from zici._arrays import map_array
from zici._files import atomic_folder
from zici._plain import open_plain, read_json
from zici.errors import FormatError, InputError, ZiciError
from zici.vectors._options import MAX_WINDOW
from zici.vectors._pair_counts import DIRECTIONS, PairCounts
from zici.vectors._pair_margins import CELLS, Margins, matrix_sums, row_pieces
from zici.vectors._vocabulary import Vocabulary

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Array = npt.NDArray[Any]

FORMAT, VERSION = "zici-pair-counts", 1
META, WORDS, CONTEXTS = "meta.json", "words.parquet", "contexts.parquet"
REMEDY = "count or save the pairs again"
EXACT = 2**53  # sums below it are exact as float64
KINDS = (np.dtype("<i4"), np.dtype("<i8"))


def save(pairs: PairCounts, folder: str | os.PathLike[str]) -> None:
    """Write pairs so that the folder appears complete or not at all."""
    matrix = pairs.matrix if pairs.matrix.has_sorted_indices else pairs.matrix.sorted_indices()
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "words": len(pairs.vocabulary),
        "contexts": len(pairs.contexts),
        "cells": int(matrix.nnz),
        "part": pairs.margins is not None,
        **{name: getattr(pairs, name) for name in ("window", "dynamic", "direction")},
    }
    arrays = {name: getattr(matrix, name) for name in ("indptr", "indices", "data")}
    with atomic_folder(folder) as part:
        _write_words(part / WORDS, pairs.vocabulary)
        if pairs.margins is not None:
            _write_words(part / CONTEXTS, pairs.contexts)
            arrays |= {name: getattr(pairs.margins, name) for name in ("words", "columns", "others")}
        for name, array in arrays.items():
            little = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
            np.save(part / f"{name}.npy", little, allow_pickle=False)
        (part / META).write_text(json.dumps(meta, indent=1), encoding="utf-8")


def _write_words(path: Path, vocabulary: Vocabulary) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pa.table({"word": pa.array(vocabulary.words, pa.string()), "count": vocabulary.counts})
    except UnicodeEncodeError as error:
        raise InputError(
            f"expected words that UTF-8 can hold, found {error.object!r}; leave it out"
        ) from error
    with path.open("wb") as file:  # Arrow can't open every name that a file may have
        pq.write_table(table, file, compression="zstd")


def load(folder: str | os.PathLike[str]) -> PairCounts:
    """Read pairs, checking that the files are whole and belong together."""
    path = Path(folder)
    meta = _read_meta(path)
    vocabulary = _read_words(path / WORDS, meta["words"])
    margins = None
    if meta["part"]:
        contexts = _read_words(path / CONTEXTS, meta["contexts"])
        margins = Margins(contexts, *(_read_array(path / f"{k}.npy") for k in ("words", "columns", "others")))
    elif meta["contexts"] != meta["words"]:
        raise FormatError(f"{path / META}: expected as many contexts as words in a whole table; {REMEDY}")
    matrix = _read_matrix(path, (meta["words"], meta["contexts"]), meta["cells"])
    _check_sums(path, matrix, margins)
    return PairCounts(
        vocabulary,
        matrix,
        window=meta["window"],
        dynamic=meta["dynamic"],
        direction=meta["direction"],
        margins=margins,
    )


def _read_meta(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise InputError(f"{folder}: expected a folder of counted pairs, found {found}")
    try:
        meta = dict(read_json(folder / META))
        known = (meta["format"], meta["version"]) == (FORMAT, VERSION)
        whole = all(
            _is_count(meta[key], least) for key, least in (("words", 1), ("contexts", 1), ("cells", 0))
        )
        counted = _is_count(meta["window"], 1) and meta["window"] <= MAX_WINDOW
        counted = counted and isinstance(meta["direction"], str) and meta["direction"] in DIRECTIONS
        flags = all(isinstance(meta[key], bool) for key in ("part", "dynamic"))
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise FormatError(
            f"{folder}: expected counted pairs ({META}), found something else; {REMEDY}"
        ) from error
    if not known:
        raise FormatError(
            f"{folder / META}: expected {FORMAT} of version {VERSION}; save with this version of zici"
        )
    if not (whole and counted and flags):
        raise FormatError(
            f"{folder / META}: expected sizes and how pairs were counted, found others; {REMEDY}"
        )
    return meta


def _is_count(value: Any, least: int) -> bool:
    return type(value) is int and least <= value < 2**63


def _read_words(path: Path, size: int) -> Vocabulary:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with open_plain(path) as file:
            table = pq.read_table(file, columns=["word", "count"])
        words, counts = (table.column(name) for name in ("word", "count"))
        good = words.type == pa.string() and counts.type == pa.int64() and len(words) == size
        good = good and not words.null_count and not counts.null_count
        told = words.to_pylist() if good else []
        vocabulary = Vocabulary(told, counts.to_numpy() if good else [])
    except (OSError, ValueError, KeyError, MemoryError, pa.ArrowException, ZiciError) as error:
        raise FormatError(
            f"{path}: expected {size} different words with counts, found something else; {REMEDY}"
        ) from error
    # The rows of the table are numbered in this order.
    if vocabulary.words != tuple(told) or vocabulary.counts[-1] < 0:
        raise FormatError(f"{path}: expected words by falling counts from 0, found others; {REMEDY}")
    return vocabulary


def _read_array(path: Path) -> Array:
    """Integers on one axis, memory-mapped."""
    try:
        array = map_array(path)
    except OSError as error:
        raise FormatError(
            f"{path}: expected an array that can be read ({error.strerror}); {REMEDY}"
        ) from error
    except ValueError as error:
        raise FormatError(f"{path}: expected a whole array of integers ({error}); {REMEDY}") from error
    if array.ndim != 1 or array.dtype not in KINDS:
        raise FormatError(f"{path}: expected a whole array of integers, found something else; {REMEDY}")
    return array


def _read_matrix(folder: Path, shape: tuple[int, int], cells: int) -> csr_array:
    from scipy.sparse import csr_array

    start, index, weight = (_read_array(folder / f"{name}.npy") for name in ("indptr", "indices", "data"))
    if (
        start.size != shape[0] + 1
        or index.size != cells
        or weight.size != cells
        or start.dtype != index.dtype
    ):
        raise FormatError(
            f"{folder}: expected {shape[0] + 1} starts of rows and {cells} cells ({META}), "
            f"found {start.size} and {index.size} with {weight.size} counts; {REMEDY}"
        )
    if start[0] != 0 or start[-1] != cells or (start[1:] < start[:-1]).any():
        raise FormatError(f"{folder}: indptr.npy: expected rising starts from 0 to {cells}; {REMEDY}")
    for piece in row_pieces(start, CELLS):
        columns = index[piece.cells]
        same = piece.place[1:] == piece.place[:-1]
        if columns.size and (columns.min() < 0 or columns.max() >= shape[1]):
            raise FormatError(f"{folder}: indices.npy: expected columns from 0 to {shape[1] - 1}; {REMEDY}")
        if (columns[1:] <= columns[:-1])[same].any():
            raise FormatError(f"{folder}: indices.npy: expected rising columns in every row; {REMEDY}")
        if columns.size and weight[piece.cells].min() < 1:
            raise FormatError(f"{folder}: data.npy: expected counts of at least 1; {REMEDY}")
    return csr_array((weight, index, start), shape=shape)


def _check_sums(folder: Path, matrix: csr_array, margins: Margins | None) -> None:
    """Refuse counts whose sums are not exact, and a whole table smaller than its part."""
    rows, columns = matrix_sums(matrix)
    total = rows.sum()
    if margins is not None:
        if (margins.words.size, margins.columns.size) != matrix.shape:
            raise FormatError(f"{folder}: expected a sum for every row and column of the part; {REMEDY}")
        kept = zip((rows, columns, np.zeros(margins.others.size)), margins[1:], strict=True)
        if any((whole < part).any() for part, whole in kept):
            raise FormatError(f"{folder}: expected sums of at least those of the part; {REMEDY}")
        total = max(float(sums.sum(dtype=np.float64)) for sums in margins[1:])
    if total >= EXACT:
        raise FormatError(f"{folder}: expected counts whose sum is below 2**53; {REMEDY}")
