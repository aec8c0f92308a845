"""Files that executors read by themselves: whole ones, and large text files by ranges of lines."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from zici._progress import silent
from zici.cluster._messages import Skipped
from zici.cluster._source import Batches
from zici.corpus._encoding import SAMPLE, detect
from zici.corpus._normalise import normaliser
from zici.corpus._open import BLOCK
from zici.corpus._options import Options
from zici.corpus._reader import FileReader
from zici.corpus._source import Source, open_file
from zici.corpus._text import documents, read_text
from zici.errors import CorpusError

SHARE = 64 << 20  # bytes of text in a part: 22 million characters, some 300 MB while they are counted
UNPACKED = 4  # how much longer a compressed text about is
# Encodings in which the byte of a line end is never part of another character.
BY_LINES = ("utf-8", "gb18030", "big5hkscs", "cp950")


class Piece(NamedTuple):
    """A file, or the lines of a text file that begin from byte ``start`` to ``stop`` - 1.

    ``encoding`` is that of a range; None: the whole file is read.
    """

    path: str
    format: str
    compression: str | None
    start: int = 0
    stop: int = 0
    encoding: str | None = None

    @property
    def source(self) -> Source:
        """The file, as a Corpus knows it."""
        return Source(Path(self.path), self.format, self.compression)


class PieceReader:
    """Reads pieces of files, a list of them for each partition."""

    def __init__(self, parts: list[list[Piece]], options: Options) -> None:
        self._parts = parts
        self._options = options

    def blocks(self, batches: Batches, skipped: Skipped) -> Iterator[str]:
        """The text in blocks, a line end after every file."""
        for pieces, reader in self._runs(batches, skipped):
            if reader is not None:
                yield from reader.blocks(BLOCK, silent, closed=True)
                continue
            for piece in pieces:
                for text in self._lines(piece):
                    yield text if text[-1] in "\r\n" else text + "\n"

    def documents(self, batches: Batches, skipped: Skipped) -> Iterator[str]:
        """The documents."""
        for pieces, reader in self._runs(batches, skipped):
            if reader is not None:
                yield from reader.documents(silent)
                continue
            for piece in pieces:
                yield from documents(self._lines(piece))

    def _runs(self, batches: Batches, skipped: Skipped) -> Iterator[tuple[list[Piece], FileReader | None]]:
        """The pieces of the partitions in order: ranges, and whole files with their reader."""
        numbers = [number for batch in batches for number in batch.column(0).to_pylist()]
        pieces = [piece for number in numbers for piece in self._parts[number]]
        for whole, run in groupby(pieces, lambda piece: piece.encoding is None):
            those = list(run)
            reader = self._whole(those) if whole else None
            yield those, reader
            if reader is not None:
                skipped += [(str(path), reason) for path, reason in reader.skipped]

    def _whole(self, pieces: Sequence[Piece]) -> FileReader:
        plain = all(piece.format == "text" for piece in pieces)  # these have no column to name
        options = replace(self._options, text=None) if plain else self._options
        return FileReader([piece.source for piece in pieces], options)

    def _lines(self, piece: Piece) -> Iterator[str]:
        """The text of a range, normalised, in blocks of whole lines."""
        tidy = normaliser(nfkc=self._options.nfkc, simplify=self._options.simplify)
        for block in _ranges(piece):
            try:
                text = block.decode(piece.encoding or "")
            except UnicodeDecodeError as error:
                for _ in read_text(piece.source, self._options):  # tells the line, which needs all before it
                    pass
                raise CorpusError(f"{piece.source.name}: changed while it was read; try again") from error
            yield text if tidy is None else tidy(text)


def _ranges(piece: Piece) -> Iterator[bytes]:
    with open_file(Path(piece.path), piece.source.name) as file:
        if piece.start:  # a line that began before belongs to the range before
            file.seek(piece.start - 1)
            file.readline()
        while (left := piece.stop - file.tell()) > 0:
            first = file.tell() == 0
            block = file.read(min(BLOCK, left))
            if not block:
                return  # the file has become shorter
            if not block.endswith(b"\n"):
                block += file.readline()
            if first:
                block = block.removeprefix(codecs.BOM_UTF8)
            if block:
                yield block


def plan(sources: Sequence[Source], options: Options, parts: int) -> list[list[Piece]]:
    """Divide files into parts of about the same size, in their order."""
    total = sum(map(_weight, sources))
    room = max(1, -(-total // parts))
    result: list[list[Piece]] = [[]]
    filled = 0
    for source in sources:
        encoding = _encoding(source, options) if _weight(source) > room else None
        for piece, size in _pieces(source, encoding, room, room - filled):
            if result[-1] and filled + size > room + room // 4:
                result.append([])
                filled = 0
            result[-1].append(piece)
            filled += size
            if filled >= room:
                result.append([])
                filled = 0
    return [part for part in result if part]


def _pieces(source: Source, encoding: str | None, room: int, left: int) -> Iterator[tuple[Piece, int]]:
    """A file in pieces of ``room`` bytes, the first of ``left``, with their sizes."""
    whole = Piece(str(source.file.absolute()), source.format, source.compression)
    size = _weight(source)
    if encoding is None:
        yield whole, size
        return
    start = 0
    while start < size:
        stop = min(size, start + (left or room))
        yield whole._replace(start=start, stop=stop, encoding=encoding), stop - start
        start, left = stop, room


def _weight(source: Source) -> int:
    return (source.size or 0) * (UNPACKED if source.compression else 1)


def _encoding(source: Source, options: Options) -> str | None:
    """The encoding of a file that can be read by ranges of lines, else None."""
    if source.format != "text" or source.compression or options.errors != "raise":
        return None
    if options.encoding is not None:
        return options.encoding if options.encoding in BY_LINES else None
    with open_file(source.file, source.name) as file:
        encoding = detect(file.read(SAMPLE), source.name, complete=(source.size or 0) <= SAMPLE)
    return encoding if encoding in BY_LINES else None
