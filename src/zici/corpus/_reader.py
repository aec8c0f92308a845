"""All files of a corpus, one after the other, as documents or as blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from zici._progress import Progress
from zici.corpus._cut import cut_blocks, cut_documents
from zici.corpus._jsonl import read_records
from zici.corpus._meter import Meter
from zici.corpus._normalise import normaliser
from zici.corpus._open import Seen
from zici.corpus._options import Options
from zici.corpus._parquet import read_column
from zici.corpus._source import Source
from zici.corpus._tables import read_cells
from zici.corpus._text import documents, read_text
from zici.errors import CorpusError, OptionError

_SEGMENT = 1 << 20  # characters that are normalised at once


class FileReader:
    """The files of a corpus with everything that was asked for them.

    Attributes:
        skipped: what errors="skip" left out: (path, reason), each once however often the files are read.

    Raises:
        OptionError: ``text`` is given where no file has columns, or a number where columns have names.
    """

    def __init__(self, sources: list[Source], options: Options) -> None:
        _check_text(sources, options)
        self._sources = sources
        self._options = options
        self._tidy = normaliser(nfkc=options.nfkc, simplify=options.simplify)
        self._usable: dict[Source, bool] = {}
        self.skipped: dict[tuple[Path, str], None] = {}

    def __str__(self) -> str:
        what = repr(self._sources[0].name) if len(self._sources) == 1 else f"{len(self._sources):,} files"
        return f"{what}, " + ("size unknown" if self.size is None else f"{self.size:,} bytes")

    @property
    def files(self) -> tuple[Path, ...]:
        """The paths, in the order they are read."""
        return tuple(source.path for source in self._sources)

    @property
    def size(self) -> int | None:
        """Bytes on disk, where they are known of every file."""
        sizes = [source.size for source in self._sources]
        known = [size for size in sizes if size is not None]
        return sum(known) if len(known) == len(sizes) else None

    @property
    def fingerprint(self) -> str | None:
        """The files with sizes and times, and the options; None if one of them is no regular file."""
        if any(source.is_stdin or not source.path.is_file() for source in self._sources):
            return None
        files = [
            (source.name, source.format, stat.st_size, stat.st_mtime_ns)
            for source in self._sources
            for stat in [source.path.stat()]
        ]
        return repr((files, self._options))

    def documents(self, progress: Progress) -> Iterator[str]:
        """Yield the documents of all files."""
        meter = Meter(progress, self.size, "bytes")
        yield from self._documents(self._readable(), meter)
        meter.finish()

    def blocks(self, chars: int, progress: Progress, *, closed: bool) -> Iterator[str]:
        """Yield the text of all files in blocks; ``closed``: with a line end at the very end."""
        meter = Meter(progress, self.size, "bytes")
        for is_text, group in groupby(self._readable(), lambda source: source.format == "text"):
            if is_text:
                yield from cut_blocks(self._joined(group, meter, closed=closed), chars)
            else:
                yield from cut_documents(self._documents(group, meter), chars)
        meter.finish()

    def _documents(self, sources: Iterable[Source], meter: Meter) -> Iterator[str]:
        for source in sources:
            found = self._read(source, meter.seen)
            yield from documents(found) if source.format == "text" else found
            meter.file_done(source.size or 0)

    def _joined(self, sources: Iterable[Source], meter: Meter, *, closed: bool) -> Iterator[str]:
        """Text files one after the other, each but perhaps the last ending with a line end."""
        for source in sources:
            last = "\n"
            for piece in self._read(source, meter.seen):
                yield piece
                last = piece[-1]
            if last not in "\r\n" and (closed or source is not self._sources[-1]):
                yield "\n"
            meter.file_done(source.size or 0)

    def _read(self, source: Source, seen: Seen) -> Iterator[str]:
        """Pieces of a text file, or the texts of a table, normalised."""
        found = self._raw(source, seen)
        if self._tidy is None:
            return found
        return map(self._tidy, cut_blocks(found, _SEGMENT, pause=True) if source.format == "text" else found)

    def _raw(self, source: Source, seen: Seen | None = None) -> Iterator[str]:
        if source.format == "text":
            return read_text(source, self._options, seen)
        if source.format == "jsonl":
            return read_records(source, self._options, seen, note=self._note)
        if source.format == "parquet":
            return read_column(source, self._options, seen)
        return read_cells(source, self._options, seen)

    def _readable(self) -> Iterator[Source]:
        for source in self._sources:
            if self._options.errors != "skip" or self._is_usable(source):
                yield source

    def _is_usable(self, source: Source) -> bool:
        """Read a file through once: one that breaks in its middle is left out as a whole."""
        if source not in self._usable:
            try:
                for _ in self._raw(source):
                    pass
                self._usable[source] = True
            except CorpusError as error:
                self._usable[source] = False
                self._note(source, str(error).removeprefix(source.name).lstrip(":, "))
        return self._usable[source]

    def _note(self, source: Source, reason: str) -> None:
        self.skipped[(source.path, reason)] = None


def _check_text(sources: list[Source], options: Options) -> None:
    if options.text is None:
        return
    if all(source.format == "text" for source in sources):
        raise OptionError(
            f"text={options.text!r} names a column, but {sources[0].name} is read as plain text; "
            "leave it out, or say which table it is with format= (--input-format)"
        )
    for source in sources:
        if isinstance(options.text, int) and source.format in ("jsonl", "parquet"):
            raise OptionError(
                f"text={options.text}: the columns of {source.name} have names; pass one of them"
            )
