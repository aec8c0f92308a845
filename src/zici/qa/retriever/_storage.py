"""Retrievers on disk: a folder of plain arrays, words and meta.json, opened without reading it all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from zici._arrays import map_array
from zici._files import atomic_folder
from zici._plain import is_plain, read_json
from zici.errors import FormatError, InputError
from zici.qa.retriever._index import Matrix
from zici.qa.retriever._store import Store
from zici.qa.retriever._vocabulary import Vocabulary
from zici.segment import Segmenter

FORMAT, VERSION = "zici-passage-index", 1
META, SEGMENTER = "meta.json", "segmenter"
REMEDY = "index the documents again"
_KINDS = {
    "text": "|u1",
    "ends": "<i8",
    "documents": "<i4",
    "begins": "<i8",
    "data": "<f4",
    "indices": "<i4",
    "indptr": "<i8",
    "terms": "|u1",
    "term_ends": "<i8",
    "term_order": "<i4",
}


class Parts(NamedTuple):
    """All that makes a retriever; without a segmenter, terms are characters."""

    store: Store
    matrix: Matrix
    vocabulary: Vocabulary
    segmenter: Segmenter | None


def write(parts: Parts, folder: str | os.PathLike[str]) -> None:
    """Write so that the folder appears complete or not at all."""
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "passages": len(parts.store.ends),
        "terms": len(parts.vocabulary.ends),
        "tokens": "characters" if parts.segmenter is None else "words",
        "documents": list(parts.store.names),
    }
    arrays = [*parts.store[:-1], *parts.matrix, *parts.vocabulary]
    with atomic_folder(folder) as part:
        for (name, kind), array in zip(_KINDS.items(), arrays, strict=True):
            np.save(part / f"{name}.npy", np.ascontiguousarray(array, kind), allow_pickle=False)
        if parts.segmenter is not None:
            parts.segmenter.save(part / SEGMENTER)
        # In ASCII: the name of a file may be bytes that no encoding has.
        (part / META).write_text(json.dumps(meta, indent=1), encoding="ascii")


def read(folder: str | os.PathLike[str]) -> Parts:
    """Open what ``write`` wrote, checking that the files belong together; arrays are memory-mapped.

    Raises:
        InputError: there is no folder.
        FormatError: it is not an index, of another version, or damaged.
    """
    path = Path(folder)
    meta = _read_meta(path)
    if meta["tokens"] == "words" and not is_plain(path / SEGMENTER):
        raise FormatError(f"{path / SEGMENTER}: expected a file, found none, or a link; {REMEDY}")
    arrays = [_read_array(path / f"{name}.npy", kind) for name, kind in _KINDS.items()]
    text, ends, documents, begins, *rest = arrays
    parts = Parts(
        Store(text, ends, documents, begins, tuple(meta["documents"])),
        Matrix(*rest[:3]),
        Vocabulary(*rest[3:]),
        Segmenter.load(path / SEGMENTER) if meta["tokens"] == "words" else None,
    )
    if not _fits(parts, meta):
        raise FormatError(f"{path}: expected arrays that belong together, found others; {REMEDY}")
    return parts


def _read_meta(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise InputError(f"{folder}: expected the folder of an index, found {found}; make it with qa index")
    try:
        meta = read_json(folder / META)
        known = (meta["format"], meta["version"]) == (FORMAT, VERSION)
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise FormatError(f"{folder}: expected an index ({META}), found something else; {REMEDY}") from error
    names = meta.get("documents")
    good = isinstance(names, list) and all(isinstance(name, str) for name in names)
    if not known or not good or meta.get("tokens") not in ("characters", "words"):
        raise FormatError(f"{folder / META}: expected {FORMAT} of version {VERSION}, found another; {REMEDY}")
    return dict(meta)


def _read_array(path: Path, kind: str) -> npt.NDArray[Any]:
    try:
        array = map_array(path)
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: expected a whole array, found something else; {REMEDY}") from error
    if array.dtype != np.dtype(kind) or array.ndim != 1:
        raise FormatError(f"{path}: expected {np.dtype(kind).name} numbers, found another array; {REMEDY}")
    return array


def _fits(parts: Parts, meta: dict[str, Any]) -> bool:
    """Whether no number in the arrays leads out of another."""
    store, matrix, terms, size = parts.store, parts.matrix, parts.vocabulary, len(parts.store.ends)
    return (
        0 < size == meta.get("passages") == len(store.documents) == len(store.begins)
        and 0 < len(terms.ends) == meta.get("terms") == len(terms.order) == len(matrix.indptr) - 1
        and _rises(terms.ends, len(terms.text))
        and _within(terms.order, len(terms.ends))
        and _rises(store.ends, len(store.text))
        and _rises(matrix.indptr, len(matrix.data))
        and len(matrix.indices) == len(matrix.data)
        and bool(np.isfinite(matrix.data).all())
        and _within(matrix.indices, size)
        and _within(store.documents, len(store.names))
    )


def _rises(places: npt.NDArray[Any], last: int) -> bool:
    return bool(places[0] >= 0 and places[-1] == last and (np.diff(places) >= 0).all())


def _within(numbers: npt.NDArray[Any], size: int) -> bool:
    return not len(numbers) or bool(numbers.min() >= 0 and numbers.max() < size)
