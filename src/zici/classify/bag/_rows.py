"""The rows of the training texts, and how many columns there may be."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from zici._kernels.ngram_features import Documents
from zici.classify._model import Float32Array
from zici.classify.features import Ngrams
from zici.errors import OptionError
from zici.ngrams import parse_memory

LEAST_COLUMNS = 1000
Rows = tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], Float32Array]


def find_rows(ngrams: Ngrams, documents: Documents, workers: int) -> Rows:
    """The rows of documents, found by threads in parts that follow one another."""
    total = documents.start.shape[1] - 1
    bounds = np.linspace(0, total, min(workers, max(total, 1)) + 1).astype(np.int64)
    parts = [Documents(documents.units, documents.start[:, a : b + 1].copy()) for a, b in pairwise(bounds)]
    if len(parts) == 1:
        return ngrams.rows(documents)
    with ThreadPoolExecutor(len(parts)) as pool:
        found = list(pool.map(ngrams.rows, parts))
    offsets = np.cumsum([0, *(part[1].size for part in found)])
    indptr = [part[0][1:] + offset for part, offset in zip(found, offsets[:-1], strict=True)]
    return (
        np.concatenate([np.zeros(1, np.int64), *indptr]),
        np.concatenate([part[1] for part in found]),
        np.concatenate([part[2] for part in found]),
    )


def most_columns(memory: str | int, width: int) -> int:
    """How many columns leave their vectors, and copies of these, within the memory.

    Raises:
        OptionError: too few.
    """
    limit = parse_memory(memory)
    assert limit is not None  # noqa: S101 - the options were checked
    cell = 16 * width  # the vectors, the best so far, and copies in which they are kept
    if limit < LEAST_COLUMNS * cell:
        raise OptionError(
            f"memory: vectors of {width} numbers need at least {LEAST_COLUMNS * cell / 1e9:.3f} GB, found a "
            f"bound of {limit / 1e9:.3f} GB; raise memory, or lower dim"
        )
    return limit // cell
