"""Linear models in files: linear.json (options, sizes), linear.npz (numbers) and the tokenizer."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from zici.classify.features import Ngrams, load_tokenizer, save_tokenizer
from zici.classify.linear._options import LinearOptions
from zici.errors import FormatError

FORMAT, VERSION = "zici linear model", 1
META, ARRAYS = "linear.json", "linear.npz"
REMEDY = "save the model again"

MOST_BYTES = 1 << 33
Kind = TypeVar("Kind")
BROKEN = (  # what json, numpy and zipfile raise at damaged bytes
    OSError,
    ValueError,
    LookupError,
    EOFError,
    TypeError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    SyntaxError,
    struct.error,
    zipfile.BadZipFile,
    zlib.error,
)


def write_model(model: Any, folder: Path) -> None:
    """Write a trained model. Weights have half precision already, see ``LinearModel.fit``."""
    ngrams = model._fitted()
    meta = {"format": FORMAT, "version": VERSION, "columns": len(ngrams), "outputs": model._weights.shape[1]}
    text = json.dumps(meta | {"known": ngrams.keys.size, "options": asdict(model.options)})
    (folder / META).write_text(text, encoding="utf-8")
    np.savez_compressed(
        folder / ARRAYS,
        keys=ngrams.keys.astype("<u8"),
        idf=model._idf.astype("<f4"),
        weights=model._weights.astype("<f2"),
    )
    save_tokenizer(model.tokenizer, folder)


def read_model(kind: Callable[..., Kind], folder: Path, words: Any) -> tuple[Kind, tuple[Ngrams, Any, Any]]:
    """An untrained model of the class ``kind``, and what it learned.

    Raises:
        FormatError: the files are missing, damaged or don't fit together.
        OptionError: the tokenizer had a function, and none is given.
    """
    folder = Path(folder)
    tokenizer = load_tokenizer(folder, words)
    try:
        meta = json.loads((folder / META).read_text(encoding="utf-8"))
        if (meta["format"], meta["version"]) != (FORMAT, VERSION):
            raise ValueError(f"{meta['format']!r} of version {meta['version']!r}")
        options = LinearOptions(**meta["options"])
        sizes = [meta[name] for name in ("known", "columns", "outputs")]
        if not all(type(size) is int and size > 0 for size in sizes) or sizes[0] < sizes[1]:
            raise ValueError("sizes outside their range")
        keys, idf, weights = _read_arrays(folder / ARRAYS, sizes)
    except BROKEN as error:
        raise FormatError(
            f"{folder}: expected {FORMAT} of version {VERSION}, found something else ({error}); {REMEDY}"
        ) from error
    ngrams = Ngrams(options.blocks(tokenizer.views), keys, sizes[1])
    return kind(options, tokenizer), (ngrams, idf, weights)


def _read_arrays(path: Path, sizes: list[int]) -> tuple[npt.NDArray[Any], ...]:
    """The arrays in the form of the kernels, which don't check again."""
    known, columns, outputs = sizes
    shapes = {
        "keys": ((known,), "<u8"),
        "idf": ((columns,), "<f4"),
        "weights": ((columns + 1, outputs), "<f2"),
    }
    _check_headers(path, shapes)
    with np.load(path, allow_pickle=False) as file:
        keys, idf, weights = (file[name] for name in shapes)
    for array, (shape, kind) in zip((keys, idf, weights), shapes.values(), strict=True):
        if array.shape != shape or array.dtype != np.dtype(kind):
            raise ValueError("arrays of another shape")
    if (keys == 0).any() or np.unique(keys).size != keys.size:
        raise ValueError("n-grams that come twice")
    if not np.isfinite(weights).all() or not np.isfinite(idf).all() or (idf <= 0).any() or idf.max() > 100:
        raise ValueError("weights that are no numbers")
    return keys.astype(np.uint64), idf.astype(np.float32), weights.astype(np.float32)


def _check_headers(path: Path, shapes: dict[str, tuple[tuple[int, ...], str]]) -> None:
    """Compare the sizes that the archive tells with those that are due, before any of it is unpacked."""
    with zipfile.ZipFile(path) as archive:
        told = {entry.filename: entry.file_size for entry in archive.infolist()}
    for name, (shape, kind) in shapes.items():
        due = int(np.prod(shape, dtype=object)) * np.dtype(kind).itemsize
        if not due <= told[f"{name}.npy"] <= due + 4096 or due > MOST_BYTES:
            raise ValueError(f"{name}: another size than told")
