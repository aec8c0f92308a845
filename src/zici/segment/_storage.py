"""Segmenters in files: words, scores and options in one ``.npz`` without pickle."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from zici._arrays import read_arrays
from zici._files import atomic_file
from zici.errors import FormatError, InputError, OptionError
from zici.segment._alphabet import fold, holds_break
from zici.segment._compile import Weights
from zici.segment._options import Options

_FORMAT = "zici.segmenter"
_VERSION = 1
MOST = 1e300  # a sum of counts; a larger integer is no float
_BROKEN = (ValueError, LookupError, TypeError, ArithmeticError, RecursionError, OptionError)


def write_segmenter(path: str | os.PathLike[str], weights: Weights, options: Options) -> None:
    """Write atomically.

    Raises:
        OutputError: the file can't be written.
    """
    about = {"total": weights.total, "options": asdict(options)}
    arrays: dict[str, Any] = {
        "header": _bytes(json.dumps({"format": _FORMAT, "version": _VERSION} | about)),
        "words": _bytes("\n".join(weights.words)),
        "scores": weights.scores.astype("<i4"),
    }
    with atomic_file(path) as temporary, temporary.open("wb") as file:
        np.savez(file, **arrays)


def _bytes(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(text.encode("utf-8", "surrogatepass"), np.uint8)


def read_segmenter(path: str | os.PathLike[str]) -> tuple[Weights, Options]:
    """Read what ``write_segmenter`` wrote.

    Raises:
        InputError: there is no such file, or it can't be read.
        FormatError: it isn't a segmenter, is of a later version, or is damaged.
    """
    name = os.fspath(path)
    try:
        arrays = read_arrays(path)
        if "header" not in arrays:
            raise FormatError(f"{name}: expected a saved segmenter, found another file; save one with save()")
        return _read(arrays, name)
    except OSError as error:
        raise InputError(f"{name}: can't be read ({error.strerror or error})") from error
    except _BROKEN as error:
        raise FormatError(
            f"{name}: expected a saved segmenter, found a damaged file ({error!s:.200})"
        ) from error


def _read(arrays: Mapping[str, Any], name: str) -> tuple[Weights, Options]:
    header = json.loads(bytes(arrays["header"]))
    if header["format"] != _FORMAT:
        raise FormatError(f"{name}: expected the format {_FORMAT}, found {header['format']!r}")
    if header["version"] != _VERSION:
        raise FormatError(
            f"{name}: expected version {_VERSION}, found {header['version']!r}; update zici or save it again"
        )
    text = bytes(arrays["words"]).decode("utf-8", "surrogatepass")
    words = text.split("\n") if text else []
    scores = arrays["scores"]
    if scores.shape != (len(words),) or scores.dtype != np.int32 or not 0 < header["total"] < MOST:
        raise ValueError("its parts don't fit together")
    if len(set(words)) != len(words) or not all(words):
        raise ValueError("words that are empty or come twice")
    joined = "".join(words)
    if holds_break(joined) or fold(joined) != joined:
        raise ValueError("words that no segmenter stores")
    return Weights(words, scores.astype(np.int64), header["total"]), Options(**header["options"])
