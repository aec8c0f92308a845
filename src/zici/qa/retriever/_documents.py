"""The documents of files, each whole and with a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zici._progress import Progress, Step, silent
from zici.corpus import Corpus
from zici.corpus._source import shape


def read_documents(source: Any, *, progress: Progress = silent, **options: Any) -> Iterator[tuple[str, str]]:
    r"""Yield name and text of every document.

    A text file is one document, called by its path. In a table or a file of JSON lines every row is one,
    called by the path and the row's number among those with text, from 1: "news.tsv:12".

    Args:
        source: paths, folders, patterns, "-", as ``Corpus`` takes them.
        progress: called after every file.
        options: those of ``Corpus``: ``text``, ``encoding``, ``errors``, ``nfkc``, ``simplify``, ``format``.

    Raises:
        CorpusError: a file can't be read; see ``Corpus``.
        OptionError: an option outside its range.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "poem.txt")
        >>> _ = path.write_text("床前明月光\n疑是地上霜\n", encoding="utf-8")
        >>> [(pathlib.Path(name).name, len(text)) for name, text in read_documents(path)]
        [('poem.txt', 12)]
    """
    files = Corpus(source, **options).files
    for number, path in enumerate(files, 1):
        corpus = Corpus(path, **options)
        if (options.get("format") or shape(path)[0] or "text") == "text":
            yield str(path), "".join(corpus.raw_blocks())
        else:
            yield from ((f"{path}:{row}", text) for row, text in enumerate(corpus, 1))
        progress(Step("read documents", number, len(files), "files"))
