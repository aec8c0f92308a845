"""load_backend: the module of this package for the backend that Keras runs on."""

from __future__ import annotations

import importlib
from types import ModuleType

from zici._keras._load import load_keras


def load_backend() -> ModuleType:
    """The module ``jax``, ``torch`` or ``tensorflow`` of this package; all have the same functions.

    Raises:
        MissingExtraError: Keras or its backend is not installed.
    """
    name = load_keras().backend.backend()
    return importlib.import_module(f"zici._keras.{name}")
