"""From what a person names (paths, folders, globs, standard input) to the files to read."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from zici.corpus._source import FORMATS, Source, shape
from zici.errors import CorpusError, OptionError

Named = str | os.PathLike[str]


def find(named: Named | Iterable[Named], format_: str | None) -> list[Source]:
    """Give the files behind ``named``, in the order they will be read.

    Raises:
        CorpusError: a path doesn't exist, a pattern matches nothing, a folder holds nothing to read.
        OptionError: ``named`` isn't made of paths, or the format is unknown.
    """
    if format_ is not None and format_ not in FORMATS:
        raise OptionError(f"format: expected one of {', '.join(FORMATS)}, got {format_!r}")
    if isinstance(named, str | os.PathLike):
        return list(_expand(named, format_))
    found = [source for item in _paths(named) for source in _expand(item, format_)]
    if not found:
        raise CorpusError("no file named; pass a path, a folder, a pattern such as 'texts/*.txt', or '-'")
    return found


def _paths(named: Iterable[Named]) -> Iterable[Named]:
    try:
        once = iter(named) is named
    except TypeError:
        raise OptionError(
            f"expected a path or a list of paths, got {type(named).__name__}; for texts use Corpus.from_texts"
        ) from None
    if once:
        raise OptionError(
            f"expected paths that can be read twice, got a one-pass {type(named).__name__}; "
            "pass a list of paths, or texts through Corpus.from_texts(list(...))"
        )
    for item in named:
        if not isinstance(item, str | os.PathLike):
            raise OptionError(
                f"expected paths, got a list with a {type(item).__name__}; for texts use Corpus.from_texts"
            )
    return named


def _expand(named: Named, format_: str | None) -> Iterator[Source]:
    text = os.fspath(named)
    if text == "-":
        yield Source(Path("-"), format_ or "text")
        return
    path = Path(text).expanduser()
    if path.is_dir():
        yield from _folder(path, format_)
    elif path.exists():
        yield _file(path, format_)
    elif glob.has_magic(text):
        yield from _matches(path, format_)
    else:
        raise CorpusError(f"{path}: no such file or folder; check the path")


def _file(path: Path, format_: str | None) -> Source:
    found, compression = shape(path)
    if format_ is None and found == "json":
        raise CorpusError(
            f"{path}: .json may hold one value or one a line; pass format='jsonl' (--input-format jsonl) "
            "if every line is an object, or 'text' to read it as plain text"
        )
    return Source(path, format_ or found or "text", compression)


def _folder(folder: Path, format_: str | None) -> Iterator[Source]:
    files = sorted(_walk(folder), key=lambda path: path.parts)
    if format_ is None:
        files = [path for path in files if shape(path)[0] in FORMATS]
    if not files:
        wanted = ".txt, .jsonl, .csv, .tsv or .parquet" if format_ is None else "any"
        raise CorpusError(f"{folder}: expected {wanted} files in this folder, found none; name the files")
    for path in files:
        yield _file(path, format_)


def _walk(folder: Path) -> Iterator[Path]:
    """All files below a folder but hidden ones; linked folders are followed, each once."""
    seen: set[tuple[int, int]] = set()
    for root, folders, files in os.walk(folder, followlinks=True):
        here = Path(root).stat()
        if (here.st_dev, here.st_ino) in seen:
            folders.clear()
            continue
        seen.add((here.st_dev, here.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(root, name) for name in files if not name.startswith("."))


def _matches(pattern: Path, format_: str | None) -> Iterator[Source]:
    # "**" can find one file on several ways
    found = [Path(name) for name in dict.fromkeys(glob.glob(str(pattern), recursive=True))]  # noqa: PTH207 - Path.glob finds hidden files
    files = sorted((path for path in found if not path.is_dir()), key=lambda path: path.parts)
    if not files:
        raise CorpusError(f"{pattern}: no file matches this pattern; check it, and the folder it starts from")
    for path in files:
        yield _file(path, format_)
