"""The state of a training in a folder, so that a training that was killed goes on.

The folder holds ``training.json``, which says what is trained, how far it is and in which files the matrices
stand, and those files, ``state-7-vectors.npy`` and so on. New files are written beside the old ones; then
training.json takes its new text in one step, and the old ones go. So one whole state is there at any moment.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._arrays import read_array
from zici._files import atomic_file, only_writer, writing
from zici._plain import read_json
from zici._training_state import told_value
from zici.errors import FormatError, OptionError
from zici.vectors._sentences import Sentences
from zici.vectors._train_sgns import Place, Trained

FORMAT, VERSION = "zici-training", 1
META = "training.json"
OURS = re.compile(r"\.?state-\d+-\w+\.npy(\.\w+\.part)?|\.training\.json\.\w+\.part")
STATE = re.compile(r"state-\d{1,18}-\w{1,20}\.npy", re.ASCII)
REMEDY = "name another folder, or delete this one to begin anew"


@contextmanager
def open_checkpoint(folder: Path, run: Mapping[str, Any]) -> Iterator[Checkpoint]:
    """The checkpoint in a folder, which is made where there is none, for this process alone.

    Args:
        folder: where.
        run: what is trained, JSON values by name; what was begun with others is not gone on with.

    Raises:
        FormatError: files that are not as they were written.
        OptionError: the training in the folder is another one.
        OutputError: the folder can't be written, or another process trains with it.
    """
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        yield Checkpoint(folder, run)


class Checkpoint:
    """The states of one training; see :func:`open_checkpoint`.

    Attributes:
        state: the one that the folder held; None where it held none. Its arrays are trained on.
    """

    def __init__(self, folder: Path, run: Mapping[str, Any]) -> None:
        self._folder = folder
        self._run = json.loads(json.dumps(run))  # as it is read back: lists for tuples
        self._files: dict[str, str] = {}
        self._number = 0
        self.state = self._load() if (folder / META).exists() else None
        self._sweep()

    def save(self, state: Trained) -> None:
        """Put a state in the place of the one before, which stays where that fails.

        Raises:
            OutputError: the disk is full, or the folder can't be written.
        """
        number = self._number + 1
        arrays = {name: array for name, array in state._asdict().items() if isinstance(array, np.ndarray)}
        files = {name: f"state-{number}-{name}.npy" for name in arrays}
        meta = {
            "format": FORMAT,
            "version": VERSION,
            "run": self._run,
            "number": number,
            "losses": state.losses,
            "place": state.place,
            "files": files,
        }
        try:
            for name, array in arrays.items():
                write_array(self._folder / files[name], array)
            with atomic_file(self._folder / META) as temporary:
                temporary.write_text(json.dumps(meta, ensure_ascii=False, indent=1), encoding="utf-8")
            self._files, self._number = files, number
        finally:
            self._sweep()

    def _load(self) -> Trained:
        path = self._folder / META
        try:
            meta = read_json(path)
            good = (meta["format"], meta["version"]) == (FORMAT, VERSION)
            run, losses = meta["run"], tuple(map(float, meta["losses"]))
            place, self._number = Place(*meta["place"]), int(meta["number"])
            self._files = {str(name): str(file) for name, file in meta["files"].items()}
            good = good and _is_place(place) and all(map(STATE.fullmatch, self._files.values()))
        except (OSError, ValueError, LookupError, TypeError, AttributeError, OverflowError) as error:
            raise FormatError(
                f"{path}: expected the state of a training, found something else; {REMEDY}"
            ) from error
        if not good:
            raise FormatError(f"{path}: expected {FORMAT} of version {VERSION}; {REMEDY}")
        self._compare(run)
        arrays = {name: self._read(file) for name, file in self._files.items()}
        try:
            return Trained(**arrays, losses=losses, place=place)
        except TypeError as error:
            raise FormatError(
                f"{path}: expected other matrices than {', '.join(arrays)}; {REMEDY}"
            ) from error

    def _compare(self, run: Any) -> None:
        """Refuse another training."""
        old = run if isinstance(run, dict) else {}
        names = [name for name in {**old, **self._run} if old.get(name) != self._run.get(name)]
        if names:
            told = ", ".join(
                f"{name} {told_value(old.get(name))} (now {self._run.get(name)})" for name in names
            )
            raise OptionError(
                f"checkpoint {self._folder}: the training in it has {told:.600}; ask as before, or {REMEDY}"
            )

    def _read(self, name: str) -> npt.NDArray[np.float32]:
        path = self._folder / name
        try:
            array = read_array(path)
        except (OSError, ValueError) as error:
            raise FormatError(f"{path}: expected a whole matrix, found something else; {REMEDY}") from error
        return array

    def _sweep(self) -> None:
        """Remove what a save that was killed or failed has left, and states that are over."""
        kept = set(self._files.values())
        for path in self._folder.iterdir():
            if OURS.fullmatch(path.name) and path.name not in kept:
                with suppress(OSError):
                    path.unlink()


def _is_place(place: Place) -> bool:
    """Whether these are numbers that a training may go on from."""
    counts = (place.stretches, place.words, place.predicted)
    return (
        all(type(count) is int and 0 <= count < 1 << 62 for count in counts)
        and type(place.loss) in (int, float)
        and math.isfinite(place.loss)
    )


def write_array(path: Path, array: npt.NDArray[Any]) -> None:
    """Write a .npy file to the disk itself; ``np.save`` doesn't say why it fails when the disk is full."""
    with atomic_file(path) as temporary, temporary.open("wb") as file:
        header = np.lib.format.header_data_from_array_1_0(array)
        np.lib.format.write_array_header_1_0(file, header)
        file.write(array.data)
        file.flush()
        os.fsync(file.fileno())


def fingerprint(sentences: Sentences) -> dict[str, str]:
    """What tells a text from others: its words with their counts, and their order."""
    vocabulary = sentences.vocabulary
    words = hashlib.blake2b(json.dumps(vocabulary.words).encode(), digest_size=8)
    words.update(vocabulary.counts.astype("<i8").tobytes())
    text = hashlib.blake2b(digest_size=8)
    for block in sentences:
        text.update(block.size.to_bytes(8, "little"))  # what is trained on at a time depends on the blocks
        text.update(np.ascontiguousarray(block).data)
    return {
        "vocabulary": f"of {len(vocabulary)} words, {words.hexdigest()}",
        "text": f"of {sentences.tokens} words, {text.hexdigest()}",
    }
