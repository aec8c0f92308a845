"""load_keras: the one door through which Keras comes in."""

from __future__ import annotations

import importlib
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

from zici.errors import MissingExtraError

BACKENDS = ("jax", "torch", "tensorflow")  # the fastest on a CPU first
WRITTEN = "tensorflow"  # the backend of the file that Keras itself writes where there is none
INSTALL = 'pip install "zici[neural]"'


def load_keras() -> ModuleType:
    """Import Keras 3 and return it.

    The backend is the one that Keras is already loaded with, or that ``KERAS_BACKEND`` names, or the file
    ``keras.json`` where it names another than "tensorflow" (a file that names this one is written by Keras
    itself where there is none, so it says nothing). Else it is the first of JAX, PyTorch and TensorFlow that
    is installed, and ``KERAS_BACKEND`` is set to it, for processes that are started later too.

    Raises:
        MissingExtraError: Keras or its backend is not installed.
    """
    if "keras" not in sys.modules:
        backend = _backend()
        if backend:
            os.environ["KERAS_BACKEND"] = backend
    try:
        return importlib.import_module("keras")
    except (ImportError, ValueError) as error:  # Keras raises ValueError for a backend it doesn't know
        raise MissingExtraError(_advice(error)) from error


def _backend() -> str | None:
    """The backend to ask for; None where the user has asked for one, or none is installed."""
    if os.environ.get("KERAS_BACKEND") or _configured() not in (None, WRITTEN):
        return None
    return next((name for name in BACKENDS if find_spec(name) is not None), None)


def _configured() -> str | None:
    """What keras.json says, in the folder where Keras looks for it."""
    folder = os.environ.get("KERAS_HOME") or Path.home() / ".keras"
    try:
        backend = json.loads((Path(folder) / "keras.json").read_text(encoding="utf-8"))["backend"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return backend if isinstance(backend, str) else None


def _advice(error: Exception) -> str:
    if find_spec("keras") is None:
        return f"this needs Keras, which is not installed; run: {INSTALL}"
    named = os.environ.get("KERAS_BACKEND") or _configured() or WRITTEN
    if named in BACKENDS and find_spec(named) is not None:
        return f"Keras can't be loaded with the backend {named} ({error}); run: {INSTALL}"
    return (
        f"this needs a backend of Keras ({', '.join(BACKENDS)}), and {named!r} is not installed; "
        f"run: {INSTALL}, or set KERAS_BACKEND to one that is"
    )
