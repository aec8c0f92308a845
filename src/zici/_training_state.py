"""The state of a training in a folder, so that a training that was stopped goes on.

The folder holds one file, ``state.npz``, that takes its new content in one step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._arrays import read_arrays
from zici._files import atomic_file, only_writer, writing
from zici.errors import FormatError, OptionError

VERSION = 1
FILE = "state.npz"
REMEDY = "name another folder, or delete this one to begin anew"

Arrays = list[npt.NDArray[np.generic]]
Kept = tuple[dict[str, Any], dict[str, Arrays]]


@contextmanager
def open_checkpoint(folder: Path, run: Mapping[str, Any], *, form: str) -> Iterator[Checkpoint]:
    """The checkpoint in a folder, which is made where there is none, for this process alone.

    Args:
        folder: where.
        run: what is trained, JSON values by name; what was begun with others is not gone on with.
        form: the name of this kind of training, which the file carries.

    Raises:
        FormatError: a file that is not as it was written.
        OptionError: the training in the folder is another one.
        OutputError: the folder can't be written, or another process trains with it.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        yield Checkpoint(folder, run, form)


class Checkpoint:
    """The states of one training; ``kept`` is the one that the folder held, None where it held none."""

    def __init__(self, folder: Path, run: Mapping[str, Any], form: str) -> None:
        self._path, self._form = folder / FILE, form
        self._run = json.loads(json.dumps(run))  # as it is read back: lists for tuples
        self.kept = self._load() if self._path.exists() else None

    def save(self, told: dict[str, Any], lists: dict[str, Arrays]) -> None:
        """Put a state in the place of the one before, which stays where that fails.

        Raises:
            OutputError: the disk is full, or the folder can't be written.
        """
        sizes = {name: len(arrays) for name, arrays in lists.items()}
        head = {"format": self._form, "version": VERSION, "run": self._run, "told": told, "sizes": sizes}
        text = np.frombuffer(json.dumps(head).encode(), np.uint8)
        arrays = {f"{name}-{k}": array for name, kept in lists.items() for k, array in enumerate(kept)}
        with atomic_file(self._path) as temporary, temporary.open("wb") as file:
            np.savez(file, head=text, **arrays)  # type: ignore[arg-type]  # names of arrays, no options

    def _load(self) -> Kept:
        try:
            arrays = read_arrays(self._path, inside=True)
            head = json.loads(arrays["head"].tobytes())
            good = (head["format"], head["version"]) == (self._form, VERSION)
            lists: dict[str, Arrays] = {
                name: [arrays[f"{name}-{k}"] for k in range(size)] for name, size in head["sizes"].items()
            }
            run, told = dict(head["run"]), dict(head["told"])
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
            raise FormatError(
                f"{self._path}: expected the state of a training, found something else; {REMEDY}"
            ) from error
        if not good:
            raise FormatError(f"{self._path}: expected {self._form} of version {VERSION}; {REMEDY}")
        names = [name for name in {**run, **self._run} if run.get(name) != self._run.get(name)]
        if names:
            named = ", ".join(
                f"{name} {told_value(run.get(name))} (now {self._run.get(name)})" for name in names
            )
            raise OptionError(
                f"checkpoint {self._path.parent}: the training in it has {named:.300}; "
                f"ask as before, or {REMEDY}"
            )
        return told, lists


def told_value(value: Any) -> str:
    r"""A value of a file for a message: short, and no sign in it that steers a terminal.

    Example:
        >>> told_value("mlp"), told_value(0.1), told_value("\x1b[2J")
        ('mlp', '0.1', '\\x1b[2J')
    """
    told = repr(value)
    return (told[1:-1] if isinstance(value, str) else told)[:80]
