"""Counts on disk: a folder with one Parquet table a level, the alphabet, the coded text and ``meta.json``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from zici._arrays import map_array
from zici._files import atomic_folder
from zici._plain import open_plain, read_json
from zici.corpus import Blocks, CodedText, is_word_character, whole_runs
from zici.errors import FormatError, InputError
from zici.ngrams._counts import NgramCounts
from zici.ngrams._levels import Level, Rows, first_level, linked_level

FORMAT, VERSION = "zici-ngram-counts", 1
META, ALPHABET, TEXT = "meta.json", "alphabet.parquet", "text.npy"
CODES = (np.dtype("<u2"), np.dtype("<i4"))
READ = 1 << 20


def save(counts: NgramCounts, folder: str | os.PathLike[str], *, text: bool = True) -> None:
    """Write counts so that the folder appears complete or not at all."""
    with atomic_folder(folder) as part:
        write_alphabet(part, counts.alphabet, counts.levels[0].count, counts.text)
        for n in range(2, counts.order + 1):
            write_level(part, n, counts.levels[n - 1])
        if text and counts.text is not None:
            write_text(part, counts.text)
        write_meta(part, counts)


def load(folder: str | os.PathLike[str]) -> NgramCounts:
    """Read counts, checking every link, so that no damaged file can lead a kernel outside its arrays."""
    path = Path(folder)
    meta = read_meta(path)
    alphabet, singles = read_alphabet(path)
    if meta["singles"] > np.count_nonzero(singles):
        raise FormatError(f"{path / ALPHABET}: expected {meta['singles']} counted characters; count again")
    levels = [first_level(singles[: meta["singles"]])]
    while len(levels) < len(meta["min_count"]):
        levels.append(read_level(path, levels))
    text = read_text(path, alphabet, singles) if (path / TEXT).exists() else None
    known = int(singles.sum())
    if not known <= meta["total"] < 1 << 62 or (text is not None and meta["total"] != known):
        raise FormatError(f"{path / META}: the total doesn't fit the counts of {ALPHABET}; count again")
    least = tuple(meta["min_count"])
    return NgramCounts(alphabet, levels, min_count=least, total=meta["total"], text=text)


def write_meta(folder: Path, counts: NgramCounts) -> None:
    """Write what the tables don't say."""
    meta = {
        "format": FORMAT,
        "version": VERSION,
        "min_count": list(counts.min_count),
        "singles": counts.levels[0].size,  # with raised thresholds more than min_count says
        "total": counts.total,
    }
    (folder / META).write_text(json.dumps(meta), encoding="utf-8")


def read_meta(folder: Path) -> dict[str, Any]:
    """Read and check ``meta.json``."""
    if not folder.is_dir():
        raise InputError(
            f"{folder}: expected a folder of n-gram counts, found {'a' if folder.exists() else 'no'} file"
        )
    try:
        meta = read_json(folder / META)
        least = meta["min_count"]
        good = (meta["format"], meta["version"]) == (FORMAT, VERSION) and all(
            isinstance(x, int) and x > 0 for x in [*least, meta["singles"] + 1, meta["total"] + 1]
        )
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise FormatError(
            f"{folder}: expected n-gram counts ({META}), found something else; count again"
        ) from error
    if not good or not least:
        raise FormatError(
            f"{folder / META}: expected {FORMAT} of version {VERSION}; count again with this version"
        )
    return dict(meta)


def write_alphabet(
    folder: Path, alphabet: npt.NDArray[np.uint32], singles: Any, text: CodedText | None
) -> None:
    """Write the characters with their counts, the rare ones too where they are known."""
    counts = (
        text.counts
        if text is not None
        else np.append(singles[1:], np.zeros(alphabet.size - singles.size + 1, np.int64))
    )
    _write(folder / ALPHABET, char=alphabet, count=counts)


