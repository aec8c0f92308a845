"""Character language models on disk: a folder of ``.npy`` arrays and ``meta.json``."""

from __future__ import annotations

import json
import math
import os
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._files import atomic_folder
from zici._kernels.charlm_find import Trie, is_sound
from zici._plain import open_plain, read_json
from zici.corpus import code_table
from zici.errors import FormatError, InputError
from zici.segment._charlm_options import MAX_ORDER, SMOOTHING
from zici.segment._charlm_train import Estimated

FORMAT, VERSION = "zici-char-lm", 1
META = "meta.json"
DTYPES = {"alphabet": "<u4", "start": "<i4", "char": "<i4", "prob": "<f4", "backoff": "<f4"}

UInt32 = npt.NDArray[np.uint32]


def save(folder: str | os.PathLike[str], alphabet: UInt32, model: Estimated, *, smoothing: str) -> None:
    """Write a model so that the folder appears complete or not at all."""
    about = {
        "format": FORMAT,
        "version": VERSION,
        "smoothing": smoothing,
        "edges": model.edges,
        "discounts": model.discounts,
    }
    with atomic_folder(folder) as part:
        for name, array in {"alphabet": alphabet, **model.trie._asdict()}.items():
            with (part / f"{name}.npy").open("wb") as file:
                file.write(_header(name, array.size))
                file.write(array.astype(DTYPES[name], copy=False).data)
        (part / META).write_text(json.dumps(about), encoding="utf-8")


def load(folder: str | os.PathLike[str]) -> tuple[UInt32, Estimated, str]:
    """Map a model into memory; everything is read once to see that it is sound."""
    path = Path(folder)
    if not path.is_dir():
        found = "a file" if path.exists() else "nothing"
        raise InputError(f"{path}: expected the folder of a character language model, found {found}")
    meta = _read_meta(path)
    edges = meta["edges"]
    inner, all_ = edges[-2], edges[-1]
    sizes = {"alphabet": edges[1] - 3, "start": inner + 1, "char": all_, "prob": all_, "backoff": inner}
    arrays = {name: _map_array(path / f"{name}.npy", name, size) for name, size in sizes.items()}
    alphabet = arrays.pop("alphabet")
    trie = Trie(**arrays)
    fits = _levels_fit(edges, trie) and is_sound(edges[1], trie)
    if not fits or not _is_alphabet(alphabet):
        raise FormatError(
            f"{path}: expected a character language model, found damaged arrays; train it again"
        )
    model = Estimated(edges, trie, [tuple(row) for row in meta["discounts"]])
    return alphabet, model, meta["smoothing"]


def _read_meta(path: Path) -> dict[str, Any]:
    """Read and check ``meta.json``."""
    try:
        meta = read_json(path / META)
        if meta["format"] == FORMAT and meta["version"] != VERSION:
            raise FormatError(
                f"{path}: expected version {VERSION}, found {meta['version']!r}; update zici or train again"
            )
        edges, discounts = meta["edges"], meta["discounts"]
        good = meta["format"] == FORMAT and meta["smoothing"] in SMOOTHING and _is_rising(edges)
        good = good and len(discounts) == len(edges) - 1 and all(len(row) == 3 for row in discounts)
        good = good and all(math.isfinite(value) for row in discounts for value in row)
    except (OSError, ValueError, LookupError, TypeError, RecursionError) as error:
        raise FormatError(
            f"{path}: expected a character language model ({META}), found something else; train it again"
        ) from error
    if not good:
        raise FormatError(f"{path / META}: expected {FORMAT}, found something else; train it again")
    return dict(meta)


def _is_rising(edges: Any) -> bool:
    whole = isinstance(edges, list) and all(type(edge) is int for edge in edges)
    if not whole or not 3 <= len(edges) <= MAX_ORDER + 1:
        return False
    return edges[0] == 0 and edges[1] > 3 and all(a <= b for a, b in pairwise(edges))


def _header(name: str, size: int) -> bytes:
    """The head of an ``.npy`` file, always 128 bytes: nothing has to be parsed to read it back."""
    text = f"{{'descr': '{DTYPES[name]}', 'fortran_order': False, 'shape': ({size},), }}"
    return b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + text.ljust(117).encode("ascii") + b"\n"


def _map_array(file: Path, name: str, size: int) -> npt.NDArray[Any]:
    """Map an array; what is written to it (nothing is) would never reach the file."""
    head, dtype = _header(name, size), np.dtype(DTYPES[name])
    try:
        with open_plain(file) as stream:
            fits = stream.read(len(head)) == head and file.stat().st_size == len(head) + size * dtype.itemsize
        if fits:
            array = np.memmap(file, dtype, mode="c", offset=len(head), shape=(size,))
            return np.asarray(array).view(np.ndarray)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FormatError(
            f"{file}: expected an array of {size:,} numbers ({reason}); train it again"
        ) from error
    raise FormatError(
        f"{file}: expected an array of {size:,} {dtype} numbers, found something else; train it again"
    )


def _levels_fit(edges: list[int], trie: Trie) -> bool:
    """Whether the children of each level are the next one."""
    return all(trie.start[edges[n - 1]] == edges[n] for n in range(1, len(edges) - 1))


def _is_alphabet(alphabet: UInt32) -> bool:
    """Whether these are different word characters."""
    if alphabet.size == 0 or int(alphabet.max()) >= 0x110000 or np.unique(alphabet).size != alphabet.size:
        return False
    return bool(np.all(code_table(alphabet[:0])[alphabet] > 0))
