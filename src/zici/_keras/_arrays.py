"""as_array: from tensors to NumPy."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras._load import load_keras


def as_array(tensor: Any) -> npt.NDArray[np.float32]:
    """A tensor of any backend as float32, an array of its own that can be written to."""
    with old_copies():
        found = load_keras().ops.convert_to_numpy(tensor)
    return np.array(found, np.float32)


@contextmanager
def old_copies() -> Iterator[None]:
    """Don't warn that Keras and tensors of some backends are behind NumPy 2 in how they ask for a copy."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        yield
