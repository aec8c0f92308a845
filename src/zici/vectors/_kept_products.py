"""The products of a factorisation in a folder, so that one that was killed goes on behind the last of them.

The folder holds ``products.json``, which says what is factorised, and ``product-1.npy`` and so on.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._files import atomic_file, only_writer, writing
from zici.errors import FormatError, OptionError
from zici.vectors._checkpoint import REMEDY, write_array

Float32 = npt.NDArray[np.float32]

META = "products.json"


@contextmanager
def kept_products(folder: Path, run: Mapping[str, Any]) -> Iterator[KeptProducts]:
    """The products in a folder, which is made where there is none, for this process alone.

    Args:
        folder: where.
        run: what is factorised, JSON values by name; what was begun with others is not gone on with.

    Raises:
        FormatError: files that are not as they were written.
        OptionError: the products in the folder are those of something else.
        OutputError: the folder can't be written, or another process works with it.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        yield KeptProducts(folder, run)


class KeptProducts:
    """The products of one factorisation by their numbers, from 1; see :func:`kept_products`."""

    def __init__(self, folder: Path, run: Mapping[str, Any]) -> None:
        self._folder, path = folder, folder / META
        text = json.dumps({"run": run}, ensure_ascii=False)
        if not path.exists():
            with atomic_file(path) as temporary:
                temporary.write_text(text, encoding="utf-8")
        elif path.read_text(encoding="utf-8", errors="replace") != text:
            raise OptionError(
                f"checkpoint {folder}: it is of another text or other options; ask as before, or {REMEDY}"
            )

    def get(self, number: int, shape: tuple[int, int], make: Callable[[], Float32]) -> Float32:
        """A product, made where it is not kept.

        Args:
            number: which.
            shape: that it has.
            make: gives it.
        """
        path = self._folder / f"product-{number}.npy"
        if path.exists():
            return _read(path, shape)
        product = make()
        write_array(path, product)
        return product


def _read(path: Path, shape: tuple[int, int]) -> Float32:
    try:
        product = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise FormatError(f"{path}: expected a whole matrix, found something else; {REMEDY}") from error
    if product.dtype != np.float32 or product.shape != shape:
        raise FormatError(
            f"{path}: expected float32 of shape {shape}, found {product.dtype} {product.shape}; {REMEDY}"
        )
    return np.asarray(product)
