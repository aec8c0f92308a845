"""The corpus: documents from files or from memory, as often as they are asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from zici._progress import Progress, silent
from zici.corpus._find import Named, find
from zici.corpus._options import Options, checked
from zici.corpus._reader import FileReader
from zici.corpus._texts import TextReader, Texts
from zici.errors import OptionError


class Corpus:
    r"""Documents that can be read again and again, without ever holding all of them.

    Formats are told by the suffix, after one of .gz .xz .bz2 .zst: .jsonl and .ndjson (an object a line),
    .csv, .tsv, .parquet; everything else is text, in which every line that isn't empty is a document ("\n",
    "\r\n" and "\r" end lines). In tables every row's text is one, unless it is empty.

    Args:
        source: a path, a folder (all files of known suffixes below it, sorted, hidden ones left out; with
            ``format`` all files), a pattern such as ``"texts/**/*.jsonl"``, ``"-"`` for standard input, or a
            list of those. Texts in memory come through :meth:`from_texts`.
        text: the column or key that holds the text. A number, from 1, names a column of .csv or .tsv files
            without a header row. By default the only column, or the only one with a usual name (text,
            content, body, review, 正文, 内容, 文本 ...).
        encoding: of all files; by default UTF-8, else what the bytes of each file look like: GB18030, Big5
            or UTF-16. A byte order mark is never part of the text.
        errors: "raise" stops at the first file that can't be read, with path and line; "skip" leaves such
            files out, and single bad lines of JSON lines, and lists them in ``skipped`` (each file is read
            once more, before its first document is passed on); "replace" puts U+FFFD for bytes that can't be
            decoded.
        nfkc: bring compatibility forms (ＡＢＣ, ㈠, ﹐) to the usual ones.
        simplify: turn traditional characters into simplified ones.
        format: "text", "jsonl", "csv", "tsv" or "parquet", whatever the suffixes say.
        progress: is called with a ``zici._progress.Step`` now and then (stage "read text").

    Raises:
        CorpusError: a path doesn't exist, a pattern matches nothing, a folder holds nothing to read; while
            reading: a file is binary, truncated, in no known encoding or breaks its format.
        OptionError: an option outside its range, or a source that can be read only once.

    Example:
        >>> import pathlib, tempfile
        >>> path = pathlib.Path(tempfile.mkdtemp(), "poem.txt")
        >>> _ = path.write_text("床前明月光\n疑是地上霜\n", encoding="gb18030")
        >>> corpus = Corpus(path)
        >>> list(corpus)
        ['床前明月光', '疑是地上霜']
        >>> list(corpus.blocks())
        ['床前明月光\n疑是地上霜\n']
    """

    def __init__(
        self,
        source: Named | Iterable[Named],
        *,
        text: str | int | None = None,
        encoding: str | None = None,
        errors: str = "raise",
        nfkc: bool = False,
        simplify: bool = False,
        format: str | None = None,  # noqa: A002 - the command line's word
        progress: Progress | None = None,
    ) -> None:
        options = checked(Options(text, encoding, errors, nfkc, simplify))
        self._reader: FileReader | TextReader = FileReader(find(source, format), options)
        self._progress = progress or silent

    @classmethod
    def from_texts(
        cls, texts: Texts, *, nfkc: bool = False, simplify: bool = False, progress: Progress | None = None
    ) -> Corpus:
        """Make a corpus of texts in memory.

        Args:
            texts: a list, an object whose ``__iter__`` starts anew every time, or a function without
                parameters that returns a new iterator. Each string is a document and may hold line ends;
                empty ones are left out.
            nfkc: as for files.
            simplify: as for files.
            progress: is told the number of texts read so far.

        Raises:
            OptionError: the texts can be gone through only once, as those of a generator.
            CorpusError: while reading: a text isn't a string.

        Example:
            >>> list(Corpus.from_texts(["漢字", "", "詞語"], simplify=True))
            ['汉字', '词语']
        """
        corpus = cls.__new__(cls)
        options = checked(Options(nfkc=nfkc, simplify=simplify))
        corpus._reader = TextReader(texts, options)
        corpus._progress = progress or silent
        return corpus

    @property
    def files(self) -> list[Path]:
        """The files in the order they are read; standard input is ``Path("-")``; none for texts."""
        return list(self._reader.files)

    @property
    def size(self) -> int | None:
        """Bytes of all files on disk; None for texts, and for standard input that wasn't read yet."""
        return self._reader.size

    @property
    def skipped(self) -> list[tuple[Path, str]]:
        """With errors="skip", a (path, reason) pair for everything left out so far."""
        return list(self._reader.skipped)

    @property
    def fingerprint(self) -> str | None:
        """What tells whether another run reads the same: files, their sizes and times, and how they are read.

        None for texts in memory, standard input and pipes, which can't be told apart without reading them.
        """
        return self._reader.fingerprint

    def __repr__(self) -> str:
        return f"Corpus({self._reader})"

    def __iter__(self) -> Iterator[str]:
        """Yield the documents, each as long as it is.

        Raises:
            CorpusError: a file can't be read; see the class.
        """
        return self._reader.documents(self._progress)

    def blocks(self, chars: int = 1 << 20) -> Iterator[str]:
        r"""Yield the whole text in blocks: the fast way to its characters.

        Every document is followed by a line end, and every block ends at the end of a document, except where
        one is longer than ``chars`` and goes on in the next block. For texts and tables the blocks together
        are ``"".join(document + "\n" for document in corpus)``. Text files keep their empty lines and their
        own line ends: split at "\n", "\r\n" and "\r", without empty lines, the blocks together are the
        documents.

        Args:
            chars: most characters of a block, from 1 (a little more where NFKC lengthens the text).

        Raises:
            CorpusError: a file can't be read; see the class.
            OptionError: ``chars`` is less than 1.
        """
        return self._blocks(chars, closed=True)

    def raw_blocks(self, chars: int = 1 << 20) -> Iterator[str]:
        """Yield what ``blocks`` does, but leave the end of the last text file as it is, line end or none.

        The blocks of one text file together are exactly its characters (without a byte order mark), so that
        output can mirror input.

        Args:
            chars: most characters of a block, from 1.

        Raises:
            CorpusError: a file can't be read; see the class.
            OptionError: ``chars`` is less than 1.
        """
        return self._blocks(chars, closed=False)

    def _blocks(self, chars: int, *, closed: bool) -> Iterator[str]:
        if chars < 1:
            raise OptionError(f"chars: expected at least 1, got {chars}")
        return self._reader.blocks(chars, self._progress, closed=closed)
