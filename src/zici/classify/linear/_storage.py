"""Models of n-grams in files: NAME.json (options, sizes), NAME.npz (numbers) and the tokenizer."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import numpy as np

from zici._arrays import read_arrays
from zici._plain import read_json
from zici.classify.features import NgramOptions, Ngrams, load_tokenizer, save_tokenizer
from zici.classify.linear._ngram_model import NgramModel
from zici.classify.linear._options import LinearOptions
from zici.errors import FormatError

REMEDY = "save the model again"
VERSION = 1
MOST_IDF = 100.0
Kind = TypeVar("Kind")
BROKEN = (OSError, ValueError, LookupError, TypeError, ArithmeticError, MemoryError)


class Layout(NamedTuple):
    """The names of a kind of model.

    Attributes:
        format: what its files call themselves.
        name: of its files.
        options: the class of its options.
    """

    format: str
    name: str
    options: type[NgramOptions]

    def paths(self, folder: Path) -> tuple[Path, Path]:
        """Its two files."""
        return folder / f"{self.name}.json", folder / f"{self.name}.npz"


LINEAR = Layout("zici linear model", "linear", LinearOptions)


def write_model(model: NgramModel, folder: Path, layout: Layout) -> None:
    """Write a trained model. Weights have half precision already, see ``NgramModel._set``."""
    ngrams = model._fitted()
    weights, output = model._weights, model._output
    meta = {
        "format": layout.format,
        "version": VERSION,
        "known": ngrams.keys.size,
        "columns": len(ngrams),
        "width": weights.shape[1],
        "outputs": None if output is None else output.shape[1],
        "options": asdict(model.options),
    }
    told, numbers = layout.paths(folder)
    told.write_text(json.dumps(meta), encoding="utf-8")
    arrays = {
        "keys": ngrams.keys.astype("<u8"),
        "idf": model._idf.astype("<f4"),
        "weights": weights.astype("<f2"),
    }
    if output is not None:
        arrays["output"] = output.astype("<f2")
    np.savez_compressed(numbers, **arrays)  # type: ignore[arg-type]
    save_tokenizer(model.tokenizer, folder)


def read_model(
    kind: Callable[..., Kind], folder: Path, words: Any, layout: Layout
) -> tuple[Kind, tuple[Ngrams, Any, Any, Any]]:
    """An untrained model of the class ``kind``, and what it learned.

    Raises:
        FormatError: the files are missing, damaged or don't fit together.
        OptionError: the tokenizer had a function, and none is given.
    """
    folder = Path(folder)
    tokenizer = load_tokenizer(folder, words)
    told, numbers = layout.paths(folder)
    try:
        meta = read_json(told)
        if (meta["format"], meta["version"]) != (layout.format, VERSION):
            raise ValueError(f"{meta['format']!r} of version {meta['version']!r}")
        options = layout.options(**meta["options"])
        keys, idf, weights, output = _read_arrays(numbers, meta)
    except BROKEN as error:
        raise FormatError(
            f"{folder}: expected {layout.format} of version {VERSION}, found something else ({error}); "
            f"{REMEDY}"
        ) from error
    ngrams = Ngrams(options.blocks(tokenizer.views), keys, meta["columns"])
    return kind(options, tokenizer), (ngrams, idf, weights, output)


def _shapes(meta: dict[str, Any]) -> dict[str, tuple[tuple[int, ...], str]]:
    """The shapes and kinds that the arrays should have."""
    known, columns, width = (meta[name] for name in ("known", "columns", "width"))
    outputs = meta["outputs"]
    sizes = [known, columns, width, *([] if outputs is None else [outputs])]
    if not all(type(size) is int and size > 0 for size in sizes) or known < columns:
        raise ValueError("sizes outside their range")
    shapes = {"keys": ((known,), "<u8"), "idf": ((columns,), "<f4"), "weights": ((columns + 1, width), "<f2")}
    return shapes if outputs is None else shapes | {"output": ((width, outputs), "<f2")}


def _read_arrays(path: Path, meta: dict[str, Any]) -> list[Any]:
    """The arrays in the form of the kernels, which don't check again; None for an output that isn't there."""
    shapes = _shapes(meta)
    found = read_arrays(path, shapes, packed=True, inside=True)
    for name, (shape, kind) in shapes.items():
        if found[name].shape != shape or found[name].dtype != np.dtype(kind):
            raise ValueError(f"{name}: another shape than told")
        if not np.isfinite(found[name]).all():
            raise ValueError(f"{name}: numbers that are none")
    keys, idf = found["keys"].astype(np.uint64), found["idf"].astype(np.float32)
    ordered = np.sort(keys)  # np.unique takes twenty times as long
    if ordered[0] == 0 or (ordered[1:] == ordered[:-1]).any():
        raise ValueError("n-grams that come twice")
    if (idf <= 0).any() or idf.max() > MOST_IDF:
        raise ValueError("frequencies outside their range")
    output = found["output"].astype(np.float32) if "output" in found else None
    return [keys, idf, found["weights"].astype(np.float32), output]
