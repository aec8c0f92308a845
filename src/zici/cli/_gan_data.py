"""From DATA of ``zici gan`` to what a GAN learns: strings, vectors, images."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zici.errors import EmptyError, FormatError, InputError, OptionError

from ._gan_options import KindChoice
from ._guard import say

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ARRAY, ARCHIVE = b"\x93NUMPY", b"PK"
BETWEEN = re.compile(r"[\t,; ]+")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Reading:
    """How real samples are read; ``lengths`` None: strings of any length."""

    kind: KindChoice
    lines: bool = False
    lengths: tuple[int, int] | None = None
    top: int | None = None
    array: str | None = None


def read_real(path: Path, reading: Reading, *, quiet: bool = True) -> Any:
    """Real samples of a file: a list of strings, or an array.

    Raises:
        InputError: the file can't be read, or holds something else.
        OptionError: options that don't go with the kind.
    """
    if reading.kind == "strings":
        if reading.array is not None:
            raise OptionError("--array goes with vectors and images, not with --kind strings")
        found = read_strings(path, reading)
        kept = within(found, reading.lengths)
        if not kept:
            raise EmptyError(
                f"{path}: expected strings of {told(reading.lengths)} characters, found none among "
                f"{len(found):,}; change --min-length or --max-length"
            )
        if len(kept) < len(found) and not quiet:
            say(
                f"{path}: {len(found) - len(kept):,} of {len(found):,} strings left out, since they don't "
                f"have {told(reading.lengths)} characters"
            )
        return kept[: reading.top]
    if reading.lines or reading.top is not None:
        raise OptionError(f"--lines and --top go with --kind strings, not with {reading.kind}")
    return read_numbers(path, reading)


def told(lengths: tuple[int, int] | None) -> str:
    """Lengths as words."""
    return "any number of" if lengths is None else f"{lengths[0]} to {lengths[1]}"


def within(strings: Sequence[str], lengths: tuple[int, int] | None) -> list[str]:
    """The strings that have one of the lengths.

    Raises:
        OptionError: the least length is above the greatest.
    """
    if lengths is None:
        return list(strings)
    least, most = lengths
    if least > most:
        raise OptionError(f"--min-length {least}: expected at most --max-length, which is {most}")
    return [string for string in strings if least <= len(string) <= most]


def read_strings(path: Path, reading: Reading) -> list[str]:
    """The words of a lexicon, with ``top`` the most frequent first, or the lines of a text."""
    if reading.lines:
        if reading.top is not None:
            raise OptionError("--top: a string a line has no counts; leave it out, or leave --lines out")
        return list(_lines(path))
    from zici.lexicon import Lexicon

    words = Lexicon.load(path)
    return list((words if reading.top is None else words.top(len(words))).words)


def _lines(path: Path) -> Iterator[str]:
    for place, line in _text(path):
        string = line.strip()
        if CONTROL.search(string):
            raise FormatError(f"{path}:{place}: expected a string, found control characters in it")
        yield string


def read_numbers(path: Path, reading: Reading) -> npt.NDArray[Any]:
    """The array of a file."""
    begin = _begin(path)
    if begin.startswith((ARRAY, ARCHIVE)):
        return _read_numpy(path, reading.array, packed=begin.startswith(ARCHIVE))
    if reading.array is not None:
        raise OptionError(f"--array: only .npz files have names, {path} is none")
    if reading.kind == "images":
        from zici.gan.metrics import load_idx

        return load_idx(path)
    return _read_table(path)


def _begin(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error


def _read_numpy(path: Path, name: str | None, *, packed: bool) -> npt.NDArray[Any]:
    import numpy as np

    try:
        with path.open("rb") as file:
            found = np.load(file, allow_pickle=False)
            if not packed:
                return np.asarray(found)
            names = list(found.files)
            chosen = names[0] if name is None and len(names) == 1 else name
            if chosen in names:
                return np.asarray(found[chosen])
    except (ValueError, EOFError, OSError, zipfile.BadZipFile, LookupError, MemoryError) as error:
        reason = " ".join(str(error).split())
        raise FormatError(
            f"{path}: expected an array of NumPy, found something else ({reason:.100})"
        ) from error
    asked = "one array" if name is None else f"an array {name!r}"
    raise InputError(f"{path}: expected {asked}, found {', '.join(names) or 'none'}; name it with --array")


def _read_table(path: Path) -> npt.NDArray[np.float64]:
    """A table of numbers: commas, tabs, semicolons or blanks between them; the first line may be a head."""
    import numpy as np

    rows: list[list[float]] = []
    for place, line in _text(path):
        fields = [field.strip("\"'") for field in BETWEEN.split(line.strip())]
        try:
            row = [float(field) for field in fields]
        except ValueError as error:
            if not rows and place == 1:
                continue
            raise FormatError(
                f"{path}:{place}: expected numbers, found {line.strip()!r:.60}; leave other columns out"
            ) from error
        if rows and len(row) != len(rows[0]):
            raise FormatError(f"{path}:{place}: expected {len(rows[0])} numbers, found {len(row)}")
        rows.append(row)
    if not rows:
        raise EmptyError(f"{path}: expected rows of numbers, found none")
    return np.array(rows, np.float64)


def _text(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for place, line in enumerate(file, 1):
                if line.strip():
                    yield place, line
    except UnicodeDecodeError as error:
        raise FormatError(f"{path}: expected text in UTF-8, found other bytes at {error.start}") from error
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from error
