"""as_array: from tensors to NumPy."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._keras._load import load_keras


def as_array(tensor: Any) -> npt.NDArray[np.float32]:
    """A tensor of any backend as float32, an array of its own that can be written to."""
    with warnings.catch_warnings():
        # Tensors of PyTorch and TensorFlow are behind NumPy 2 in how they are asked for a copy.
        warnings.filterwarnings("ignore", "__array__ implementation", DeprecationWarning)
        found = load_keras().ops.convert_to_numpy(tensor)
    return np.array(found, np.float32)
