"""The two formats of word2vec: a line "words dim", then each word with its numbers, as text or as bytes.

Text: ``word 0.1 -0.2 ...`` a line. Binary: the word, a blank, ``dim`` little-endian 32-bit floats; a line
break may follow. Both may be packed: .gz .xz .bz2 .zst.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

import numpy as np
import numpy.typing as npt

from zici._files import atomic_file
from zici.errors import FormatError, OutputError, ZiciError
from zici.vectors._packed import open_packed, pack
from zici.vectors._word_vectors import WordVectors

Float32 = npt.NDArray[np.float32]

SPACE = re.compile(r"[ \t\n\r\v\f]")
LONGEST = 1 << 16  # bytes of a word: without a bound a file of another format would be read to its end
DIGITS = 64  # bytes of a number as text
FIRST = 1 << 22  # numbers that are given room before the file shows that it has them


def write_word2vec(vectors: WordVectors, path: str | os.PathLike[str], *, binary: bool) -> None:
    """Write all words; numbers in text have the 9 digits that give back the same float32."""
    for word in vectors.words:
        if not word or SPACE.search(word):
            raise OutputError(
                f"{path}: the word {word!r} is empty or holds a blank, which the word2vec format can't have; "
                "leave it out with subset()"
            )
    with atomic_file(path) as temporary, temporary.open("wb") as raw, pack(raw, Path(path)) as file:
        file.write(f"{len(vectors)} {vectors.dim}\n".encode())
        line = " ".join(["%.9g"] * vectors.dim)
        for word, row in zip(vectors.words, vectors.matrix, strict=True):
            numbers = row.astype("<f4").tobytes() if binary else (line % tuple(row.tolist())).encode()
            file.write(word.encode() + b" " + numbers + b"\n")


def read_word2vec(path: str | os.PathLike[str], *, binary: bool) -> WordVectors:
    """Read all words, checking the sizes that the first line gives."""
    source = Path(path)
    file, known = open_packed(source)
    with file:
        size, dim = _header(source, file, known)
        rows = (_binary if binary else _text)(source, file, size, dim)
        words, matrix = _gathered(source, rows, size, dim)
    try:
        return WordVectors(words, matrix)
    except ZiciError as error:
        raise FormatError(f"{source}: {error}") from error


def _header(path: Path, file: BufferedReader, known: int | None) -> tuple[int, int]:
    match = re.fullmatch(rb"(\d{1,12}) (\d{1,6})\s*", file.readline(DIGITS))
    if not match or not int(match[1]) or not int(match[2]):
        raise FormatError(
            f"{path}, line 1: expected the numbers of words and of dimensions, such as 5000 200"
        )
    size, dim = int(match[1]), int(match[2])
    # Every number takes 4 bytes, or a digit and a blank.
    if known is not None and size * dim * 2 > known:
        raise FormatError(f"{path}: the file is too short for {size} words of dim {dim}; is it complete?")
    return size, dim


def _gathered(
    path: Path, rows: Iterator[tuple[bytes, Float32]], size: int, dim: int
) -> tuple[list[str], Float32]:
    """The words and their matrix, which grows with what is read: a wrong first line can't ask for memory."""
    seen: dict[str, int] = {}
    matrix = np.empty((min(size, max(1, FIRST // dim)), dim), np.float32)
    for number, (name, row) in enumerate(rows):
        try:
            word = name.decode()
        except UnicodeDecodeError as error:
            raise FormatError(
                f"{path}, word {number + 1}: expected a word in UTF-8, found other bytes"
            ) from error
        if seen.setdefault(word, number) != number:
            raise FormatError(
                f"{path}, word {number + 1}: {word!r} is already word {seen[word] + 1}; keep one of them"
            )
        if number == len(matrix):
            matrix.resize((min(size, 2 * number), dim), refcheck=False)
        matrix[number] = row
    if len(seen) < size:
        raise FormatError(f"{path}: expected {size} words (line 1), found {len(seen)}; is it complete?")
    return list(seen), matrix


def _text(path: Path, file: BufferedReader, size: int, dim: int) -> Iterator[tuple[bytes, Float32]]:
    limit = LONGEST + DIGITS * dim
    number = 1
    while line := file.readline(limit):
        number += 1
        if number > size + 1:
            if line.strip():
                raise FormatError(
                    f"{path}, line {number}: expected the end after {size} words; is line 1 right?"
                )
            continue
        word, *numbers = line.strip(b"\r\n \t").rsplit(b" ", dim)
        try:
            # A row of one number would fill the whole row of the matrix: the reshape refuses it.
            row = np.array(numbers if len(line) < limit else []).astype(np.float32).reshape(dim)
        except ValueError as error:
            raise FormatError(f"{path}, line {number}: expected a word in UTF-8 and {dim} numbers") from error
        yield word, row


def _binary(path: Path, file: BufferedReader, size: int, dim: int) -> Iterator[tuple[bytes, Float32]]:
    for _ in range(size):
        word = _until_blank(file)
        numbers = file.read(4 * dim)
        if word is None or len(numbers) < 4 * dim:
            return
        yield word.lstrip(b"\n"), np.frombuffer(numbers, "<f4")
    if file.read(LONGEST).strip():
        raise FormatError(f"{path}: expected the end after {size} words, found more; is line 1 right?")


def _until_blank(file: BufferedReader) -> bytes | None:
    """The bytes before the next blank, which is taken, too; None if there is no blank in reach."""
    word = b""
    while len(word) < LONGEST and (ahead := file.peek()):
        place = ahead.find(b" ")
        word += file.read(len(ahead) if place < 0 else place + 1)
        if place >= 0 and len(word) <= LONGEST:
            return word[:-1]
    return None
