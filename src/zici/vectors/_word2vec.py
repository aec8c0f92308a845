"""The two formats of word2vec: a line "words dim", then each word with its numbers, as text or as bytes.

Text: ``word 0.1 -0.2 ...`` a line. Binary: the word, a blank, ``dim`` little-endian 32-bit floats; a line
break may follow.
"""

from __future__ import annotations

import mmap
import os
import re
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from zici._files import atomic_file
from zici.errors import FormatError, InputError, OutputError, ZiciError
from zici.vectors._word_vectors import WordVectors

Float32 = npt.NDArray[np.float32]

SPACE = re.compile(r"[ \t\n\r\v\f]")
LONGEST = 1 << 16  # bytes of a word: without a bound a file of another format would be read to its end


def write_word2vec(vectors: WordVectors, path: str | os.PathLike[str], *, binary: bool) -> None:
    """Write all words; numbers in text have the 9 digits that give back the same float32."""
    for word in vectors.words:
        if not word or SPACE.search(word):
            raise OutputError(
                f"{path}: the word {word!r} is empty or holds a blank, which the word2vec format can't have; "
                "leave it out with subset()"
            )
    with atomic_file(path) as temporary, temporary.open("wb") as file:
        file.write(f"{len(vectors)} {vectors.dim}\n".encode())
        line = " ".join(["%.9g"] * vectors.dim)
        for word, row in zip(vectors.words, vectors.matrix, strict=True):
            numbers = row.astype("<f4").tobytes() if binary else (line % tuple(row.tolist())).encode()
            file.write(word.encode() + b" " + numbers + b"\n")


def read_word2vec(path: str | os.PathLike[str], *, binary: bool) -> WordVectors:
    """Read all words, checking the sizes that the first line gives."""
    source = Path(path)
    try:
        with source.open("rb") as file:
            size, dim = _header(source, file)
            words, matrix = (_binary if binary else _text)(source, file, size, dim)
    except OSError as error:
        raise InputError(f"{source}: can't be read ({error.strerror or error})") from error
    try:
        return WordVectors(words, matrix)
    except ZiciError as error:
        raise FormatError(f"{source}: {error}") from error


def _header(path: Path, file: BinaryIO) -> tuple[int, int]:
    match = re.fullmatch(rb"(\d{1,12}) (\d{1,6})\s*", file.readline(64))
    if not match or not int(match[1]) or not int(match[2]):
        raise FormatError(
            f"{path}, line 1: expected the numbers of words and of dimensions, such as 5000 200"
        )
    size, dim = int(match[1]), int(match[2])
    # Every number takes 4 bytes, or a digit and a blank: a wrong first line must not ask for endless memory.
    if size * dim * 2 > path.stat().st_size:
        raise FormatError(f"{path}: the file is too short for {size} words of dim {dim}; is it complete?")
    return size, dim


def _text(path: Path, file: BinaryIO, size: int, dim: int) -> tuple[list[str], Float32]:
    words: list[str] = []
    matrix = np.empty((size, dim), np.float32)
    for number, line in enumerate(file, 2):
        if len(words) == size:
            if line.strip():
                raise FormatError(
                    f"{path}, line {number}: expected the end after {size} words; is line 1 right?"
                )
            continue
        word, *numbers = line.strip(b"\r\n \t").rsplit(b" ", dim)
        try:
            # A row of one number would fill the whole row of the matrix: the reshape refuses it.
            matrix[len(words)] = np.array(numbers).astype(np.float32).reshape(dim)
            words.append(word.decode())
        except ValueError as error:
            raise FormatError(f"{path}, line {number}: expected a word in UTF-8 and {dim} numbers") from error
    return _whole(path, words, matrix)


def _binary(path: Path, file: BinaryIO, size: int, dim: int) -> tuple[list[str], Float32]:
    words: list[str] = []
    matrix, at = np.empty((size, dim), np.float32), file.tell()
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
        for number in range(size):
            first = held.find(b" ", at, at + LONGEST) + 1
            stop = first + 4 * dim
            if not first or stop > len(held):
                break
            try:
                words.append(held[at : first - 1].lstrip(b"\n").decode())
            except UnicodeDecodeError as error:
                raise FormatError(
                    f"{path}, word {number + 1}: expected a word in UTF-8, found other bytes"
                ) from error
            matrix[number] = np.frombuffer(held[first:stop], "<f4")
            at = stop
    return _whole(path, words, matrix)


def _whole(path: Path, words: list[str], matrix: Float32) -> tuple[list[str], Float32]:
    if len(words) < len(matrix):
        raise FormatError(
            f"{path}: expected {len(matrix)} words (line 1), found {len(words)}; is it complete?"
        )
    return words, matrix
