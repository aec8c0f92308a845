"""Text files: bytes to characters, and lines to documents."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from zici.corpus._encoding import SAMPLE, detect, refuse_magic
from zici.corpus._open import Seen, chunks
from zici.corpus._options import Options
from zici.corpus._source import Source
from zici.errors import CorpusError


def read_text(source: Source, options: Options, seen: Seen | None = None) -> Iterator[str]:
    """Yield a file's characters in pieces of any length, without a byte order mark.

    Bytes that can't be decoded become lone surrogates where JSON lines are to be skipped one by one.

    Raises:
        CorpusError: the file is binary, or breaks its encoding (path, line and byte in the message).
    """
    decoder: codecs.IncrementalDecoder | None = None
    encoding, used = "utf-8", 0
    for block in chunks(source, seen):
        first = decoder is None
        if decoder is None:
            encoding = _encoding(block, source, options)
            decoder = codecs.getincrementaldecoder(encoding)(_handler(source, options))
        try:
            text = decoder.decode(block)
        except UnicodeDecodeError as error:
            place = used + len(block) - len(error.object) + error.start
            raise _undecodable(source, encoding, place) from error
        used += len(block)
        if first:
            text = text.removeprefix("\ufeff")
        if text:
            yield text
    if decoder is not None:
        try:
            text = decoder.decode(b"", True)
        except UnicodeDecodeError as error:
            raise _undecodable(source, encoding, used - len(error.object) + error.start) from error
        if text:
            yield text


def _encoding(block: bytes, source: Source, options: Options) -> str:
    if options.encoding is None:
        return detect(block[:SAMPLE], source.name, complete=len(block) <= SAMPLE)
    refuse_magic(block, source.name)
    return options.encoding


def _handler(source: Source, options: Options) -> str:
    if options.errors == "replace":
        return "replace"
    return "surrogateescape" if options.errors == "skip" and source.format == "jsonl" else "strict"


def _undecodable(source: Source, encoding: str, place: int) -> CorpusError:
    line = 1 + _lines_before(source, encoding, place)
    return CorpusError(
        f"{source.name}, line {line}: byte {place} of the file is not valid {encoding}; repair it, or pass "
        "another encoding= (--encoding), or errors='replace' or 'skip' (--on-error)"
    )


def _lines_before(source: Source, encoding: str, place: int) -> int:
    """Count the lines that end before a byte: read again, so that nobody counts while all goes well."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    lines = carriages = 0
    for block in chunks(source):
        text = decoder.decode(block[:place])
        lines += text.count("\n")
        carriages += text.count("\r")
        place -= len(block)
        if place <= 0:
            break
    return lines or carriages


def split_lines(pieces: Iterable[str]) -> Iterator[list[str]]:
    r"""Yield the lines of each piece, without their "\n"; a line over several pieces comes with its last."""
    carried: list[str] = []
    for piece in pieces:
        lines = piece.split("\n")
        carried.append(lines[0])
        if len(lines) > 1:
            lines[0] = "".join(carried)
            carried = [lines.pop()]
            yield lines
    if carried and (last := "".join(carried)):
        yield [last]


def documents(pieces: Iterable[str]) -> Iterator[str]:
    r"""Yield the lines that aren't empty; "\n", "\r\n" and "\r" end a line, nothing else does."""
    # A "\r\n" over two pieces gives one empty line more, which is dropped like every other.
    plain = (piece.replace("\r", "\n") if "\r" in piece else piece for piece in pieces)
    for lines in split_lines(plain):
        yield from filter(None, lines)
