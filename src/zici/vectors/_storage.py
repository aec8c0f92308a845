"""Word vectors on disk: a folder with words.parquet, matrix.npy and meta.json.

Where there are contexts, contexts.npy, and bias.npy where they have a bias; where there are subwords,
ngrams.npy with their vectors and buckets.npy with their numbers. The matrices are memory-mapped when read.
"""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._arrays import map_array
from zici._files import atomic_folder
from zici._plain import open_plain, read_json
from zici.errors import FormatError, InputError, ZiciError
from zici.vectors._subwords import SubwordOptions, Subwords
from zici.vectors._word_vectors import WordVectors

FORMAT, VERSION = "zici-word-vectors", 1
META, WORDS, MATRIX = "meta.json", "words.parquet", "matrix.npy"
NGRAMS, BUCKETS = "ngrams.npy", "buckets.npy"
EXTRA = ("contexts", "bias")  # kept as NAME.npy, told in meta.json
REMEDY = "train or save the vectors again"


def save(vectors: WordVectors, folder: str | os.PathLike[str]) -> None:
    """Write vectors so that the folder appears complete or not at all."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns: dict[str, Any] = {"word": pa.array(vectors.words, pa.string())}
    if vectors.counts is not None:
        columns["count"] = vectors.counts
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "words": len(vectors),
        "dim": vectors.dim,
        **{name: getattr(vectors, name) is not None for name in EXTRA},
        "subwords": None if vectors.subwords is None else asdict(vectors.subwords.options),
        "info": vectors.info,
    }
    text = json.dumps(meta, ensure_ascii=False, indent=1)
    with atomic_folder(folder) as part:
        with (part / WORDS).open("wb") as file:  # Arrow can't open every name that a file may have
            pq.write_table(pa.table(columns), file, compression="zstd")
        for name in ("matrix", *EXTRA):
            array = getattr(vectors, name)
            if array is not None:
                np.save(part / f"{name}.npy", np.ascontiguousarray(array, "<f4"), allow_pickle=False)
        if vectors.subwords is not None:
            np.save(part / NGRAMS, np.ascontiguousarray(vectors.subwords.matrix, "<f4"), allow_pickle=False)
            np.save(part / BUCKETS, np.ascontiguousarray(vectors.subwords.buckets, "<i8"), allow_pickle=False)
        (part / META).write_text(text, encoding="utf-8")


def load(folder: str | os.PathLike[str]) -> WordVectors:
    """Read vectors, checking that the files are whole and belong together."""
    path = Path(folder)
    meta = _read_meta(path)
    words, counts = _read_words(path / WORDS)
    matrix = _read_array(path / MATRIX, 2)
    contexts, bias = (
        _read_array(path / f"{name}.npy", axes) if meta.get(name) else None
        for name, axes in zip(EXTRA, (2, 1), strict=True)
    )
    if matrix.shape != (meta["words"], meta["dim"]) or len(words) != meta["words"]:
        raise FormatError(
            f"{path}: expected {meta['words']} words of dim {meta['dim']} ({META}), "
            f"found {len(words)} words and a matrix of {matrix.shape}; {REMEDY}"
        )
    try:
        return WordVectors(
            words,
            matrix,
            counts=counts,
            contexts=contexts,
            bias=bias,
            subwords=_read_subwords(path, meta.get("subwords")),
            info=meta["info"],
        )
    except ZiciError as error:
        raise FormatError(f"{path}: {error}") from error


def _read_subwords(path: Path, told: Any) -> Subwords | None:
    if told is None:
        return None
    try:
        options = SubwordOptions(**told)
    except TypeError as error:
        raise FormatError(f"{path / META}: expected options of subwords, found others; {REMEDY}") from error
    return Subwords(_read_array(path / BUCKETS, 1, "<i8"), _read_array(path / NGRAMS, 2), options=options)


def _read_meta(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise InputError(f"{folder}: expected a folder of word vectors, found {found}")
    try:
        meta = read_json(folder / META)
        known = (meta["format"], meta["version"]) == (FORMAT, VERSION)
        good = all(type(meta[key]) is int and meta[key] > 0 for key in ("words", "dim"))
        good = good and isinstance(meta["info"], dict)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FormatError(
            f"{folder}: expected word vectors ({META}), found something else; {REMEDY}"
        ) from error
    if not known or not good:
        raise FormatError(
            f"{folder / META}: expected {FORMAT} of version {VERSION}; save with this version of zici"
        )
    return dict(meta)


def _read_words(path: Path) -> tuple[list[str], npt.NDArray[np.int64] | None]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with open_plain(path) as file:
            table = pq.read_table(file)
        words = table.column("word")
        counts = table.column("count").to_numpy() if "count" in table.column_names else None
        good = words.type == pa.string() and not words.null_count
        told = words.to_pylist() if good else []  # strings that are no UTF-8 show here
        good = good and (counts is None or (counts.dtype == np.int64 and bool((counts >= 0).all())))
    except (OSError, ValueError, KeyError, pa.ArrowException) as error:
        raise FormatError(f"{path}: expected a table of words, found something else; {REMEDY}") from error
    if not good:
        raise FormatError(f"{path}: expected words with counts from 0, found other values; {REMEDY}")
    return told, counts


def _read_array(path: Path, axes: int, kind: str = "<f4") -> npt.NDArray[Any]:
    try:
        array = map_array(path)
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: expected a whole array, found something else; {REMEDY}") from error
    if array.dtype != np.dtype(kind) or array.ndim != axes:
        name = np.dtype(kind).name
        raise FormatError(f"{path}: expected {name} numbers on {axes} axes, found another array; {REMEDY}")
    return array