def read_alphabet(folder: Path) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """The alphabet as code points, and its counts."""
    alphabet, count = _read(folder / ALPHABET, char="uint32", count="int64")
    if (
        np.any(alphabet >= 0x110000)
        or not np.all(is_word_character(alphabet))
        or np.unique(alphabet).size != alphabet.size
        or np.any(np.diff(count) > 0)
        or np.any(count < 0)
    ):
        raise FormatError(
            f"{folder / ALPHABET}: expected different word characters by falling count; count again"
        )
    return alphabet, count


def write_level(folder: Path, n: int, level: Level) -> None:
    """Write the n-grams of one length."""
    _write(folder / level_name(n), prefix=level.prefix[1:], char=level.char[1:], count=level.count[1:])


def read_level(folder: Path, below: list[Level]) -> Level:
    """Read the n-grams one longer than the last of ``below``."""
    path = folder / level_name(len(below) + 1)
    prefix, char, count = _read(path, prefix="int32", char="int32", count="int64")
    keys = (prefix.astype(np.int64) << 21) | char
    inside = prefix.size == 0 or (
        prefix.min() >= 1
        and prefix.max() <= below[-1].size
        and char.min() >= 1
        and char.max() <= below[0].size
    )
    if not inside or np.any(np.diff(keys) <= 0) or np.any(count < 1):
        raise FormatError(
            f"{path}: expected rows sorted by prefix and character that fit the level below; count again"
        )
    level = linked_level(below[-1], Rows(prefix, char, count))
    if np.any(level.suffix[1:] == 0):
        raise FormatError(
            f"{path}: an n-gram's last characters are missing from the level below; count again"
        )
    return level


def write_text(folder: Path, text: CodedText) -> None:
    """Write the codes as one array, in 16 bits where they fit."""
    dtype = CODES[text.alphabet.size >= 1 << 16]
    header = {"descr": dtype.str, "fortran_order": False, "shape": (text.blocks.items,)}
    with (folder / TEXT).open("wb") as file:
        np.lib.format.write_array_header_1_0(file, header)
        for index in range(len(text.blocks)):
            file.write(text.blocks[index].astype(dtype).data)


def read_text(
    folder: Path, alphabet: npt.NDArray[np.uint32], counts: npt.NDArray[np.int64], *, limit: int | None = None
) -> CodedText:
    """Read the coded text back into blocks."""
    path = folder / TEXT
    try:
        codes = map_array(path)
    except (OSError, ValueError) as error:
        raise FormatError(f"{path}: expected one row of codes, found something else; count again") from error
    if codes.ndim != 1 or codes.dtype not in CODES:
        raise FormatError(
            f"{path}: expected one row of codes, found {codes.dtype} of shape {codes.shape}; count again"
        )
    blocks, tally = Blocks(limit=limit), np.zeros(alphabet.size + 1, np.int64)
    for block in whole_runs(_slices(codes)):
        if block.size and not 0 <= block.min() <= block.max() <= alphabet.size:
            raise FormatError(f"{path}: a code outside the alphabet; count again")
        tally += np.bincount(block, minlength=tally.size)
        blocks.append(block)
    if not np.array_equal(tally[1:], counts):
        raise FormatError(f"{path}: the text doesn't have the counts of {ALPHABET}; count again")
    return CodedText(alphabet, counts, blocks)


def _slices(codes: npt.NDArray[Any]) -> Iterator[npt.NDArray[np.int32]]:
    for start in range(0, codes.size, READ):
        yield np.pad(codes[start : start + READ].astype(np.int32), 1)


def level_name(n: int) -> str:
    """The file name of the n-grams of one length."""
    return f"ngrams-{n}.parquet"


def _write(path: Path, **columns: npt.NDArray[Any]) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    with path.open("wb") as file:  # Arrow can't open every name that a file may have
        pq.write_table(pa.table(columns), file, compression="zstd")


def _read(path: Path, **dtypes: str) -> list[npt.NDArray[Any]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with open_plain(path) as file:
            table = pq.read_table(file, columns=list(dtypes))
        return [
            table.column(name).to_numpy().astype(dtype, casting="same_kind") for name, dtype in dtypes.items()
        ]
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException) as error:
        raise FormatError(
            f"{path}: expected a table with the columns {', '.join(dtypes)}; count again"
        ) from error
